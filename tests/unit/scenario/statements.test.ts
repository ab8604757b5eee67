// A script becomes statements by the real grammar, each with its line; what cannot stand is refused.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Code } from '../../../harness/kernel/index.ts';
import { readScript, type ScriptRead } from '../../../harness/scenario/sql/statements.ts';
import { SCRIPT_USES, type ScriptUse } from '../../../harness/scenario/sql/statements-rules.ts';

const FILE = 'a/apply.sql';

function read(sql: string, use: ScriptUse = 'transactional'): ScriptRead {
  return readScript(FILE, sql, use);
}

function refusedWith(code: Code, where: string, what: string): ScriptRead['findings'] {
  return [{ code, where, what }];
}

/** Texts and lines of a script that holds. */
function statementsOf(sql: string): readonly (readonly [number, string])[] {
  const { script, findings } = read(sql);
  expect(findings).toEqual([]);
  return script.statements.map(({ line, text }) => [line, text]);
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
      for (const use of SCRIPT_USES) {
        expect(read(sql, use)).toEqual({
          script: { file: FILE, statements: [] },
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
    ['SELECT a ? : b', 1, 'syntax error at or near ":"'],
    ['SELECT 1 : 2', 1, 'syntax error at or near ":"'],
    ['COPY t FROM stdout_of_it;\n1\ta\n', 1, 'syntax error at or near "stdout_of_it"'],
  ])('that does not parse is refused at its line: %j', (sql, line, what) => {
    expect(read(sql)).toEqual({
      script: { file: FILE, statements: [] },
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

describe('a statement that is not ended', () => {
  test.each([
    ['SELECT 1;\n\nALTER TABLE t ADD COLUMN a int\n\nALTER TABLE u ADD COLUMN b int;', 3, 5],
    ['DROP TABLE a\nCREATE TABLE b (c int)', 1, 2],
    ['-- first\nDELETE FROM a WHERE b = 1 -- \u{1F600}\nINSERT INTO c VALUES (1);', 2, 3],
    // The first word of the next statement passes for an alias; the grammar stumbles behind it.
    ['SELECT a FROM t\nUPDATE u SET x = 1', 1, 2],
    ["COMMENT ON TABLE a IS 'x; y'\n\n\nGRANT SELECT ON a TO b;", 1, 4],
    [
      'CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$\nREVOKE ALL ON t FROM u;',
      1,
      2,
    ],
  ])('is named by the line where it begins: %j', (sql, begin, next) => {
    const { findings } = read(sql);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ code: 'SCENARIO_SYNTAX', where: `${FILE}:${begin}` });
    expect(findings[0]?.what).toContain(`a semicolon seems to be missing before line ${next} (`);
  });

  test.each([
    // No statement begins on the line, or another one ended right before it.
    ['ALTER TABLE t\n  ADDD COLUMN a int', 2],
    ['SELECT 1;\nALTER TABEL t ADD a int', 2],
    ['UPDATE t SET a = 1\nWHRE b = 2', 2],
    ['CREATE TABLE t (\n  a int\n  update int\n)', 3],
  ])('is not suspected where something else is wrong: %j', (sql, line) => {
    const { findings } = read(sql);
    expect(findings.map(({ where, code }) => [code, where])).toEqual([
      ['SCENARIO_SYNTAX', `${FILE}:${line}`],
    ]);
    expect(findings[0]?.what).not.toContain('semicolon');
  });
});

/** `CODE line: what` of each finding, without the file's name. */
function told(sql: string, use: ScriptUse = 'transactional'): string[] {
  return read(sql, use).findings.map(
    ({ code, where, what }) => `${code} ${where.replace(`${FILE}:`, '')}: ${what}`,
  );
}

describe('a variable of psql', () => {
  const found = (line: number, name: string): string =>
    `SCENARIO_VARIABLE ${line}: ":${name}" is a variable of psql; write the value itself`;

  test.each([
    ['SELECT :name', [found(1, 'name')]],
    ["SELECT 1;\nSELECT :'name'", [found(2, "'name'")]],
    ['SELECT * FROM :"name"', [found(1, '"name"')]],
    ['SELECT :{?name}', [found(1, '{?...}')]],
    ["INSERT INTO t\nVALUES (:a,\n :'b')", [found(2, 'a'), found(3, "'b'")]],
    ['SELECT a[1:2], :c', [found(1, 'c')]],
    ['SELECT 1::int, :c', [found(1, 'c')]],
  ])('is refused at its line, each one: %j', (sql, expected) => {
    for (const use of SCRIPT_USES) expect(told(sql, use)).toEqual(expected);
  });

  test.each([
    "SELECT ':name', E':a', $$ :b $$, \":c\" -- :d\n /* :e */",
    'SELECT a::text, a[1:2], a[:n], a[lower:upper]',
    "SELECT JSON_OBJECT('a':b), JSON_OBJECTAGG(k:v)",
    'DO $$ BEGIN a := 1; b := :c; END $$',
  ])('is not what only looks like one: %j', (sql) => {
    expect(told(sql)).toEqual([]);
  });

  test('does not hide a mistake before it', () => {
    expect(told('SELEC 1;\nSELECT :a')).toEqual([
      'SCENARIO_SYNTAX 1: syntax error at or near "SELEC"',
      found(2, 'a'),
    ]);
    const only = ['SCENARIO_SYNTAX 2: syntax error at or near "SELEC"'];
    expect(told("SELECT JSON_OBJECT('a':b, 'c':d), e[1:f];\nSELEC")).toEqual(only);
    expect(told('/* a /* :b */ :c\n*/ SELEC')).toEqual(only);
    expect(told("SELECT ':a', $x$ :b $x$, E'\\':c', \":d\";\nSELEC")).toEqual(only);
    // Behind it, psql would have left other text.
    expect(told('SELECT :a FROM :b\nSELEC')).toEqual([found(1, 'a'), found(1, 'b')]);
  });
});

describe('a meta-command of psql', () => {
  test.each([
    ["\\copy t from 'x'", 1, 'copy', 'write the rows as INSERT'],
    ['SELECT 1;\n  \\d t\n', 2, 'd', 'leave it out, or ask the catalog in SQL'],
    [
      "SELECT '\u{1F600}\u{1F600}';\n\n\\echo it's",
      3,
      'echo',
      'leave it out, or use RAISE NOTICE in a DO block',
    ],
    ['SELECT 1 \\gexec', 1, 'gexec', 'run the text with EXECUTE in a DO block'],
    ['SELECT 1\n\\g', 2, 'g', 'end the statement with a semicolon'],
    ['\\! rm -rf /', 1, '!', 'leave it out: there is no shell here'],
    ['\\i other.sql\nSELECT 1;', 1, 'i', 'put the SQL of that file here'],
    ['\\ir other.sql\nSELECT 1;', 1, 'ir', 'put the SQL of that file here'],
    ['\\set ON_ERROR_STOP 1\nSELECT 1;', 1, 'set', 'write the value where it is used'],
    ['\\if true\n', 1, 'if', 'use IF in a DO block'],
    ['\\frobnicate\n', 1, 'frobnicate', 'write the statement itself'],
    ['SELECT 1;\n\\', 2, '', 'write the statement itself'],
  ])('is refused at its line, with what to write: %j', (sql, line, command, advice) => {
    for (const use of SCRIPT_USES) {
      expect(told(sql, use)).toEqual([
        `SCENARIO_META_COMMAND ${line}: "\\${command}" is a command of psql, not SQL; ${advice}`,
      ]);
    }
  });

  test('is told beside every other one', () => {
    const found = told("\\set x 1\n\\echo it's\nINSERT INTO t VALUES (:x);\n\\i next.sql");
    expect(found.map((each) => each.split(':')[0])).toEqual([
      'SCENARIO_META_COMMAND 1',
      'SCENARIO_META_COMMAND 2',
      'SCENARIO_VARIABLE 3',
      'SCENARIO_META_COMMAND 4',
    ]);
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
