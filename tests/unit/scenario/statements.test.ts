// A script becomes statements by the real grammar, each with its line; what cannot stand is refused.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Code } from '../../../harness/kernel/index.ts';
import { SCENARIO_KINDS, type ScenarioKind } from '../../../harness/scenario/contract.ts';
import { readScript, type Script } from '../../../harness/scenario/statements.ts';

const FILE = 'a/apply.sql';

function read(sql: string, kind: ScenarioKind = 'transactional'): Script {
  return readScript(FILE, sql, kind);
}

function refusedWith(code: Code, where: string, what: string): Script['findings'] {
  return [{ code, where, what }];
}

/** Texts and lines of a script that holds. */
function statementsOf(sql: string): readonly (readonly [number, string])[] {
  const { statements, findings } = read(sql);
  expect(findings).toEqual([]);
  return statements.map(({ line, text }) => [line, text]);
}

describe('a script', () => {
  test('is split where statements end, not where a semicolon stands', () => {
    const body = 'CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $body$\nBEGIN;\n;END $body$';
    expect(statementsOf(`SELECT ';' ;\n${body};\nSELECT "a;b" FROM t`)).toEqual([
      [1, "SELECT ';'"],
      [2, body],
      [5, 'SELECT "a;b" FROM t'],
    ]);
  });

  test('gives each statement the line where it begins, comments left out', () => {
    expect(
      statementsOf(
        '-- first\n/* a\n /* nested */\n*/\nSELECT 1; -- after\n\n\n  SELECT\n 2;;\nSELECT 3',
      ),
    ).toEqual([
      [5, 'SELECT 1'],
      [8, 'SELECT\n 2'],
      [10, 'SELECT 3'],
    ]);
  });

  test('keeps its bytes where they are not ASCII', () => {
    expect(
      statementsOf(
        "SELECT '\u00e9\u2014\u{1F600}';\n-- \u00fc\u{1F600}\nUPDATE \u00fcber SET n = '\u{1F600}';\nSELECT 'z'",
      ),
    ).toEqual([
      [1, "SELECT '\u00e9\u2014\u{1F600}'"],
      [3, "UPDATE \u00fcber SET n = '\u{1F600}'"],
      [4, "SELECT 'z'"],
    ]);
  });

  test('counts lines by characters where a byte count would run ahead', () => {
    const faces = '\u{1F600}'.repeat(20);
    expect(statementsOf(`SELECT '${faces}'; SELECT 2\n\n\n;`)).toEqual([
      [1, `SELECT '${faces}'`],
      [1, 'SELECT 2'],
    ]);
  });

  test('may end without a semicolon, with one, or with comments', () => {
    for (const end of ['', ';', ';\n', '\n-- done', ' ;; -- done\n/* really */\n']) {
      const [[line, text] = [0, '']] = statementsOf(`SELECT 1${end}`);
      expect([line, text.split('\n')[0]]).toEqual([1, 'SELECT 1']);
    }
  });

  test('may have line ends of another system', () => {
    expect(statementsOf('SELECT 1;\r\nSELECT 2;\r\n')).toEqual([
      [1, 'SELECT 1'],
      [2, 'SELECT 2'],
    ]);
  });

  test('is put back together from its statements, whatever stands between them', () => {
    const one = fc.constantFrom(
      "SELECT '\u00e9; -- \u{1F600}'",
      'SELECT $$ ; \\d $$',
      'UPDATE "t;" SET a = 1',
      "INSERT INTO t VALUES (E'\\\\')",
    );
    const between = fc.constantFrom(
      ';',
      ' ;\n',
      ';;',
      ';-- \u{1F600};\n',
      ';\n/* ; /* \u00e9 */ */\n',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(one, between), { minLength: 1, maxLength: 6 }), (parts) => {
        const found = statementsOf(parts.flat().join(''));
        expect(found.map(([, text]) => text)).toEqual(parts.map(([text]) => text));
        parts.reduce((before, [text, separator], index) => {
          // A comment or newline of a separator moves the next one's line.
          expect(found[index]?.[0]).toBe(before.split('\n').length);
          return before + text + separator;
        }, '');
      }),
    );
  });

  test.each(['', '\n \t', '-- only a comment', '/* a /* b */ */', ';;\n;'])(
    'of no statement is refused: %j',
    (sql) => {
      for (const kind of SCENARIO_KINDS) {
        expect(read(sql, kind)).toEqual({
          statements: [],
          findings: refusedWith('SCENARIO_EMPTY', FILE, 'there is no statement in it'),
        });
      }
    },
  );

  test.each([
    ['SELECT 1;\nSELEC 2;', 2, 'syntax error at or near "SELEC"'],
    ["SELECT '\u00e9\u00e9\u00e9\u00e9';\n\nSELEC 2;", 3, 'syntax error at or near "SELEC"'],
    [
      "SELECT '\u{1F600}\u{1F600}\u{1F600}\u{1F600}' FRM\nx y;\n\n",
      2,
      'syntax error at or near "x"',
    ],
    [
      '-- \u{1F600}\u{1F600}\u{1F600}\u{1F600}\n\nSELEC 1;\nSELECT 2;\nSELECT 3;',
      3,
      'syntax error at or near "SELEC"',
    ],
    ["SELECT 1;\nSELECT 'open;\n", 2, `unterminated quoted string at or near "'open;\n"`],
    ['SELECT :name', 1, 'syntax error at or near ":"'],
    ['COPY t FROM stdin;\n1\ta\n', 2, 'syntax error at or near "1"'],
  ])('that does not parse is refused at its line: %j', (sql, line, what) => {
    expect(read(sql)).toEqual({
      statements: [],
      findings: refusedWith('SCENARIO_SYNTAX', `${FILE}:${line}`, what),
    });
  });

  test('with a NUL is refused: the grammar would not see what stands behind it', () => {
    const what = 'it holds a NUL, and nothing behind one would be read';
    for (const sql of ['SELECT 1;\0 DROP TABLE t', 'SELECT 1\0', '\0']) {
      expect(read(sql).findings).toEqual(refusedWith('SCENARIO_SYNTAX', FILE, what));
    }
  });

  test('with a byte order mark is refused in words that can be seen', () => {
    const what = 'it begins with a byte order mark; save it without one';
    expect(read('\uFEFFSELECT 1').findings).toEqual(refusedWith('SCENARIO_SYNTAX', FILE, what));
  });
});

describe('a meta-command of psql', () => {
  const what = 'psql meta-commands are not SQL; write the statement itself';

  test.each([
    ["\\copy t from 'x'", 1],
    ['SELECT 1;\n  \\d t\n', 2],
    ["SELECT '\u{1F600}\u{1F600}';\n\n\\echo it's", 3],
    ['SELECT 1 \\gexec', 1],
    ['SELECT 1\n\\g', 2],
    ['\\! rm -rf /', 1],
    ['\\i other.sql\nSELECT 1;', 1],
    ['COPY t FROM stdin;\n\\.\n', 2],
  ])('is refused at its line: %j', (sql, line) => {
    for (const kind of SCENARIO_KINDS) {
      expect(read(sql, kind)).toEqual({
        statements: [],
        findings: refusedWith('SCENARIO_META_COMMAND', `${FILE}:${line}`, what),
      });
    }
  });

  test.each([
    "SELECT '\n\\d\n'",
    'DO $$\nBEGIN\n  PERFORM 1; -- \n\\d\nEND $$',
    'CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $f$\n  \\copy t\n$f$',
    '/*\n\\d\n*/ SELECT 1',
    '-- a\n--\\d\nSELECT 1',
    'SELECT "a\n\\d"',
    "SELECT E'\\\\d\\n'",
    "SELECT regexp_replace(a, '\\s+', '')",
  ])('is not what a backslash inside a text or comment is: %j', (sql) => {
    expect(statementsOf(sql)).toHaveLength(1);
  });
});

const OWN_TRANSACTION = 'the harness begins and ends transactions itself';
const OWN_ROLE = 'the harness decides under which role a scenario runs ("role" in scenario.yaml)';
const NO_INPUT = 'COPY from standard input has no input here';
const NO_READER = 'COPY to standard output has no reader here';
const SERVER = 'it changes the server, not the database';
const CONCURRENT = 'CONCURRENTLY cannot run inside a transaction; use kind "snapshot"';
const INSIDE = 'it cannot run inside a transaction; use kind "snapshot"';

describe('a statement', () => {
  test.each([
    ['BEGIN', OWN_TRANSACTION],
    ['START TRANSACTION', OWN_TRANSACTION],
    ['COMMIT', OWN_TRANSACTION],
    ['END', OWN_TRANSACTION],
    ['ROLLBACK', OWN_TRANSACTION],
    ['ABORT', OWN_TRANSACTION],
    ['SAVEPOINT s', OWN_TRANSACTION],
    ["PREPARE TRANSACTION 'x'", OWN_TRANSACTION],
    ['SET ROLE postgres', OWN_ROLE],
    ['SET LOCAL ROLE postgres', OWN_ROLE],
    ['SET "role" TO \'x\'', OWN_ROLE],
    ['RESET ROLE', OWN_ROLE],
    ['SET SESSION AUTHORIZATION DEFAULT', OWN_ROLE],
    ['RESET SESSION AUTHORIZATION', OWN_ROLE],
    ['DISCARD ALL', OWN_ROLE],
    ['COPY t FROM STDIN', NO_INPUT],
    ['COPY t TO STDOUT', NO_READER],
    ["LOAD 'x'", SERVER],
    ['ALTER SYSTEM SET work_mem = 1', SERVER],
  ])('cannot stand in any scenario: %s', (sql, what) => {
    for (const kind of SCENARIO_KINDS) {
      expect(read(`SELECT 1;\n${sql};`, kind).findings).toEqual(
        refusedWith('SCENARIO_STATEMENT_REFUSED', `${FILE}:2`, what),
      );
    }
  });

  test.each([
    ['CREATE INDEX CONCURRENTLY i ON t (a)', CONCURRENT],
    ['DROP INDEX CONCURRENTLY i', CONCURRENT],
    ['REINDEX INDEX CONCURRENTLY i', CONCURRENT],
    ['REINDEX (CONCURRENTLY) TABLE t', CONCURRENT],
    ['ALTER TABLE p DETACH PARTITION q CONCURRENTLY', CONCURRENT],
    ['VACUUM t', INSIDE],
    ['VACUUM (ANALYZE) t', INSIDE],
    ['CREATE DATABASE d', INSIDE],
    ['DROP DATABASE d', INSIDE],
    ["CREATE TABLESPACE s LOCATION '/x'", INSIDE],
    ['DROP TABLESPACE s', INSIDE],
  ])('can stand in a snapshot scenario only: %s', (sql, what) => {
    const refusal = refusedWith('SCENARIO_STATEMENT_REFUSED', `${FILE}:1`, what);
    expect(read(sql, 'transactional').findings).toEqual(refusal);
    expect(read(sql, 'read-only').findings).toEqual(refusal);
    expect(read(sql, 'snapshot').findings).toEqual([]);
  });

  test.each([
    'ANALYZE t',
    'CREATE INDEX i ON t (a)',
    'DROP INDEX i',
    'REINDEX TABLE t',
    'ALTER TABLE p DETACH PARTITION q',
    'ALTER TABLE t ADD COLUMN a integer DEFAULT 1',
    'REFRESH MATERIALIZED VIEW CONCURRENTLY m',
    'SET search_path TO app',
    'RESET ALL',
    'DISCARD TEMP',
    'SET CONSTRAINTS ALL DEFERRED',
    "COPY t FROM '/x'",
    'CALL p()',
    'DO $$ BEGIN COMMIT; END $$',
    "SELECT 'ROLLBACK'",
    'LOCK TABLE t',
  ])('can stand in any scenario: %s', (sql) => {
    for (const kind of SCENARIO_KINDS) expect(read(sql, kind).findings).toEqual([]);
  });

  test('is refused beside every other one that is: all are told', () => {
    const { statements, findings } = read('BEGIN;\nSELECT 1;\nCOMMIT;');
    expect(statements).toHaveLength(3);
    expect(findings.map(({ where }) => where)).toEqual([`${FILE}:1`, `${FILE}:3`]);
  });
});
