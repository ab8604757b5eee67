// Test changes of relations and what hangs on them: columns, indexes, constraints, triggers, rules.
import { OWN_ROLE, OWN_SCHEMA, type CatalogKind } from './kind.ts';

/** One question to the catalog; `of` names the relation or schema, by which places are ordered. */
export interface CatalogPlaces {
  readonly kind: string;
  readonly part: string;
  /** Parts that differ besides it; null: whatever depends on it. */
  readonly also?: readonly string[] | null;
  /** FROM and WHERE; must bring `pg_namespace AS n`. */
  readonly from: string;
  /** SQL expressions of text. */
  readonly place: string;
  readonly mutate: string;
  readonly back: string;
}

/** The operator's places first, by name, so that two runs take the same one; then the harness's. */
export function catalogKind(places: CatalogPlaces): CatalogKind {
  const { kind, part, from, place, mutate, back } = places;
  const all = `SELECT coalesce(n.nspname = '${OWN_SCHEMA}', false) AS own, ${place} AS place, ${mutate} AS mutate, ${back} AS back ${from}`;
  const some = (own: string, most: number): string =>
    `(SELECT own, place, mutate, back FROM found WHERE ${own} ORDER BY place COLLATE "C" LIMIT ${most})`;
  const query = `WITH found AS (${all}) ${some('NOT own', 3)} UNION ALL ${some('own', 1)}`;
  const also = places.also === undefined ? [] : places.also;
  return { from: 'catalog', kind, part, touches: also === null ? null : [part, ...also], query };
}

export const RELATIONS = `FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace`;
/** Everything but what the server or an extension brought. */
export const OURS = `n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend AS e WHERE e.deptype = 'e' AND e.objid = `;
const NAME = `c.oid::regclass::text`;
const TABLE = `c.relkind = 'r' AND c.relpersistence = 'p' AND ${OURS} c.oid)`;
const COLUMNS = `${RELATIONS} JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
  AND NOT a.attisdropped WHERE ${TABLE}`;
const COLUMN = `format('%s.%I', c.oid::regclass, a.attname)`;

/** `%1$s` is the table, `%2$I` the column. */
const onColumn = (statement: string): string =>
  `format('ALTER TABLE ONLY %1$s ALTER COLUMN %2$I ${statement}', c.oid::regclass, a.attname)`;
const onTable = (statement: string): string =>
  `format('ALTER TABLE %s ${statement}', c.oid::regclass)`;

const TABLES: readonly CatalogPlaces[] = [
  {
    kind: 'a grant',
    part: 'catalog: relations',
    from: `${RELATIONS} WHERE ${TABLE}`,
    place: NAME,
    mutate: `format('GRANT SELECT ON %s TO ${OWN_ROLE}', c.oid::regclass)`,
    back: `format('REVOKE SELECT ON %s FROM ${OWN_ROLE}', c.oid::regclass)`,
  },
  {
    kind: 'the owner of a table',
    part: 'catalog: relations',
    also: ['catalog: types'],
    from: `${RELATIONS} WHERE ${TABLE}`,
    place: NAME,
    mutate: onTable(`OWNER TO ${OWN_ROLE}`),
    back: `format('ALTER TABLE %s OWNER TO %I', c.oid::regclass, pg_get_userbyid(c.relowner))`,
  },
  {
    kind: 'row security switched on',
    part: 'catalog: relations',
    from: `${RELATIONS} WHERE ${TABLE} AND NOT c.relrowsecurity`,
    place: NAME,
    mutate: onTable('ENABLE ROW LEVEL SECURITY'),
    back: onTable('DISABLE ROW LEVEL SECURITY'),
  },
  {
    kind: 'the replica identity',
    part: 'catalog: relations',
    from: `${RELATIONS} WHERE ${TABLE} AND c.relreplident = 'd'`,
    place: NAME,
    mutate: onTable('REPLICA IDENTITY FULL'),
    back: onTable('REPLICA IDENTITY DEFAULT'),
  },
  {
    kind: 'a storage parameter',
    part: 'catalog: relations',
    from: `${RELATIONS} WHERE ${TABLE} AND c.reloptions IS NULL`,
    place: NAME,
    mutate: onTable('SET (fillfactor = 77)'),
    back: onTable('RESET (fillfactor)'),
  },
  {
    kind: 'a column grant',
    part: 'catalog: columns',
    from: COLUMNS,
    place: COLUMN,
    mutate: `format('GRANT UPDATE (%I) ON %s TO ${OWN_ROLE}', a.attname, c.oid::regclass)`,
    back: `format('REVOKE UPDATE (%I) ON %s FROM ${OWN_ROLE}', a.attname, c.oid::regclass)`,
  },
  {
    kind: 'the default of a column',
    part: 'catalog: columns',
    from: `${COLUMNS} AND NOT a.atthasdef AND a.attidentity = ''
      AND a.atttypid IN ('int4'::regtype, 'text'::regtype, 'varchar'::regtype)`,
    place: COLUMN,
    mutate: onColumn(`SET DEFAULT ''7''`),
    back: onColumn('DROP DEFAULT'),
  },
  {
    kind: 'the statistics target of a column',
    part: 'catalog: columns',
    from: `${COLUMNS} AND coalesce(a.attstattarget, -1) = -1`,
    place: COLUMN,
    mutate: onColumn('SET STATISTICS 77'),
    back: onColumn('SET STATISTICS -1'),
  },
  {
    kind: 'the storage of a column',
    part: 'catalog: columns',
    from: `${COLUMNS} AND a.attstorage = 'x'`,
    place: COLUMN,
    mutate: onColumn('SET STORAGE EXTERNAL'),
    back: onColumn('SET STORAGE EXTENDED'),
  },
  {
    kind: 'the compression of a column',
    part: 'catalog: columns',
    from: `${COLUMNS} AND a.attstorage = 'x' AND a.attcompression = ''`,
    place: COLUMN,
    mutate: onColumn('SET COMPRESSION pglz'),
    back: onColumn('SET COMPRESSION default'),
  },
  {
    kind: 'an option of a column',
    part: 'catalog: columns',
    from: `${COLUMNS} AND NOT EXISTS (SELECT FROM unnest(a.attoptions) AS o WHERE o ~ '^n_distinct=')`,
    place: COLUMN,
    mutate: onColumn('SET (n_distinct = 7)'),
    back: onColumn('RESET (n_distinct)'),
  },
  {
    kind: 'an identity column',
    part: 'catalog: columns',
    from: `${COLUMNS} AND a.attidentity <> ''`,
    place: COLUMN,
    mutate: identity('BY DEFAULT', 'ALWAYS'),
    back: identity('ALWAYS', 'BY DEFAULT'),
  },
  {
    kind: 'a constraint that was never checked',
    part: 'catalog: constraints',
    from: `${RELATIONS} JOIN pg_constraint AS k ON k.conrelid = c.oid
      WHERE ${TABLE} AND k.contype IN ('c', 'f') AND k.conparentid = 0`,
    place: `format('%s.%I', c.oid::regclass, k.conname)`,
    // No statement takes the validation of a constraint back; a catalog can be edited.
    mutate: `format('UPDATE pg_constraint SET convalidated = NOT convalidated WHERE oid = %s', k.oid)`,
    back: `format('UPDATE pg_constraint SET convalidated = NOT convalidated WHERE oid = %s', k.oid)`,
  },
];

/** What it becomes where it is ALWAYS now, and where it is not. */
function identity(always: string, byDefault: string): string {
  const word = `CASE a.attidentity WHEN 'a' THEN '${always}' ELSE '${byDefault}' END`;
  return `format('ALTER TABLE %s ALTER COLUMN %I SET GENERATED %s', c.oid::regclass, a.attname, ${word})`;
}

const INDEXES = `${RELATIONS} JOIN pg_index AS i ON i.indexrelid = c.oid JOIN pg_am AS m ON m.oid = c.relam
  WHERE c.relkind = 'i' AND m.amname = 'btree' AND c.relpersistence = 'p' AND ${OURS} i.indrelid)`;
const VALIDITY = `format('UPDATE pg_index SET indisvalid = NOT indisvalid WHERE indexrelid = %s', c.oid)`;
const TRIGGERS = `${RELATIONS} JOIN pg_trigger AS t ON t.tgrelid = c.oid
  WHERE ${TABLE} AND t.tgenabled = 'O' AND t.tgparentid = 0`;
const onTrigger = (verb: string): string =>
  `format('ALTER TABLE %s ${verb} TRIGGER %I', c.oid::regclass, t.tgname)`;
const RULE = `format('%s.%I', c.oid::regclass, r.rulename)`;
const onRule = (verb: string): string =>
  `format('ALTER TABLE %s ${verb} RULE %I', c.oid::regclass, r.rulename)`;

const PARTS: readonly CatalogPlaces[] = [
  {
    kind: 'a property of an index',
    part: 'catalog: indexes',
    also: ['catalog: relations'],
    from: `${INDEXES} AND c.reloptions IS NULL`,
    place: NAME,
    mutate: `format('ALTER INDEX %s SET (fillfactor = 77)', c.oid::regclass)`,
    back: `format('ALTER INDEX %s RESET (fillfactor)', c.oid::regclass)`,
  },
  {
    kind: 'an index that is not valid',
    part: 'catalog: indexes',
    from: `${INDEXES} AND NOT i.indisunique`,
    place: NAME,
    mutate: VALIDITY,
    back: VALIDITY,
  },
  {
    kind: 'a disabled trigger',
    part: 'catalog: triggers',
    from: `${TRIGGERS} AND NOT t.tgisinternal`,
    place: `format('%s.%I', c.oid::regclass, t.tgname)`,
    mutate: onTrigger('DISABLE'),
    back: onTrigger('ENABLE'),
  },
  {
    kind: 'a foreign key that is not enforced',
    part: 'catalog: triggers',
    from: TRIGGERS.replace(
      ' WHERE',
      ` JOIN pg_constraint AS k ON k.oid = t.tgconstraint AND k.contype = 'f' WHERE`,
    ),
    // The trigger's own name holds an OID.
    place: `format('%s.%I', c.oid::regclass, k.conname)`,
    mutate: onTrigger('DISABLE'),
    back: onTrigger('ENABLE'),
  },
  {
    kind: 'a disabled rule',
    part: 'catalog: rules',
    from: `${RELATIONS} JOIN pg_rewrite AS r ON r.ev_class = c.oid WHERE ${TABLE} AND r.ev_enabled = 'O'`,
    place: RULE,
    mutate: onRule('DISABLE'),
    back: onRule('ENABLE'),
  },
  {
    kind: 'a policy',
    part: 'catalog: policies',
    from: `${RELATIONS} JOIN pg_policy AS p ON p.polrelid = c.oid WHERE ${OURS} c.oid)`,
    place: `format('%s.%I', c.oid::regclass, p.polname)`,
    mutate: `format('ALTER POLICY %I ON %s TO ${OWN_ROLE}', p.polname, c.oid::regclass)`,
    back: `format('ALTER POLICY %I ON %s TO %s', p.polname, c.oid::regclass,
      (SELECT string_agg(CASE role WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(role)) END, ', ' ORDER BY place)
         FROM unnest(p.polroles) WITH ORDINALITY AS u (role, place)))`,
  },
  {
    kind: 'a comment',
    part: 'catalog: comments',
    from: `${RELATIONS} WHERE ${TABLE}`,
    place: NAME,
    mutate: `format('COMMENT ON TABLE %s IS %L', c.oid::regclass, coalesce(obj_description(c.oid, 'pg_class'), '') || '.')`,
    back: `format('COMMENT ON TABLE %s IS %L', c.oid::regclass, obj_description(c.oid, 'pg_class'))`,
  },
  {
    kind: 'a publication',
    part: 'catalog: others',
    from: `${RELATIONS} WHERE ${TABLE}`,
    place: NAME,
    mutate: `format('CREATE PUBLICATION ${OWN_SCHEMA} FOR TABLE %s', c.oid::regclass)`,
    back: `'DROP PUBLICATION ${OWN_SCHEMA}'`,
  },
];

export const RELATION_KINDS: readonly CatalogKind[] = [...TABLES, ...PARTS].map(catalogKind);
