// A name reaches SQL as one name, whatever it holds: the real grammar says what was understood.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadModule, parseSync } from 'libpg-query';
import { quoteIdentifier, quoteLiteral, quoteQualified } from '../../../harness/kernel/index.ts';

await loadModule();

/** The one column reference, or constant, that `SELECT <text>` selects; more than one is not one. */
function selected(text: string): { readonly fields: unknown; readonly constant: unknown } {
  const tree = parseSync(`SELECT ${text}`);
  expect(tree.stmts).toHaveLength(1);
  const flat = JSON.parse(JSON.stringify(tree.stmts?.[0]?.stmt)).SelectStmt;
  expect(Object.keys(flat).sort()).toEqual(['limitOption', 'op', 'targetList']);
  expect(flat.targetList).toHaveLength(1);
  const { val } = flat.targetList[0].ResTarget;
  return {
    fields: val.ColumnRef?.fields.map((field: { String: { sval: string } }) => field.String.sval),
    constant: val.A_Const?.sval?.sval ?? (val.A_Const?.sval === undefined ? undefined : ''),
  };
}

// A name of Postgres: 1 to 63 bytes, no NUL. Names dense in what quoting is about come first.
const name = fc
  .oneof(
    fc
      .array(fc.constantFrom('"', "'", '\\', ';', '-', '$', 'a', ' ', '\n', '\u00e9'), {
        minLength: 1,
      })
      .map((parts) => parts.join('')),
    fc.string({ unit: 'grapheme', minLength: 1 }),
  )
  .filter((text) => !text.includes('\0') && Buffer.byteLength(text) <= 63);
const text = fc
  .oneof(
    fc
      .array(fc.constantFrom('"', "'", '\\', '\\n', ';', '--', '$$', 'a', '\n'))
      .map((parts) => parts.join('')),
    fc.string({ unit: 'grapheme' }),
  )
  .filter((each) => !each.includes('\0'));

describe('a quoted identifier', () => {
  test('is read back as the same single name', () => {
    fc.assert(
      fc.property(name, (each) => expect(selected(quoteIdentifier(each)).fields).toEqual([each])),
    );
  });

  test('stays two names where it is qualified, dots and quotes included', () => {
    fc.assert(
      fc.property(name, name, (schema, table) =>
        expect(selected(quoteQualified(schema, table)).fields).toEqual([schema, table]),
      ),
    );
    expect(quoteQualified('a.b', 'c"d')).toBe('"a.b"."c""d"');
  });

  test('cannot hold a NUL', () => {
    expect(() => quoteIdentifier('a\0b')).toThrow('a NUL cannot stand in an SQL identifier');
    expect(() => quoteQualified('a', 'b\0')).toThrow('a NUL cannot stand in an SQL identifier');
  });
});

describe('a quoted literal', () => {
  test('is read back as the same text', () => {
    fc.assert(
      fc.property(text, (each) => expect(selected(quoteLiteral(each)).constant).toBe(each)),
    );
  });

  test('means the same whatever standard_conforming_strings says', () => {
    expect(quoteLiteral("a'b")).toBe("'a''b'");
    expect(quoteLiteral("a\\'b")).toBe(" E'a\\\\''b'");
  });

  test('cannot hold a NUL', () => {
    expect(() => quoteLiteral('\0')).toThrow('a NUL cannot stand in an SQL literal');
  });
});
