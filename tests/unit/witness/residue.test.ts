// What a rollback leaves: every difference is named, and only a sequence's position is beyond it.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ResidueState } from '../../../harness/witness/contract.ts';
import { sectionPrint } from '../../../harness/witness/fingerprint.ts';
import { residueBetween, type Undoing } from '../../../harness/witness/residue.ts';

const UNDOINGS: readonly Undoing[] = ['transaction', 'snapshot'];

function state(kinds: Readonly<Record<string, readonly string[]>>): ResidueState {
  return { kinds: Object.entries(kinds).map(([section, lines]) => sectionPrint(section, lines)) };
}

const anyLabel = fc.oneof(
  fc.constantFrom(
    'public.s',
    '"odd schema"."odd name"',
    'public."x has given 3"',
    'public."x will give 1"',
    'public."a\nb"',
    'public."has given"',
    '\u00fcber.s',
  ),
  fc.string({ minLength: 1 }).map((name) => `"${name}".s`),
);
const anyPosition = fc
  .tuple(
    fc.constantFrom('has given', 'will give'),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  )
  .map(([how, value]) => `${how} ${value}`);

describe('residue', () => {
  test('is none between equal states', () => {
    const kinds = { sequence: ['public.s has given 3'], session: ['a', 'a'], tablespace: [] };
    for (const undoing of UNDOINGS) {
      expect(residueBetween(state(kinds), state(kinds), undoing)).toEqual([]);
      expect(residueBetween(state({}), state({}), undoing)).toEqual([]);
    }
  });

  test('of a sequence that moved is named with where it stood, whatever it is called', () => {
    fc.assert(
      fc.property(anyLabel, anyPosition, anyPosition, (label, was, is) => {
        fc.pre(was !== is);
        const before = state({ sequence: [`${label} ${was}`, 'public.other has given 1'] });
        const after = state({ sequence: [`${label} ${is}`, 'public.other has given 1'] });
        const item = { kind: 'sequence', name: label, what: `was "${was}", is "${is}"` };
        expect(residueBetween(before, after, 'transaction')).toEqual([
          { ...item, undoable: false },
        ]);
        expect(residueBetween(before, after, 'snapshot')).toEqual([{ ...item, undoable: true }]);
      }),
    );
  });

  test.each(UNDOINGS)('of a sequence that is new or gone could have been undone: %s', (undoing) => {
    const none = state({ sequence: [] });
    const one = state({ sequence: ['public.s has given 3'] });
    expect(residueBetween(none, one, undoing)).toEqual([
      {
        kind: 'sequence',
        name: 'public.s',
        what: 'was "not there", is "has given 3"',
        undoable: true,
      },
    ]);
    expect(residueBetween(one, none, undoing)).toEqual([
      {
        kind: 'sequence',
        name: 'public.s',
        what: 'was "has given 3", is "not there"',
        undoable: true,
      },
    ]);
  });

  test('of a line that is no sequence\u2019s is named whole', () => {
    const [item] = residueBetween(
      state({ sequence: [] }),
      state({ sequence: ['what is this'] }),
      'transaction',
    );
    expect(item).toEqual({
      kind: 'sequence',
      name: 'what is this',
      what: 'was "not there", is ""',
      undoable: true,
    });
  });

  test.each(UNDOINGS)('of every other kind is named, left or gone: %s', (undoing) => {
    const before = state({ sequence: [], 'replication slot': ['a', 'b'], subscription: ['s'] });
    const after = state({ sequence: [], 'replication slot': ['b', 'c'], subscription: ['s'] });
    expect(residueBetween(before, after, undoing)).toEqual([
      { kind: 'replication slot', name: 'c', what: 'is left', undoable: true },
      { kind: 'replication slot', name: 'a', what: 'is gone', undoable: true },
    ]);
  });

  test('counts: one more of what was there is left', () => {
    const session = 'of rehearsal_scenario in clone, idle';
    const before = state({ session: [session] });
    const after = state({ session: [session, session, session] });
    expect(residueBetween(before, after, 'transaction').map(({ what }) => what)).toEqual([
      'is left',
      'is left',
    ]);
    expect(residueBetween(after, before, 'transaction').map(({ what }) => what)).toEqual([
      'is gone',
      'is gone',
    ]);
  });

  test('is none in any order of lines, and mirrors itself', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 6 });
    fc.assert(
      fc.property(lines, lines, (some, others) => {
        const found = residueBetween(state({ x: some }), state({ x: others }), 'snapshot');
        const left = found.filter(({ what }) => what === 'is left').map(({ name }) => name);
        const gone = found.filter(({ what }) => what === 'is gone').map(({ name }) => name);
        expect([...some, ...left].sort()).toEqual([...others, ...gone].sort());
        expect(left.filter((name) => gone.includes(name))).toEqual([]);
      }),
    );
  });

  test('of a kind that was read only once is not passed over', () => {
    const both = state({ sequence: [], tablespace: ['t'] });
    const one = state({ sequence: [] });
    const unread = { kind: 'tablespace', name: '*', undoable: true };
    expect(residueBetween(both, one, 'transaction')).toEqual([
      { ...unread, what: 'could not be read again' },
    ]);
    expect(residueBetween(one, both, 'transaction')).toEqual([
      { ...unread, what: 'could not be read before' },
    ]);
  });

  test('is bounded in what it quotes', () => {
    const [item] = residueBetween(state({ x: [] }), state({ x: ['n'.repeat(5_000)] }), 'snapshot');
    expect(item?.name).toHaveLength(200);
  });
});
