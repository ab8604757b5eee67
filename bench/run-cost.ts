// What one short run costs: seconds of processor by kind of process, and of the clock by stage, as
// medians with their spread. `node bench/run-cost.ts [times] [seconds]`; exits with 1 where the
// median run takes more seconds of processor than `seconds`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { watchCost, type ProcessCost } from './process-cost.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const TIMES = Number(process.argv[2] ?? 5);
const MOST_SECONDS = process.argv[3] === undefined ? null : Number(process.argv[3]);
const CONFIG = 'tests/container/few/rehearsal.config.yaml';
const DUMP = 'dumps/demo-15.dump';
/** What the folder of a run and those of its probes begin with. */
const WORK = 'clone-rehearsal-';

interface Cost extends ProcessCost {
  readonly wallSeconds: number;
  readonly stages: ReadonlyMap<string, number>;
}

async function runOnce(): Promise<Cost> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cost-'));
  // A folder of its own for what is temporary: the run's folders there name its containers.
  const runs = new Set<string>();
  const seek = setInterval(() => {
    const works = readdirSync(folder).filter((name) => name.startsWith(WORK));
    for (const name of works) runs.add(`run-${name.slice(WORK.length)}`);
  }, 50);
  try {
    const packet = path.join(folder, 'packet');
    const args = ['harness/cli.ts', 'run', '--dump', DUMP, '--config', CONFIG, '--out', packet];
    const started = performance.now();
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { ...process.env, TMPDIR: folder },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const watch = watchCost(child.pid ?? 0, (labels) => {
      const run = labels['clone-rehearsal.run'];
      return run !== undefined && runs.has(run);
    });
    const [exitCode] = (await once(child, 'close')) as [number | null]; // node's own event
    const wallSeconds = (performance.now() - started) / 1000;
    const cost = watch.end();
    if (exitCode !== 0) throw new Error(`the run ended with ${exitCode}`);
    return { ...cost, wallSeconds, stages: await stagesOf(packet) };
  } finally {
    clearInterval(seek);
    await rm(folder, { recursive: true, force: true });
  }
}

async function stagesOf(packet: string): Promise<ReadonlyMap<string, number>> {
  const text = await readFile(path.join(packet, 'timings.json'), 'utf8');
  const { stages } = JSON.parse(text) as { stages: { stage: string; ms: number }[] }; // our own file
  return new Map(stages.map(({ stage, ms }) => [stage, ms / 1000]));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function row(name: string, values: readonly number[]): string {
  const spread = `${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)}`;
  return `  ${name.padEnd(30)} ${median(values).toFixed(2).padStart(7)}   ${spread}`;
}

/** Rows of every name that any of them has, the dearest first. */
function table(maps: readonly ReadonlyMap<string, number>[], from: number): string[] {
  const names = new Set(maps.flatMap((map) => [...map.keys()]));
  return [...names]
    .map((name) => ({ name, values: maps.map((map) => map.get(name) ?? 0) }))
    .filter(({ values }) => median(values) >= from)
    .sort((a, b) => median(b.values) - median(a.values))
    .map(({ name, values }) => row(name, values));
}

const costs: Cost[] = [];
for (let time = 0; time < TIMES; time += 1) costs.push(await runOnce());
const totals = costs.map(({ totalSeconds }) => totalSeconds);
const lines = [
  `one run of ${CONFIG}, median of ${TIMES} and its spread, in seconds`,
  row(
    'clock',
    costs.map(({ wallSeconds }) => wallSeconds),
  ),
  row('processor, without the engine', totals),
  'processor, by kind of process',
  ...table(
    costs.map(({ seconds }) => seconds),
    0.05,
  ),
  'clock, by stage (some go on side by side)',
  ...table(
    costs.map(({ stages }) => stages),
    0.05,
  ),
  `load of the machine: ${loadavg()[0]?.toFixed(1)} on ${cpus().length} cores`,
];
process.stdout.write(`${lines.join('\n')}\n`);
process.exitCode = MOST_SECONDS === null || median(totals) <= MOST_SECONDS ? 0 : 1;
