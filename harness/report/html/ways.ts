// Rollback methods beside each other: how long going back took by each, in this run.
import type { Beside } from '../contract.ts';
import { bar } from './bar.ts';
import { data, markup, type Markup } from './markup.ts';
import { table } from './table.ts';
import { lasting, taking } from './units.ts';

interface Taken {
  readonly prepareMs: number;
  readonly rollbackMs: number;
}

export function ways({ timings }: Beside): Markup {
  const all = timings.scenarios.flatMap(({ rollbacks }) => rollbacks);
  if (all.length === 0)
    return markup`<p>Nothing went back, so that there is nothing to compare.</p>`;
  const methods = [...Map.groupBy(all, ({ way }) => way)]
    .map(([way, taken]) => ({ way, ...spread(taken) }))
    .sort((left, right) => left.median - right.median);
  const longest = Math.max(1, ...methods.map(({ most }) => most));
  const rows = methods.map(({ way, count, least, median, most, prepare }) => [
    data(way),
    markup`${count}`,
    markup`${prepare === 0 ? 'none' : taking(prepare)}`,
    markup`${taking(least)}`,
    markup`<strong>${taking(median)}</strong>`,
    markup`${taking(most)}`,
    bar(0, most / longest, [median / longest]),
  ]);
  return markup`<p>
      The time to go back (RTO), on this machine, on a clone that nobody else works on. “Prepare” is
      what must be done before the change so that the way is open: a copy, a dump, a base backup.
      “Back” ends when the database may be written again.
    </p>
    <div class="chart">
      ${table({
        caption: 'Ways back compared, quickest first; the mark in a bar is the median',
        head: [
          'way back',
          'times',
          'prepare, longest',
          'back, shortest',
          'back, median',
          'back, longest',
          `0 to ${lasting(longest)}`,
        ],
        rows,
        file: 'timings.json',
        figures: [1, 2, 3, 4, 5],
      })}
    </div>`;
}

function spread(taken: readonly Taken[]): {
  readonly count: number;
  readonly least: number;
  readonly median: number;
  readonly most: number;
  readonly prepare: number;
} {
  const back = taken.map(({ rollbackMs }) => rollbackMs).sort((left, right) => left - right);
  return {
    count: back.length,
    least: back[0] ?? 0,
    // Of an even number the higher of the two: a promise to be back is not rounded down.
    median: back[Math.floor(back.length / 2)] ?? 0,
    most: back.at(-1) ?? 0,
    prepare: Math.max(0, ...taken.map(({ prepareMs }) => prepareMs)),
  };
}
