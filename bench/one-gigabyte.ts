// Rehearses a dump of about 1 GB of rows with the command line itself, and prints how long restore
// and scan took in the same run, and the most memory that the harness held.
// `node bench/one-gigabyte.ts [rows] [runs]`; the dump is kept in a temporary folder between runs.
import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { writeAttestation } from '../harness/intake/index.ts';
import { dumpInto, loadDemo } from '../harness/run/demo-dump.io.ts';
import { makeWorkFolder, openSandbox } from '../harness/sandbox/index.ts';
import { measuredRun } from './measured-run.ts';

/** About 335 bytes of COPY text a row. */
const ROWS = Number(process.argv[2] ?? 3_200_000);
const RUNS = Number(process.argv[3] ?? 1);

const BIG_TABLE = `
CREATE TABLE public.events (
  id bigint PRIMARY KEY, at timestamptz NOT NULL, actor text NOT NULL, kind text NOT NULL,
  note text, payload jsonb NOT NULL, digest char(64) NOT NULL);
ALTER TABLE public.events OWNER TO surface_owner;
INSERT INTO public.events
SELECT n, '2026-01-01'::timestamptz + n * interval '1 second', 'person-' || n % 5000 || '@example.org',
       (ARRAY['created', 'changed', 'seen', 'archived'])[1 + n % 4],
       repeat('the quick brown fox, ' || n % 97 || ' ', 1 + n % 6),
       jsonb_build_object('n', n, 'path', '/objects/' || n, 'tags', ARRAY['a' || n % 7, 'b']),
       md5(n::text) || md5((n + 1)::text)
  FROM generate_series(1, ${ROWS}) AS n;
CREATE INDEX ON public.events (actor);
CREATE INDEX ON public.events (at);
ANALYZE public.events;`;

async function makeDump(target: string): Promise<void> {
  if ((await stat(target).catch(() => null)) !== null) return;
  await using work = await makeWorkFolder();
  await mkdir(path.join(work.path, 'staged'));
  await using sandbox = await openSandbox({
    runId: work.runId,
    serverMajor: 15,
    image: null,
    workFolder: work.path,
    stagedDumpPath: path.join(work.path, 'staged', 'none'),
    limits: { memoryMiB: 4096, cpus: 2, pids: 256, lifeSeconds: 3600 },
    say: (line) => process.stdout.write(`${line}\n`),
  });
  await loadDemo(sandbox, 'directus');
  {
    await using session = await sandbox.connect({ database: 'directus' });
    await session.client.query(BIG_TABLE);
  }
  await dumpInto(sandbox, 'directus', ['--format=custom', '--compress=1'], target);
  await writeAttestation({
    dumpPath: target,
    where: path.basename(target),
    operator: 'bench',
    sanitizedWith: 'computed rows only',
    confirmation: 'sanitized non-production copy',
    replace: true,
  });
}

interface Lap {
  readonly stage: string;
  readonly ms: number;
}

async function rehearseOnce(dump: string, out: string): Promise<void> {
  const { printed, peakMiB } = await measuredRun(['run', '--dump', dump, '--out', out]);
  const { stages } = JSON.parse(await readFile(path.join(out, 'timings.json'), 'utf8')) as {
    readonly stages: readonly Lap[]; // written by the harness, against its schema
  };
  const msOf = (name: string): number =>
    stages.find(({ stage }) => stage === name)?.ms ?? Number.NaN;
  const ratio = (msOf('scan') / msOf('restore')).toFixed(2);
  process.stdout.write(
    `${printed}\nrestore ${msOf('restore')} ms, scan ${msOf('scan')} ms (${ratio}x), ` +
      `most memory ${peakMiB} MiB\n`,
  );
}

const folder = path.join(os.tmpdir(), 'rehearsal-bench');
await mkdir(folder, { recursive: true });
const dump = path.join(folder, `events-${ROWS}.dump`);
await makeDump(dump);
for (let run = 0; run < RUNS; run += 1) {
  const out = path.join(folder, 'packet');
  await rm(out, { recursive: true, force: true });
  await rehearseOnce(dump, out);
}
