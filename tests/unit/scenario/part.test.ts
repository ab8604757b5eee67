// How a rehearsal is divided: always the same way, nothing lost, nothing torn, something to prove in each.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { explain, finding } from '../../../harness/kernel/index.ts';
import type { Planned, Scenario } from '../../../harness/scenario/contract.ts';
import { partWords, shareOf } from '../../../harness/scenario/part-contract.ts';
import { partOfPlanned } from '../../../harness/scenario/reading/part.ts';

/** A piece of a plan with so many ways back; only what the division looks at. */
function piece(id: string, ways: number, steps = 1): Planned {
  const all = Array.from({ length: steps }, (_, index) => ({
    id: steps === 1 ? id : `${id}-${index + 1}`,
    kind: ways === 0 ? 'read-only' : 'snapshot',
    methods: ways === 0 ? null : Array.from({ length: ways }, () => 'storage' as const),
    revert: null,
  }));
  return { id, title: id, steps: all as unknown as Scenario[], isChain: steps > 1 }; // see above
}

function idsOf(planned: readonly Planned[], number: number, of: number): string[] {
  const divided = partOfPlanned(planned, { number, of });
  if (divided.kind === 'refused') throw new Error(JSON.stringify(divided.findings));
  return divided.planned.map(({ id }) => id);
}

const PLANNED = [piece('reads', 0), piece('one', 1), piece('chain', 1, 3), piece('two', 2)];

describe('a part', () => {
  test('is as heavy as the others as far as it goes, in the order of the plan', () => {
    expect([1, 2].map((number) => idsOf(PLANNED, number, 2))).toEqual([
      ['reads', 'chain'],
      ['one', 'two'],
    ]);
    expect([1, 2, 3].map((number) => idsOf(PLANNED, number, 3))).toEqual([
      ['chain'],
      ['two'],
      ['reads', 'one'],
    ]);
  });

  test('is all there is where there is one', () => {
    expect(idsOf(PLANNED, 1, 1)).toEqual(['reads', 'one', 'chain', 'two']);
  });

  test.each([
    [{ number: 1, of: 4 }, '4 parts, and 3 scenarios or chains with a way back'],
    [{ number: 3, of: 2 }, 'there is no part 3 of 2'],
  ])('is refused where there is none: %j', (asked, what) => {
    const where = `${asked.number}/${asked.of}`;
    const expected = finding('SHARD_UNFIT', where, what);
    expect(partOfPlanned(PLANNED, asked)).toEqual({ kind: 'refused', findings: [expected] });
    expect(explain(expected)).toBe(
      `SHARD_UNFIT at ${where}: ${what}\n  name a part as in 2/3, and no more parts than there are scenarios or chains with a way back.`,
    );
  });

  test('has a way back, and together they are the plan, each piece once', () => {
    const pieces = fc
      .array(fc.nat(4), { minLength: 1, maxLength: 12 })
      .map((ways) => ways.map((count, index) => piece(`p${index}`, count)));
    fc.assert(
      fc.property(pieces, fc.integer({ min: 1, max: 12 }), (planned, of) => {
        const changing = planned.filter(({ steps }) => steps[0]?.kind !== 'read-only').length;
        const asked = { number: 1, of };
        expect(partOfPlanned(planned, asked).kind).toBe(of > changing ? 'refused' : 'part');
        if (of > changing) return;
        const parts = Array.from({ length: of }, (_, index) => idsOf(planned, index + 1, of));
        expect(parts.flat().sort()).toEqual(planned.map(({ id }) => id).sort());
        for (const part of parts) {
          const own = planned.filter(({ id }) => part.includes(id));
          expect(own.map(({ id }) => id)).toEqual(part);
          expect(own.some(({ steps }) => steps[0]?.kind !== 'read-only')).toBe(true);
        }
      }),
    );
  });
});

test('a share is all of a whole plan, and of a part what falls to it', () => {
  const rollbacks = ['a', 'b'].map((scenario) => ({ scenario, way: 'storage' }));
  const whole = { part: null, scenarios: ['a', 'b'], rollbacks };
  expect(shareOf(whole)).toEqual({ scenarios: ['a', 'b'], rollbacks });
  expect(partWords(whole)).toBeNull();
  const part = { ...whole, part: { number: 2, of: 2, scenarios: ['b'] } };
  expect(shareOf(part)).toEqual({ scenarios: ['b'], rollbacks: rollbacks.slice(1) });
  expect(partWords(part)).toBe('part 2 of 2: 1 of 2 scenarios');
});
