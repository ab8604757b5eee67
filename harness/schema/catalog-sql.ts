// The questions put to the catalogs: one a section, each answering one JSON array (or object) whose
// keys are the contract's. Only pg_catalog is read; the same text works on 13 to 18.

/** Left out everywhere: what Postgres brings, and what belongs to one session. */
const USER_SCHEMA = String.raw`n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'`;

/** Names in the order of a constraint's or foreign key's column list. */
const columnsIn = (relation: string, numbers: string): string => `
  coalesce((SELECT json_agg(a.attname ORDER BY listed.place)
    FROM unnest(${numbers}) WITH ORDINALITY AS listed (number, place)
    JOIN pg_attribute a ON a.attrelid = ${relation} AND a.attnum = listed.number), '[]')`;

const ACTION = (code: string): string => `
  CASE ${code} WHEN 'a' THEN 'no action' WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade'
    WHEN 'n' THEN 'set null' WHEN 'd' THEN 'set default' END`;

const every = (fields: string, from: string, order: string): string => `
SELECT coalesce(json_agg(json_build_object(${fields}) ORDER BY ${order}), '[]') AS facts FROM ${from}`;

const BY_TABLE = 'n.nspname COLLATE "C", c.relname COLLATE "C"';
const OF_TABLE = `'schema', n.nspname, 'table', c.relname`;

const COLUMNS = `
  coalesce((SELECT json_agg(json_build_object(
      'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
      'isNullable', NOT a.attnotnull,
      'default', CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END,
      'identity', CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END,
      'generated', CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END
    ) ORDER BY a.attnum)
    FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), '[]')`;

export const CATALOG_SQL = {
  database: `
SELECT json_build_object('name', datname, 'encoding', pg_encoding_to_char(encoding)) AS facts
FROM pg_database WHERE datname = current_database()`,

  schemas: every(
    `'name', n.nspname, 'owner', pg_get_userbyid(n.nspowner)`,
    `pg_namespace n WHERE ${USER_SCHEMA}`,
    'n.nspname COLLATE "C"',
  ),

  relations: every(
    `'schema', n.nspname, 'name', c.relname,
    'kind', CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned' WHEN 'v' THEN 'view'
      WHEN 'm' THEN 'materialized' WHEN 'f' THEN 'foreign' END,
    'persistence', CASE c.relpersistence WHEN 'u' THEN 'unlogged' ELSE 'permanent' END,
    'owner', pg_get_userbyid(c.relowner), 'comment', obj_description(c.oid, 'pg_class'),
    'hasRowSecurity', c.relrowsecurity, 'hasForcedRowSecurity', c.relforcerowsecurity,
    'isPopulated', c.relispopulated, 'columns', ${COLUMNS}`,
    `pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND ${USER_SCHEMA}`,
    BY_TABLE,
  ),

  constraints: every(
    `${OF_TABLE}, 'name', k.conname,
    'kind', CASE k.contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique'
      WHEN 'f' THEN 'foreign key' WHEN 'c' THEN 'check' WHEN 'x' THEN 'exclusion' END,
    'columns', ${columnsIn('k.conrelid', 'k.conkey')},
    'definition', pg_get_constraintdef(k.oid),
    'expression', CASE WHEN k.contype = 'c' THEN pg_get_expr(k.conbin, k.conrelid) END,
    'isValidated', k.convalidated,
    'references', CASE WHEN k.contype = 'f' THEN json_build_object(
      'schema', fn.nspname, 'table', fc.relname, 'columns', ${columnsIn('k.confrelid', 'k.confkey')},
      'onUpdate', ${ACTION('k.confupdtype')}, 'onDelete', ${ACTION('k.confdeltype')}) END`,
    `pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_class fc ON fc.oid = k.confrelid LEFT JOIN pg_namespace fn ON fn.oid = fc.relnamespace
    WHERE k.contype IN ('p', 'u', 'f', 'c', 'x') AND ${USER_SCHEMA}`,
    `${BY_TABLE}, k.conname COLLATE "C"`,
  ),

  indexes: every(
    `${OF_TABLE}, 'name', ic.relname, 'method', am.amname, 'isUnique', i.indisunique,
    'isValid', i.indisvalid AND i.indisready AND i.indislive,
    'keys', (SELECT json_agg(json_build_object('column', a.attname,
        'expression', pg_get_indexdef(i.indexrelid, place, true)) ORDER BY place)
      FROM generate_series(1, i.indnkeyatts::integer) AS place
      LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[place - 1]
        AND a.attnum <> 0),
    'predicate', pg_get_expr(i.indpred, i.indrelid), 'definition', pg_get_indexdef(i.indexrelid)`,
    `pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_class ic ON ic.oid = i.indexrelid JOIN pg_am am ON am.oid = ic.relam
    WHERE ${USER_SCHEMA}`,
    `${BY_TABLE}, ic.relname COLLATE "C"`,
  ),

  triggers: every(
    `${OF_TABLE}, 'name', t.tgname,
    'timing', CASE WHEN t.tgtype & 2 <> 0 THEN 'before' WHEN t.tgtype & 64 <> 0 THEN 'instead of'
      ELSE 'after' END,
    'events', array_to_json(array_remove(ARRAY[
      CASE WHEN t.tgtype & 4 <> 0 THEN 'insert' END, CASE WHEN t.tgtype & 8 <> 0 THEN 'delete' END,
      CASE WHEN t.tgtype & 16 <> 0 THEN 'update' END, CASE WHEN t.tgtype & 32 <> 0 THEN 'truncate' END
    ], NULL)),
    'level', CASE WHEN t.tgtype & 1 <> 0 THEN 'row' ELSE 'statement' END,
    'isEnabled', t.tgenabled IN ('O', 'A'),
    'functionSchema', fn.nspname, 'functionName', p.proname,
    'definition', pg_get_triggerdef(t.oid)`,
    `pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_namespace fn ON fn.oid = p.pronamespace
    WHERE NOT t.tgisinternal AND ${USER_SCHEMA}`,
    `${BY_TABLE}, t.tgname COLLATE "C"`,
  ),

  policies: every(
    `${OF_TABLE}, 'name', p.polname,
    'command', CASE p.polcmd WHEN '*' THEN 'all' WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert'
      WHEN 'w' THEN 'update' WHEN 'd' THEN 'delete' END,
    'isPermissive', p.polpermissive,
    'roles', (SELECT json_agg(named.role ORDER BY named.role COLLATE "C") FROM (
      SELECT CASE WHEN role = 0 THEN 'public' ELSE pg_get_userbyid(role)::text END AS role
      FROM unnest(p.polroles) AS role) AS named),
    'using', pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid)`,
    `pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE ${USER_SCHEMA}`,
    `${BY_TABLE}, p.polname COLLATE "C"`,
  ),

  enums: every(
    `'schema', n.nspname, 'name', t.typname, 'labels', coalesce((SELECT json_agg(e.enumlabel
      ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid), '[]')`,
    `pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'e' AND ${USER_SCHEMA}`,
    'n.nspname COLLATE "C", t.typname COLLATE "C"',
  ),

  sequences: every(
    `'schema', n.nspname, 'name', c.relname, 'type', format_type(s.seqtypid, NULL),
    'increment', s.seqincrement::text, 'isCycling', s.seqcycle,
    'ownedBy', (SELECT json_build_object('schema', tn.nspname, 'table', tc.relname, 'column', a.attname)
      FROM pg_depend d JOIN pg_class tc ON tc.oid = d.refobjid
      JOIN pg_namespace tn ON tn.oid = tc.relnamespace
      JOIN pg_attribute a ON a.attrelid = tc.oid AND a.attnum = d.refobjsubid
      WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0
        AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') LIMIT 1)`,
    `pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE ${USER_SCHEMA}`,
    BY_TABLE,
  ),

  functions: every(
    `'schema', n.nspname, 'name', p.proname,
    'arguments', coalesce((SELECT json_agg(format_type(a.type, NULL) ORDER BY a.place)
      FROM unnest(p.proargtypes) WITH ORDINALITY AS a (type, place)), '[]'),
    'kind', CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' WHEN 'w' THEN 'window'
      ELSE 'function' END,
    'language', l.lanname, 'isSecurityDefiner', p.prosecdef, 'returns', pg_get_function_result(p.oid)`,
    `pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
    WHERE ${USER_SCHEMA}`,
    'n.nspname COLLATE "C", p.proname COLLATE "C", oidvectortypes(p.proargtypes) COLLATE "C"',
  ),

  extensions: every(
    `'name', e.extname, 'version', e.extversion, 'schema', n.nspname`,
    'pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace',
    'e.extname COLLATE "C"',
  ),
} as const;
