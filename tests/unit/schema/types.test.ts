// One type has one spelling, however it is written; two types never have the same.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalType, isPseudoType } from '../../../harness/schema/types.ts';

/** Spellings of one type; the first is what Postgres prints. */
const SAME: readonly (readonly string[])[] = [
  ['integer', 'int', 'int4', 'INTEGER', ' integer ', 'pg_catalog.int4'],
  ['smallint', 'int2'],
  ['bigint', 'int8', 'pg_catalog.int8'],
  ['boolean', 'bool'],
  ['real', 'float4', 'float(24)', 'float(1)'],
  ['double precision', 'float8', 'float', 'float(25)', 'float(53)', 'double  precision'],
  ['numeric', 'decimal', 'dec'],
  ['numeric(4,1)', 'decimal(4,1)', 'NUMERIC( 4 , 1 )', 'dec(4, 1)'],
  ['numeric(4,0)', 'numeric(4)', 'decimal(4)'],
  ['character varying', 'varchar', 'char varying', 'national character varying'],
  ['character varying(64)', 'varchar(64)', 'character varying (64)', 'VarChar( 64 )'],
  ['character(1)', 'char', 'character', 'char(1)', 'nchar', 'bpchar(1)'],
  ['character(64)', 'char(64)', 'bpchar(64)'],
  ['bpchar', 'pg_catalog.bpchar'],
  ['"char"', 'pg_catalog."char"'],
  ['bit(1)', 'bit'],
  ['bit varying(8)', 'varbit(8)'],
  ['timestamp with time zone', 'timestamptz', 'TIMESTAMP  WITH  TIME ZONE'],
  ['timestamp without time zone', 'timestamp'],
  ['timestamp(3) with time zone', 'timestamptz(3)', 'timestamp (3) with time zone'],
  ['timestamp(3) without time zone', 'timestamp(3)'],
  ['time without time zone', 'time'],
  ['time(0) with time zone', 'timetz(0)', 'time(0) with time zone'],
  ['interval day to second(3)'],
  ['text', 'pg_catalog.text'],
  ['text[]', 'text [ ]', 'text[][]', 'text[3]', 'text array', 'TEXT ARRAY[4]'],
  ['character varying(64)[]', 'varchar(64)[]', 'character varying(64)[]'],
  ['timestamp with time zone[]', 'timestamptz[]'],
  [
    'birth_status',
    'public.birth_status',
    '"birth_status"',
    'public."birth_status"',
    'Public . Birth_Status',
  ],
  ['audit.sha256_hex', 'audit."sha256_hex"'],
  ['"Mixed Case(1)"', 'public."Mixed Case(1)"'],
  ['"integer"', 'public."integer"'],
  ['public.uuid', 'public . UUID'],
  ['uuid', 'pg_catalog.uuid'],
  ['public.text', 'public.text'],
  ['vector(3)', 'public.vector(3)'],
];

describe('a type', () => {
  test.each(SAME)('%s has one spelling', (...spellings) => {
    expect(spellings.map(canonicalType)).toEqual(spellings.map(() => spellings[0]));
  });

  test('of one spelling is not another type', () => {
    const printed = SAME.map(([first]) => first);
    expect(new Set(printed.map((each) => canonicalType(each ?? ''))).size).toBe(SAME.length);
  });

  const type = fc.constantFrom(...SAME.flat());

  test('stays as it is when spelled twice', () => {
    fc.assert(
      fc.property(type, (each) => canonicalType(canonicalType(each)) === canonicalType(each)),
    );
  });

  test('of any text at all is settled after one pass', () => {
    fc.assert(
      fc.property(
        fc.string(),
        (text) => canonicalType(canonicalType(text)) === canonicalType(text),
      ),
    );
  });

  test('is the same in any case and with any spaces, outside quotes', () => {
    const plain = type.filter((each) => !each.includes('"'));
    fc.assert(
      fc.property(plain, fc.constantFrom(' ', '  ', '\t', '\n'), (each, space) => {
        expect(canonicalType(each.toUpperCase().replaceAll(' ', space))).toBe(canonicalType(each));
      }),
    );
  });

  test('is an array whatever it is an array of', () => {
    const single = type.filter((each) => !/\[|array/i.test(each));
    fc.assert(
      fc.property(single, fc.constantFrom('[]', '[][]', ' []', '[5]'), (each, brackets) => {
        expect(canonicalType(`${each}${brackets}`)).toBe(`${canonicalType(each)}[]`);
      }),
    );
  });

  test.each(['serial', 'bigserial', 'SMALLSERIAL', ' serial4 '])(
    '%s is none that a column has',
    (text) => {
      expect(isPseudoType(text)).toBe(true);
    },
  );

  test.each(['integer', 'serial_number', 'myserial'])(
    '%s is one that a column may have',
    (text) => {
      expect(isPseudoType(text)).toBe(false);
    },
  );
});
