// Both directions: scenarios that must not come out proven, each for its own reason and no other,
// in one run on a real clone; the good ones among them hold all the same.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { labRun, type LabRun, type LabScenario } from './lab.ts';

const SLOW_MS = 300_000;

interface Case extends LabScenario {
  /** Every finding that names this scenario, as `CODE place: what`, sorted; none where it holds. */
  readonly finds: readonly string[];
}

const INSERT = "INSERT INTO lab.item (name) VALUES ('new');";
const apply = (id: string, line = 1): string => `scenarios/${id}/apply.sql:${line}`;
const DID_NOT_MUTATE = (id: string, way: string): string =>
  `ROLLBACK_APPLY_DID_NOT_MUTATE ${id}/${way}: after_apply_hash equals before_hash`;
const NEVER_APPLIED = (id: string, way: string): string =>
  `ROLLBACK_AFTER_APPLY_HASH_MISSING ${id}/${way}: after_apply_hash is missing`;
const TXN = 'RB-CLONE-TXN/transaction';
const STORAGE = 'RB-CLONE-SNAP/storage';
const REVERT = 'RB-CLONE-REVERT';

const CASES: Readonly<Record<string, Case>> = {
  'good-transaction': { kind: 'transactional', apply: INSERT, finds: [] },
  'good-snapshot': { kind: 'snapshot', apply: 'DROP TABLE lab.part;', finds: [] },
  'good-revert': {
    kind: 'revert',
    apply: 'ALTER TABLE lab.item ADD COLUMN colour text;',
    revert: 'ALTER TABLE lab.item DROP COLUMN colour;',
    finds: [],
  },
  'good-up-down-up': {
    kind: 'up-down-up',
    apply: 'CREATE TABLE lab.extra (id int); INSERT INTO lab.extra VALUES (1);',
    revert: 'DROP TABLE lab.extra;',
    finds: [],
  },
  'good-read': { kind: 'read-only', apply: 'SELECT count(*) FROM lab.item;', finds: [] },
  'good-setup': {
    kind: 'snapshot',
    setup: 'CREATE TABLE lab.ground (id int); INSERT INTO lab.ground VALUES (1);',
    apply: 'UPDATE lab.ground SET id = 2;',
    finds: [],
  },
  'nothing-changed': {
    kind: 'transactional',
    apply: "UPDATE lab.item SET name = 'x' WHERE id < 0;",
    finds: [DID_NOT_MUTATE('nothing-changed', TXN)],
  },
  'updated-to-itself': {
    kind: 'snapshot',
    apply: 'UPDATE lab.item SET name = name;',
    finds: [DID_NOT_MUTATE('updated-to-itself', STORAGE)],
  },
  'sql-error': {
    kind: 'transactional',
    apply: `${INSERT}\n\nINSERT INTO lab.item (id, name)\n  VALUES (1, 'taken');`,
    finds: [
      NEVER_APPLIED('sql-error', TXN),
      `SCENARIO_APPLY_FAILED ${apply('sql-error', 3)}: "INSERT INTO lab.item": duplicate key value violates unique constraint "item_pkey" (SQLSTATE 23505)`,
    ],
  },
  'error-further-down': {
    kind: 'snapshot',
    apply: 'UPDATE lab.item\nSET name = name,\n    colour = 1;',
    finds: [
      NEVER_APPLIED('error-further-down', STORAGE),
      `SCENARIO_APPLY_FAILED ${apply('error-further-down', 3)}: "UPDATE lab.item SET name": column "colour" of relation "item" does not exist (SQLSTATE 42703)`,
    ],
  },
  'deferred-constraint': {
    kind: 'transactional',
    apply: 'INSERT INTO lab.part VALUES (-1, 0);',
    finds: [
      NEVER_APPLIED('deferred-constraint', TXN),
      `SCENARIO_APPLY_FAILED ${apply('deferred-constraint')}: "SET CONSTRAINTS ALL IMMEDIATE": insert or update on table "part" violates foreign key constraint "part_item_id_fkey" (SQLSTATE 23503)`,
    ],
  },
  'too-slow': {
    kind: 'transactional',
    apply: 'SELECT pg_sleep(600);',
    finds: [
      NEVER_APPLIED('too-slow', TXN),
      `SCENARIO_TIMED_OUT ${apply('too-slow')}: "SELECT pg_sleep": longer than the 10 s of limits.statementSeconds`,
    ],
  },
  'answers-for-ever': {
    kind: 'read-only',
    apply: 'SELECT generate_series(1, 100000000000);',
    finds: [
      `SCENARIO_OUTPUT_TOO_LARGE ${apply('answers-for-ever')}: "SELECT generate_series": answered more than the 4 MiB of limits.answerMiB`,
    ],
  },
  'not-verified': {
    kind: 'snapshot',
    apply: INSERT,
    verify: '-- one row, one true\nSELECT count(*) = 7 FROM lab.item;',
    finds: [
      NEVER_APPLIED('not-verified', STORAGE),
      'SCENARIO_NOT_VERIFIED scenarios/not-verified/verify.sql:2: it did not answer one true',
    ],
  },
  'back-does-nothing': {
    kind: 'revert',
    apply: INSERT,
    revert: 'UPDATE lab.item SET name = name WHERE id < 0;',
    finds: [
      'ROLLBACK_NOT_RESTORED back-does-nothing/RB-CLONE-REVERT/revert: after_rollback_hash differs from before_hash',
      'ROLLBACK_ROW_COUNT_DIFFERS back-does-nothing/RB-CLONE-REVERT/revert: 31178 rows before, 31179 after',
      'SCENARIO_NOT_RESTORED back-does-nothing (revert): "lab.item" is not as before',
      'SCENARIO_ROLLBACK_DID_NOTHING back-does-nothing (revert): what stands is what the change made',
    ],
  },
  'back-forgets-the-comment': {
    kind: 'revert',
    apply: "UPDATE lab.item SET price = 7 WHERE id = 1; COMMENT ON TABLE lab.item IS 'new';",
    revert: 'UPDATE lab.item SET price = 1.00 WHERE id = 1;',
    finds: [
      'ROLLBACK_NOT_RESTORED back-forgets-the-comment/RB-CLONE-REVERT/revert: after_rollback_hash differs from before_hash',
      'SCENARIO_NOT_RESTORED back-forgets-the-comment (revert): "catalog: comments" is not as before',
    ],
  },
  'back-fails': {
    kind: 'revert',
    apply: INSERT,
    revert: "DELETE FROM lab.item WHERE name = 'new';\nDROP TABLE lab.nowhere;",
    finds: [
      'SCENARIO_REVERT_FAILED scenarios/back-fails/revert.sql:2: "DROP TABLE lab.nowhere": table "nowhere" does not exist (SQLSTATE 42P01)',
    ],
  },
  'second-time-elsewhere': {
    kind: 'up-down-up',
    apply: INSERT,
    revert: "DELETE FROM lab.item WHERE name = 'new';",
    finds: [
      'SCENARIO_SECOND_APPLY_DIFFERS second-time-elsewhere (revert): "lab.item" is not what it was the first time',
    ],
  },
  'touches-another': {
    kind: 'snapshot',
    yaml: 'tables: [lab.watched]',
    apply: "UPDATE lab.watched SET name = 'seen' WHERE id = 1;",
    finds: ['SCENARIO_TOUCHED_OTHER touches-another: "lab.log" was touched and is not declared'],
  },
  'defines-another': {
    kind: 'transactional',
    yaml: 'tables: [lab.item]',
    apply: `${INSERT}\nALTER TABLE lab.part ALTER COLUMN n SET STATISTICS 7;`,
    finds: ['SCENARIO_TOUCHED_OTHER defines-another: "lab.part" was touched and is not declared'],
  },
  'not-deterministic': {
    kind: 'transactional',
    apply: 'UPDATE lab.item SET price = random() * 100;',
    finds: ['SCENARIO_NOT_DETERMINISTIC not-deterministic: lab.item varies'],
  },
  'more-than-expected': {
    kind: 'snapshot',
    yaml: [
      'expect:',
      '  rows: { lab.item: { inserted: 2 } }',
      '  strongestLock: RowExclusive',
      '  rewrites: false',
      '  walMiB: 0.0001',
      '  sequences: []',
    ].join('\n'),
    apply: `${INSERT}\nALTER TABLE lab.part ALTER COLUMN n TYPE bigint;`,
    finds: [
      'SCENARIO_EXPECTED_LOCK more-than-expected: AccessExclusive on "lab.part"; expected RowExclusive at the most',
      'SCENARIO_EXPECTED_NO_REWRITE more-than-expected: "lab.part" has new storage',
      'SCENARIO_EXPECTED_ROWS more-than-expected: "lab.item": 1 inserted, 0 updated, 0 deleted; expected 2 inserted, 0 updated, 0 deleted',
      'SCENARIO_EXPECTED_SEQUENCE more-than-expected: "lab.item_id_seq" moved',
      'SCENARIO_EXPECTED_WAL more-than-expected: more than 0.0001 MiB of WAL',
    ],
  },
  'as-expected': {
    kind: 'transactional',
    yaml: [
      'tables: [lab.item]',
      'expect:',
      '  rows: { lab.item: { inserted: 1, updated: 9, deleted: 0 } }',
      '  strongestLock: RowExclusive',
      '  longestLockMs: 20000',
      '  rewrites: false',
      '  walMiB: 50',
      '  sequences: [lab.item_id_seq]',
    ].join('\n'),
    apply: `${INSERT}\nUPDATE lab.item SET price = 0 WHERE id < 10;`,
    finds: [],
  },
  'setup-fails': {
    kind: 'snapshot',
    setup: 'DROP TABLE lab.nowhere;',
    apply: INSERT,
    finds: [
      `ROLLBACK_ENTRY_ABSENT setup-fails/${STORAGE}: it was rehearsed and has no entry`,
      'SCENARIO_SETUP_FAILED scenarios/setup-fails/setup.sql:1: "DROP TABLE lab.nowhere": table "nowhere" does not exist (SQLSTATE 42P01)',
    ],
  },
  'ends-its-server': {
    kind: 'snapshot',
    apply: "SET statement_timeout = 0; SELECT length(repeat(repeat('x', 1000000), 1000));",
    finds: [
      `ROLLBACK_ENTRY_ABSENT ends-its-server/${STORAGE}: it was rehearsed and has no entry`,
      'SCENARIO_OUT_OF_MEMORY ends-its-server: a process of its server was killed: limits.memoryMiB was reached',
    ],
  },
  // A chain: what its second step stood on is given up, although its server was lost meanwhile.
  'stands-first': {
    kind: 'up-down-up',
    apply: 'CREATE TABLE lab.first (id int);',
    revert: 'DROP TABLE lab.first;',
    finds: [],
  },
  'falls-second': {
    kind: 'up-down-up',
    setup: 'CREATE TABLE lab.second (id int);',
    apply: "SET statement_timeout = 0; SELECT length(repeat(repeat('x', 1000000), 1000));",
    revert: 'DELETE FROM lab.second;',
    finds: [
      `ROLLBACK_ENTRY_ABSENT falls-second/${REVERT}/revert: it was rehearsed and has no entry`,
      ...['AFTER_APPLY_HASH', 'AFTER_ROLLBACK_HASH', 'BEFORE_HASH'].map(
        (name) =>
          `ROLLBACK_${name}_MISSING falls-second/${REVERT}/staircase: ${name.toLowerCase()} is missing`,
      ),
      `ROLLBACK_RESTORED_MATCH_MISSING falls-second/${REVERT}/staircase: restored_match is missing`,
      `ROLLBACK_ROW_COUNT_MISSING falls-second/${REVERT}/staircase: row_count_before is missing`,
      'SCENARIO_CHAIN_BROKEN falls-second: it did not hold, so that the stairs begin below it',
      'SCENARIO_OUT_OF_MEMORY falls-second: a process of its server was killed: limits.memoryMiB was reached',
    ],
  },
};

const CHAIN = ['stands-first', 'falls-second'];
/** Of the demo's own tables, each in a folder of its own: they bring back less than was there. */
const NO_WAY_BACK = ['birth-drop-column-down', 'scratch-lost-by-pitr'];
const entries = (): readonly string[] => [
  ...NO_WAY_BACK.map(
    (id) => `- ${path.relative(folder, path.join(import.meta.dirname, 'no-way-back', id))}`,
  ),
  ...Object.keys(CASES)
    .filter((id) => !CHAIN.includes(id))
    .map((id) => `- scenarios/${id}`),
  `- chain: stairs\n  title: stairs\n  steps: [${CHAIN.map((id) => `scenarios/${id}`).join(', ')}]`,
];

let folder: string;
let run: LabRun;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'scenarios-test-'));
  run = await labRun(folder, {
    scenarios: CASES,
    more: 'limits: { statementSeconds: 10, answerMiB: 4, memoryMiB: 768 }',
    entries: entries(),
    dump: ['--format=directory', '--jobs=2'],
  });
}, SLOW_MS);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('in one run', () => {
  test('the whole is not proven, and every scenario was rehearsed', () => {
    expect([run.exitCode, run.format]).toEqual([1, 'directory']);
    expect(run.status).toMatch(/_ROLLBACK_NOT_PROVEN$/);
    expect([...run.judgements.keys()]).toEqual([...NO_WAY_BACK, ...Object.keys(CASES)]);
  });

  test.each(Object.entries(CASES))('%s is told for what it is', (id, { finds }) => {
    const own = run
      .of(id)
      .map(({ code, where, what }) => `${code} ${where}: ${what}`)
      .sort();
    expect(own).toEqual([...finds].sort());
    const judgement = run.judgements.get(id);
    const isGood = finds.every((each) => each.startsWith('SCENARIO_NOT_DETERMINISTIC'));
    expect(judgement === 'HELD').toBe(isGood);
  });
});

describe('a way back that runs without an error', () => {
  const told = (id: string): string[] => run.of(id).map(({ code, where }) => `${code} ${where}`);

  test('is not proven where it adds a dropped column without what stood in it', () => {
    const found = run.scenarios.find(({ id }) => id === 'birth-drop-column-down');
    expect([found?.judgement, found?.verified]).toEqual(['NOT_HELD', 'HELD']);
    expect(found?.rollbacks.map(({ way, not_restored }) => [way, not_restored])).toEqual([
      ['revert', ['catalog: columns', 'public.birth_registry']],
    ]);
    expect(told('birth-drop-column-down')).toEqual(
      expect.arrayContaining([
        'SCENARIO_NOT_RESTORED birth-drop-column-down (revert)',
        'ROLLBACK_NOT_RESTORED birth-drop-column-down/RB-CLONE-REVERT/revert',
      ]),
    );
  });

  test('is not proven where a recovery empties an unlogged table that dropping a thin clone keeps', () => {
    const found = run.scenarios.find(({ id }) => id === 'scratch-lost-by-pitr');
    expect(found?.judgement).toBe('NOT_HELD');
    expect(found?.rollbacks.map(({ way, judgement }) => [way, judgement])).toEqual([
      ['storage', 'HELD'],
      ['pitr', 'NOT_HELD'],
    ]);
    expect(found?.rollbacks[1]?.not_restored).toEqual(['public.birth_import_scratch']);
    expect(told('scratch-lost-by-pitr')).toContain(
      'ROLLBACK_ROW_COUNT_DIFFERS scratch-lost-by-pitr/RB-CLONE-SNAP/pitr',
    );
  });
});
