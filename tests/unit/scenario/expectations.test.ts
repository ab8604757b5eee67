// What a change was expected to do: met, not met, or not seen; never met by having looked at nothing.
import { describe, expect, test } from '@jest/globals';
import { weakest } from '../../../harness/kernel/index.ts';
import { expectationsSchema, type Expectations } from '../../../harness/scenario/file-contract.ts';
import {
  expectationsJudgement,
  judgeExpectations,
  type SeenChange,
} from '../../../harness/scenario/judging/expectations.ts';
import { LOCK_MODES, type ChangeObserved } from '../../../harness/witness/witness-contract.ts';
import { tablePrint } from '../witness/prints.ts';
import {
  born,
  CHANGE,
  CHANGED,
  evidenceOf,
  pass,
  PEOPLE,
  scenario,
  START,
  state,
  told,
} from './runs.ts';

const MIB = 1024 * 1024;
const PARTS = [
  tablePrint('public.audit_1', 1, 'a', 'public.audit'),
  tablePrint('public.audit_2', 1, 'b', 'public.audit'),
  PEOPLE,
];
const rows = (inserted = 0, updated = 0, deleted = 0): Record<string, number> => ({
  inserted,
  updated,
  deleted,
});
const changed = (table: string, ...counts: number[]): Record<'rows', ChangeObserved['rows']> => ({
  rows: [{ table, inserted: counts[0] ?? 0, updated: counts[1] ?? 0, deleted: counts[2] ?? 0 }],
});
const locks = (...found: readonly (readonly [string, number])[]): Partial<ChangeObserved> => ({
  locks: found.map(([mode, heldMs], index) => ({
    relation: `public.t${index}`,
    mode: LOCK_MODES.find((each) => each === mode) ?? 'AccessExclusive',
    how: 'held',
    heldMs,
  })),
});
const seen = (
  change: Partial<ChangeObserved> = {},
  more: Partial<SeenChange> = {},
): SeenChange => ({
  change: { ...CHANGE, ...change },
  before: START,
  applied: CHANGED,
  ...more,
});
const moved = (before: string[], applied: string[]): SeenChange =>
  seen({}, { before: state({ sequences: before }), applied: state({ sequences: applied }) });
const parted = (change: Partial<ChangeObserved>): SeenChange =>
  seen(change, { before: state({ tables: PARTS }), applied: state({ tables: PARTS }) });

interface Case {
  readonly expects: string;
  readonly when: string;
  readonly expect: object;
  readonly seen: SeenChange;
  /** `code: what` of each; met where there is none. */
  readonly found?: readonly string[];
}

const BIRTHS_3 = { rows: { 'public.births': rows(0, 3) } };
const BIRTHS_WORDS = '0 inserted, 3 updated, 0 deleted';
const NO_TABLE = 'rows of public.brith: 0 inserted, 0 updated, 0 deleted';
const CASES: readonly Case[] = [
  {
    expects: `rows of public.births: ${BIRTHS_WORDS}`,
    when: 'as many rows changed',
    expect: BIRTHS_3,
    seen: seen(),
  },
  ...(
    [
      [1, 3, 0],
      [0, 2, 0],
      [0, 4, 0],
      [0, 3, 1],
      [3, 0, 0],
      [0, 0, 0],
    ] as const
  ).map((counts): Case => ({
    expects: `rows of public.births: ${BIRTHS_WORDS}`,
    when: `${counts.join(', ')} rows changed`,
    expect: BIRTHS_3,
    seen: seen(changed('public.births', ...counts)),
    found: [
      `SCENARIO_EXPECTED_ROWS: "public.births": ${counts[0]} inserted, ${counts[1]} updated, ${counts[2]} deleted; expected ${BIRTHS_WORDS}`,
    ],
  })),
  {
    expects: 'rows of public.people: 0 inserted, 0 updated, 0 deleted',
    when: 'another table changed',
    expect: { rows: { 'public.people': rows() } },
    seen: seen(),
  },
  {
    expects: NO_TABLE,
    when: 'there is no such table',
    expect: { rows: { 'public.brith': rows() } },
    seen: seen(),
    found: [
      'SCENARIO_EXPECTED_ROWS: "public.brith" is no table; expected 0 inserted, 0 updated, 0 deleted',
    ],
  },
  {
    expects: 'rows of public.audit: 5 inserted, 0 updated, 0 deleted',
    when: 'rows went into both parts',
    expect: { rows: { 'public.audit': rows(5) } },
    seen: parted({
      rows: [
        { table: 'public.audit_1', inserted: 2, updated: 0, deleted: 0 },
        { table: 'public.audit_2', inserted: 3, updated: 0, deleted: 0 },
        { table: 'public.people', inserted: 7, updated: 0, deleted: 0 },
      ],
    }),
  },
  {
    expects: 'rows of public.audit_1: 2 inserted, 0 updated, 0 deleted',
    when: 'one part is asked for',
    expect: { rows: { 'public.audit_1': rows(2) } },
    seen: parted(changed('public.audit_1', 2)),
  },
  {
    expects: 'rows of public.empty: 0 inserted, 0 updated, 0 deleted',
    when: 'it is partitioned and has no part',
    expect: { rows: { 'public.empty': rows() } },
    seen: seen(
      {},
      { applied: state({ relations: ['{"name":"public.empty","relkind":"p"}', 'null'] }) },
    ),
  },
  {
    expects: 'rows of public.seen: 0 inserted, 0 updated, 0 deleted',
    when: 'it is a view',
    expect: { rows: { 'public.seen': rows() } },
    seen: seen({}, { applied: state({ relations: ['{"name":"public.seen","relkind":"v"}'] }) }),
    found: [
      'SCENARIO_EXPECTED_ROWS: "public.seen" is no table; expected 0 inserted, 0 updated, 0 deleted',
    ],
  },
  ...LOCK_MODES.flatMap((allowed, rank) =>
    LOCK_MODES.map((mode, found): Case => ({
      expects: `no lock stronger than ${allowed}`,
      when: `${mode} was taken`,
      expect: { strongestLock: allowed },
      seen: seen(locks(['AccessShare', 1], [mode, 1])),
      ...(found > rank
        ? {
            found: [
              `SCENARIO_EXPECTED_LOCK: ${mode} on "public.t1"; expected ${allowed} at the most`,
            ],
          }
        : {}),
    })),
  ),
  {
    expects: 'no lock stronger than RowExclusive',
    when: 'no lock was taken',
    expect: { strongestLock: 'RowExclusive' },
    seen: seen(locks()),
  },
  {
    expects: 'no blocking lock for longer than 50 ms',
    when: 'locks that block nobody were held long, and one that does just long enough',
    expect: { longestLockMs: 50 },
    seen: seen(locks(['RowExclusive', 900], ['ShareUpdateExclusive', 900], ['Share', 50])),
  },
  ...['Share', 'ShareRowExclusive', 'Exclusive', 'AccessExclusive'].map((mode): Case => ({
    expects: 'no blocking lock for longer than 50 ms',
    when: `${mode} was held longer`,
    expect: { longestLockMs: 50 },
    seen: seen(locks([mode, 50.1])),
    found: [`SCENARIO_EXPECTED_LOCK_TIME: ${mode} on "public.t0" for longer than 50 ms`],
  })),
  {
    expects: 'no blocking lock for longer than 50 ms',
    when: 'how long is no number',
    expect: { longestLockMs: 50 },
    seen: seen(locks(['Share', Number.NaN])),
    found: ['SCENARIO_EXPECTED_LOCK_TIME: Share on "public.t0" for longer than 50 ms'],
  },
  {
    expects: 'no storage rewritten',
    when: 'none was',
    expect: { rewrites: false },
    seen: seen(),
  },
  {
    expects: 'no storage rewritten',
    when: 'a table and its index were',
    expect: { rewrites: false },
    seen: seen({ rewritten: ['public.births', 'public.births_pkey'] }),
    found: [
      'SCENARIO_EXPECTED_NO_REWRITE: "public.births" has new storage',
      'SCENARIO_EXPECTED_NO_REWRITE: "public.births_pkey" has new storage',
    ],
  },
  {
    expects: 'no more than 1.5 MiB of WAL',
    when: 'exactly as much was written',
    expect: { walMiB: 1.5 },
    seen: seen({ walBytes: 1.5 * MIB }),
  },
  ...[1.5 * MIB + 1, Number.NaN, Infinity].map((walBytes): Case => ({
    expects: 'no more than 1.5 MiB of WAL',
    when: `${walBytes} bytes were written`,
    expect: { walMiB: 1.5 },
    seen: seen({ walBytes }),
    found: ['SCENARIO_EXPECTED_WAL: more than 1.5 MiB of WAL'],
  })),
  {
    expects: 'only public.a, public.n moves',
    when: 'one that may moved, and one is new',
    expect: { sequences: ['public.a', 'public.n'] },
    seen: moved(['public.a has given 3'], ['public.a has given 4', 'public.n has given 8']),
  },
  {
    expects: 'only public.b moves',
    when: 'there is none of that name',
    expect: { sequences: ['public.b'] },
    seen: moved(['public.a has given 3'], ['public.a has given 3']),
    found: ['SCENARIO_NAME_UNKNOWN: "public.b" is no sequence'],
  },
  {
    expects: 'only public.a moves',
    when: 'another moved',
    expect: { sequences: ['public.a'] },
    seen: moved(
      ['public.a has given 3', 'public.b has given 3'],
      ['public.a has given 3', 'public.b has given 4'],
    ),
    found: ['SCENARIO_EXPECTED_SEQUENCE: "public.b" moved'],
  },
  {
    expects: 'no sequence moves',
    when: 'one gave its first number',
    expect: { sequences: [] },
    seen: moved(['public.a will give 1'], ['public.a has given 1']),
    found: ['SCENARIO_EXPECTED_SEQUENCE: "public.a" moved'],
  },
  {
    expects: 'no sequence moves',
    when: 'one with the words of a line in its name moved down',
    expect: { sequences: [] },
    seen: moved(['public."x has given 1" has given 9'], ['public."x has given 1" has given -9']),
    found: ['SCENARIO_EXPECTED_SEQUENCE: "public."x has given 1"" moved'],
  },
  {
    expects: 'no sequence moves',
    when: 'none did, and one is gone',
    expect: { sequences: [] },
    seen: moved(['public.a has given 3', 'public.b has given 1'], ['public.a has given 3']),
  },
];

const asExpected = (expect: object): Expectations => expectationsSchema.parse(expect);

describe('an expectation', () => {
  test.each(CASES)('"$expects" when $when', ({ expects, expect: wanted, seen: one, found }) => {
    const given = scenario({ expect: asExpected(wanted) });
    const [asked, ...others] = judgeExpectations(given, [one]);
    expect(others).toEqual([]);
    expect(asked?.expects).toBe(expects);
    expect(told(asked?.findings ?? [])).toEqual(found ?? []);
    expect(asked?.judgement).toBe(found === undefined ? 'HELD' : 'NOT_HELD');
  });

  const EACH: readonly [string, object][] = CASES.map(({ expects, expect }) => [expects, expect]);
  test.each([...new Map(EACH)])('"%s" is not decided where nothing was seen', (expects, wanted) => {
    const asked = judgeExpectations(scenario({ expect: asExpected(wanted) }), []);
    expect(asked.map(({ judgement }) => judgement)).toEqual(['NOT_DECIDED']);
    expect(told(asked.flatMap(({ findings }) => findings))).toEqual([
      `SCENARIO_EXPECTATION_OPEN: ${expects}: it was not seen`,
    ]);
  });

  test('on rows is not decided where rows were not counted, and decided where they once were', () => {
    const given = scenario({ expect: asExpected(BIRTHS_3) });
    const uncounted = seen({ rows: null });
    expect(judgeExpectations(given, [uncounted])[0]?.judgement).toBe('NOT_DECIDED');
    expect(judgeExpectations(given, [uncounted, seen()])[0]?.judgement).toBe('HELD');
    const other = seen(changed('public.births', 0, 1));
    expect(judgeExpectations(given, [uncounted, other])[0]?.judgement).toBe('NOT_HELD');
  });

  test('is met only where it is met every time, and what is wrong is said once', () => {
    const given = scenario({ expect: asExpected({ rewrites: false }) });
    const rewrote = seen({ rewritten: ['public.births'] });
    for (const times of [
      [seen(), rewrote],
      [rewrote, seen(), rewrote],
    ]) {
      const [asked] = judgeExpectations(given, times);
      expect(asked?.judgement).toBe('NOT_HELD');
      expect(told(asked?.findings ?? [])).toEqual([
        'SCENARIO_EXPECTED_NO_REWRITE: "public.births" has new storage',
      ]);
    }
  });

  test('that allows cannot be written, and a scenario without any holds in this', () => {
    // It would ask nothing, and look as if it did.
    expect(expectationsSchema.safeParse({ rewrites: true }).success).toBe(false);
    expect(judgeExpectations(scenario(), [])).toEqual([]);
    expect(expectationsJudgement([])).toBe('HELD');
  });

  test('is asked in a fixed order, and the weakest answer is the scenario\u2019s', () => {
    const expect_ = asExpected({
      sequences: [],
      walMiB: 1,
      rewrites: false,
      longestLockMs: 1,
      strongestLock: 'Share',
      rows: { 'public.births': rows(0, 3) },
    });
    const passes = [pass('revert', { change: { ...CHANGE, walBytes: 2 * MIB } })];
    const found = evidenceOf({ scenario: scenario({ expect: expect_ }), passes });
    expect(found.expectations.map(({ judgement }) => judgement)).toEqual([
      'HELD',
      'HELD',
      'HELD',
      'HELD',
      'NOT_HELD',
      'HELD',
    ]);
    expect(found.judgement).toBe(weakest(found.expectations.map(({ judgement }) => judgement)));
    expect(found.findings.map(({ code }) => code)).toEqual(['SCENARIO_EXPECTED_WAL']);
    const unseen = evidenceOf({
      scenario: scenario({ expect: expect_ }),
      passes: [pass('revert', { change: null })],
    });
    expect(unseen.rollbacks[0]?.judgement).toBe('HELD');
    expect(unseen.judgement).toBe('NOT_HELD');
  });

  test('on rows tells no count where there is another in every run', () => {
    const given = scenario({ expect: asExpected(BIRTHS_3) });
    const run = (updated: number): string[] =>
      told(
        evidenceOf({
          scenario: given,
          passes: [
            pass('storage', {
              change: { ...CHANGE, ...changed('public.births', 0, updated) },
              again: born(`made ${updated}`),
            }),
          ],
        }).findings,
      );
    expect(run(7)).toEqual(run(8));
    expect(run(7)).toContain(
      `SCENARIO_EXPECTED_ROWS: "public.births": not so many, or not each time; expected ${BIRTHS_WORDS}`,
    );
  });

  test('says nothing that differs from run to run', () => {
    const given = scenario({ expect: asExpected({ longestLockMs: 5, walMiB: 1 }) });
    const run = (heldMs: number, walBytes: number): unknown =>
      judgeExpectations(given, [seen({ ...locks(['Share', heldMs]), walBytes })]);
    expect(run(6, 3 * MIB)).toEqual(run(600, 900 * MIB));
  });
});
