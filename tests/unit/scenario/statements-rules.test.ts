// What a statement may do hangs on how its script is run: by itself, in one transaction, as a check.
import { describe, expect, test } from '@jest/globals';
import { readScript } from '../../../harness/scenario/sql/statements.ts';
import { SCRIPT_USES, type ScriptUse } from '../../../harness/scenario/sql/statements-rules.ts';

const CHANGES: readonly ScriptUse[] = [
  'transactional',
  'read-only',
  'whole',
  'statement',
  'executor',
];
const IN_ONE: readonly ScriptUse[] = ['transactional', 'read-only', 'whole'];
const ALONE: readonly ScriptUse[] = ['statement', 'executor'];

/** `line: what` of each refusal. */
function refusals(sql: string, use: ScriptUse): string[] {
  const { findings } = readScript('f', sql, use);
  expect(new Set(findings.map(({ code }) => code)).size).toBeLessThanOrEqual(1);
  for (const { code } of findings) expect(code).toBe('SCENARIO_STATEMENT_REFUSED');
  return findings.map(({ where, what }) => `${where.replace('f:', '')}: ${what}`);
}

/** How each statement of a script that holds is run. */
function runs(sql: string, use: ScriptUse): string[] {
  expect(refusals(sql, use)).toEqual([]);
  return readScript('f', sql, use).script.statements.map(({ run }) => run);
}

const OURS = 'the harness begins and ends transactions itself';
const ROLE = 'the harness decides under which role a scenario runs ("role" in scenario.yaml)';
const PREPARED = 'prepared transactions are not rehearsed: they outlive the session';

describe('in every change', () => {
  test.each([
    ['SET SESSION AUTHORIZATION DEFAULT', ROLE],
    ['RESET SESSION AUTHORIZATION', ROLE],
    ['DISCARD ALL', ROLE],
    ['COPY t FROM STDIN', 'COPY from standard input has no input here; write INSERT'],
    ['COPY t TO STDOUT', 'COPY to standard output has no reader here'],
    ["LOAD 'x'", 'it changes the server, not the database'],
    ['ALTER SYSTEM SET work_mem = 1', 'it changes the server, not the database'],
    ["PREPARE TRANSACTION 'x'", PREPARED],
    ["COMMIT PREPARED 'x'", PREPARED],
    ["ROLLBACK PREPARED 'x'", PREPARED],
  ])('is refused: %s', (sql, what) => {
    for (const use of CHANGES) expect(refusals(`SELECT 1;\n${sql};`, use)).toEqual([`2: ${what}`]);
  });

  test.each(['SET ROLE x', 'RESET ROLE', 'SET "role" TO \'x\''])(
    'but an executor, the role is the harness\u2019s: %s',
    (sql) => {
      for (const use of CHANGES) {
        expect(refusals(sql, use)).toEqual(use === 'executor' ? [] : [`1: ${ROLE}`]);
      }
      expect(refusals('BEGIN; SET LOCAL ROLE x; SELECT 1; COMMIT;', 'executor')).toEqual([]);
    },
  );

  test.each([
    'ANALYZE t',
    'CREATE INDEX i ON t (a)',
    'DROP INDEX i',
    'REINDEX TABLE t',
    'CLUSTER t',
    'ALTER TABLE p DETACH PARTITION q',
    'ALTER TABLE t ADD COLUMN a integer DEFAULT 1',
    'ALTER DATABASE d SET work_mem = 1',
    'REFRESH MATERIALIZED VIEW CONCURRENTLY m',
    'SET search_path TO app',
    'RESET ALL',
    'DISCARD TEMP',
    "COPY t FROM '/x'",
    'DO $$ BEGIN PERFORM 1; END $$',
    "DO $$ BEGIN RAISE NOTICE 'begin; commit;'; UPDATE commit SET rollback = 1; END $$",
    'DO $$ DECLARE commit int := 1; BEGIN PERFORM commit; END $$',
    "SELECT 'ROLLBACK'",
    'DECLARE c CURSOR WITH HOLD FOR SELECT 1',
    "ALTER TYPE m ADD VALUE 'v'",
  ])('may stand: %s', (sql) => {
    for (const use of CHANGES) expect(runs(sql, use)).toEqual(['inside']);
  });
});

const OTHER_KINDS = 'use kind "snapshot", "revert" or "up-down-up"';

describe('in a script that is one transaction', () => {
  test.each([
    'BEGIN',
    'START TRANSACTION',
    'COMMIT',
    'END',
    'ROLLBACK',
    'ABORT',
    'COMMIT AND CHAIN',
  ])('the harness begins and ends it: %s', (sql) => {
    for (const use of IN_ONE) expect(refusals(`SELECT 1;\n${sql};`, use)).toEqual([`2: ${OURS}`]);
  });

  test('savepoints and what lasts to its end may stand', () => {
    const sql = `SAVEPOINT s; RELEASE s; ROLLBACK TO s; SET LOCAL work_mem = 1; LOCK TABLE t;
      SET CONSTRAINTS ALL DEFERRED; DECLARE c CURSOR FOR SELECT 1; CALL p();`;
    for (const use of IN_ONE) expect(runs(sql, use)).toEqual(Array(8).fill('inside'));
  });

  test.each([
    ['CREATE INDEX CONCURRENTLY i ON t (a)', 'CONCURRENTLY'],
    ['DROP INDEX CONCURRENTLY i', 'CONCURRENTLY'],
    ['REINDEX INDEX CONCURRENTLY i', 'CONCURRENTLY'],
    ['REINDEX (CONCURRENTLY) TABLE t', 'CONCURRENTLY'],
    ['ALTER TABLE p DETACH PARTITION q CONCURRENTLY', 'CONCURRENTLY'],
    ['REINDEX SCHEMA s', 'it'],
    ['VACUUM t', 'it'],
    ['VACUUM (ANALYZE) t', 'it'],
    ['CLUSTER', 'it'],
    ['CREATE DATABASE d', 'it'],
    ['DROP DATABASE d', 'it'],
    ['ALTER DATABASE d SET TABLESPACE s', 'it'],
    ["CREATE TABLESPACE s LOCATION '/x'", 'it'],
    ['DROP TABLESPACE s', 'it'],
  ])('what cannot run in one is refused, and runs outside where it can: %s', (sql, subject) => {
    const start = `1: ${subject} cannot run inside a transaction; `;
    expect(refusals(sql, 'transactional')).toEqual([`${start}${OTHER_KINDS}`]);
    expect(refusals(sql, 'read-only')).toEqual([`${start}a read-only scenario is one`]);
    expect(refusals(sql, 'whole')).toEqual([
      `${start}this script is one: set "transaction: statement"`,
    ]);
    for (const use of ALONE) {
      expect(runs(sql, use)).toEqual(['outside']);
      expect(refusals(`BEGIN;\nSELECT 1;\n${sql};\nCOMMIT;`, use)).toEqual([
        `3: ${subject} cannot run inside a transaction; write it before BEGIN or after COMMIT`,
      ]);
    }
  });

  test.each([
    'DO $$ BEGIN UPDATE t SET a = 1; COMMIT; END $$',
    'DO $$ BEGIN LOOP COMMIT AND CHAIN; EXIT; END LOOP; END $$',
    'DO $$ BEGIN IF true THEN ROLLBACK; END IF; END $$',
  ])('code that commits by itself is refused, and runs outside where it can: %s', (sql) => {
    for (const use of IN_ONE) expect(refusals(sql, use).join()).toMatch(/^1: its code ends a /);
    for (const use of ALONE) {
      expect(runs(sql, use)).toEqual(['outside']);
      expect(refusals(`BEGIN; ${sql}; COMMIT;`, use).join()).toMatch(/^1: its code ends a /);
    }
  });
});

describe('in a script whose statements commit by themselves', () => {
  test('BEGIN and COMMIT make a transaction of their own', () => {
    for (const use of ALONE) {
      expect(
        runs('SELECT 1; BEGIN; SET LOCAL a.b = 1; SAVEPOINT s; ROLLBACK TO s; END; VACUUM;', use),
      ).toEqual(['inside', 'begin', 'inside', 'inside', 'inside', 'commit', 'outside']);
      expect(runs('START TRANSACTION; CALL p(); COMMIT; CALL p();', use)).toEqual([
        'begin',
        'inside',
        'commit',
        'outside',
      ]);
    }
  });

  test.each([
    ['BEGIN;\nBEGIN;\nCOMMIT;', ['2: a transaction is open since line 1']],
    ['COMMIT;', ['1: there is no BEGIN that it ends']],
    ['BEGIN;\nSELECT 1;', ['1: the transaction that begins here is never committed']],
    ['BEGIN;\nCOMMIT AND CHAIN;\nCOMMIT;', ['2: AND CHAIN is not followed; write BEGIN']],
    [
      'BEGIN;\nROLLBACK;\nCOMMIT;',
      ['2: a change that rolls itself back shows nothing; the harness goes back'],
    ],
    ['SAVEPOINT s;', ['1: a savepoint stands between BEGIN and COMMIT']],
    ['SET LOCAL a.b = 1;', ['1: it does nothing outside a transaction; write BEGIN before it']],
    [
      'SET TRANSACTION READ ONLY;',
      ['1: it does nothing outside a transaction; write BEGIN before it'],
    ],
    [
      'SET CONSTRAINTS ALL DEFERRED;',
      ['1: SET CONSTRAINTS does nothing outside a transaction; write BEGIN before it'],
    ],
    [
      'LOCK TABLE t;',
      ['1: a lock ends with its transaction, and this statement is one; write BEGIN before it'],
    ],
    [
      'DECLARE c CURSOR FOR SELECT 1;',
      ['1: a cursor ends with its transaction; write BEGIN before it'],
    ],
  ])('what does not add up is refused: %j', (sql, expected) => {
    for (const use of ALONE) expect(refusals(sql, use)).toEqual(expected);
  });
});

describe('a value that is added to an enum', () => {
  const added = "ALTER TYPE app.mood ADD VALUE 'calm';\n";
  const early =
    '2: \'calm\' was added to enum "mood" in this transaction (line 1) ' +
    'and cannot be used before it is committed';
  const orText = `${early}; where it is meant as text, write 'calm'::text`;

  test.each([
    ["UPDATE t SET a = 'calm'", orText],
    ["INSERT INTO t VALUES (1, 'calm')", orText],
    ["DELETE FROM t WHERE a IN ('glad', 'calm')", orText],
    ["CREATE INDEX i ON t (a) WHERE a = 'calm'", orText],
    ["SELECT 'calm'::mood", early],
    ["SELECT 'calm'::app.mood", early],
    ["ALTER TABLE t ADD COLUMN m app.mood DEFAULT 'calm'", early],
    ["CREATE TABLE u (m mood DEFAULT 'calm')", early],
  ])('cannot be used in the same transaction: %s', (sql, expected) => {
    for (const use of IN_ONE) expect(refusals(`${added}${sql};`, use)).toEqual([expected]);
    for (const use of ALONE) {
      expect(refusals(`${added}${sql};`, use)).toEqual([]);
      expect(refusals(`BEGIN; ${added}${sql}; COMMIT;`, use)).toEqual([expected]);
      expect(refusals(`BEGIN; ${added} COMMIT; BEGIN; ${sql}; COMMIT;`, use)).toEqual([]);
    }
  });

  test.each([
    "UPDATE t SET a = 'calm'::text",
    "UPDATE t SET a = 'glad'",
    "SELECT length('calm')",
    "COMMENT ON TYPE mood IS 'calm'",
    "CREATE TABLE u (m text DEFAULT 'calm')",
    "ALTER TYPE mood RENAME VALUE 'glad' TO 'happy'",
    "ALTER TYPE mood ADD VALUE 'wild' AFTER 'calm'",
  ])('is not what only reads like it: %s', (sql) => {
    expect(refusals(`${added}${sql};`, 'whole')).toEqual([]);
  });

  test('may be used at once where the type is of the same transaction', () => {
    const sql = "CREATE TYPE mood AS ENUM ('a'); ALTER TYPE mood ADD VALUE 'b'; SELECT 'b'::mood;";
    expect(refusals(sql, 'transactional')).toEqual([]);
  });
});

describe('a check in verify.sql', () => {
  const asks = 'verify.sql only asks: ';
  const nothing = 'it asks nothing of the database, and would answer the same of any; ask a table';
  const select = `${asks}each statement is a SELECT that answers one row with one true`;

  test.each([
    'SELECT ok()',
    'SELECT count(*) = 1 AS one FROM t',
    'VALUES (ok())',
    "SELECT 'public.t'::regclass IS NOT NULL",
    'SELECT current_user IS NOT NULL',
    'TABLE t',
    'SELECT t.* FROM t',
    'WITH x AS (SELECT 1) SELECT EXISTS (SELECT FROM x, y)',
    'SELECT true UNION SELECT ok()',
  ])('may be a question: %s', (sql) => {
    expect(runs(sql, 'verify')).toEqual(['inside']);
  });

  test.each([
    ['UPDATE t SET a = 1', select],
    ['SHOW work_mem', select],
    ['EXPLAIN SELECT true', select],
    ['DO $$ BEGIN END $$', select],
    ['BEGIN', select],
    ['VACUUM t', select],
    ['COPY t TO STDOUT', select],
    ['SELECT true INTO x', `${asks}SELECT INTO makes a table`],
    ['SELECT a FROM t FOR UPDATE', `${asks}FOR UPDATE and the like lock rows`],
    ['WITH x AS (DELETE FROM t RETURNING 1) SELECT true', `${asks}a WITH clause writes`],
    ['SELECT 1, 2', 'it answers 2 columns; one row with one true is asked for'],
    ['SELECT true', nothing],
    ["SELECT 't'::boolean OR 1 = 2", nothing],
    ['VALUES (true)', nothing],
    ['WITH x AS (SELECT 1) SELECT true', nothing],
    ['SELECT FROM t', 'it answers 0 columns; one row with one true is asked for'],
    ['VALUES (true, true)', 'it answers 2 columns; one row with one true is asked for'],
    ['SELECT 1, 2 UNION SELECT 3, 4', 'it answers 2 columns; one row with one true is asked for'],
  ])('is refused where it is none: %s', (sql, what) => {
    expect(refusals(`SELECT ok();\n${sql}`, 'verify')).toEqual([`2: ${what}`]);
  });
});

test('a check that only must not fail leaves its own transaction out', () => {
  expect(runs('BEGIN; SELECT 1 / count(*) FROM t; ROLLBACK;', 'check')).toEqual(['inside']);
  expect(runs('BEGIN; DO $$ BEGIN ASSERT true; END $$; COMMIT;', 'check')).toEqual(['inside']);
  expect(refusals('VACUUM t', 'check')).toEqual([
    '1: it cannot run inside a transaction; checks run in one',
  ]);
  expect(readScript('f', 'BEGIN; ROLLBACK;', 'check').findings).toMatchObject([
    { code: 'SCENARIO_EMPTY' },
  ]);
});

test('every refusal of a script is told, each with its line', () => {
  for (const use of SCRIPT_USES) {
    const lines = refusals("LOAD 'a';\nSELECT ok();\nLOAD 'b';", use);
    expect(lines.map((each) => each.split(':')[0])).toEqual(['1', '3']);
  }
});
