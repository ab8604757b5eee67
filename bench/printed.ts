// What a measured row looks like on a terminal.
import { BARS } from './bars.ts';
import type { Measured } from './results-contract.ts';

export function linesOf({ measures, bars, laps }: Measured): readonly string[] {
  const lines = Object.entries(measures).map(([name, { median, low, high }]) => {
    const unit = unitOf(name);
    return `  ${name.padEnd(32)} ${shown(median)} ${unit.padEnd(3)}  ${shown(low)} to ${shown(high)}`;
  });
  const judged = bars.map(({ id, median, low, high, most, holds }) => {
    const bar = BARS.find((each) => each.id === id);
    const asked = `at most ${most} ${bar?.unit ?? ''}: ${holds ? 'holds' : 'MISSED'}`;
    return `  ${(bar?.title ?? id).padEnd(60)} ${shown(median)}  ${shown(low)} to ${shown(high)}, ${asked}`;
  });
  return [`  median of ${laps.length}, lowest to highest`, ...lines, ...judged];
}

export function unitOf(measure: string): string {
  if (measure === 'load') return '';
  return measure.endsWith('memory') ? 'MiB' : 's';
}

function shown(value: number): string {
  return value.toFixed(3).padStart(9);
}
