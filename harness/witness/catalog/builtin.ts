// What initdb made and a superuser changed: built-in functions, types, catalogs, their comments.

/** Catalogs with what tells a row of initdb's from others, and columns that are only bookkeeping. */
const CATALOGS: Readonly<Record<string, { readonly key: string; readonly but?: string }>> = {
  pg_aggregate: { key: 'aggfnoid' },
  pg_am: { key: 'oid' },
  pg_amop: { key: 'oid' },
  pg_amproc: { key: 'oid' },
  pg_attrdef: { key: 'adrelid' },
  pg_attribute: { key: 'attrelid', but: 'attcacheoff' },
  pg_cast: { key: 'oid' },
  pg_collation: { key: 'oid' },
  pg_constraint: { key: 'oid' },
  pg_conversion: { key: 'oid' },
  pg_index: { key: 'indexrelid' },
  pg_init_privs: { key: 'objoid' },
  pg_language: { key: 'oid' },
  pg_opclass: { key: 'oid' },
  pg_operator: { key: 'oid' },
  pg_opfamily: { key: 'oid' },
  pg_proc: { key: 'oid' },
  pg_range: { key: 'rngtypid' },
  pg_rewrite: { key: 'ev_class' },
  pg_trigger: { key: 'tgrelid' },
  pg_ts_config: { key: 'oid' },
  pg_ts_config_map: { key: 'mapcfg' },
  pg_ts_dict: { key: 'oid' },
  pg_ts_parser: { key: 'oid' },
  pg_ts_template: { key: 'oid' },
  pg_type: { key: 'oid' },
};

/** Rows of these have no key of a built-in object: all of them are initdb's. */
const INFORMATION = ['sql_features', 'sql_implementation_info', 'sql_parts', 'sql_sizing'];

/** Not by who wrote a row: a catalog that is vacuumed or indexed anew gets one, and is what it was. */
const CLASSES = `SELECT jsonb_build_object('classes', encode(sha256(convert_to(string_agg(concat_ws(' ', c.oid,
      relname, relnamespace, relowner, relam, relhasindex, relisshared, relpersistence, relkind, relnatts,
      relchecks, relhasrules, relhastriggers, relhassubclass, relrowsecurity, relforcerowsecurity,
      relreplident, relispartition, reloptions, relacl), ',' ORDER BY c.oid), 'UTF8')), 'hex')) AS line
    FROM pg_class AS c WHERE c.oid < 16384`;

/**
 * Of each catalog: how many rows initdb's objects have, and those rows that were written later. A
 * row that initdb wrote is older than any database's oldest transaction. Their OIDs are the same on
 * every server of one major version, so they may stand here.
 */
const PARTS: readonly (readonly [catalog: string, queries: readonly string[]])[] = [
  [
    'pg_description',
    [
      `SELECT jsonb_build_object('written', jsonb_build_array(o.type, o.identity), 'comment', d.description) AS line
     FROM pg_description AS d, LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) AS o
    WHERE d.objoid < 16384 AND d.classoid NOT IN ('pg_namespace'::regclass, 'pg_largeobject'::regclass) AND ${isLater('d')}`,
    ],
  ],
  ['pg_class', [CLASSES]],
  ...Object.entries(CATALOGS).map(([catalog, { key, but }]) => {
    const row = but === undefined ? 'to_jsonb(r)' : `to_jsonb(r) - '${but}'`;
    return [catalog, rowsOf(catalog, row, `${key} < 16384`)] as const;
  }),
  ...INFORMATION.map(
    (table) => [table, rowsOf(`information_schema.${table}`, 'to_jsonb(r)', 'true')] as const,
  ),
];

export const BUILT_IN = PARTS.flatMap(([, queries]) => queries).join('\n    UNION ALL ');

/** The part that these catalogs make up, and the lines of the rest; null: it cannot be parted. */
export function builtInPart(
  lines: readonly string[],
  catalogs: ReadonlySet<string>,
): { readonly query: string; readonly kept: readonly string[] } | null {
  const kept: string[] = [];
  for (const line of lines) {
    const catalog = countedIn(line);
    // A row that was written later may be told in names that other catalogs hold.
    if (catalog === null) return null;
    if (!catalogs.has(catalog)) kept.push(line);
  }
  const queries = PARTS.filter(([catalog]) => catalogs.has(catalog)).flatMap(([, each]) => each);
  return queries.length === 0 ? null : { query: queries.join('\n    UNION ALL '), kept };
}

/** Of which catalog the line is the count, or the sum of; null: it is another kind of line. */
function countedIn(line: string): string | null {
  if (line.startsWith('{"classes": ')) return 'pg_class';
  return /^\{"in": "(?:information_schema\.)?([a-z_]+)", "rows": \d+\}$/.exec(line)?.[1] ?? null;
}

function rowsOf(catalog: string, row: string, isOurs: string): string[] {
  return [
    `SELECT jsonb_build_object('in', '${catalog}', 'rows', count(*)) AS line FROM ${catalog} WHERE ${isOurs}`,
    `SELECT jsonb_build_object('in', '${catalog}', 'is', ${row}) AS line FROM ${catalog} AS r
      WHERE ${isOurs} AND ${isLater('r')}`,
  ];
}

function isLater(row: string): string {
  return `age(${row}.xmin) <= (SELECT max(age(datfrozenxid)) FROM pg_database)`;
}
