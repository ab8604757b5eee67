// Back to the baseline at 100 MB and at 1 GB: a thin clone that was written to is dropped and a fresh
// one answers, beside DROP and CREATE DATABASE ... TEMPLATE of the same database in the same run.
// `node bench/reset-to-baseline.ts [times]`; exits with 1 where thin clones are not flat or not fast.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import {
  groundOn,
  makeWorkFolder,
  openSandbox,
  type Clone,
  type CloneMethod,
  type Sandbox,
} from '../harness/sandbox/index.ts';

const TIMES = Number(process.argv[2] ?? 5);
const DATABASE = 'bench';
const SIZES = [
  { name: '100 MB', rows: 280_000 },
  { name: '1 GB', rows: 2_800_000 },
] as const;
const MOST_RATIO = 1.2;
const MOST_MS = 500;

interface Measured {
  readonly bytes: number;
  readonly overlayMs: number;
  readonly templateMs: number;
}

async function measure(rows: number): Promise<Measured> {
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
  const bytes = await fill(sandbox, rows);
  const overlayMs = await resets(sandbox, 'overlay');
  await sandbox.restart('rehearse'); // thin clones had its server stopped
  return { bytes, overlayMs, templateMs: await resets(sandbox, 'template') };
}

async function fill(sandbox: Sandbox, rows: number): Promise<number> {
  {
    await using session = await sandbox.connect({ database: 'rehearsal_maintenance' });
    await session.client.query(`CREATE DATABASE ${DATABASE}`);
  }
  await using session = await sandbox.connect({ database: DATABASE });
  await session.client.query(
    `CREATE TABLE events AS
     SELECT n AS id, n % 97 AS kind, md5(n::text) || repeat(' words', 45) AS note
       FROM generate_series(1, ${rows}) AS n`,
  );
  await session.client.query('ALTER TABLE events ADD PRIMARY KEY (id)');
  await session.client.query(
    'CREATE TABLE births AS SELECT n AS id FROM generate_series(1, 1000) n',
  );
  const size = 'SELECT pg_database_size(current_database())::text AS bytes';
  const { rows: found } = await session.client.query<{ bytes: string }>(size);
  return Number(found[0]?.bytes);
}

/** Median of what it takes from a clone that was written to until a fresh one answers. */
async function resets(sandbox: Sandbox, method: CloneMethod): Promise<number> {
  await using ground = await groundOn(sandbox, { database: DATABASE, method, jobs: 1 });
  if (ground.method !== method) throw new Error(`${method} was refused: ${ground.refusal}`);
  let clone = await ground.fresh();
  const took: number[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    await write(clone);
    const started = performance.now();
    await clone[Symbol.asyncDispose]();
    clone = await ground.fresh();
    await write(clone, 'SELECT count(*) FROM births');
    took.push(performance.now() - started);
  }
  await clone[Symbol.asyncDispose]();
  if ((await ground.isUntouched()) === false) throw new Error('the baseline was written');
  return took.sort((one, other) => one - other)[Math.floor(TIMES / 2)] ?? Number.NaN;
}

/** Rows of the large table and of a small one, so that both are the clone's own files. */
async function write(
  clone: Clone,
  text = 'UPDATE events SET kind = kind + 1 WHERE id <= 1000; UPDATE births SET id = id + 1',
): Promise<void> {
  await using session = await clone.connect({ database: DATABASE });
  await session.client.query(text);
}

const [small, large] = [await measure(SIZES[0].rows), await measure(SIZES[1].rows)];
const lines = [small, large].map(
  ({ bytes, overlayMs, templateMs }, at) =>
    `${SIZES[at]?.name} (${Math.round(bytes / 1e6)} MB): thin clone ${Math.round(overlayMs)} ms, ` +
    `template ${Math.round(templateMs)} ms`,
);
const ratio = large.overlayMs / small.overlayMs;
const templateRatio = large.templateMs / small.templateMs;
lines.push(
  `1 GB / 100 MB: thin clone ${ratio.toFixed(2)}, template ${templateRatio.toFixed(2)}`,
  `asked for: thin clone at most ${MOST_RATIO} and at most ${MOST_MS} ms`,
);
process.stdout.write(`${lines.join('\n')}\n`);
process.exitCode = ratio <= MOST_RATIO && large.overlayMs <= MOST_MS ? 0 : 1;
