// Back to the baseline at 100 MB and at 1 GB: a thin clone that was written to is dropped and a fresh
// one answers, beside DROP and CREATE DATABASE ... TEMPLATE of the same database in the same run.
// `node bench/reset-to-baseline.ts [times]`; exits with 1 where thin clones are not flat or not fast.
import { mkdir } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import path from 'node:path';
import {
  groundOn,
  makeWorkFolder,
  openSandbox,
  type Clone,
  type CloneGround,
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

async function opened(stack: AsyncDisposableStack): Promise<Sandbox> {
  const work = stack.use(await makeWorkFolder());
  await mkdir(path.join(work.path, 'staged'));
  const sandbox = await openSandbox({
    runId: work.runId,
    serverMajor: 15,
    image: null,
    workFolder: work.path,
    stagedDumpPath: path.join(work.path, 'staged', 'none'),
    limits: { memoryMiB: 4096, cpus: 2, pids: 256, lifeSeconds: 3600 },
    say: (line) => process.stdout.write(`${line}\n`),
  });
  return stack.use(sandbox);
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

/**
 * Medians, size by size, of what it takes from a clone that was written to until a fresh one
 * answers. The sizes take turns: whatever else the machine does falls on both.
 */
async function resets(sandboxes: readonly Sandbox[], method: CloneMethod): Promise<number[]> {
  await using stack = new AsyncDisposableStack();
  const sides: { readonly ground: CloneGround; readonly took: number[] }[] = [];
  for (const sandbox of sandboxes) {
    const ground = stack.use(await groundOn(sandbox, { database: DATABASE, method, jobs: 1 }));
    if (ground.method !== method) throw new Error(`${method} was refused: ${ground.refusal}`);
    sides.push({ ground, took: [] });
  }
  for (let time = 0; time < TIMES; time += 1) {
    for (const { ground, took } of sides) {
      const clone = await ground.fresh();
      await write(clone, WRITES);
      // What an earlier clone wrote is removed in the background: not while the other size is timed.
      await pause(QUIET_MS);
      const started = performance.now();
      await clone[Symbol.asyncDispose]();
      await using next = await ground.fresh();
      await write(next, 'SELECT count(*) FROM births');
      took.push(performance.now() - started);
    }
  }
  for (const { ground } of sides) {
    if ((await ground.isUntouched()) === false) throw new Error('the baseline was written');
  }
  return sides.map(({ took }) => took.sort((a, b) => a - b)[Math.floor(TIMES / 2)] ?? Number.NaN);
}

const QUIET_MS = 1500;

/** Rows of the large table and of a small one, so that both are the clone's own files. */
const WRITES = 'UPDATE events SET kind = kind + 1 WHERE id <= 1000; UPDATE births SET id = id + 1';

async function write(clone: Clone, text: string): Promise<void> {
  await using session = await clone.connect({ database: DATABASE });
  await session.client.query(text);
}

await using stack = new AsyncDisposableStack();
const sandboxes: Sandbox[] = [];
const bytes: number[] = [];
for (const { rows } of SIZES) {
  const sandbox = await opened(stack);
  bytes.push(await fill(sandbox, rows));
  sandboxes.push(sandbox);
}
const thin = await resets(sandboxes, 'overlay');
for (const sandbox of sandboxes) await sandbox.restart('rehearse'); // thin clones had them stopped
const template = await resets(sandboxes, 'template');

const ms = (values: readonly number[], at: number): number => values[at] ?? Number.NaN;
const ratioOf = (values: readonly number[]): number => ms(values, 1) / ms(values, 0);
const lines = SIZES.map(
  ({ name }, at) =>
    `${name} (${Math.round(ms(bytes, at) / 1e6)} MB): ` +
    `thin clone ${Math.round(ms(thin, at))} ms, template ${Math.round(ms(template, at))} ms`,
);
lines.push(
  `1 GB / 100 MB: thin clone ${ratioOf(thin).toFixed(2)}, template ${ratioOf(template).toFixed(2)}`,
  `asked for: thin clone at most ${MOST_RATIO} and at most ${MOST_MS} ms`,
  `load of the machine: ${loadavg()[0]?.toFixed(1)} on ${cpus().length} cores`,
);
process.stdout.write(`${lines.join('\n')}\n`);
process.exitCode = ratioOf(thin) <= MOST_RATIO && ms(thin, 1) <= MOST_MS ? 0 : 1;
