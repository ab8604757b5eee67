// Statements that pg_dump writes, and their hostile twins: the exact codes of each.
import { describe, expect, test } from '@jest/globals';
import { parseStatements } from '../../../harness/intake/contents.ts';
import { objectionsTo } from '../../../harness/intake/hostile.ts';
import { readBody } from './scripts.ts';

const codesOf = (sql: string): string[] => [
  ...new Set(parseStatements(sql).flatMap((each) => objectionsTo(each).map(({ code }) => code))),
];
const body = (code: string, language = 'plpgsql'): string =>
  `CREATE FUNCTION a.f() RETURNS void LANGUAGE ${language} AS $body$${code}$body$;`;

describe('a statement of a dump', () => {
  test.each<[string, string]>([
    ["SELECT pg_catalog.setval('a.s', 5, true)", "SELECT setval('a.s', 5, true)"],
    ["SELECT pg_catalog.lo_create('7')", "SELECT pg_catalog.lo_create('7'), 1"],
    [
      "SELECT pg_catalog.set_config('search_path', '', false)",
      "SELECT pg_catalog.set_config('search_path', 'sly', false)",
    ],
    [
      "SELECT pg_catalog.set_config('search_path', '', false)",
      "SELECT pg_catalog.set_config('app.x', '', false)",
    ],
    [
      "SELECT pg_catalog.lo_unlink(oid) FROM pg_catalog.pg_largeobject_metadata WHERE oid = '7'",
      'SELECT pg_catalog.lo_unlink(oid) FROM pg_catalog.pg_largeobject_metadata WHERE true',
    ],
    [
      "SELECT * FROM pg_catalog.pg_restore_relation_stats('version', '180000'::integer)",
      "SELECT * FROM public.pg_restore_relation_stats('version', '180000'::integer)",
    ],
    [
      "UPDATE pg_catalog.pg_database SET datistemplate = false WHERE datname = 'x'",
      "UPDATE pg_catalog.pg_database SET datallowconn = false WHERE datname = 'x'",
    ],
    ['COPY a.t (x) FROM stdin', 'COPY a.t (x) TO stdout'],
    ['SET statement_timeout = 0', 'SET work_mem = 1'],
    ['CREATE SCHEMA a', 'CREATE SCHEMA a CREATE TABLE t ()'],
    [
      'CREATE MATERIALIZED VIEW a.v AS SELECT 1 WITH NO DATA',
      'CREATE MATERIALIZED VIEW a.v AS SELECT 1',
    ],
    ['CREATE TABLE t (a integer)', 'CREATE TABLE t AS SELECT 1'],
    ['ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)', 'ALTER TABLE t DROP COLUMN a'],
    ['CREATE EXTENSION hstore', 'CREATE EXTENSION hstore CASCADE'],
    ['ALTER INDEX i ATTACH PARTITION j', 'ALTER FUNCTION f() STABLE'],
    ['ALTER SEQUENCE s SET LOGGED', 'ALTER TABLE t RENAME TO u'],
    ['REFRESH MATERIALIZED VIEW v', 'VACUUM t'],
    ['DROP TABLE t', 'TRUNCATE t'],
    ['COMMENT ON TABLE t IS NULL', 'CALL p()'],
    ['CREATE VIEW v AS SELECT 1', 'SELECT 1'],
    ["CREATE FUNCTION dblink_x() RETURNS int LANGUAGE sql AS 'SELECT 1'", 'SELECT 2'],
    ['CREATE TYPE e AS ENUM ()', "DO 'BEGIN END'"],
  ])('%s is what pg_dump writes, %s is not', (good, bad) => {
    expect(codesOf(good)).toEqual([]);
    expect(codesOf(bad)).toEqual(['HOSTILE_STATEMENT']);
  });

  test.each<[string, string, readonly string[]]>([
    ['a server', 'CREATE SERVER s FOREIGN DATA WRAPPER w', ['HOSTILE_FOREIGN_SERVER']],
    ['a wrapper', 'CREATE FOREIGN DATA WRAPPER w', ['HOSTILE_FOREIGN_SERVER']],
    ['a foreign table', 'CREATE FOREIGN TABLE t () SERVER s', ['HOSTILE_FOREIGN_SERVER']],
    ['its change', "ALTER FOREIGN TABLE t OPTIONS (a 'b')", ['HOSTILE_FOREIGN_SERVER']],
    ['an import', 'IMPORT FOREIGN SCHEMA a FROM SERVER s INTO b', ['HOSTILE_FOREIGN_SERVER']],
    ['a grant on a server', 'GRANT USAGE ON FOREIGN SERVER s TO x', ['HOSTILE_FOREIGN_SERVER']],
    ['a mapping', 'CREATE USER MAPPING FOR PUBLIC SERVER s', ['HOSTILE_USER_MAPPING']],
    [
      'a subscription',
      "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p",
      ['HOSTILE_SUBSCRIPTION'],
    ],
    ['the end of one', 'DROP SUBSCRIPTION s', ['HOSTILE_SUBSCRIPTION']],
    ['the extension dblink', 'CREATE EXTENSION dblink', ['HOSTILE_DBLINK']],
    ['the extension postgres_fdw', 'CREATE EXTENSION postgres_fdw', ['HOSTILE_FOREIGN_SERVER']],
    ['the extension adminpack', 'CREATE EXTENSION adminpack', ['HOSTILE_FILE_ACCESS']],
    ['a language by its extension', 'CREATE EXTENSION plpython3u', ['HOSTILE_LANGUAGE']],
    ['a language', 'CREATE LANGUAGE x HANDLER y', ['HOSTILE_LANGUAGE']],
    ['a program', "COPY t FROM PROGRAM 'x'", ['HOSTILE_COPY_PROGRAM']],
    ['a file', "COPY t FROM '/x'", ['HOSTILE_FILE_ACCESS']],
    [
      'a server setting',
      "ALTER SYSTEM SET archive_command = 'x'",
      ['HOSTILE_ALTER_SYSTEM', 'HOSTILE_SETTING'],
    ],
    ['a library', "LOAD 'x'", ['HOSTILE_LOAD']],
    [
      'a preload of a database',
      "ALTER DATABASE d SET session_preload_libraries = 'x'",
      ['HOSTILE_LOAD'],
    ],
    [
      'a preload of a role',
      "ALTER ROLE r IN DATABASE d SET local_preload_libraries = 'x'",
      ['HOSTILE_LOAD'],
    ],
    ['a preload now', "SET session_preload_libraries = 'x'", ['HOSTILE_STATEMENT', 'HOSTILE_LOAD']],
    ['a command of a database', "ALTER DATABASE d SET archive_command = 'x'", ['HOSTILE_SETTING']],
    ['another identity', "ALTER DATABASE d SET role = 'x'", ['HOSTILE_SETTING']],
    ['another identity now', 'SET ROLE x', ['HOSTILE_STATEMENT']],
    [
      'an event trigger',
      'CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f()',
      ['HOSTILE_EVENT_TRIGGER'],
    ],
    ['its owner', 'ALTER EVENT TRIGGER e OWNER TO x', ['HOSTILE_EVENT_TRIGGER']],
    ['a role', "CREATE ROLE r PASSWORD 'x'", ['INTAKE_CLUSTER_DUMP', 'INTAKE_ROLE_PASSWORD']],
    ['a role without a password', 'ALTER ROLE r PASSWORD NULL', ['INTAKE_CLUSTER_DUMP']],
    ['a membership', 'GRANT a TO b', ['INTAKE_CLUSTER_DUMP']],
    [
      "a membership in the server's files",
      'GRANT pg_read_server_files TO b',
      ['INTAKE_CLUSTER_DUMP', 'HOSTILE_FILE_ACCESS'],
    ],
    ['a grant on a parameter', 'GRANT SET ON PARAMETER work_mem TO b', ['INTAKE_CLUSTER_DUMP']],
    ['a role everywhere', "ALTER ROLE r SET work_mem = '1MB'", ['INTAKE_CLUSTER_DUMP']],
    ['code in C', body('x', 'c'), ['HOSTILE_LANGUAGE']],
    [
      'code in C, quoted',
      "CREATE FUNCTION f() RETURNS int LANGUAGE 'C' AS 'a', 'b'",
      ['HOSTILE_LANGUAGE'],
    ],
    ['internal code', body('pg_read_file', 'internal'), ['HOSTILE_LANGUAGE']],
    ['code in a language nobody knows', body('x', 'brainf'), ['HOSTILE_LANGUAGE']],
    [
      'a transform in one',
      'CREATE TRANSFORM FOR int LANGUAGE plpython3u (FROM SQL WITH FUNCTION f(internal))',
      ['HOSTILE_LANGUAGE'],
    ],
    ['a default', "CREATE TABLE t (a text DEFAULT dblink('x', 'y'))", ['HOSTILE_DBLINK']],
    [
      'a check',
      "ALTER TABLE t ADD CONSTRAINT c CHECK (pg_catalog.pg_read_file('x') = '')",
      ['HOSTILE_FILE_ACCESS'],
    ],
    [
      'a view',
      "CREATE VIEW v AS SELECT * FROM ext.dblink('x', 'y') AS t(a int)",
      ['HOSTILE_DBLINK'],
    ],
    ['a quoted call', 'CREATE VIEW v AS SELECT "dblink_connect"(\'x\')', ['HOSTILE_DBLINK']],
    [
      'a call in unicode',
      "CREATE VIEW v AS SELECT U&\"d\\0062link\"('x', 'y')",
      ['HOSTILE_DBLINK'],
    ],
    ['a call in other case', "CREATE VIEW v AS SELECT DbLink_Connect('x')", ['HOSTILE_DBLINK']],
    [
      'a call deep inside',
      `CREATE VIEW v AS SELECT ${'('.repeat(100)}lo_import('x')${')'.repeat(100)}`,
      ['HOSTILE_FILE_ACCESS'],
    ],
    [
      'SQL in a call',
      "CREATE VIEW v AS SELECT query_to_xml('SELECT dblink(''x'')', true, true, '')",
      ['HOSTILE_DBLINK'],
    ],
    ['an index', 'CREATE INDEX i ON t (pg_read_file(a))', ['HOSTILE_FILE_ACCESS']],
    ['a policy', "CREATE POLICY p ON t USING (pg_ls_dir('x') IS NULL)", ['HOSTILE_FILE_ACCESS']],
    [
      'a trigger',
      'CREATE TRIGGER x AFTER INSERT ON t EXECUTE FUNCTION dblink_exec()',
      ['HOSTILE_DBLINK'],
    ],
    [
      'a trigger condition',
      "CREATE TRIGGER x AFTER INSERT ON t FOR EACH ROW WHEN (pg_stat_file('x') IS NULL) EXECUTE FUNCTION f()",
      ['HOSTILE_FILE_ACCESS'],
    ],
    [
      'a rule',
      "CREATE RULE r AS ON INSERT TO t DO ALSO SELECT lo_export(1, 'x')",
      ['HOSTILE_FILE_ACCESS'],
    ],
    [
      'an operator',
      'CREATE OPERATOR a.@@@ (RIGHTARG = text, FUNCTION = pg_catalog.pg_read_file)',
      ['HOSTILE_FILE_ACCESS'],
    ],
    [
      'an aggregate',
      'CREATE AGGREGATE a (text) (SFUNC = dblink_exec, STYPE = text)',
      ['HOSTILE_DBLINK'],
    ],
    ['a cast', 'CREATE CAST (text AS a) WITH FUNCTION dblink_exec(text)', ['HOSTILE_DBLINK']],
    [
      'a grant on the function',
      'GRANT EXECUTE ON FUNCTION pg_catalog.pg_read_file(text) TO x',
      ['HOSTILE_FILE_ACCESS'],
    ],
    [
      'a column made by it',
      "CREATE TABLE t (a text GENERATED ALWAYS AS (pg_read_file('x')) STORED)",
      ['HOSTILE_FILE_ACCESS'],
    ],
    [
      'a domain',
      "CREATE DOMAIN d AS text CHECK (VALUE <> pg_read_file('x'))",
      ['HOSTILE_FILE_ACCESS'],
    ],
    [
      'a body in SQL itself',
      "CREATE FUNCTION f() RETURNS text BEGIN ATOMIC SELECT pg_read_file('x'); END",
      ['HOSTILE_FILE_ACCESS'],
    ],
    [
      "a function's own setting",
      "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET session_preload_libraries = 'x' AS 'SELECT 1'",
      ['HOSTILE_LOAD'],
    ],
    [
      "a function's other identity",
      "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET role = 'x' AS 'SELECT 1'",
      ['HOSTILE_SETTING'],
    ],
    [
      "a function's own quoting",
      "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET standard_conforming_strings = off AS 'SELECT 1'",
      ['INTAKE_UNPARSABLE'],
    ],
    [
      "a procedure's own encoding",
      "CREATE PROCEDURE f() LANGUAGE sql SET client_encoding = 'sjis' AS 'SELECT 1'",
      ['INTAKE_UNPARSABLE'],
    ],
    [
      'the quoting of a database',
      'ALTER DATABASE d SET standard_conforming_strings = off',
      ['INTAKE_UNPARSABLE'],
    ],
    ['its quotes', 'ALTER DATABASE d SET backslash_quote = on', ['INTAKE_UNPARSABLE']],
    [
      'the encoding of a role',
      "ALTER ROLE r IN DATABASE d SET client_encoding = 'GB18030'",
      ['INTAKE_UNPARSABLE'],
    ],
    [
      'a database where no trigger fires',
      "ALTER DATABASE d SET session_replication_role = 'replica'",
      ['HOSTILE_SETTING'],
    ],
    [
      'a setting by a rule',
      "CREATE RULE r AS ON INSERT TO t DO ALSO UPDATE pg_settings SET setting = 'off'",
      ['HOSTILE_SETTING'],
    ],
    [
      'rules of access',
      'CREATE VIEW v AS SELECT * FROM pg_hba_file_rules',
      ['HOSTILE_FILE_ACCESS'],
    ],
    [
      'its function',
      'CREATE VIEW v AS SELECT * FROM pg_catalog.pg_hba_file_rules()',
      ['HOSTILE_FILE_ACCESS'],
    ],
    [
      'a slot',
      "CREATE VIEW v AS SELECT pg_create_logical_replication_slot('a', 'b')",
      ['HOSTILE_ALTER_SYSTEM'],
    ],
    [
      'SQL that a call joins',
      "CREATE VIEW v AS SELECT query_to_xml('select dbl'::text || ('ink(' || '1)'), true, true, '')",
      ['HOSTILE_DBLINK'],
    ],
    [
      'a setting by a call',
      "CREATE VIEW v AS SELECT set_config('dynamic_library_path', 'x', false)",
      ['HOSTILE_LOAD'],
    ],
  ])('is refused for what it is: %s', (_, sql, codes) => {
    expect(codesOf(sql).sort()).toEqual([...codes].sort());
  });

  test.each([
    'ALTER DATABASE d SET standard_conforming_strings = on',
    "ALTER DATABASE d SET client_encoding = 'utf-8'",
    "ALTER ROLE r IN DATABASE d SET backslash_quote = 'safe_encoding'",
    'ALTER DATABASE d SET "TimeZone" = \'UTC\'',
    'ALTER DATABASE d RESET client_encoding',
    "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET client_encoding FROM CURRENT AS 'SELECT 1'",
    'CREATE TABLE app.pg_hba_file_rules (a integer)',
    "CREATE VIEW v AS SELECT query_to_xml('select ' || a || 'dbl' || b || 'ink(1)', true, true, '')",
    "CREATE VIEW v AS SELECT f('dbl', 'ink(1)')",
  ])('is fine: %s', (sql) => {
    expect(codesOf(sql)).toEqual([]);
  });

  test("names a function that runs with its owner's rights, and refuses nothing for it", async () => {
    const sql = "CREATE FUNCTION a.f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';\n";
    const { findings } = await readBody(sql);
    expect(findings).toEqual([
      {
        code: 'INTAKE_SECURITY_DEFINER',
        where: expect.stringMatching(/^x\.sql:\d+$/),
        what: "function a.f runs with its owner's rights",
      },
    ]);
    expect(codesOf(sql.replace('SECURITY DEFINER', 'SECURITY INVOKER'))).toEqual([]);
  });

  test('is named without any literal of it', () => {
    const secret = 'hunter2';
    const statements = [
      `CREATE USER MAPPING FOR x SERVER s OPTIONS (password '${secret}')`,
      `CREATE SUBSCRIPTION s CONNECTION 'password=${secret}' PUBLICATION p`,
      `ALTER ROLE r PASSWORD '${secret}'`,
      `COPY t FROM PROGRAM '${secret}'`,
      `LOAD '${secret}'`,
      `ALTER SYSTEM SET primary_conninfo = '${secret}'`,
      `CREATE VIEW v AS SELECT dblink_connect('${secret}')`,
      body(`BEGIN PERFORM dblink_connect('${secret}'); END`),
    ];
    const objections = parseStatements(statements.join(';')).flatMap(objectionsTo);
    expect(objections.length).toBeGreaterThanOrEqual(statements.length);
    expect(JSON.stringify(objections)).not.toContain(secret);
    expect(objections).toContainEqual({
      code: 'INTAKE_ROLE_PASSWORD',
      what: 'it sets the password of role "r"',
    });
  });
});

describe('the order of a plain dump', () => {
  const codes = async (text: string): Promise<string[]> =>
    (await readBody(text)).findings.map(({ code }) => code);

  test.each(['DROP TABLE t;', 'ALTER TABLE t DROP CONSTRAINT c;', 'DROP DATABASE d;'])(
    'lets %s stand before what is made, and not behind it',
    async (drop) => {
      expect(await codes(`${drop}\nCREATE TABLE t ();\n`)).toEqual([]);
      expect(await codes(`CREATE TABLE t ();\n${drop}\n`)).toEqual(['HOSTILE_STATEMENT']);
    },
  );
});

describe('rows of a plain dump', () => {
  const codes = async (text: string): Promise<string[]> =>
    (await readBody(text)).findings.map(({ code, what }) => `${code} ${what}`);
  const COPY = 'COPY a.t (x) FROM stdin;\n1\n\\.\n\n';

  test.each([
    ['a trigger', 'CREATE TRIGGER g BEFORE INSERT ON a.t FOR EACH ROW EXECUTE FUNCTION a.f();'],
    ['a rule', 'CREATE RULE r AS ON INSERT TO a.t DO ALSO NOTHING;'],
    ['a policy', 'CREATE POLICY p ON a.t USING (true);'],
    ['an index', 'CREATE INDEX i ON a.t USING btree (a.f(x));'],
  ])('stand before %s, and not behind it', async (made, sql) => {
    for (const rows of [COPY, 'INSERT INTO a.t VALUES (1);\n']) {
      expect(await codes(`${rows}${sql}\n`)).toEqual([]);
      expect(await codes(`${sql}\n${rows}${rows}`)).toEqual([
        `HOSTILE_STATEMENT rows behind ${made}`,
      ]);
    }
  });

  test("may stand behind a view's own rule", async () => {
    const rule = 'CREATE RULE "_RETURN" AS ON SELECT TO a.v DO INSTEAD SELECT 1;\n';
    expect(await codes(`${rule}${COPY}`)).toEqual([]);
  });
});

describe('a transaction in a plain dump', () => {
  const codes = async (text: string): Promise<string[]> =>
    (await readBody(text)).findings.map(({ code }) => code);
  const OPEN = "SELECT pg_catalog.lo_open('7', 131072);\n";

  test('may stand around the content of large objects, and around nothing else', async () => {
    expect(await codes(`BEGIN;\n${OPEN}COMMIT;\n`)).toEqual([]);
    for (const odd of [
      'BEGIN;\nCREATE TABLE t ();\nCOMMIT;\n',
      `BEGIN;\n${OPEN}`,
      'COMMIT;\n',
      `BEGIN;\n${OPEN}ROLLBACK;\n`,
      'BEGIN;\nBEGIN;\nCOMMIT;\n',
      `BEGIN ISOLATION LEVEL SERIALIZABLE;\n${OPEN}COMMIT;\n`,
      'BEGIN;\nINSERT INTO a.t VALUES (1);\nCOMMIT;\n',
    ]) {
      expect(new Set(await codes(odd))).toEqual(new Set(['HOSTILE_STATEMENT']));
    }
  });
});
