// Test changes of what is no table: functions, types, sequences, large objects, roles, settings.
import { catalogKind, OURS, RELATIONS, type CatalogPlaces } from './catalog.ts';
import { OWN_LARGE_OBJECT, OWN_ROLE, OWN_SCHEMA, type CatalogKind } from './kind.ts';

const FUNCTIONS = `FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
  JOIN pg_language AS l ON l.oid = p.prolang
  WHERE p.prokind = 'f' AND l.lanname IN ('sql', 'plpgsql') AND ${OURS} p.oid)`;
const FUNCTION = `p.oid::regprocedure::text`;
const onFunction = (what: string): string => `format('ALTER FUNCTION %s ${what}', ${FUNCTION})`;

const CODE: readonly CatalogPlaces[] = [
  {
    kind: 'the body of a function',
    part: 'catalog: functions',
    // Defaults of arguments are left alone: their text may come back in other words.
    from: `${FUNCTIONS} AND p.prosqlbody IS NULL AND p.pronargdefaults = 0
      AND strpos(pg_get_functiondef(p.oid), '$function$' || p.prosrc) > 0`,
    place: FUNCTION,
    mutate: `replace(pg_get_functiondef(p.oid), '$function$' || p.prosrc, '$function$' || p.prosrc || E'\\n')`,
    back: `pg_get_functiondef(p.oid)`,
  },
  {
    kind: 'the volatility of a function',
    part: 'catalog: functions',
    from: FUNCTIONS,
    place: FUNCTION,
    mutate: `format('ALTER FUNCTION %s %s', ${FUNCTION}, CASE p.provolatile WHEN 'v' THEN 'STABLE' ELSE 'VOLATILE' END)`,
    back: `format('ALTER FUNCTION %s %s', ${FUNCTION},
      CASE p.provolatile WHEN 'v' THEN 'VOLATILE' WHEN 's' THEN 'STABLE' ELSE 'IMMUTABLE' END)`,
  },
  {
    kind: 'whose rights a function has',
    part: 'catalog: functions',
    from: FUNCTIONS,
    place: FUNCTION,
    mutate: `format('ALTER FUNCTION %s SECURITY %s', ${FUNCTION}, CASE WHEN p.prosecdef THEN 'INVOKER' ELSE 'DEFINER' END)`,
    back: `format('ALTER FUNCTION %s SECURITY %s', ${FUNCTION}, CASE WHEN p.prosecdef THEN 'DEFINER' ELSE 'INVOKER' END)`,
  },
  {
    kind: 'the search path of a function',
    part: 'catalog: functions',
    from: `${FUNCTIONS} AND p.proconfig IS NULL`,
    place: FUNCTION,
    mutate: onFunction('SET search_path = pg_catalog'),
    back: onFunction('RESET search_path'),
  },
  {
    kind: 'a grant on a function',
    part: 'catalog: functions',
    from: FUNCTIONS,
    place: FUNCTION,
    mutate: `format('GRANT EXECUTE ON FUNCTION %s TO ${OWN_ROLE}', ${FUNCTION})`,
    back: `format('REVOKE EXECUTE ON FUNCTION %s FROM ${OWN_ROLE}', ${FUNCTION})`,
  },
];

const LABELS = `FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = t.typnamespace
  JOIN LATERAL (SELECT enumlabel FROM pg_enum WHERE enumtypid = t.oid ORDER BY enumsortorder LIMIT 1) AS e ON true
  WHERE t.typtype = 'e' AND ${OURS} t.oid)`;
const SEQUENCES = `${RELATIONS} JOIN pg_sequence AS s ON s.seqrelid = c.oid
  WHERE c.relpersistence = 'p' AND ${OURS} c.oid)`;
const SEQUENCE = `c.oid::regclass::text`;
const standing = (value: string, isCalled: string): string =>
  `format('SELECT setval(%L::regclass, last_value ${value}, ${isCalled}) FROM %s', ${SEQUENCE}, ${SEQUENCE})`;

const TYPES: readonly CatalogPlaces[] = [
  {
    kind: 'a label of an enum',
    part: 'catalog: types',
    also: null,
    from: LABELS,
    place: `t.oid::regtype::text`,
    mutate: `format('ALTER TYPE %s RENAME VALUE %L TO %L', t.oid::regtype, e.enumlabel, left(e.enumlabel, 10) || '~')`,
    back: `format('ALTER TYPE %s RENAME VALUE %L TO %L', t.oid::regtype, left(e.enumlabel, 10) || '~', e.enumlabel)`,
  },
  {
    kind: 'a property of a sequence',
    part: 'catalog: sequences',
    from: SEQUENCES,
    place: SEQUENCE,
    mutate: `format('ALTER SEQUENCE %s CACHE %s', ${SEQUENCE}, s.seqcache + 1)`,
    back: `format('ALTER SEQUENCE %s CACHE %s', ${SEQUENCE}, s.seqcache)`,
  },
  {
    kind: 'where a sequence stands',
    part: 'sequence values',
    from: SEQUENCES,
    place: SEQUENCE,
    mutate: standing('+ 1', 'is_called'),
    back: standing('- 1', 'is_called'),
  },
  {
    kind: 'whether a sequence was called',
    part: 'sequence values',
    from: SEQUENCES,
    place: SEQUENCE,
    mutate: standing('', 'NOT is_called'),
    back: standing('', 'NOT is_called'),
  },
];

const SCHEMAS = `FROM pg_namespace AS n WHERE ${OURS} n.oid)`;
/** A few of them: there may be millions. */
const LARGE_OBJECTS = `FROM (
    (SELECT oid, lomowner FROM pg_largeobject_metadata WHERE oid <> ${OWN_LARGE_OBJECT} ORDER BY oid LIMIT 10)
    UNION ALL SELECT oid, lomowner FROM pg_largeobject_metadata WHERE oid = ${OWN_LARGE_OBJECT}) AS o
  LEFT JOIN pg_namespace AS n ON n.nspname = '${OWN_SCHEMA}' AND o.oid = ${OWN_LARGE_OBJECT}`;
const FLIPPED = `format('SELECT lo_put(%1$s, 0, set_byte(lo_get(%1$s, 0, 1), 0, get_byte(lo_get(%1$s, 0, 1), 0) # 1))', o.oid)`;

const RIGHTS: readonly CatalogPlaces[] = [
  {
    kind: 'a grant on a schema',
    part: 'catalog: schemas',
    from: SCHEMAS,
    place: `format('schema %I', n.nspname)`,
    mutate: `format('GRANT CREATE ON SCHEMA %I TO ${OWN_ROLE}', n.nspname)`,
    back: `format('REVOKE CREATE ON SCHEMA %I FROM ${OWN_ROLE}', n.nspname)`,
  },
  {
    kind: 'default privileges',
    part: 'catalog: default grants',
    from: SCHEMAS,
    place: `format('schema %I', n.nspname)`,
    mutate: `format('ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA %I GRANT SELECT ON TABLES TO ${OWN_ROLE}',
      pg_get_userbyid(n.nspowner), n.nspname)`,
    back: `format('ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA %I REVOKE SELECT ON TABLES FROM ${OWN_ROLE}',
      pg_get_userbyid(n.nspowner), n.nspname)`,
  },
  {
    kind: 'a byte of a large object',
    part: 'catalog: large objects',
    from: `${LARGE_OBJECTS} WHERE length(lo_get(o.oid, 0, 1)) = 1`,
    place: `format('large object %s', o.oid)`,
    mutate: FLIPPED,
    back: FLIPPED,
  },
  {
    kind: 'the owner of a large object',
    part: 'catalog: large objects',
    from: LARGE_OBJECTS,
    place: `format('large object %s', o.oid)`,
    mutate: `format('ALTER LARGE OBJECT %s OWNER TO ${OWN_ROLE}', o.oid)`,
    back: `format('ALTER LARGE OBJECT %s OWNER TO %I', o.oid, pg_get_userbyid(o.lomowner))`,
  },
];

/** Roles and the like stand in no schema: `n` says whether they are the harness's. */
const ROLES = `FROM pg_roles AS r
  LEFT JOIN pg_namespace AS n ON n.nspname = '${OWN_SCHEMA}' AND r.rolname = '${OWN_ROLE}'
  WHERE NOT r.rolsuper AND (r.rolname !~ '^(pg|rehearsal)_' OR n.oid IS NOT NULL)`;
const ROLE = `format('role %I', r.rolname)`;
const NOWHERE = `LEFT JOIN pg_namespace AS n ON false`;
const DATABASE = `FROM pg_database AS d ${NOWHERE} WHERE d.datname = current_database()`;
const onDatabase = (what: string): string => `format('ALTER DATABASE %I ${what}', d.datname)`;

const CLUSTER: readonly CatalogPlaces[] = [
  {
    kind: 'an attribute of a role',
    part: 'catalog: roles',
    from: ROLES,
    place: ROLE,
    mutate: `format('ALTER ROLE %I %s', r.rolname, CASE WHEN r.rolcreatedb THEN 'NOCREATEDB' ELSE 'CREATEDB' END)`,
    back: `format('ALTER ROLE %I %s', r.rolname, CASE WHEN r.rolcreatedb THEN 'CREATEDB' ELSE 'NOCREATEDB' END)`,
  },
  {
    kind: 'a membership',
    part: 'catalog: roles',
    from: ROLES,
    place: ROLE,
    // No role can be a member of itself.
    mutate: `format('GRANT %I TO ${OWN_ROLE}', CASE WHEN n.oid IS NULL THEN r.rolname ELSE 'pg_monitor' END)`,
    back: `format('REVOKE %I FROM ${OWN_ROLE}', CASE WHEN n.oid IS NULL THEN r.rolname ELSE 'pg_monitor' END)`,
  },
  {
    kind: 'a setting of a role',
    part: 'catalog: settings',
    from: ROLES,
    place: ROLE,
    mutate: `format('ALTER ROLE %I IN DATABASE %I SET rehearsal.calibration = ''on''', r.rolname, current_database())`,
    back: `format('ALTER ROLE %I IN DATABASE %I RESET rehearsal.calibration', r.rolname, current_database())`,
  },
  {
    kind: 'a setting of the database',
    part: 'catalog: settings',
    from: DATABASE,
    place: `format('database %I', d.datname)`,
    mutate: onDatabase(`SET rehearsal.calibration = ''on''`),
    back: onDatabase('RESET rehearsal.calibration'),
  },
  {
    kind: 'a property of the database',
    part: 'catalog: database',
    from: DATABASE,
    place: `format('database %I', d.datname)`,
    mutate: onDatabase('CONNECTION LIMIT 77'),
    back: `format('ALTER DATABASE %I CONNECTION LIMIT %s', d.datname, d.datconnlimit)`,
  },
  {
    kind: 'an option of a tablespace',
    part: 'catalog: tablespaces',
    from: `FROM pg_tablespace AS t ${NOWHERE} WHERE t.spcname = 'pg_default' AND t.spcoptions IS NULL`,
    place: `format('tablespace %I', t.spcname)`,
    mutate: `format('ALTER TABLESPACE %I SET (seq_page_cost = 7)', t.spcname)`,
    back: `format('ALTER TABLESPACE %I RESET (seq_page_cost)', t.spcname)`,
  },
  {
    kind: 'the version of an extension',
    part: 'catalog: extensions',
    from: `FROM pg_extension AS e ${NOWHERE}`,
    place: `format('extension %I', e.extname)`,
    mutate: `format('UPDATE pg_extension SET extversion = %L WHERE extname = %L', e.extversion || '.7', e.extname)`,
    back: `format('UPDATE pg_extension SET extversion = %L WHERE extname = %L', e.extversion, e.extname)`,
  },
  {
    kind: 'a comment on what the server brought',
    part: 'catalog: built-in',
    from: `FROM pg_class AS c ${NOWHERE} WHERE c.oid = 'pg_class'::regclass`,
    place: `c.oid::regclass::text`,
    mutate: `format('COMMENT ON TABLE %s IS %L', c.oid::regclass, coalesce(obj_description(c.oid, 'pg_class'), '') || '.')`,
    back: `format('COMMENT ON TABLE %s IS %L', c.oid::regclass, obj_description(c.oid, 'pg_class'))`,
  },
  {
    kind: 'a grant on what the server brought',
    part: 'catalog: built-in grants',
    also: ['catalog: built-in'],
    from: `FROM pg_class AS c ${NOWHERE} WHERE c.oid = 'pg_authid'::regclass`,
    place: `c.oid::regclass::text`,
    mutate: `format('GRANT SELECT ON %s TO ${OWN_ROLE}', c.oid::regclass)`,
    back: `format('REVOKE SELECT ON %s FROM ${OWN_ROLE}', c.oid::regclass)`,
  },
];

export const OBJECT_KINDS: readonly CatalogKind[] = [...CODE, ...TYPES, ...RIGHTS, ...CLUSTER].map(
  catalogKind,
);
