// What laps come to: the median and the spread of each measure, and whether each bar holds.
import { barsOf, judgedValues } from './bars.ts';
import type { Measured } from './results-contract.ts';
import type { Entry, Values } from './rows/contract.ts';

export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length / 2;
  const at = (place: number): number => sorted[place] ?? Number.NaN;
  const median =
    sorted.length % 2 === 1 ? at(Math.floor(middle)) : (at(middle - 1) + at(middle)) / 2;
  return { median: short(median), low: short(at(0)), high: short(at(sorted.length - 1)) };
}

/** Nothing here is known to more than a thousandth. */
export function short(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** `holds` is never true of what was not measured: a bar over nothing is NaN, and NaN is not below. */
export function summed(
  entry: Pick<Entry, 'row' | 'shape' | 'size'>,
  laps: readonly Values[],
): Pick<Measured, 'measures' | 'bars'> {
  const names = [...new Set(laps.flatMap((lap) => Object.keys(lap)))];
  const measures = names.map((name) => {
    const values = laps.flatMap((lap) => lap[name] ?? []);
    return [name, spreadOf(values)] as const;
  });
  const bars = barsOf(entry).map((bar) => {
    const spread = spreadOf(judgedValues(bar, laps));
    return { id: bar.id, ...spread, most: bar.most, holds: spread.median <= bar.most };
  });
  return { measures: Object.fromEntries(measures), bars };
}
