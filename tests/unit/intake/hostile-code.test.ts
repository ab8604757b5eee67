// Bodies of functions: what runs is found, what is only talked about is not.
import { describe, expect, test } from '@jest/globals';
import { objectionsInCode } from '../../../harness/intake/hostile-code.ts';

const codesIn = (code: string, language = 'plpgsql'): string[] => [
  ...new Set(objectionsInCode(code, language).map((each) => each.code)),
];

describe('the body of a function', () => {
  test.each<[string, string]>([
    ['PERFORM dblink_connect($1);', 'HOSTILE_DBLINK'],
    ['PERFORM ext . "dblink" ($1);', 'HOSTILE_DBLINK'],
    ['PERFORM U&"\\0064blink"($1);', 'HOSTILE_DBLINK'],
    ["EXECUTE 'SELECT dblink(''x'')';", 'HOSTILE_DBLINK'],
    ["EXECUTE E'SELECT \\x64blink(1)';", 'HOSTILE_DBLINK'],
    ["EXECUTE U&'SELECT \\0064blink(1)';", 'HOSTILE_DBLINK'],
    ['EXECUTE $q$SELECT dblink(1)$q$;', 'HOSTILE_DBLINK'],
    ["EXECUTE 'SELECT dbl' || 'ink(1)';", 'HOSTILE_DBLINK'],
    ['PERFORM dblink /* so */ -- they say\n (1);', 'HOSTILE_DBLINK'],
    ['PERFORM U&"!0064blink" UESCAPE \'!\' (1);', 'HOSTILE_DBLINK'],
    ['PERFORM U&"z0064blink" UESCAPE \'z\' (1);', 'HOSTILE_DBLINK'],
    ['PERFORM U&"_+000064blink" /* so */ UESCAPE \'_\' (1);', 'HOSTILE_DBLINK'],
    ["EXECUTE U&'SELECT az002ez0064blink(1)' UESCAPE 'z';", 'HOSTILE_DBLINK'],
    ["EXECUTE E'SELECT d\\542link(1)';", 'HOSTILE_DBLINK'],
    ["EXECUTE 'SELECT dbl'::text || 'ink(1)'::text;", 'HOSTILE_DBLINK'],
    ['x := E\'\\xe9\'; PERFORM "dblink"(1);', 'HOSTILE_DBLINK'],
    ["x := E'\\351'; EXECUTE E'SELECT d\\x62link(1)';", 'HOSTILE_DBLINK'],
    ['x := E\'\\ud800\'; PERFORM "dblink"(1);', 'HOSTILE_DBLINK'],
    ["x := E'\\ud800'; EXECUTE E'SELECT d\\x62link(1)';", 'HOSTILE_DBLINK'],
    ['x := E\'\\ud800\'; PERFORM U&"\\0064blink"(1);', 'HOSTILE_DBLINK'],
    ["EXECUTE 'SELECT \"dblink\"('' ' || x || ' '')';", 'HOSTILE_DBLINK'],
    ["EXECUTE 'SELECT dbl'\n  'ink(1)';", 'HOSTILE_DBLINK'],
    ["EXECUTE E'SELECT dbl' -- goes on\n  '\\x69nk(1)';", 'HOSTILE_DBLINK'],
    ["EXECUTE 'EXECUTE ''SELECT dblink(1)''';", 'HOSTILE_DBLINK'],
    ["EXECUTE format('SELECT %I(1)', 'dblink_exec');", 'HOSTILE_DBLINK'],
    ["x := pg_read_file('y');", 'HOSTILE_FILE_ACCESS'],
    ["x := pg_catalog.pg_ls_dir('y');", 'HOSTILE_FILE_ACCESS'],
    ["BEGIN COPY t FROM '/x'; END", 'HOSTILE_FILE_ACCESS'],
    ["BEGIN COPY (SELECT 1) TO '/x'; END", 'HOSTILE_FILE_ACCESS'],
    ["EXECUTE format('COPY t FROM %L', f);", 'HOSTILE_FILE_ACCESS'],
    ["EXECUTE 'COPY t FROM ' || quote_literal(f);", 'HOSTILE_FILE_ACCESS'],
    ["EXECUTE 'GRANT pg_read_server_files TO x';", 'HOSTILE_FILE_ACCESS'],
    ["BEGIN COPY t FROM PROGRAM 'x'; END", 'HOSTILE_COPY_PROGRAM'],
    ["EXECUTE 'COPY ' || t || ' TO PROGRAM ''x''';", 'HOSTILE_COPY_PROGRAM'],
    ["EXECUTE 'COPY t TO PROGRAM ' || quote_literal(c);", 'HOSTILE_COPY_PROGRAM'],
    ["EXECUTE format('COPY %I.%I (a) FROM PROGRAM %L', s, t, c);", 'HOSTILE_COPY_PROGRAM'],
    ["EXECUTE 'ALTER SYSTEM SET a = b';", 'HOSTILE_ALTER_SYSTEM'],
    ['PERFORM pg_reload_conf();', 'HOSTILE_ALTER_SYSTEM'],
    ["IF a THEN LOAD 'x'; END IF;", 'HOSTILE_LOAD'],
    ["EXECUTE 'LOAD ' || quote_literal(x);", 'HOSTILE_LOAD'],
    ["BEGIN SET LOCAL dynamic_library_path = 'x'; END", 'HOSTILE_LOAD'],
    ["PERFORM set_config('session_preload_libraries', 'x', false);", 'HOSTILE_LOAD'],
    ["EXECUTE 'ALTER DATABASE d SET local_preload_libraries = x';", 'HOSTILE_LOAD'],
    [
      "PERFORM set_config(setting_name => 'jit_provider', new_value => 'x', is_local => false);",
      'HOSTILE_LOAD',
    ],
    ["PERFORM set_config('plperl.on_init', 'x', false);", 'HOSTILE_SETTING'],
    [
      "PERFORM set_config(new_value => 'x', setting_name => 'jit_provider', is_local => false);",
      'HOSTILE_LOAD',
    ],
    ['BEGIN SET standard_conforming_strings = off; END', 'INTAKE_UNPARSABLE'],
    ['BEGIN SET LOCAL "Standard_Conforming_Strings" TO \'off\'; END', 'INTAKE_UNPARSABLE'],
    ["EXECUTE 'SET standard_conforming_' || 'strings = ' || x;", 'INTAKE_UNPARSABLE'],
    ["PERFORM set_config('standard_conforming_' || 'strings', 'off', false);", 'INTAKE_UNPARSABLE'],
    [
      "PERFORM set_config(new_value => 'off', setting_name := 'standard_conforming_strings', is_local => false);",
      'INTAKE_UNPARSABLE',
    ],
    ["PERFORM set_config('standard_conforming_strings', x, false);", 'INTAKE_UNPARSABLE'],
    ["BEGIN SET client_encoding = 'SJIS'; END", 'INTAKE_UNPARSABLE'],
    ["BEGIN SET NAMES 'GBK'; END", 'INTAKE_UNPARSABLE'],
    ['BEGIN SET backslash_quote = on; END', 'INTAKE_UNPARSABLE'],
    ["EXECUTE 'ALTER DATABASE d SET client_encoding = big5';", 'INTAKE_UNPARSABLE'],
    ["EXECUTE 'ALTER FUNCTION f() SET standard_conforming_strings = off';", 'INTAKE_UNPARSABLE'],
    [
      "EXECUTE 'CREATE FUNCTION g() RETURNS int LANGUAGE sql SET backslash_quote = on AS ''x'' ';",
      'INTAKE_UNPARSABLE',
    ],
    ["EXECUTE 'ALTER DATABASE d SET session_replication_role = replica';", 'HOSTILE_SETTING'],
    ["BEGIN UPDATE pg_settings SET setting = 'off' WHERE name = x; END", 'HOSTILE_SETTING'],
    [
      "WITH u AS (UPDATE ONLY pg_catalog.pg_settings SET setting = 'off') SELECT 1;",
      'HOSTILE_SETTING',
    ],
    ['SELECT * FROM pg_hba_file_rules;', 'HOSTILE_FILE_ACCESS'],
    ['SELECT * FROM pg_catalog.pg_hba_file_rules();', 'HOSTILE_FILE_ACCESS'],
    ['SELECT sourcefile FROM pg_catalog.pg_file_settings;', 'HOSTILE_FILE_ACCESS'],
    ["PERFORM pg_create_logical_replication_slot('a', 'b');", 'HOSTILE_ALTER_SYSTEM'],
    ["PERFORM pg_logical_slot_get_changes('a', NULL, NULL);", 'HOSTILE_ALTER_SYSTEM'],
    ['PERFORM pg_switch_wal();', 'HOSTILE_ALTER_SYSTEM'],
    ["EXECUTE 'CREATE SUBSCRIPTION s CONNECTION ''x'' PUBLICATION p';", 'HOSTILE_SUBSCRIPTION'],
    ["EXECUTE 'CREATE SERVER s FOREIGN DATA WRAPPER w';", 'HOSTILE_FOREIGN_SERVER'],
    ["EXECUTE 'IMPORT FOREIGN SCHEMA a FROM SERVER s INTO b';", 'HOSTILE_FOREIGN_SERVER'],
    ["EXECUTE 'CREATE EXTENSION IF NOT EXISTS postgres_fdw';", 'HOSTILE_FOREIGN_SERVER'],
    ["EXECUTE 'CREATE USER MAPPING FOR x SERVER s';", 'HOSTILE_USER_MAPPING'],
    ["EXECUTE 'CREATE EVENT TRIGGER e ON sql_drop EXECUTE FUNCTION f()';", 'HOSTILE_EVENT_TRIGGER'],
    ["EXECUTE 'CREATE FUNCTION g() RETURNS int AS ''x'' LANGUAGE plpython3u';", 'HOSTILE_LANGUAGE'],
    ["EXECUTE 'CREATE OR REPLACE TRUSTED LANGUAGE x';", 'HOSTILE_LANGUAGE'],
  ])('is refused where it says %s', (code, expected) => {
    expect(codesIn(code)).toEqual([expected]);
  });

  test.each([
    '-- dblink(1)\nNULL;',
    "/* COPY t FROM PROGRAM 'x' /* nested */ */ NULL;",
    "RAISE NOTICE 'no dblink here';",
    "IF EXISTS (SELECT FROM pg_extension WHERE extname = 'dblink') THEN NULL; END IF;",
    'SELECT dblink FROM t;',
    'SELECT U&"dblink!0064" UESCAPE \'!\' (1);',
    "x := E'\\xe9'; RAISE NOTICE 'no \"dblink\" here';",
    "copy := substring(copy from '^a');",
    'load := 1; system := 2; program := 3;',
    "RAISE 'alter system is not for you';",
    "PERFORM set_config('app.user', 'x', true);",
    'SET LOCAL ROLE reader;',
    'SET standard_conforming_strings = on; SET client_encoding TO DEFAULT;',
    "SET NAMES 'utf-8'; SET LOCAL client_encoding = 'LATIN1';",
    "PERFORM set_config('client_encoding', 'UTF8', true);",
    "PERFORM set_config('app.port', port, true);",
    "x := current_setting('standard_conforming_strings');",
    "SELECT setting FROM pg_settings WHERE name = 'client_encoding';",
    'SET session_replication_role = replica;',
    "EXECUTE 'CREATE TABLE t (a int REFERENCES u ON DELETE SET NULL)';",
    'PERFORM pg_current_wal_lsn(); PERFORM pg_is_in_recovery();',
    "EXECUTE 'CREATE FUNCTION g() RETURNS int AS ''SELECT 1'' LANGUAGE sql';",
    "EXECUTE format('ALTER TABLE %I SET (fillfactor = 70)', t);",
    'INSERT INTO server VALUES (1); UPDATE subscription SET a = 1;',
  ])('is fine where it says %s', (code) => {
    expect(codesIn(code)).toEqual([]);
  });

  test('in another language is judged by its words, comments and all', () => {
    expect(codesIn("# spi_exec_query('SELECT dblink(1)')", 'plperl')).toEqual(['HOSTILE_DBLINK']);
    expect(codesIn('spi_exec_query("SELECT \\"dblink\\"(1)")', 'plperl')).toEqual([
      'HOSTILE_DBLINK',
    ]);
    expect(codesIn('spi_exec_query("SELECT dbl\\x69nk(1)")', 'plperl')).toEqual(['HOSTILE_DBLINK']);
    expect(codesIn("spi_exec_query(q{COPY t FROM PROGRAM 'x'})", 'plperl')).not.toEqual([]);
    expect(codesIn('spi_exec_query("SET standard_conforming_strings = off")', 'plperl')).toEqual([
      'INTAKE_UNPARSABLE',
    ]);
    expect(codesIn('spi_exec_query("SET client_encoding = \'UTF8\'")', 'plperl')).toEqual([]);
    const calls: readonly (readonly [string, string, readonly string[]])[] = [
      ['standard_conforming_strings', 'off', ['INTAKE_UNPARSABLE']],
      ['standard_conforming_strings', 'on', []],
      ['jit_provider', 'x', ['HOSTILE_LOAD']],
    ];
    for (const [name, value, codes] of calls) {
      const call = `spi_exec_query("SELECT set_config('${name}', '${value}', false)")`;
      expect(codesIn(call, 'plperl')).toEqual(codes);
    }
    expect(codesIn('my $x = 1; return $x--;', 'plperl')).toEqual([]);
  });

  test('that cannot be cut into words is judged by what can be seen', () => {
    expect(codesIn("PERFORM dblink(1); x := 'open")).toEqual(['HOSTILE_DBLINK']);
  });

  test('is judged in time, however it is made', () => {
    const started = performance.now();
    expect(codesIn('BEGIN copy '.repeat(30_000))).toEqual([]);
    expect(codesIn(`x := E'\\'${'\n'.repeat(300_000)}x';`)).toEqual([]);
    expect(codesIn(`x := ${"'a' -- b\n".repeat(20_000)};`)).toEqual([]);
    expect(codesIn('('.repeat(100_000))).toEqual([]);
    expect(codesIn('{ grant a '.repeat(30_000))).toEqual(['INTAKE_UNPARSABLE']);
    expect(codesIn('(grant a '.repeat(30_000))).toEqual([]);
    expect(codesIn('"grant a '.repeat(30_000), 'plperl')).toEqual(['INTAKE_UNPARSABLE']);
    expect(codesIn('\\"'.repeat(100_000), 'plperl')).toEqual([]);
    expect(codesIn(`${'x'.repeat(1024 * 1024)}y`)).toEqual(['INTAKE_UNPARSABLE']);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test('is refused where strings stand in strings deeper than anybody reads', () => {
    const nest = (depth: number): string =>
      depth === 0 ? 'SELECT 1;' : `EXECUTE $a${depth}$${nest(depth - 1)}$a${depth}$;`;
    expect(codesIn(nest(8))).toEqual([]);
    expect(codesIn(nest(40))).toEqual(['INTAKE_UNPARSABLE']);
  });
});
