// Tables that a change touched: by content, by writing them as they were, by storage, by definition.
import { describe, expect, test } from '@jest/globals';
import { touchedTables, undeclaredFindings } from '../../../harness/scenario/judging/touched.ts';
import type { SeenChange } from '../../../harness/scenario/judging/expectations.ts';
import type { ChangeObserved } from '../../../harness/witness/witness-contract.ts';
import { tablePrint } from '../witness/prints.ts';
import {
  BIRTHS,
  born,
  CHANGE,
  evidenceOf,
  pass,
  PEOPLE,
  scenario,
  state,
  told,
  type State,
} from './runs.ts';

const NOTHING: Partial<ChangeObserved> = { rows: [], rewritten: [], locks: [] };
const seen = (before: State, applied: State, change: Partial<ChangeObserved> = {}): SeenChange => ({
  change: { ...CHANGE, ...NOTHING, ...change },
  before: state(before),
  applied: state(applied),
});
const line = (value: object): string => JSON.stringify(value);
const PARTED: State = {
  tables: [tablePrint('public.audit_1_a', 1, 'a', 'public.audit'), BIRTHS, PEOPLE],
  relations: [
    line({ name: 'public.audit', relkind: 'p', relispartition: false, parents: null }),
    line({ name: 'public.audit_1', relkind: 'p', relispartition: true, parents: ['public.audit'] }),
    line({
      name: 'public.audit_1_a',
      relkind: 'r',
      relispartition: true,
      parents: ['public.audit_1'],
    }),
    line({ name: 'public.heir', relkind: 'r', relispartition: false, parents: ['public.births'] }),
  ],
};

const DEFINED = (['before', 'after'] as const).flatMap((when) =>
  (
    [
      ['relations', { name: 'public.people', owner: 'x' }],
      ['columns', { table: 'public.people', attname: 'c' }],
      ['constraints', { on: 'public.people', is: 'CHECK (true)' }],
      ['triggers', { on: 'public.people', is: 'CREATE TRIGGER' }],
      ['rules', { on: 'public.people', is: 'CREATE RULE' }],
      ['policies', { on: 'public.people', name: 'p' }],
      ['indexes', { is: 'CREATE INDEX i ON public.people USING btree (id)' }],
      ['indexes', { is: 'CREATE UNIQUE INDEX i ON ONLY public.people USING btree (id)' }],
    ] as const
  ).map(([section, value]) => [section, when, { [section]: [line(value)] }] as const),
);

describe('a table is touched', () => {
  test.each([
    ['where its rows differ', seen({}, { tables: [BIRTHS, tablePrint('public.people', 2, 'x')] })],
    ['where it has fewer rows', seen({}, { tables: [BIRTHS, { ...PEOPLE, rows: 1 }] })],
    ['where it is gone', seen({}, { tables: [BIRTHS] })],
    ['where it is new', seen({ tables: [BIRTHS] }, {})],
    [
      'where rows were written as they were',
      seen({}, {}, { rows: [{ table: 'public.people', inserted: 0, updated: 1, deleted: 0 }] }),
    ],
    [
      'where rows were deleted and put back',
      seen({}, {}, { rows: [{ table: 'public.people', inserted: 0, updated: 0, deleted: 1 }] }),
    ],
    [
      'where rows came and went',
      seen({}, {}, { rows: [{ table: 'public.people', inserted: 1, updated: 0, deleted: 0 }] }),
    ],
    ['where it has new storage', seen({}, {}, { rewritten: ['public.people'] })],
  ])('%s', (_where, change) => {
    expect(touchedTables(change)).toEqual(['public.people']);
  });

  test.each(DEFINED)('where a line of %s about it is only there %s', (_section, when, parts) => {
    const change = when === 'before' ? seen(parts, {}) : seen({}, parts);
    expect(touchedTables(change)).toEqual(['public.people']);
  });

  test('under each name where it was renamed', () => {
    const renamed = seen({}, { tables: [BIRTHS, { ...PEOPLE, table: 'public.folk' }] });
    expect(touchedTables(renamed)).toEqual(['public.folk', 'public.people']);
  });

  test('and so is each of two that were swapped', () => {
    const swapped = seen(
      {},
      {
        tables: [
          { ...BIRTHS, table: PEOPLE.table },
          { ...PEOPLE, table: BIRTHS.table },
        ],
      },
    );
    expect(touchedTables(swapped)).toEqual(['public.births', 'public.people']);
  });
});

describe('no table is touched', () => {
  test.each([
    ['where nothing differs', seen({}, {})],
    ['where a sequence moved', seen({}, { sequences: ['public.s has given 9'] })],
    ['by a comment', seen({}, { comments: [line({ on: ['table', 'public.people'], is: 'x' })] })],
    ['by a function', seen({}, { functions: [line({ name: 'public.people()' })] })],
    [
      'by a view or a type of the catalog',
      seen({}, { relations: [line({ name: 'public.v', relkind: 'v' })] }),
    ],
    [
      'by a domain\u2019s constraint',
      seen({}, { constraints: [line({ on: 'public.positive' }), line({ on: null })] }),
    ],
    [
      'by a part of an index, which is no table',
      seen(
        {},
        {
          relations: [
            line({ name: 'public.i', relkind: 'I', relispartition: false, parents: null }),
            line({ name: 'public.i_1', relkind: 'i', relispartition: true, parents: ['public.i'] }),
          ],
        },
      ),
    ],
    ['by an event trigger, which has no table', seen({}, { triggers: [line({ event: 'x' })] })],
    ['by an index of its own storage', seen({}, {}, { rewritten: ['public.people_pkey'] })],
    [
      'by a row counter that stands',
      seen({}, {}, { rows: [{ table: 'public.people', inserted: 0, updated: 0, deleted: 0 }] }),
    ],
    [
      'by an index on a table whose name begins alike',
      seen({}, { indexes: [line({ is: 'CREATE INDEX i ON public.people_2 USING btree (id)' })] }),
    ],
  ])('%s', (_where, change) => {
    expect(touchedTables(change)).toEqual([]);
  });
});

describe('what a scenario declares', () => {
  const people = seen({}, { tables: [BIRTHS, tablePrint('public.people', 2, 'x')] });
  const other = (name: string): string =>
    `SCENARIO_TOUCHED_OTHER: "${name}" was touched and is not declared`;
  const found = (tables: readonly string[] | null, ...changes: readonly SeenChange[]): string[] =>
    told(undeclaredFindings(scenario({ tables }), changes));

  test('covers what it touched', () => {
    expect(found(['public.people'], people)).toEqual([]);
    expect(found(['public.births', 'public.people'], people)).toEqual([]);
  });

  test('covers nothing else, and fails the scenario', () => {
    expect(found(['public.births'], people)).toEqual([other('public.people')]);
    expect(found([], people)).toEqual([other('public.people')]);
    expect(found(['people'], people)).toEqual([
      other('public.people'),
      'SCENARIO_NAME_UNKNOWN: "people" is no table, before or after',
    ]);
    const passes = [pass('revert', { applied: people.applied, again: people.applied })];
    const given = scenario({ tables: ['public.births'] });
    expect(evidenceOf({ scenario: given, passes }).judgement).toBe('NOT_HELD');
    expect(evidenceOf({ passes }).judgement).toBe('HELD');
  });

  test('is not asked where it declares nothing', () => {
    expect(found(null, people)).toEqual([]);
  });

  test('counts every time it was seen', () => {
    const births = { ...people, applied: born('x') };
    expect(found(['public.births'], births, people, people)).toEqual([other('public.people')]);
  });

  test('is open where no row was counted, and says what is wrong besides', () => {
    const open =
      'SCENARIO_EXPECTATION_OPEN: no other table touched: rows written as they were could not be counted';
    expect(found(['public.people'], seen({}, {}, { rows: null }))).toEqual([open]);
    expect(found([], { ...people, change: { ...people.change, rows: null } })).toEqual([
      other('public.people'),
      open,
    ]);
    expect(found([], seen({}, {}, { rows: null }), seen({}, {}))).toEqual([]);
  });

  test('covers the partitions below it, at every level', () => {
    const [first, ...rest] = PARTED.tables ?? [];
    const wrote = seen(PARTED, {
      ...PARTED,
      tables: [{ ...(first ?? BIRTHS), rows: 2 }, ...rest],
    });
    expect(touchedTables(wrote)).toEqual(['public.audit_1_a']);
    for (const name of ['public.audit', 'public.audit_1', 'public.audit_1_a']) {
      expect(found([name], wrote)).toEqual([]);
    }
    expect(found(['public.births'], wrote)).toEqual([other('public.audit_1_a')]);
  });

  test('covers a partition in the middle only below what is above it', () => {
    const columns = [line({ table: 'public.audit_1', attname: 'c' })];
    const change = seen(PARTED, { ...PARTED, columns });
    expect(touchedTables(change)).toEqual(['public.audit_1']);
    expect(found(['public.audit'], change)).toEqual([]);
    expect(found(['public.audit_1_a'], change)).toEqual([other('public.audit_1')]);
  });

  test('of one partition does not cover the table it is a part of', () => {
    const columns = [line({ table: 'public.audit', attname: 'c' })];
    expect(found(['public.audit_1_a'], seen(PARTED, { ...PARTED, columns }))).toEqual([
      other('public.audit'),
    ]);
  });

  test('of a table does not cover another that inherits from it', () => {
    const heir = { rows: [{ table: 'public.heir', inserted: 1, updated: 0, deleted: 0 }] };
    expect(found(['public.births'], seen(PARTED, PARTED, heir))).toEqual([other('public.heir')]);
  });

  test('comes to an end where tables are parts of each other', () => {
    const circle = (name: string, parent: string): string =>
      line({ name, relkind: 'p', relispartition: true, parents: [parent] });
    const relations = [circle('public.x', 'public.y'), circle('public.y', 'public.x')];
    const written = { rows: [{ table: 'public.x', inserted: 1, updated: 0, deleted: 0 }] };
    expect(found([], seen({ relations }, { relations }, written))).toEqual([other('public.x')]);
  });

  test('is nothing where nothing was seen', () => {
    expect(found([])).toEqual([]);
  });
});
