// `make bench`: measures the rows that are asked for, both sides in one run, prints what they come to,
// keeps it in bench/results.json, and exits with 1 where a bar is missed.
import os from 'node:os';
import { buildFacts, machineFacts, type Build } from './machine.ts';
import { openJournal } from './journal.ts';
import { plannedTimes, planOf, selectionOf } from './plan.ts';
import { linesOf } from './printed.ts';
import type { Machine, Measured, Results } from './results-contract.ts';
import { keepMeasured, readResults } from './results.ts';
import { baseline } from './rows/baseline.ts';
import type { Entry, Row, RowId, Values } from './rows/contract.ts';
import { demo } from './rows/demo.ts';
import { fingerprint } from './rows/fingerprint.ts';
import { peers } from './rows/peers.ts';
import { wholeRun } from './rows/whole-run.ts';
import { removeStockServers } from './sides/stock-server.ts';
import { short, summed } from './summary.ts';

const MEASURED_BY: Readonly<Record<RowId, Row>> = {
  'whole-run': wholeRun,
  fingerprint,
  baseline,
  peers,
  demo,
};

/** As sysexits has it for what may succeed when it is tried again. */
const UNFINISHED = 75;

async function main(): Promise<number> {
  const selection = selectionOf(process.env);
  const entries = planOf(selection);
  const until =
    selection.seconds === null ? Infinity : performance.now() + selection.seconds * 1000;
  const machine = await machineFacts();
  const build = await buildFacts();
  let isMissed = false;
  const known = await readResults();
  for (const entry of entries) {
    // Bounded in time it goes on where the last call has ended.
    const before = selection.seconds === null ? undefined : measuredBefore(known, entry, build);
    if (before !== undefined) {
      isMissed ||= before.bars.some(({ holds }) => !holds);
      continue;
    }
    const laps = await measured(entry, build, until);
    if (laps === null) {
      say('not finished: the same command goes on from here');
      return UNFINISHED;
    }
    const row = resultOf(entry, build, laps);
    for (const line of linesOf(row)) say(line);
    isMissed ||= row.bars.some(({ holds }) => !holds);
    await kept(machine, entry, row);
  }
  return isMissed ? 1 : 0;
}

/** All laps of an entry; null where time ran out before. */
async function measured(
  entry: Entry,
  build: Build,
  until: number,
): Promise<readonly Values[] | null> {
  const { row, shape, size, times } = entry;
  const journal = await openJournal(entry, build.harness);
  say(`${row}, ${shape} of ${size}: ${times} laps`);
  if (journal.laps.length < times) {
    await using open = await MEASURED_BY[row]({ shape, size, say });
    let longestMs = 0;
    while (journal.laps.length < times) {
      const began = performance.now();
      if (began + longestMs > until) return null;
      const load = os.loadavg()[0] ?? Number.NaN;
      const lap = await open.lap({ isReversed: journal.laps.length % 2 === 1 });
      longestMs = Math.max(longestMs, performance.now() - began);
      const values = Object.entries({ ...lap, load });
      await journal.add(Object.fromEntries(values.map(([name, value]) => [name, short(value)])));
      say(`  lap ${journal.laps.length} after ${Math.round((performance.now() - began) / 1000)} s`);
    }
  }
  const laps = journal.laps.slice(0, times);
  await journal.close();
  return laps;
}

/** Of this very build, and as often as it is asked for. */
function measuredBefore(known: Results | null, entry: Entry, build: Build): Measured | undefined {
  return known?.measured.find(
    ({ row, shape, size, harness, laps }) =>
      [row, shape, size, harness].join() ===
        [entry.row, entry.shape, entry.size, build.harness].join() && laps.length >= entry.times,
  );
}

function resultOf({ row, shape, size }: Entry, build: Build, laps: readonly Values[]): Measured {
  const date = new Date().toISOString().slice(0, 10);
  const entry = { row, shape, size };
  return {
    ...entry,
    date,
    ...build,
    laps: laps.map((lap) => ({ ...lap })),
    ...summed(entry, laps),
  };
}

async function kept(machine: Machine, entry: Entry, row: Measured): Promise<void> {
  if (entry.times >= plannedTimes(entry)) await keepMeasured(machine, row);
  else say('  a shorter measurement than the plan’s: told, and not kept in bench/results.json');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

for (const [signal, exitCode] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.once(signal, () => {
    void removeStockServers().finally(() => process.exit(exitCode));
  });
}
try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 70;
}
