// Which functions could switch a setting under a name that nobody reads beforehand.
import { describe, expect, test } from '@jest/globals';
import { parseStatements } from '../../../harness/intake/contents.ts';
import { couldSwitchSettings } from '../../../harness/intake/setting-switch.ts';

const could = (text: string): boolean =>
  parseStatements(text).some((statement) => couldSwitchSettings(statement, text));

const made = (rest: string): string =>
  `CREATE FUNCTION app.f(a integer) RETURNS integer\n    ${rest};\n`;

describe('code of a dump', () => {
  test.each([
    ['calls nothing by a computed name', 'LANGUAGE plpgsql\n    AS $$BEGIN RETURN a; END$$'],
    ['is a plain query', 'LANGUAGE sql IMMUTABLE\n    AS $_$SELECT $1$_$'],
    ['is a body of the standard', 'LANGUAGE sql\n    BEGIN ATOMIC\n  SELECT a;\nEND'],
    ['is one expression', 'LANGUAGE sql\n    RETURN (a + 1)'],
  ])('cannot where it %s', (_what, rest) => {
    expect(could(made(rest))).toBe(false);
  });

  test('cannot where it runs for triggers, which come behind all data', () => {
    const text =
      'CREATE FUNCTION app.t() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN EXECUTE x; END$$;';
    expect(could(text)).toBe(false);
  });

  test.each([
    ['executes a text', 'LANGUAGE plpgsql\n    AS $$BEGIN execute x; RETURN a; END$$'],
    ['sets by call', 'LANGUAGE sql\n    AS $$SELECT set_config(x, y, false)$$'],
    ['sets by a view', 'LANGUAGE sql\n    AS $$UPDATE pg_settings SET setting = a$$'],
    ['runs a block', "LANGUAGE plpgsql\n    AS $$BEGIN DO 'x'; END$$"],
    ['spells a name in escapes', 'LANGUAGE sql\n    AS $$SELECT U&"s\\0065t_config"(x)$$'],
    ['hides in other quotes', "LANGUAGE plpgsql\n    AS E'BEGIN \\x65xecute x; END'"],
    [
      'runs a query for XML',
      "LANGUAGE sql\n    AS $$SELECT query_to_xml('select set'||'_x', true, true, '')$$",
    ],
    ['runs it in its standard body', "LANGUAGE sql\n    RETURN query_to_xml('a', true, true, '')"],
    ['is in another language', 'LANGUAGE plperl\n    AS $$return 1$$'],
    ['is in C', "LANGUAGE c AS 'lib', 'f'"],
  ])('could where it %s', (_what, rest) => {
    expect(could(made(rest))).toBe(true);
  });

  test.each([
    "CREATE FUNCTION f(a text DEFAULT ' RETURNS trigger ') RETURNS integer LANGUAGE plpgsql AS $$BEGIN EXECUTE a; END$$;",
    "CREATE FUNCTION f(a text DEFAULT ' LANGUAGE sql ') RETURNS integer LANGUAGE plperl AS $$1$$;",
    "CREATE TABLE t (a integer CHECK (query_to_xml(chr(97), true, true, '') IS NULL));",
    'CREATE VIEW v AS SELECT U&"set\\005fconfig"(a, b, c);',
  ])('could however it is dressed: %s', (text) => {
    expect(could(text)).toBe(true);
  });

  test('cannot in a table or a view that runs no text', () => {
    expect(
      could('CREATE TABLE t (a integer CHECK (a > 0)); CREATE VIEW v AS SELECT a FROM t;'),
    ).toBe(false);
  });
});
