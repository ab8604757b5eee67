// What no counter counts and nobody was looking at: expectations say so instead of holding.
import { describe, expect, test } from '@jest/globals';
import {
  judgeExpectations,
  type SeenChange,
} from '../../../harness/scenario/judging/expectations.ts';
import { touchedTables } from '../../../harness/scenario/judging/touched.ts';
import type { Judgement } from '../../../harness/kernel/index.ts';
import type { ScenarioStatement } from '../../../harness/scenario/contract.ts';
import type { TablePrint } from '../../../harness/witness/contract.ts';
import type { ChangeObserved } from '../../../harness/witness/witness-contract.ts';
import { tablePrint } from '../witness/prints.ts';
import { BIRTHS, CHANGE, PEOPLE, scenario, START, state, told } from './runs.ts';

const NONE: Partial<ChangeObserved> = { rows: [], rewritten: [] };
const NEW = ['public.births'];
const PARTS = [
  tablePrint('public.births_1', 2, 'a', 'public.births'),
  tablePrint('public.births_2', 1, 'b', 'public.births'),
];
const seen = (
  applied: readonly TablePrint[],
  change: Partial<ChangeObserved> = {},
  before: readonly TablePrint[] = [BIRTHS, PEOPLE],
): SeenChange => ({
  change: { ...CHANGE, ...NONE, ...change },
  before: state({ tables: before }),
  applied: state({ tables: applied }),
});
const counted = (inserted: number, deleted: number): Partial<ChangeObserved> => ({
  rows: [{ table: 'public.births', inserted, updated: 0, deleted }],
});
const empty = tablePrint('public.births', 0, '');

describe('rows that went with their storage are not counted, and not taken for kept', () => {
  test.each([
    ['a truncated table', seen([empty, PEOPLE], { rewritten: NEW }), {}],
    ['a dropped table', seen([PEOPLE]), {}],
    ['a table emptied, then dropped', seen([PEOPLE], counted(0, 1)), { deleted: 1 }],
    [
      'rows put into a truncated table',
      seen([tablePrint('public.births', 1, 'n'), PEOPLE], { ...counted(1, 0), rewritten: NEW }),
      { inserted: 1 },
    ],
    ['a dropped partition', seen(PARTS.slice(0, 1), {}, PARTS), {}],
  ])('%s', (_what, one, wanted) => {
    const expect_ = {
      rows: { 'public.births': { inserted: 0, updated: 0, deleted: 0, ...wanted } },
    };
    const [judged] = judgeExpectations(scenario({ expect: expect_ }), [one]);
    expect(judged?.judgement).toBe('NOT_HELD');
    expect(told(judged?.findings ?? [])).toEqual([
      expect.stringMatching(/^SCENARIO_EXPECTED_ROWS: "public\.births" lost rows with its storage/),
    ]);
  });

  const view = JSON.stringify({ name: 'public.births', relkind: 'm' });
  test.each([
    ['a table rewritten with its rows', seen([BIRTHS, PEOPLE], { rewritten: NEW }), {}],
    ['a renamed table', seen([{ ...BIRTHS, table: 'public.b', root: 'public.b' }, PEOPLE]), {}],
    [
      'a table of which all rows were deleted',
      seen([empty, PEOPLE], counted(0, 3)),
      { deleted: 3 },
    ],
    ['an empty table that was dropped', seen([PEOPLE], {}, [empty, PEOPLE]), {}],
    [
      'a materialized view that was refreshed',
      {
        ...seen([BIRTHS, PEOPLE], { ...counted(3, 0), rewritten: NEW }),
        before: state({ relations: [view] }),
      },
      { inserted: 3 },
    ],
  ])('%s lost none', (_what, one, wanted) => {
    const expect_ = {
      rows: { 'public.births': { inserted: 0, updated: 0, deleted: 0, ...wanted } },
    };
    const [judged] = judgeExpectations(scenario({ expect: expect_ }), [one]);
    expect(told(judged?.findings ?? [])).toEqual([]);
    expect(judged?.judgement).toBe('HELD');
  });
});

describe('where code ends its own transactions, that no strong lock was seen is open', () => {
  const LOCKED: Partial<ChangeObserved> = {
    locks: [{ relation: 'public.births', mode: 'AccessExclusive', how: 'held', heldMs: 9 }],
  };
  const CASES: readonly (readonly [string, ScenarioStatement['run'], string, object, Judgement])[] =
    [
      ['a procedure', 'outside', 'CALL work()', {}, 'NOT_DECIDED'],
      ['a block', 'outside', '-- why\n/* so */ do $$ BEGIN COMMIT; END $$', {}, 'NOT_DECIDED'],
      ['one that was caught', 'outside', 'CALL work()', LOCKED, 'NOT_HELD'],
      ['one inside a transaction', 'inside', 'CALL work()', {}, 'HELD'],
      ['what the manual knows', 'outside', 'VACUUM births', {}, 'HELD'],
    ];
  test.each(CASES)('%s', (_what, run, text, change, judgement) => {
    const apply = { file: 'apply.sql', statements: [{ text, line: 1, run }] };
    const expect_ = { strongestLock: 'RowExclusive', longestLockMs: 5 } as const;
    const judged = judgeExpectations(scenario({ apply, expect: expect_ }), [
      { change: { ...CHANGE, ...change }, before: START, applied: START },
    ]);
    expect(judged.map((each) => each.judgement)).toEqual([judgement, judgement]);
  });
});

test('a table is touched where an index of it has new storage, and only its own', () => {
  const indexes = ['people', 'births'].map((table) =>
    JSON.stringify({ is: `CREATE INDEX ${table}_i ON public.${table} USING btree (id)` }),
  );
  const one = { before: state({ indexes }), applied: state({ indexes }) };
  const of = (name: string): string[] =>
    touchedTables({ ...one, change: { ...CHANGE, ...NONE, rewritten: [name] } });
  expect(of('public.people_i')).toEqual(['public.people']);
  expect(of('people_i')).toEqual([]);
  expect(of('other.people_i')).toEqual([]);
});
