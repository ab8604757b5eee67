// What happens to each part of a dump: schemas first, extensions beforehand, the rest then.
import { describe, expect, test } from '@jest/globals';
import { loadModule, parseSync } from 'libpg-query';
import { treatEntry, treatStatement } from '../../../harness/restore/treatment.ts';
import type { TocEntry } from '../../../harness/intake/contract.ts';
import type { Treatment } from '../../../harness/restore/contract.ts';

await loadModule();

const EXTENSION = 'extensions are created beforehand by the superuser, from the allow-list';
const DATABASE = 'the clone\u2019s database is created by the harness';

function entry(description: string, tag: string, definition = ''): TocEntry {
  return { dumpId: 1, description, tag, namespace: null, owner: null, definition, section: 'none' };
}

describe('an entry of an archive', () => {
  test.each<readonly [string, string, Treatment]>([
    ['SCHEMA', 'app', { kind: 'first' }],
    ['EXTENSION', 'pgcrypto', { kind: 'omit', why: EXTENSION }],
    ['COMMENT', 'EXTENSION pgcrypto', { kind: 'omit', why: EXTENSION }],
    ['DATABASE', 'directus', { kind: 'omit', why: DATABASE }],
    ['DATABASE PROPERTIES', 'directus', { kind: 'database', sql: 'the sql' }],
    ['COMMENT', 'DATABASE directus', { kind: 'database', sql: 'the sql' }],
    ['ACL', 'DATABASE directus', { kind: 'database', sql: 'the sql' }],
    ['SECURITY LABEL', 'DATABASE directus', { kind: 'database', sql: 'the sql' }],
    ['COMMENT', 'SCHEMA app', { kind: 'then' }],
    ['COMMENT', 'TABLE "EXTENSION x"', { kind: 'then' }],
    ['COMMENT', 'COLUMN t.c', { kind: 'then' }],
    ['ACL', 'SCHEMA app', { kind: 'then' }],
    ['TABLE', 'DATABASE x', { kind: 'then' }],
    ['TABLE', 'EXTENSION x', { kind: 'then' }],
    ['TABLE DATA', 'birth_registry', { kind: 'then' }],
    ['DEFAULT ACL', 'DEFAULT PRIVILEGES FOR TABLES', { kind: 'then' }],
    ['EVENT TRIGGER', 'on_ddl', { kind: 'then' }],
    ['a kind of a later version', 'x', { kind: 'then' }],
  ])('%s %s', (description, tag, treatment) => {
    expect(treatEntry(entry(description, tag, 'the sql'))).toEqual(treatment);
  });
});

/** The treatment of a statement as the real grammar reads it. */
function treated(sql: string): Treatment {
  const [statement] = parseSync(sql).stmts ?? [];
  const [kind, node] = Object.entries(statement?.stmt ?? {})[0] ?? ['', null];
  return treatStatement({ kind, node });
}

describe('a statement of a plain dump', () => {
  test.each([
    'CREATE SCHEMA app',
    'CREATE SCHEMA IF NOT EXISTS app AUTHORIZATION directus',
    'ALTER SCHEMA app OWNER TO directus',
    // What pg_dump --clean --if-exists puts before them: later it would drop what was just made.
    'DROP SCHEMA IF EXISTS app',
  ])('comes first: %s', (sql) => {
    expect(treated(sql)).toEqual({ kind: 'first' });
  });

  test.each([
    ['CREATE EXTENSION IF NOT EXISTS pgcrypto WITH SCHEMA public', EXTENSION],
    ['ALTER EXTENSION pgcrypto UPDATE', EXTENSION],
    ['ALTER EXTENSION pgcrypto SET SCHEMA app', EXTENSION],
    ["COMMENT ON EXTENSION pgcrypto IS 'x'", EXTENSION],
    ['DROP EXTENSION IF EXISTS pgcrypto', EXTENSION],
    ["CREATE DATABASE directus WITH TEMPLATE = template0 ENCODING = 'UTF8'", DATABASE],
    ['DROP DATABASE IF EXISTS directus', DATABASE],
    ['ALTER DATABASE directus OWNER TO directus', DATABASE],
  ])('is left out, and it is said why: %s', (sql, why) => {
    expect(treated(sql)).toEqual({ kind: 'omit', why });
  });

  test.each([
    'SET statement_timeout = 0',
    "SELECT pg_catalog.set_config('search_path', '', false)",
    'CREATE TABLE app.t (a integer)',
    'ALTER TABLE app.t OWNER TO directus',
    'DROP TABLE IF EXISTS app.t',
    "COMMENT ON SCHEMA app IS 'x'",
    'GRANT USAGE ON SCHEMA app TO directus',
    "COMMENT ON DATABASE directus IS 'x'",
    "ALTER DATABASE directus SET search_path TO 'app'",
    'GRANT CONNECT ON DATABASE directus TO directus',
    'CREATE TABLE app."CREATE EXTENSION" (a integer)',
  ])('comes then: %s', (sql) => {
    expect(treated(sql)).toEqual({ kind: 'then' });
  });

  test.each([
    ['', null],
    ['SelectStmt', undefined],
    ['SelectStmt', 'text'],
  ])('comes then where its tree says nothing: %j %j', (kind, node) => {
    expect(treatStatement({ kind, node })).toEqual({ kind: 'then' });
  });
});
