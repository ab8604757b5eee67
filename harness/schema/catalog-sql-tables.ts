// Questions to the catalogs about tables and views, and what hangs on them.
import {
  BY_TABLE,
  collationOf,
  columnsIn,
  EVENTS,
  every,
  FIRING,
  grantsIn,
  isOfExtension,
  newer,
  OF_TABLE,
  optionsIn,
  owned,
  USER_SCHEMA,
  word,
} from './catalog-sql-parts.ts';

const ACTIONS = { a: 'no action', r: 'restrict', c: 'cascade', n: 'set null', d: 'set default' };
const STORAGES = { p: 'plain', e: 'external', x: 'extended', m: 'main' };

const COLUMNS = `
  coalesce((SELECT json_agg(json_build_object(
      'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
      'isNullable', NOT a.attnotnull,
      'default', CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END,
      'identity', ${word('a.attidentity', { a: 'always', d: 'by default' })},
      'generated', CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END,
      'isStored', a.attgenerated <> 'v',
      'collation', CASE WHEN a.attcollation <> ty.typcollation THEN ${collationOf('a.attcollation', 'ty.typcollation')} END,
      'storage', CASE WHEN a.attstorage <> ty.typstorage THEN ${word('a.attstorage', STORAGES)} END,
      'compression', ${word('a.attcompression', { p: 'pglz', l: 'lz4' })},
      'statistics', nullif(a.attstattarget, -1), 'comment', col_description(c.oid, a.attnum),
      'grants', CASE WHEN a.attacl IS NULL THEN '[]' ELSE ${grantsIn('a.attacl')} END,
      'isInherited', NOT a.attislocal
    ) ORDER BY a.attnum)
    FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    JOIN pg_type ty ON ty.oid = a.atttypid
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), '[]')`;

/** Columns of an index beyond its keys. */
const INCLUDED = (index: string): string => `
  coalesce((SELECT json_agg(a.attname ORDER BY place)
    FROM generate_series(${index}.indnkeyatts::integer, ${index}.indnatts::integer - 1) AS place
    JOIN pg_attribute a ON a.attrelid = ${index}.indrelid AND a.attnum = ${index}.indkey[place]), '[]')`;

export const TABLES_SQL = {
  relations: every(
    `'schema', n.nspname, 'name', c.relname,
    'kind', ${word('c.relkind', { r: 'table', p: 'partitioned', v: 'view', m: 'materialized', f: 'foreign' })},
    'persistence', CASE c.relpersistence WHEN 'u' THEN 'unlogged' ELSE 'permanent' END,
    ${owned('pg_class', 'c.oid', 'c.relowner', 'c.relacl', 'r')},
    'hasRowSecurity', c.relrowsecurity, 'hasForcedRowSecurity', c.relforcerowsecurity,
    'isPopulated', c.relispopulated, 'columns', ${COLUMNS},
    'accessMethod', (SELECT am.amname FROM pg_am am WHERE am.oid = c.relam), 'options', ${optionsIn('c.reloptions')},
    'replicaIdentity', ${word('c.relreplident', { d: 'default', n: 'nothing', f: 'full', i: 'index' })},
    'replicaIndex', CASE WHEN c.relreplident = 'i' THEN (SELECT ic.relname FROM pg_index i
      JOIN pg_class ic ON ic.oid = i.indexrelid WHERE i.indrelid = c.oid AND i.indisreplident) END,
    'parents', coalesce((SELECT json_agg(json_build_object('schema', hn.nspname, 'name', hc.relname) ORDER BY h.inhseqno)
      FROM pg_inherits h JOIN pg_class hc ON hc.oid = h.inhparent JOIN pg_namespace hn ON hn.oid = hc.relnamespace
      WHERE h.inhrelid = c.oid), '[]'),
    'isPartition', c.relispartition,
    'partitionKey', CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END,
    'partitionBound', pg_get_expr(c.relpartbound, c.oid),
    'definition', CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END,
    'server', (SELECT s.srvname FROM pg_foreign_table ft JOIN pg_foreign_server s ON s.oid = ft.ftserver
      WHERE ft.ftrelid = c.oid)`,
    `pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND ${USER_SCHEMA}`,
    BY_TABLE,
  ),

  constraints: every(
    `${OF_TABLE}, 'name', k.conname,
    'kind', ${word('k.contype', { p: 'primary key', u: 'unique', f: 'foreign key', c: 'check', x: 'exclusion' })},
    'columns', ${columnsIn('k.conrelid', 'k.conkey')},
    'include', CASE WHEN i.indexrelid IS NULL OR k.contype = 'f' THEN '[]' ELSE ${INCLUDED('i')} END,
    'definition', pg_get_constraintdef(k.oid),
    'expression', CASE WHEN k.contype = 'c' THEN pg_get_expr(k.conbin, k.conrelid) END,
    'isValidated', k.convalidated, 'isDeferrable', k.condeferrable, 'isInitiallyDeferred', k.condeferred,
    'isNullsNotDistinct', coalesce(k.contype <> 'f' AND ${newer('i', 'indnullsnotdistinct')}::boolean, false),
    'isNoInherit', k.contype = 'c' AND k.connoinherit,
    'isInherited', k.coninhcount > 0 OR k.conparentid <> 0, 'comment', obj_description(k.oid, 'pg_constraint'),
    'references', CASE WHEN k.contype = 'f' THEN json_build_object(
      'schema', fn.nspname, 'table', fc.relname, 'columns', ${columnsIn('k.confrelid', 'k.confkey')},
      'onUpdate', ${word('k.confupdtype', ACTIONS)}, 'onDelete', ${word('k.confdeltype', ACTIONS)},
      'onDeleteColumns', coalesce((SELECT json_agg(a.attname ORDER BY a.attnum)
        FROM jsonb_array_elements_text(nullif(to_jsonb(k) -> 'confdelsetcols', 'null')) AS listed (number)
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = listed.number::integer), '[]'),
      'match', ${word('k.confmatchtype', { s: 'simple', f: 'full', p: 'partial' })}) END`,
    `pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_class fc ON fc.oid = k.confrelid LEFT JOIN pg_namespace fn ON fn.oid = fc.relnamespace
    LEFT JOIN pg_index i ON i.indexrelid = k.conindid
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
    'include', ${INCLUDED('i')},
    'predicate', pg_get_expr(i.indpred, i.indrelid), 'definition', pg_get_indexdef(i.indexrelid),
    'isNullsNotDistinct', coalesce(${newer('i', 'indnullsnotdistinct')}::boolean, false),
    'isClustered', i.indisclustered, 'options', ${optionsIn('ic.reloptions')},
    'comment', obj_description(ic.oid, 'pg_class'),
    'constraint', (SELECT k.conname FROM pg_constraint k WHERE k.conindid = i.indexrelid
      AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u', 'x') LIMIT 1),
    'isInherited', ic.relispartition, 'isOfExtension', ${isOfExtension('pg_class', 'ic.oid')}`,
    `pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_class ic ON ic.oid = i.indexrelid JOIN pg_am am ON am.oid = ic.relam
    WHERE ${USER_SCHEMA}`,
    `${BY_TABLE}, ic.relname COLLATE "C"`,
  ),

  triggers: every(
    `${OF_TABLE}, 'name', t.tgname,
    'timing', CASE WHEN t.tgtype & 2 <> 0 THEN 'before' WHEN t.tgtype & 64 <> 0 THEN 'instead of'
      ELSE 'after' END,
    'events', ${EVENTS('t.tgtype')},
    'level', CASE WHEN t.tgtype & 1 <> 0 THEN 'row' ELSE 'statement' END,
    'isEnabled', t.tgenabled IN ('O', 'A'), 'fires', ${word('t.tgenabled', FIRING)},
    'functionSchema', fn.nspname, 'functionName', p.proname,
    'columns', ${columnsIn('t.tgrelid', 't.tgattr')},
    'definition', pg_get_triggerdef(t.oid),
    'isConstraint', t.tgconstraint <> 0, 'isDeferrable', t.tgdeferrable, 'isInitiallyDeferred', t.tginitdeferred,
    'oldTable', t.tgoldtable, 'newTable', t.tgnewtable, 'comment', obj_description(t.oid, 'pg_trigger'),
    'isInherited', t.tgparentid <> 0, 'isOfExtension', ${isOfExtension('pg_trigger', 't.oid')}`,
    `pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_namespace fn ON fn.oid = p.pronamespace
    WHERE NOT t.tgisinternal AND ${USER_SCHEMA}`,
    `${BY_TABLE}, t.tgname COLLATE "C"`,
  ),

  policies: every(
    `${OF_TABLE}, 'name', p.polname,
    'command', ${word('p.polcmd', { '*': 'all', r: 'select', a: 'insert', w: 'update', d: 'delete' })},
    'isPermissive', p.polpermissive,
    'roles', (SELECT json_agg(named.role ORDER BY named.role COLLATE "C") FROM (
      SELECT CASE WHEN role = 0 THEN 'public' ELSE pg_get_userbyid(role)::text END AS role
      FROM unnest(p.polroles) AS role) AS named),
    'using', pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid),
    'comment', obj_description(p.oid, 'pg_policy')`,
    `pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE ${USER_SCHEMA}`,
    `${BY_TABLE}, p.polname COLLATE "C"`,
  ),

  rules: every(
    `${OF_TABLE}, 'name', r.rulename,
    'event', ${word('r.ev_type', { 1: 'select', 2: 'update', 3: 'insert', 4: 'delete' })},
    'isInstead', r.is_instead, 'fires', ${word('r.ev_enabled', FIRING)},
    'definition', pg_get_ruledef(r.oid), 'comment', obj_description(r.oid, 'pg_rewrite'),
    'isOfExtension', ${isOfExtension('pg_rewrite', 'r.oid')}`,
    `pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE r.rulename <> '_RETURN' AND ${USER_SCHEMA}`,
    `${BY_TABLE}, r.rulename COLLATE "C"`,
  ),
} as const;
