// What Postgres re-words is the same expression; what changes a meaning is not.
import { describe, expect, test } from '@jest/globals';
import {
  canonicalExpression,
  checkBody,
  isSameExpression,
} from '../../../harness/schema/expression.ts';

describe('the same expression', () => {
  test.each([
    ['((stage >= (0)::numeric) AND (stage <= (9)::numeric))', 'stage BETWEEN 0 AND 9'],
    ['((stage < 0) OR (stage > 9))', 'stage NOT BETWEEN 0 AND 9'],
    ["(state = ANY (ARRAY['a'::text, 'b'::text]))", "state IN ('a', 'b')"],
    [
      "((kind)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))",
      "kind IN ('a', 'b')",
    ],
    ['(a <> ALL (ARRAY[1, 2]))', 'a NOT IN (1, 2)'],
    ["'proposed'::public.birth_status", "'proposed'"],
    ["'{}'::jsonb", "'{}'"],
    ["'-1'::integer", '-1'],
    ['NULL::character varying', 'NULL'],
    ['now()', 'CURRENT_TIMESTAMP'],
    ["nextval('public.x_id_seq'::regclass)", "nextval('x_id_seq')"],
    ["(name ~~ 'x%'::text)", "name LIKE 'x%'"],
    ["(name !~~ 'x%'::text)", "name NOT LIKE 'x%'"],
    ["(name ~~* 'x%'::text)", "name ILIKE 'x%'"],
    ['(NOT (a IS DISTINCT FROM b))', 'a IS NOT DISTINCT FROM b'],
    ['((a AND b) AND c)', 'a AND (b AND c)'],
    ["lower(payload ->> 'title'::text)", "lower((payload->>'title'))"],
    [
      '(closed_at IS NULL OR (closed_at >= opened_at))',
      'closed_at is null or closed_at >= opened_at',
    ],
    ['pg_catalog.lower(a)', 'lower(a)'],
    ['(a)::public.order_state', 'a::order_state'],
    ['a OPERATOR(pg_catalog.=) b', 'a = b'],
    ['a != b', 'a <> b'],
    ['a -- a remark', 'a'],
  ])('%s is %s', (stored, written) => {
    expect(canonicalExpression(written)).not.toBeNull();
    expect(isSameExpression(stored, written)).toBe(true);
  });
});

describe('another expression', () => {
  test.each([
    ['a > 0', 'a >= 0'],
    ['a = 1', 'a = 2'],
    ['a = 0', "a = ''"],
    ['a AND b', 'a OR b'],
    ['(a OR b) AND c', 'a OR (b AND c)'],
    ['NOT (NOT a)', 'NOT a'],
    ["state IN ('a', 'b')", "state IN ('b', 'a')"],
    ["state IN ('a')", "state NOT IN ('a')"],
    ['a BETWEEN 0 AND 9', 'a NOT BETWEEN 0 AND 9'],
    ["name LIKE 'x%'", "name ILIKE 'x%'"],
    ["name ~ 'x'", "name ~* 'x'"],
    ['(bytes)::numeric', 'bytes'],
    ['(name)::varchar(3)', 'name'],
    ['audit.f(a)', 'f(a)'],
    ['public.lower(a)', 'lower(a)'],
    ['public.now()', 'now()'],
    ['a OPERATOR(public.=) b', 'a = b'],
    ['(a)::public.uuid', 'a::uuid'],
    ['(a)::public.text', 'a'],
    ["(a)::public.text = 'x'", "a::text = 'x'"],
    ['now()', 'clock_timestamp()'],
    ['true', 'false'],
    ['NULL', "'null'"],
    ['a IS NULL', 'a IS NOT NULL'],
    ['"A"', 'a'],
  ])('%s is not %s', (left, right) => {
    expect(isSameExpression(left, right)).toBe(false);
    expect(isSameExpression(left, left)).toBe(true);
  });
});

describe('no expression', () => {
  test.each([
    ['nothing', ''],
    ['a second statement', '1); DROP TABLE x; SELECT (1'],
    ['a statement', 'DROP TABLE x'],
    ['a query behind it', '1 FROM x'],
    ['a name behind it', 'a AS b'],
    ['half of one', 'a >'],
    ['one nested deeper than a person writes', `${'('.repeat(20_000)}1${')'.repeat(20_000)}`],
  ])('%s', (_what, text) => {
    expect(canonicalExpression(text)).toBeNull();
  });

  test('is the same only as itself', () => {
    expect(isSameExpression('a  > ', 'a >')).toBe(true);
    expect(isSameExpression('a >', 'a >=')).toBe(false);
    expect(isSameExpression('a >', 'a > 0')).toBe(false);
  });
});

test('CHECK around an expression is taken off', () => {
  expect(checkBody('CHECK ((a > 0))')).toBe('(a > 0)');
  expect(checkBody('check(a)')).toBe('a');
  expect(checkBody('checked > 0')).toBe('checked > 0');
});
