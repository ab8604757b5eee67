// Which tables there are, and the one query whose text is a table's content.
import { quoteIdentifier, quoteQualified } from '../kernel/index.ts';

/** A table, partition or materialized view that holds rows of its own. */
export interface StoredTable {
  readonly schema: string;
  readonly name: string;
  /** As SQL names it, e.g. `public.birth_registry`. */
  readonly label: string;
  readonly root: string;
  readonly isPopulated: boolean;
  /** Primary key columns in key order; `collatable` ones are compared byte by byte. */
  readonly key: readonly KeyColumn[];
  /** About how many blocks it has. */
  readonly pages: number;
  /** The same with its long values, which are stored beside it. */
  readonly storedPages: number;
}

export interface KeyColumn {
  readonly column: string;
  readonly collatable: boolean;
  /** Name of its type where the server brought that; null where the dump did. */
  readonly type: string | null;
}

/** Largest first, so that parallel readers end together. */
export const STORED_TABLES = `
WITH RECURSIVE parent (child, of) AS (
  SELECT inh.inhrelid, inh.inhparent FROM pg_catalog.pg_inherits AS inh
    JOIN pg_catalog.pg_class AS p ON p.oid = inh.inhparent AND p.relkind = 'p'
), up (leaf, at) AS (
  SELECT child, of FROM parent
  UNION ALL
  SELECT up.leaf, parent.of FROM up JOIN parent ON parent.child = up.at
), top (leaf, at) AS (
  SELECT DISTINCT ON (leaf) leaf, at FROM up
   WHERE NOT EXISTS (SELECT FROM parent WHERE parent.child = up.at) ORDER BY leaf, at
)
SELECT ns.nspname::text AS schema, c.relname::text AS name, c.oid::regclass::text AS label,
       coalesce(top.at, c.oid)::regclass::text AS root,
       c.relispopulated AS "isPopulated", c.relpages AS pages,
       c.relpages + coalesce(pg_catalog.pg_relation_size(nullif(c.reltoastrelid, 0))
         / current_setting('block_size')::int4, 0)::int4 AS "storedPages",
       coalesce((SELECT jsonb_agg(jsonb_build_object('column', a.attname::text,
                                                     'collatable', a.attcollation <> 0,
                                                     'type', (SELECT t.typname::text FROM pg_catalog.pg_type AS t
                                                       WHERE t.oid = a.atttypid AND t.oid < 16384)) ORDER BY k.place)
                   FROM pg_catalog.pg_index AS i,
                        LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, place)
                   JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = k.attnum
                  WHERE i.indrelid = c.oid AND i.indisprimary AND k.place <= i.indnkeyatts),
                '[]'::jsonb) AS key
  FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS ns ON ns.oid = c.relnamespace
  LEFT JOIN top ON top.leaf = c.oid
 WHERE c.relkind IN ('r', 'm') AND c.relpersistence <> 't'
   AND c.oid >= 16384 AND ns.nspname !~ '^pg_(toast|temp)'
 ORDER BY "storedPages" DESC, c.oid::regclass::text COLLATE "C"`;

/**
 * Text of a table's content. Without a primary key the rows are ordered by their own text, made by
 * output functions: a cast could run a function that the dump brought. `range`: a condition, for a part
 * of the rows.
 */
export function contentQuery(table: StoredTable, range?: string): string {
  const order =
    table.key.length > 0
      ? table.key.map(
          ({ column, collatable }) =>
            `"·".${quoteIdentifier(column)}${collatable ? ' COLLATE "C"' : ''}`,
        )
      : [`pg_catalog.format('%s', "·".*) COLLATE "C"`];
  const source = `ONLY ${quoteQualified(table.schema, table.name)} AS "·"`;
  const where = range === undefined ? '' : ` WHERE ${range}`;
  return `COPY (SELECT "·".* FROM ${source}${where} ORDER BY ${order.join(', ')}) TO STDOUT`;
}
