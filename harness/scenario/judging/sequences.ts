// Where sequences stand, read from a fingerprint, and which of them would give numbers once more.
import type { Fingerprint } from '../../witness/contract.ts';

export interface SequencePosition {
  readonly value: bigint;
  readonly isCalled: boolean;
}

/** By name; a line that cannot be read stands under its whole text, so that it differs. */
export function sequencePositions({ sequences }: Fingerprint): Map<string, SequencePosition> {
  return new Map(
    sequences.lines.map((line) => {
      const match = /^(.*) (has|will) given? (-?\d+)$/s.exec(line);
      const [, name = line, word, value = '0'] = match ?? [];
      return [name, { value: BigInt(value), isCalled: word === 'has' }];
    }),
  );
}

export function isSamePosition(
  one: SequencePosition,
  other: SequencePosition | undefined,
): boolean {
  return other !== undefined && one.value === other.value && one.isCalled === other.isCalled;
}

/**
 * Sequences whose next number is behind the one that was next before, by their own direction. That
 * they go on is what no ROLLBACK undoes; that they begin again means keys that are taken already.
 * One that cycles comes round by itself.
 */
export function sequencesBehind(before: Fingerprint, now: Fingerprint): string[] {
  const rules = rulesOf(before);
  const is = sequencePositions(now);
  return [...sequencePositions(before)].flatMap(([name, was]) => {
    const stands = is.get(name);
    const { increment, cycles } = rules.get(name) ?? { increment: 1n, cycles: false };
    if (stands === undefined || cycles) return [];
    const further = next(stands, increment) - next(was, increment);
    return further !== 0n && further < 0n === increment > 0n ? [name] : [];
  });
}

function next({ value, isCalled }: SequencePosition, increment: bigint): bigint {
  return isCalled ? value + increment : value;
}

interface Rules {
  readonly increment: bigint;
  readonly cycles: boolean;
}

function rulesOf({ sections }: Fingerprint): Map<string, Rules> {
  const lines = sections.find(({ section }) => section === 'sequences')?.lines ?? [];
  return new Map(
    lines.flatMap((line): [string, Rules][] => {
      const value: unknown = JSON.parse(line);
      if (typeof value !== 'object' || value === null) return [];
      const name: unknown = Reflect.get(value, 'name');
      const increment: unknown = Reflect.get(value, 'seqincrement');
      if (typeof name !== 'string' || typeof increment !== 'number') return [];
      // Only its sign has to be exact where it is larger than a number holds.
      return [
        [name, { increment: BigInt(increment), cycles: Reflect.get(value, 'seqcycle') === true }],
      ];
    }),
  );
}

/** Whether sequences that the change itself made stand elsewhere the second time. */
export function newSequencesDiffer(
  before: Fingerprint,
  applied: Fingerprint,
  again: Fingerprint,
): boolean {
  const stood = sequencePositions(before);
  const second = sequencePositions(again);
  return [...sequencePositions(applied)].some(
    ([name, position]) => !stood.has(name) && !isSamePosition(position, second.get(name)),
  );
}
