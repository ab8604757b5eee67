// One way back: HELD only where every single thing was seen, changed, and came back.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { finding, type Judgement } from '../../../harness/kernel/index.ts';
import { ROLLBACK_WAYS, rollbackSchema } from '../../../harness/scenario/evidence-contract.ts';
import type { RollbackWay } from '../../../harness/scenario/evidence-contract.ts';
import type { Pass } from '../../../harness/scenario/passes/pass.ts';
import { CLASS_OF, movesSequencesBack } from '../../../harness/scenario/judging/ways.ts';
import type { Fingerprint } from '../../../harness/witness/contract.ts';
import { changedParts } from '../../../harness/witness/fingerprint.ts';
import { tablePrint } from '../witness/prints.ts';
import { BIRTHS, born, CHANGED, judged, MOVED, SLOT, START, startAt, state, told } from './runs.ts';

const SNAPS = ROLLBACK_WAYS.filter(movesSequencesBack);
const SCRIPTS = ROLLBACK_WAYS.filter((way) => !movesSequencesBack(way));
const sequence = (given: number): Fingerprint =>
  state({ sequences: [`public.births_id_seq has given ${given}`] });

describe.each(ROLLBACK_WAYS)('a way back by %s', (way) => {
  test('holds where everything was seen and came back', () => {
    const { rollback, findings } = judged(way);
    const hash = movesSequencesBack(way) ? 'hash' : 'transactionalHash';
    expect(findings).toEqual([]);
    expect(rollback).toEqual({
      way,
      rollback_class: CLASS_OF[way],
      judgement: 'HELD',
      expected_hash: START[hash],
      before_hash: START[hash],
      after_apply_hash: CHANGED[hash],
      after_rollback_hash: START[hash],
      row_count_before: 5,
      row_count_after: 5,
      not_restored: [],
      residue: [],
      findings: [],
    });
    expect(rollbackSchema.parse(rollback)).toEqual(rollback);
  });

  const other = state({ columns: ['"another"'] });
  const BREAKS: readonly (readonly [string, Partial<Pass>, Judgement, readonly string[]])[] = [
    [
      'it began from another state than expected',
      { expected: other },
      'NOT_HELD',
      ['SCENARIO_CLONE_DIFFERS: "catalog: columns" was not as expected before the change'],
    ],
    [
      'it began with a sequence elsewhere than expected',
      { expected: sequence(9) },
      'NOT_HELD',
      ['SCENARIO_CLONE_DIFFERS: "sequence values" was not as expected before the change'],
    ],
    [
      'it came back to where it began, which was not what was expected',
      { before: other, rolledBack: other },
      'NOT_HELD',
      ['SCENARIO_CLONE_DIFFERS: "catalog: columns" was not as expected before the change'],
    ],
    ['the change changed nothing', { applied: START }, 'NOT_HELD', []],
    [
      'a table is not back',
      { rolledBack: born('left') },
      'NOT_HELD',
      ['SCENARIO_NOT_RESTORED: "public.births" is not as before'],
    ],
    [
      'a table is gone',
      { rolledBack: state({ tables: [BIRTHS] }) },
      'NOT_HELD',
      ['SCENARIO_NOT_RESTORED: "public.people" is not as before'],
    ],
    [
      'a table is there that was not',
      { rolledBack: state({ tables: [...START.tables, tablePrint('public.new', 0, '')] }) },
      'NOT_HELD',
      ['SCENARIO_NOT_RESTORED: "public.new" is not as before'],
    ],
    [
      'a part of the catalog is not back',
      { rolledBack: other },
      'NOT_HELD',
      ['SCENARIO_NOT_RESTORED: "catalog: columns" is not as before'],
    ],
    [
      'going back did nothing',
      { rolledBack: CHANGED },
      'NOT_HELD',
      [
        'SCENARIO_ROLLBACK_DID_NOTHING: what stands is what the change made',
        'SCENARIO_NOT_RESTORED: "public.births" is not as before',
      ],
    ],
    [
      'something is left that could have been undone',
      { residue: [MOVED, SLOT] },
      'NOT_HELD',
      ['SCENARIO_LEFT_RESIDUE: replication slot "s"'],
    ],
    [
      'something went wrong on the way',
      { findings: [finding('SCENARIO_METHOD_FAILED', 'a', 'x')] },
      'NOT_HELD',
      ['SCENARIO_METHOD_FAILED: x'],
    ],
    ['nobody looked before', { before: null }, 'NOT_DECIDED', []],
    ['nobody looked at the change', { applied: null }, 'NOT_DECIDED', []],
    ['nobody looked afterwards', { rolledBack: null }, 'NOT_DECIDED', []],
  ];
  test.each(BREAKS)('does not hold where %s', (_when, change, judgement, found) => {
    const { rollback, findings } = judged(way, change);
    expect(told(findings)).toEqual(found);
    expect(rollback.judgement).toBe(judgement);
    expect(told(rollback.findings)).toEqual(found);
    expect(findings.every(({ where }) => where === `a (${way})` || where === 'a')).toBe(true);
  });

  test('does not hold where the hashes say more, or less, than the parts that the witness names', () => {
    const masked = (print: Fingerprint): Fingerprint => print;
    const blind = { changedParts: () => [], masked };
    expect(judged(way, { rolledBack: other }, { witnesses: blind }).rollback.judgement).toBe(
      'NOT_HELD',
    );
    // It saw no change, and hashes alone are no witness.
    expect(judged(way, {}, { witnesses: blind }).rollback.judgement).toBe('NOT_HELD');
    const half = {
      masked,
      changedParts: (one: Fingerprint, two: Fingerprint) =>
        one === other ? [] : changedParts(one, two),
    };
    const begun = judged(way, { expected: other }, { witnesses: half });
    expect(begun.findings).toEqual([]);
    expect(begun.rollback.judgement).toBe('NOT_HELD');
    const seesMore = {
      masked,
      changedParts: (one: Fingerprint, two: Fingerprint) =>
        one === two ? ['public.x'] : changedParts(one, two),
    };
    expect(judged(way, {}, { witnesses: seesMore }).rollback.judgement).toBe('NOT_HELD');
  });

  test('does not hold where a second apply ended elsewhere, or had to be seen and was not', () => {
    const elsewhere = judged(way, {}, { endsElsewhere: ['public.births'] });
    expect(elsewhere.rollback.judgement).toBe('NOT_HELD');
    expect(told(elsewhere.findings)).toEqual([
      'SCENARIO_SECOND_APPLY_DIFFERS: "public.births" is not what it was the first time',
    ]);
    const unseen = judged(way, {}, { endsElsewhere: null });
    expect(unseen.rollback.judgement).toBe('NOT_DECIDED');
    expect(unseen.findings).toEqual([]);
  });

  test('names what nothing could undo, and holds', () => {
    const { rollback } = judged(way, { residue: [MOVED] });
    expect(rollback).toMatchObject({ judgement: 'HELD', residue: [MOVED] });
  });
});

describe('a sequence that moved', () => {
  test.each(SNAPS)('has to be back where %s brought everything back', (way) => {
    const { rollback, findings } = judged(way, { rolledBack: sequence(5) });
    expect(rollback.judgement).toBe('NOT_HELD');
    expect(told(findings)).toEqual(['SCENARIO_NOT_RESTORED: "sequence values" is not as before']);
    expect(judged(way, { applied: sequence(5) }).rollback.judgement).toBe('HELD');
  });

  test.each(SCRIPTS)('is neither a change nor a fault of %s', (way) => {
    expect(judged(way, { rolledBack: sequence(5) }).rollback).toMatchObject({
      judgement: 'HELD',
      not_restored: [],
    });
    expect(judged(way, { applied: sequence(5) }).rollback.judgement).toBe('NOT_HELD');
  });
});

describe('a change that does not end the same each time', () => {
  const varies = ['public.births'];
  test.each(ROLLBACK_WAYS)('has one hash whatever varies, by %s', (way) => {
    const one = judged(way, { applied: born('one') }, { varies }).rollback;
    const other = judged(way, { applied: born('other') }, { varies }).rollback;
    expect(one).toEqual(other);
    expect(one.judgement).toBe('HELD');
    expect(one.after_apply_hash).not.toBe(one.before_hash);
    // What does not vary still counts.
    const more = born('one', { columns: ['"more"'] });
    expect(judged(way, { applied: more }, { varies }).rollback.after_apply_hash).not.toBe(
      one.after_apply_hash,
    );
  });

  test.each(ROLLBACK_WAYS)('does not hold where it did nothing this time, by %s', (way) => {
    const { rollback } = judged(way, { applied: START }, { varies });
    expect(rollback.judgement).toBe('NOT_HELD');
    // The validator, who sees hashes only, has to see it too.
    expect(rollback.after_apply_hash).toBe(rollback.before_hash);
  });

  test.each(ROLLBACK_WAYS)('has to be back in what varies as well, by %s', (way) => {
    const { rollback } = judged(way, { rolledBack: born('left') }, { varies });
    expect(rollback).toMatchObject({ judgement: 'NOT_HELD', not_restored: varies });
  });

  test.each(SCRIPTS)('does not tell where a sequence came to stand, by %s', (way) => {
    const parts = { varies: ['sequence values'] };
    const further = { ...MOVED, what: 'was "has given 3", is "has given 8"' };
    const one = judged(way, { residue: [MOVED] }, parts).rollback;
    expect(one).toEqual(judged(way, { residue: [further] }, parts).rollback);
    expect(one.residue).toEqual([{ ...MOVED, what: 'moved, not to the same place each time' }]);
    expect(judged(way, { residue: [MOVED] }).rollback.residue).toEqual([MOVED]);
  });
});

describe('a step that begins where a step before it left what varies', () => {
  const at = (content: string): Fingerprint => born(content);
  const stepOf = (way: RollbackWay, from: string, to: Fingerprint, back = at(from)): unknown =>
    judged(
      way,
      { expected: at(from), before: at(from), applied: to, rolledBack: back },
      { start: startAt(at(from), ['public.births']) },
    ).rollback;

  test.each(ROLLBACK_WAYS)('holds and tells the same in every run, by %s', (way) => {
    const one = stepOf(way, 'made at one', born('made at one', { columns: ['"c"'] }));
    expect(one).toMatchObject({ judgement: 'HELD' });
    expect(one).toEqual(stepOf(way, 'at two', born('at two', { columns: ['"c"'] })));
  });

  test.each(ROLLBACK_WAYS)('holds where it changes only that, by %s', (way) => {
    const one = judged(
      way,
      { expected: at('x'), before: at('x'), applied: at('x changed'), rolledBack: at('x') },
      { start: startAt(at('x'), ['public.births']) },
    ).rollback;
    expect(one.judgement).toBe('HELD');
    expect(one.after_apply_hash).not.toBe(one.before_hash);
    expect(stepOf(way, 'y', at('y changed'))).toEqual(one);
  });

  test.each(ROLLBACK_WAYS)('does not hold where that is not back, by %s', (way) => {
    const back = stepOf(way, 'x', at('x changed'), at('x left'));
    expect(back).toMatchObject({ judgement: 'NOT_HELD', not_restored: ['public.births'] });
  });
});

test('a way back holds only where all was seen, began as expected, changed and came back', () => {
  const anyState = fc
    .record({
      births: fc.constantFrom('one', 'two', 'three'),
      columns: fc.constantFrom('"one"', '"two"'),
      given: fc.constantFrom(3, 4),
    })
    .map(({ births, columns, given }) =>
      born(births, { columns: [columns], sequences: [`public.s has given ${given}`] }),
    );
  const stands = ({ sequences }: Fingerprint): string => sequences.lines.join();
  const seen = fc.oneof({ weight: 6, arbitrary: anyState }, fc.constant(null));
  const varies = fc.subarray(['public.births', 'catalog: columns', 'sequence values']);
  let heldCount = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...ROLLBACK_WAYS),
      anyState,
      fc.oneof(seen, fc.constant('expected' as const)),
      seen,
      fc.oneof(seen, fc.constant('expected' as const)),
      varies,
      varies,
      (way, expected, first, applied, last, startVaries, applyVaries) => {
        const before = first === 'expected' ? expected : first;
        const rolledBack = last === 'expected' ? expected : last;
        const { rollback } = judged(
          way,
          { expected, before, applied, rolledBack },
          { start: startAt(expected, startVaries), varies: applyVaries },
        );
        const counts = (part: string): boolean =>
          movesSequencesBack(way) || part !== 'sequence values';
        const isGood =
          before !== null &&
          applied !== null &&
          rolledBack !== null &&
          before.hash === expected.hash &&
          changedParts(before, applied).some(counts) &&
          !changedParts(before, rolledBack).some(counts) &&
          // On the ways that leave sequences alone they may have gone on, and never back.
          (movesSequencesBack(way) || stands(before) <= stands(rolledBack));
        if (isGood) heldCount += 1;
        expect(rollback.judgement === 'HELD').toBe(isGood);
        // Where it holds, the hashes alone say so too: nothing but them is in the proof.
        if (isGood) {
          expect(rollback.after_apply_hash).not.toBe(rollback.before_hash);
          expect(rollback.after_rollback_hash).toBe(rollback.before_hash);
          expect(rollback.expected_hash).toBe(rollback.before_hash);
        }
      },
    ),
    { numRuns: 1500 },
  );
  expect(heldCount).toBeGreaterThan(50);
});
