// The questions put to the catalogs: one a section, each answering one JSON array (or object) whose
// keys are the contract's. Only pg_catalog is read; the same text works on 13 to 18.
import { objectsSql } from './catalog-sql-objects.ts';
import { every, grantsIn, newer, owned, USER_SCHEMA, word } from './catalog-sql-parts.ts';
import { TABLES_SQL } from './catalog-sql-tables.ts';
import { TYPES_SQL } from './catalog-sql-types.ts';

/** For a server of that major version. */
export const catalogSql = (major: number): Readonly<Record<string, string>> => ({
  database: `
SELECT json_build_object('name', d.datname, 'encoding', pg_encoding_to_char(d.encoding),
  'collation', d.datcollate, 'ctype', d.datctype,
  'localeProvider', coalesce(${word(newer('d', 'datlocprovider'), { c: 'libc', i: 'icu', b: 'builtin' })}, 'libc'),
  'locale', coalesce(${newer('d', 'datlocale')}, ${newer('d', 'daticulocale')}),
  'owner', pg_get_userbyid(d.datdba), 'comment', shobj_description(d.oid, 'pg_database'),
  'grants', ${grantsIn(`coalesce(d.datacl, acldefault('d', d.datdba))`)}) AS facts
FROM pg_database d WHERE d.datname = current_database()`,

  schemas: every(
    `'name', n.nspname, ${owned('pg_namespace', 'n.oid', 'n.nspowner', 'n.nspacl', 'n')}`,
    `pg_namespace n WHERE ${USER_SCHEMA}`,
    'n.nspname COLLATE "C"',
  ),
  ...TABLES_SQL,
  ...TYPES_SQL,
  ...objectsSql(major),
});
