// One spelling a type: what means the same is the same, and what does not is not.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { normaliseExpression, normaliseType } from '../../../harness/schema/types.ts';

describe('a type', () => {
  test.each([
    ['int', 'integer'],
    ['int2', 'smallint'],
    ['int4', 'integer'],
    ['INT8', 'bigint'],
    ['serial', 'integer'],
    ['serial4', 'integer'],
    ['bigserial', 'bigint'],
    ['serial8', 'bigint'],
    ['smallserial', 'smallint'],
    ['bool', 'boolean'],
    ['float4', 'real'],
    ['float8', 'double precision'],
    ['float', 'double precision'],
    ['float(24)', 'real'],
    ['float(25)', 'double precision'],
    ['decimal', 'numeric'],
    ['dec(4)', 'numeric(4,0)'],
    ['numeric(4)', 'numeric(4,0)'],
    ['numeric(4, 1)', 'numeric(4,1)'],
    ['numeric ( 4 , 1 )', 'numeric(4,1)'],
    ['numeric(4,-1)', 'numeric(4,-1)'],
    ['char', 'character(1)'],
    ['char(1)', 'character(1)'],
    ['character', 'character(1)'],
    ['char(64)', 'character(64)'],
    ['nchar(3)', 'character(3)'],
    ['bpchar(3)', 'character(3)'],
    ['bpchar', 'bpchar'],
    ['varchar(64)', 'character varying(64)'],
    ['char varying(64)', 'character varying(64)'],
    ['character  varying (64)', 'character varying(64)'],
    ['varchar', 'character varying'],
    ['bit', 'bit(1)'],
    ['varbit(5)', 'bit varying(5)'],
    ['bit varying(5)', 'bit varying(5)'],
    ['bit varying', 'bit varying'],
    ['timestamp', 'timestamp without time zone'],
    ['timestamptz', 'timestamp with time zone'],
    ['timestamptz(3)', 'timestamp(3) with time zone'],
    ['timestamp(3) with time zone', 'timestamp(3) with time zone'],
    ['TIMESTAMP (3)', 'timestamp(3) without time zone'],
    ['time', 'time without time zone'],
    ['timetz', 'time with time zone'],
    ['time(0) with time zone', 'time(0) with time zone'],
    ['interval', 'interval'],
    ['interval(3)', 'interval(3)'],
    ['INTERVAL day to second (3)', 'interval day to second(3)'],
    ['text[]', 'text[]'],
    ['text[][]', 'text[]'],
    ['text[3]', 'text[]'],
    ['varchar(8)[]', 'character varying(8)[]'],
    ['timestamptz(3)[]', 'timestamp(3) with time zone[]'],
    ['pg_catalog.int4', 'integer'],
    ['public.birth_status', 'birth_status'],
    ['PUBLIC.Birth_Status', 'birth_status'],
    ['"public"."birth_status"', 'birth_status'],
    ['"birth_status"', 'birth_status'],
    ['public."Birth Status"', '"Birth Status"'],
    ['"Birth Status"[]', '"Birth Status"[]'],
    ['audit."Kind"(3)', 'audit."Kind"(3)'],
    ['audit.kind', 'audit.kind'],
    ['constructor', 'constructor'],
  ])('%j is %j', (written, one) => {
    expect(normaliseType(written)).toBe(one);
    expect(normaliseType(one)).toBe(one);
  });

  test.each([
    ['"char"', 'char'],
    ['"Kind"', 'kind'],
    ['"a  b"', '"a b"'],
    ['audit.birth_status', 'birth_status'],
    ['audit.int4', 'int4'],
    ['public.uuid', 'uuid'],
    ['public."char"', '"char"'],
    ['public."numeric"', 'numeric'],
    ['public."timestamp"', 'timestamp'],
    ['text', 'text[]'],
    ['varchar', 'text'],
    ['varchar(64)', 'varchar(65)'],
    ['varchar', 'varchar(64)'],
    ['numeric', 'numeric(4,1)'],
    ['numeric(4,1)', 'numeric(41)'],
    ['timestamp', 'timestamptz'],
    ['timestamp(3)', 'timestamp'],
    ['interval', 'interval day to second'],
    ['bpchar', 'char'],
    ['integer', 'bigint'],
  ])('%j is not %j', (left, right) => {
    expect(normaliseType(left)).not.toBe(normaliseType(right));
  });

  const WORDS =
    'int|char|bit|numeric|float|time|timestamp|varchar|interval|bpchar|constructor|public.a|"A b"|' +
    'audit."c"|"char"|public.text|x.Y';
  const anyWord = fc.constantFrom(...WORDS.split('|'));
  const anyModifier = fc.constantFrom('', '(1)', ' (3)', '(4, 1)', '(4,-1)', '(24)', '( 64 )');
  const anyZone = fc.constantFrom('', ' with time zone', ' WITHOUT TIME ZONE');
  const anyType = fc
    .tuple(anyWord, anyModifier, anyZone, fc.constantFrom('', '[]', '[3][]'))
    .map((parts) => parts.join(''));

  test('that was normalised stays as it is', () => {
    const anyText = fc.oneof(anyType, fc.string({ maxLength: 20 }));
    fc.assert(
      fc.property(anyText, (type) => {
        const once = normaliseType(type);
        expect(normaliseType(once)).toBe(once);
      }),
      { numRuns: 2000 },
    );
  });

  test('does not change by letters\u2019 case or blanks, quotes aside', () => {
    const unquoted = anyType.filter((type) => !type.includes('"'));
    fc.assert(
      fc.property(unquoted, (type) => {
        const same = `  ${type.toUpperCase().replaceAll(' ', '  ')} `;
        expect(normaliseType(same)).toBe(normaliseType(type));
      }),
    );
  });
});

describe('an expression', () => {
  test.each([
    ["'proposed'::public.birth_status", "'proposed'::birth_status"],
    ["nextval('public.a_id_seq'::regclass)", "nextval('a_id_seq'::regclass)"],
    ['a  +\n b', 'a + b'],
    ['  now() ', 'now()'],
  ])('%j means %j', (left, right) => {
    expect(normaliseExpression(left)).toBe(normaliseExpression(right));
    expect(normaliseExpression(right)).toBe(right);
  });

  test.each([
    ["'a  b'::text", "'a b'::text"],
    ["'public.a'::text", "'a'::text"],
    ["'it''s  public.'::text", "'it''s public.'::text"],
    ["'x'::public.text", "'x'::text"],
    ['public.now()', 'now()'],
    ['"a  b"', '"a b"'],
    ["nextval('audit.a_id_seq'::regclass)", "nextval('a_id_seq'::regclass)"],
    ["'A'", "'a'"],
  ])('%j does not mean %j', (left, right) => {
    expect(normaliseExpression(left)).not.toBe(normaliseExpression(right));
  });
});
