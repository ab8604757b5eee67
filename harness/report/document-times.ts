// How long each way back took in this run: what going back would cost, method beside method.
import { data, heading, paragraph, table } from './blocks.ts';
import type { Block, Line, WayTimes } from './contract.ts';

export function timesBlocks(times: readonly WayTimes[], rowLimit: number): Block[] {
  if (times.length === 0) return [];
  const longest = Math.max(...times.map(({ rollbackMs }) => rollbackMs), 1);
  const rows = times.map(({ scenario, way, prepareMs, applyMs, rollbackMs }): Line[] => [
    [data(scenario)],
    [data(way)],
    [seconds(prepareMs)],
    [seconds(applyMs)],
    [seconds(rollbackMs)],
    [bar(rollbackMs / longest)],
  ]);
  return [
    heading(2, 'How long going back takes'),
    paragraph(
      'On this machine, on a clone nobody else works on. "prepare" is what must be done before the ',
      'change so that the way is open (a copy, a dump, a base backup); "back" ends when the ',
      'database may be written again.',
    ),
    ...table(
      ['scenario', 'way', 'prepare', 'apply', 'back', 'compared'],
      rows,
      rowLimit,
      'timings.json',
    ),
  ];
}

function seconds(ms: number): string {
  return ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

const BAR_LENGTH = 20;

function bar(share: number): string {
  return '\u2588'.repeat(Math.max(1, Math.round(share * BAR_LENGTH)));
}
