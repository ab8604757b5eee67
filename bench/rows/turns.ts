// Measures two sides in the order that is asked for, each from a disk with nothing left to write.
import { execa } from 'execa';
import type { LapRequest, Values } from './contract.ts';

type Side = () => Promise<Values>;

export async function inTurns({ isReversed }: LapRequest, sides: readonly Side[]): Promise<Values> {
  const values: Record<string, number> = {};
  for (const side of isReversed ? sides.toReversed() : sides) {
    // What the other side has left in the page cache is not this one's burden.
    await execa('sync');
    Object.assign(values, await side());
  }
  return values;
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}
