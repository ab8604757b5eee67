// Rehearses many small scenarios on one baseline, and a tenth of them in the same sitting: what one
// more scenario costs, and whether memory grows with their number.
// `node bench/many-scenarios.ts [scenarios]`; needs dumps/demo-15.dump ("make demo" makes it).
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { measuredRun, type MeasuredRun } from './sides/measured-run.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const COUNT = Number(process.argv[2] ?? 200);

/** As docker/demo has it. */
const COMMENT = 'Every object ever registered; its rows outlive the object';

interface Small {
  readonly kind: string;
  readonly files: Readonly<Record<string, string>>;
}

/** A few rows, a column, a comment: what most changes are like. */
const SMALL: readonly ((n: number) => Small)[] = [
  (n) => ({
    kind: 'transactional',
    files: {
      'apply.sql': `UPDATE public.birth_registry SET updated_at = '2026-06-01' WHERE object_id LIKE '%${n % 10}7';`,
    },
  }),
  (n) => ({
    kind: 'snapshot',
    files: {
      'apply.sql': `UPDATE public.birth_registry SET byte_length = byte_length + ${n} WHERE object_id LIKE '%${n % 10}3';`,
    },
  }),
  (n) => ({
    kind: 'revert',
    files: {
      'apply.sql': `COMMENT ON TABLE public.birth_registry IS 'round ${n}';`,
      'revert.sql': `COMMENT ON TABLE public.birth_registry IS '${COMMENT}';`,
    },
  }),
  (n) => ({
    kind: 'transactional',
    files: { 'apply.sql': `ALTER TABLE public.birth_registry ADD COLUMN extra_${n} int;` },
  }),
];

async function project(folder: string, count: number): Promise<string> {
  const ids = Array.from({ length: count }, (_, n) => `small-${n}`);
  for (const [n, id] of ids.entries()) {
    const make = SMALL[n % SMALL.length];
    if (make === undefined) throw new TypeError('there is a scenario for every number');
    const { kind, files } = make(n);
    const place = path.join(folder, 'scenarios', id);
    await mkdir(place, { recursive: true });
    const yaml = `version: 1\nid: ${id}\ntitle: ${id}\nkind: ${kind}\nwhy: a measure\n`;
    await writeFile(path.join(place, 'scenario.yaml'), yaml);
    for (const [name, sql] of Object.entries(files)) await writeFile(path.join(place, name), sql);
  }
  const config = path.join(folder, 'rehearsal.config.yaml');
  const from = path.relative(folder, ROOT);
  await writeFile(
    config,
    [
      'version: 1',
      `spec: ${from}/schema-spec/birth-surface.yaml`,
      `lane: ${from}/schema-spec/fix7-p0.lane.yaml`,
      'scenarioRole: birth_executor',
      'scenarios:',
      ...ids.map((id) => `  - scenarios/${id}`),
      `executor: [${from}/scenarios/executor/99_run_all.sql]`,
      'request: { target: throwaway-clone, lane: fix7-p0, actions: [rehearse] }',
      '',
    ].join('\n'),
  );
  return config;
}

async function timed(folder: string, count: number): Promise<MeasuredRun> {
  const place = path.join(folder, String(count));
  const config = await project(place, count);
  const dump = path.join(ROOT, 'dumps', 'demo-15.dump');
  const out = path.join(place, 'packet');
  const run = await measuredRun([
    'run',
    '--dump',
    dump,
    '--config',
    config,
    '--out',
    out,
    ...(process.env['JOBS'] ? ['--jobs', process.env['JOBS']] : []),
  ]);
  const perScenario = (run.ms / count / 1000).toFixed(3);
  process.stdout.write(
    `${count} scenarios: exit ${run.exitCode}, ${(run.ms / 1000).toFixed(1)} s in all ` +
      `(${perScenario} s each), most memory ${run.peakMiB} MiB\n`,
  );
  if (run.exitCode !== 0) process.stdout.write(run.printed);
  return run;
}

const folder = await mkdtemp(path.join(os.tmpdir(), 'rehearsal-many-'));
try {
  const few = Math.max(SMALL.length, Math.round(COUNT / 10));
  const small = await timed(folder, few);
  const large = await timed(folder, COUNT);
  const oneMore = (large.ms - small.ms) / (COUNT - few) / 1000;
  process.stdout.write(
    `one more scenario costs ${oneMore.toFixed(3)} s; ` +
      `memory ${(large.peakMiB / small.peakMiB).toFixed(2)}x\n`,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
