// The catalog as text, one section a kind of object. No OID stands in it, so that equal schemas
// read equal in two databases; what is only a hint or a statistic is left out, and so is the one
// column option that the server keeps for itself: "pg_attver" (seen in 15.20 and 17.12), the WAL
// position at which a column was made. It differs with every restore, and ALTER TABLE cannot set it.

import { BUILT_IN } from './builtin.ts';
import { acl, without } from './fragments.ts';
import { OBJECT_SECTIONS } from './objects.ts';
import { SHARED_SECTIONS } from './shared.ts';
import { TABLE_SECTIONS } from './tables.ts';

/** Each query answers one column `line`, jsonb; the lines are sorted by the reader. */
export const CATALOG_SECTIONS: Readonly<Record<string, string>> = {
  schemas: `SELECT to_jsonb(ns) - ${without('oid', 'nspowner', 'nspacl')} || jsonb_build_object(
      'owner', pg_get_userbyid(nspowner), 'acl', ${acl('nspacl', 'n', 'nspowner')}) AS line
    FROM pg_namespace AS ns WHERE nspname !~ '^pg_(toast|temp)'`,

  ...TABLE_SECTIONS,
  ...OBJECT_SECTIONS,
  'built-in': BUILT_IN,
  ...SHARED_SECTIONS,
};

/** In the order in which a fingerprint takes them in. */
export const CATALOG_ORDER: readonly string[] = Object.keys(CATALOG_SECTIONS);
/** The part of a fingerprint that stands beside the catalog. */
export const SEQUENCE_SECTION = 'sequence values';

/** Every sequence with where it stands; read apart, because no ROLLBACK brings it back. */
export const SEQUENCE_NAMES = `
SELECT n.nspname::text AS schema, c.relname::text AS name, c.oid::regclass::text AS label
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
 WHERE c.relkind = 'S' AND c.relpersistence <> 't' ORDER BY c.oid::regclass::text COLLATE "C"`;
