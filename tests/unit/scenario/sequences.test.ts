// Where sequences stand: that they go on is no matter, that they begin again is one.
import { describe, expect, test } from '@jest/globals';
import { endsElsewhere } from '../../../harness/scenario/judging/determinism.ts';
import { sequencesBehind } from '../../../harness/scenario/judging/sequences.ts';
import { changedParts, fingerprintOf, sectionPrint } from '../../../harness/witness/fingerprint.ts';
import type { Fingerprint } from '../../../harness/witness/contract.ts';
import { CHANGED, judged, pass, START, state, told } from './runs.ts';

const ruled = (position: string, increment = 1, cycles = false): Fingerprint =>
  fingerprintOf(
    START.tables,
    [
      sectionPrint('sequences', [
        JSON.stringify({ name: 'public.s', seqincrement: increment, seqcycle: cycles }),
      ]),
    ],
    sectionPrint('sequence values', [`public.s ${position}`]),
  );

describe('a sequence is behind', () => {
  test.each([
    ['where it was made again', ruled('has given 500'), 'will give 1'],
    ['where it was set back', ruled('has given 500'), 'has given 499'],
    ['where the number it gave last is next', ruled('has given 500'), 'will give 500'],
    ['downwards too', ruled('has given 99', -1), 'will give 100'],
    ['past what a number holds', ruled('has given 9007199254740993'), 'has given 9007199254740992'],
    ['where nobody knows its rules', state({ sequences: ['public.s has given 5'] }), 'will give 1'],
  ])('%s', (_when, before, now) => {
    expect(sequencesBehind(before, ruled(now))).toEqual(['public.s']);
  });

  test.each([
    ['where it went on', ruled('has given 500'), 'has given 501'],
    ['where it stands', ruled('has given 500'), 'has given 500'],
    ['where its next number is the same', ruled('has given 500'), 'will give 501'],
    ['where it went on downwards', ruled('has given 99', -1), 'has given 98'],
    ['where it comes round by itself', ruled('has given 3', 1, true), 'has given 1'],
  ])('and is not %s', (_when, before, now) => {
    expect(sequencesBehind(before, ruled(now))).toEqual([]);
  });

  test('and one that is gone is residue, not behind', () => {
    expect(sequencesBehind(ruled('has given 5'), state({ sequences: [] }))).toEqual([]);
  });
});

test.each(['transaction', 'revert', 'staircase'] as const)(
  'a way back by %s that leaves a sequence behind does not hold',
  (way) => {
    const rolledBack = state({ sequences: ['public.births_id_seq will give 1'] });
    const { rollback, findings } = judged(way, { rolledBack });
    expect(rollback.judgement).toBe('NOT_HELD');
    expect(told(findings)).toEqual([
      'SCENARIO_SEQUENCE_BEHIND: "public.births_id_seq" would give numbers that it has given',
    ]);
  },
);

test.each([
  ['elsewhere', 'public.new has given 2', ['sequence values']],
  ['at the same place', 'public.new has given 1', []],
])('going up again, a sequence that the change makes stands %s', (_where, second, parts) => {
  const made = [...START.sequences.lines, 'public.new has given 1'];
  const applied = state({ tables: CHANGED.tables, sequences: made });
  const again = state({
    tables: CHANGED.tables,
    sequences: ['public.births_id_seq has given 9', second],
  });
  const seen = pass('revert', { applied, again });
  expect(endsElsewhere(seen, 'up-down-up', [], changedParts)).toEqual(parts);
});
