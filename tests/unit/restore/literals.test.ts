// Literals that mean the same whatever a session says of backslashes.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { treeOf } from './parsed.ts';
import { withFixedLiterals } from '../../../harness/restore/literals.ts';

const fixed = (sql: string): string =>
  Buffer.from(withFixedLiterals(Buffer.from(sql))).toString('utf8');

describe('a statement', () => {
  test.each([
    ["SELECT 'a\\b'", "SELECT  E'a\\\\b'"],
    ["VALUES ('\\', '); DO $$x$$; --')", "VALUES ( E'\\\\', '); DO $$x$$; --')"],
    ["SELECT 'it''s \\'''", "SELECT  E'it''s \\\\'''"],
    ["SELECT 'a'\n  'b\\c'", "SELECT  E'a'\n  'b\\\\c'"],
    ["SELECT N'a\\b'", "SELECT  pg_catalog.bpchar E'a\\\\b'"],
    ["SELECT /* /* */ ' */ 'a\\b'", "SELECT /* /* */ ' */  E'a\\\\b'"],
  ])('has its backslashes doubled: %s', (sql, expected) => {
    expect(fixed(sql)).toBe(expected);
  });

  test.each([
    "SELECT 'no backslash'",
    "SELECT E'a\\nb', E'\\''",
    "SELECT U&'\\0041', x'0f'",
    'SELECT "a\\b" FROM t',
    "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $_$ SELECT '\\' $_$",
    "SELECT 1 -- '\\'\n",
    "SELECT 1 /* '\\' */",
    "SELECT 1 /* /* */ '\\' */",
    "SELECT a$b$ '' , $$ '\\' $$",
  ])('is left as it is: %s', (sql) => {
    expect(fixed(sql)).toBe(sql);
  });

  test('may hold a literal of many megabytes', () => {
    const long = "it''s \\ ".repeat(1_000_000);
    const sql = `INSERT INTO t VALUES ('${long}', E'${long}');`;
    expect(fixed(sql)).toHaveLength(sql.length + 2 + 1_000_000);
  });

  test('is the same to the grammar, whatever its literals hold', () => {
    const part = fc.constantFrom(
      "'",
      '\\',
      '\\\\',
      ';',
      '--',
      '$$',
      '"',
      'ü',
      '\n',
      'e',
      ' ',
      "E'",
    );
    const value = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 4 }), (values) => {
        const literals = values.map((each) => `'${each.replaceAll("'", "''")}'`);
        const sql = `INSERT INTO public."t\\x" VALUES (${literals.join(', ')}, E'\\\\', $a$\\$a$);`;
        expect(treeOf(fixed(sql))).toEqual(treeOf(sql));
      }),
      { numRuns: 500 },
    );
  });
});
