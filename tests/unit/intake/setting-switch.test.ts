// Which functions could switch a setting under a name that nobody reads beforehand.
import { describe, expect, test } from '@jest/globals';
import { couldSwitchSettings } from '../../../harness/intake/setting-switch.ts';

const made = (rest: string): string =>
  `CREATE FUNCTION app.f(a integer) RETURNS integer\n    ${rest};\n`;

describe('code of a dump', () => {
  test.each([
    ['calls nothing by a computed name', 'LANGUAGE plpgsql\n    AS $$BEGIN RETURN a; END$$'],
    ['is a plain query', 'LANGUAGE sql IMMUTABLE\n    AS $_$SELECT $1$_$'],
    ['is a body of the standard', 'LANGUAGE sql\n    BEGIN ATOMIC\n  SELECT a;\nEND'],
    ['is one expression', 'LANGUAGE sql\n    RETURN (a + 1)'],
  ])('cannot where it %s', (_what, rest) => {
    expect(couldSwitchSettings(made(rest))).toBe(false);
  });

  test('cannot where it runs for triggers, which come behind all data', () => {
    const text =
      'CREATE FUNCTION app.t() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN EXECUTE x; END$$;';
    expect(couldSwitchSettings(text)).toBe(false);
  });

  test.each([
    ['executes a text', 'LANGUAGE plpgsql\n    AS $$BEGIN execute x; RETURN a; END$$'],
    ['sets by call', 'LANGUAGE sql\n    AS $$SELECT set_config(x, y, false)$$'],
    ['sets by a view', 'LANGUAGE sql\n    AS $$UPDATE pg_settings SET setting = a$$'],
    ['runs a block', "LANGUAGE plpgsql\n    AS $$BEGIN DO 'x'; END$$"],
    ['spells a name in escapes', 'LANGUAGE sql\n    AS $$SELECT U&"s\\0065t_config"(x)$$'],
    ['stands in other quotes', "LANGUAGE plpgsql\n    AS 'BEGIN RETURN a; END'"],
    ['is in another language', 'LANGUAGE plperl\n    AS $$return 1$$'],
    ['says no language', 'AS $$SELECT 1$$'],
  ])('could where it %s', (_what, rest) => {
    expect(couldSwitchSettings(made(rest))).toBe(true);
  });
});
