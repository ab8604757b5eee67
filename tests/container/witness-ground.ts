// A cluster with one small database of everything, and fresh copies of it for tests of the witness.
import { READER } from '../../harness/restore/contract.ts';
import { MAINTENANCE_DATABASE, type Sandbox } from '../../harness/sandbox/contract.ts';
import { testSandbox, type TestSandbox } from './sandboxes.ts';

export const SLOW_MS = 300_000;
export const DATABASE = 'hiding';

/** With the roles that a restore leaves behind, under the settings that scenarios have. */
export async function ground(major: number): Promise<TestSandbox> {
  const held = await testSandbox(major);
  const { sandbox } = held;
  await sandbox.restart('rehearse');
  await inMaintenance(sandbox, [
    // What is not to be kept need not reach the disk; the log is written all the same.
    'ALTER SYSTEM SET fsync = off',
    'SELECT pg_reload_conf()',
    `CREATE ROLE ${READER} NOLOGIN NOSUPERUSER BYPASSRLS`,
    `GRANT pg_read_all_data, pg_read_all_settings TO ${READER}`,
    'CREATE DATABASE hiding_template TEMPLATE template0',
  ]);
  await using session = await sandbox.connect({ database: 'hiding_template' });
  await session.client.query(GROUND);
  await session.client.query(`GRANT SELECT ON pg_catalog.pg_largeobject TO ${READER}`);
  return held;
}

/** A copy that nothing was done to. */
export async function fresh(sandbox: Sandbox): Promise<void> {
  await inMaintenance(sandbox, [
    `DROP DATABASE IF EXISTS ${DATABASE} WITH (FORCE)`,
    // A grant on a parameter of the server stays when its database is gone.
    'DROP OWNED BY hiding_role',
    'DROP ROLE hiding_role',
    'CREATE ROLE hiding_role NOLOGIN',
    `CREATE DATABASE ${DATABASE} TEMPLATE hiding_template`,
  ]);
}

export async function inMaintenance(
  sandbox: Sandbox,
  statements: readonly string[],
): Promise<void> {
  await using session = await sandbox.connect({ database: MAINTENANCE_DATABASE });
  for (const statement of statements) await session.client.query(statement);
}

/** Something of each kind that a change may touch. */
const GROUND = `
CREATE TABLE plain (id int PRIMARY KEY, t text, n int);
INSERT INTO plain SELECT g, 'row ' || g, g FROM generate_series(1, 500) AS g;
CREATE INDEX plain_n ON plain (n);
CREATE TABLE twin (id int PRIMARY KEY, t text, n int);
INSERT INTO twin SELECT g, 'other ' || g, g FROM generate_series(1, 500) AS g;
CREATE TABLE keyless (t text, n int);
INSERT INTO keyless SELECT 'row ' || g, g FROM generate_series(1, 50) AS g;
CREATE UNLOGGED TABLE unlogged (id int PRIMARY KEY, t text);
INSERT INTO unlogged VALUES (1, 'a');
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE TYPE pair AS (low int, high int);
CREATE TABLE typed (id int PRIMARY KEY, m mood, p positive, c pair, ms mood[], r regclass);
INSERT INTO typed VALUES (1, 'sad', 1, (1, 2), '{sad,ok}', 'plain');
CREATE TABLE toasted (id int PRIMARY KEY, t text, n int);
ALTER TABLE toasted ALTER COLUMN t SET STORAGE EXTERNAL;
INSERT INTO toasted VALUES (1, repeat('x', 20000), 1);
CREATE TABLE parted (at int NOT NULL, t text) PARTITION BY RANGE (at);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (10);
INSERT INTO parted VALUES (1, 'one'), (2, 'two');
CREATE TABLE loose (at int NOT NULL, t text);
INSERT INTO loose VALUES (11, 'eleven');
CREATE MATERIALIZED VIEW counted AS SELECT count(*) AS n FROM plain;
CREATE MATERIALIZED VIEW empty_view AS SELECT count(*) AS n FROM plain WITH NO DATA;
CREATE SEQUENCE steps;
CREATE SEQUENCE strides CACHE 10;
SELECT nextval('strides');
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER plain_touch BEFORE UPDATE ON plain FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TABLE child (id int PRIMARY KEY, plain int REFERENCES plain);
INSERT INTO child VALUES (1, 1);
CREATE STATISTICS plain_state (dependencies) ON t, n FROM plain;
ALTER TABLE plain ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_rows ON plain USING (true);
CREATE ROLE hiding_role NOLOGIN;
SELECT lo_from_bytea(4711, 'large');
CREATE VIEW seen AS SELECT id FROM plain;
CREATE RULE keep AS ON DELETE TO twin DO INSTEAD NOTHING;
CREATE PUBLICATION told FOR TABLE plain;
ANALYZE;`;
