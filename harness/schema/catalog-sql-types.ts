// Questions to the catalogs about types and sequences.
import {
  BY_TABLE,
  collationOf,
  every,
  functionName,
  newer,
  owned,
  USER_SCHEMA,
  word,
} from './catalog-sql-parts.ts';

const OWNED_TYPE = owned('pg_type', 't.oid', 't.typowner', 't.typacl', 'T');
const TYPES = 'pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace';
const BY_TYPE = 'n.nspname COLLATE "C", t.typname COLLATE "C"';

export const TYPES_SQL = {
  enums: every(
    `'schema', n.nspname, 'name', t.typname, 'labels', coalesce((SELECT json_agg(e.enumlabel
      ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid), '[]'), ${OWNED_TYPE}`,
    `${TYPES} WHERE t.typtype = 'e' AND ${USER_SCHEMA}`,
    BY_TYPE,
  ),

  domains: every(
    `'schema', n.nspname, 'name', t.typname, 'type', format_type(t.typbasetype, t.typtypmod),
    'isNullable', NOT t.typnotnull,
    'default', CASE WHEN t.typdefaultbin IS NULL THEN NULL ELSE pg_get_expr(t.typdefaultbin, 0) END,
    'collation', CASE WHEN t.typcollation <> b.typcollation THEN ${collationOf('t.typcollation', 'b.typcollation')} END,
    'checks', coalesce((SELECT json_agg(json_build_object('name', k.conname,
        'expression', pg_get_expr(k.conbin, 0), 'isValidated', k.convalidated) ORDER BY k.conname COLLATE "C")
      FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c'), '[]'), ${OWNED_TYPE}`,
    `${TYPES} JOIN pg_type b ON b.oid = t.typbasetype WHERE t.typtype = 'd' AND ${USER_SCHEMA}`,
    BY_TYPE,
  ),

  composites: every(
    `'schema', n.nspname, 'name', t.typname, 'attributes', coalesce((SELECT json_agg(json_build_object(
        'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
        'collation', CASE WHEN a.attcollation <> ty.typcollation
          THEN ${collationOf('a.attcollation', 'ty.typcollation')} END) ORDER BY a.attnum)
      FROM pg_attribute a JOIN pg_type ty ON ty.oid = a.atttypid
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), '[]'), ${OWNED_TYPE}`,
    `${TYPES} JOIN pg_class c ON c.oid = t.typrelid AND c.relkind = 'c' WHERE ${USER_SCHEMA}`,
    BY_TYPE,
  ),

  ranges: every(
    `'schema', n.nspname, 'name', t.typname, 'subtype', format_type(r.rngsubtype, NULL),
    'multirange', (SELECT mn.nspname || '.' || m.typname FROM pg_type m JOIN pg_namespace mn ON mn.oid = m.typnamespace
      WHERE m.oid::text = ${newer('r', 'rngmultitypid')}),
    'operatorClass', (SELECT onn.nspname || '.' || o.opcname FROM pg_opclass o
      JOIN pg_namespace onn ON onn.oid = o.opcnamespace WHERE o.oid = r.rngsubopc),
    'collation', ${collationOf('r.rngcollation', '(SELECT s.typcollation FROM pg_type s WHERE s.oid = r.rngsubtype)')},
    'canonical', ${functionName('r.rngcanonical')}, 'subtypeDifference', ${functionName('r.rngsubdiff')}, ${OWNED_TYPE}`,
    `${TYPES} JOIN pg_range r ON r.rngtypid = t.oid WHERE ${USER_SCHEMA}`,
    BY_TYPE,
  ),

  sequences: every(
    `'schema', n.nspname, 'name', c.relname, 'type', format_type(s.seqtypid, NULL),
    'start', s.seqstart::text, 'increment', s.seqincrement::text, 'minimum', s.seqmin::text,
    'maximum', s.seqmax::text, 'cache', s.seqcache::text, 'isCycling', s.seqcycle,
    'persistence', ${word('c.relpersistence', { u: 'unlogged', p: 'permanent' })},
    'ownedBy', (SELECT json_build_object('schema', tn.nspname, 'table', tc.relname, 'column', a.attname)
      FROM pg_depend d JOIN pg_class tc ON tc.oid = d.refobjid
      JOIN pg_namespace tn ON tn.oid = tc.relnamespace
      JOIN pg_attribute a ON a.attrelid = tc.oid AND a.attnum = d.refobjsubid
      WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0
        AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') LIMIT 1),
    'isIdentity', EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
      AND d.objsubid = 0 AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'i'),
    ${owned('pg_class', 'c.oid', 'c.relowner', 'c.relacl', 's')}`,
    `pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relpersistence <> 't' AND ${USER_SCHEMA}`,
    BY_TABLE,
  ),
} as const;
