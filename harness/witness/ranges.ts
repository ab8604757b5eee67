// Cuts a large table into ranges of its key that can be read side by side: one after the other they are
// the text that one COPY of all of it would be.
import { quoteIdentifier, quoteLiteral, quoteQualified } from '../kernel/index.ts';
import type { StoredTable } from './tables.ts';
import type { Cut } from './witness-contract.ts';

/** 4 MiB with the usual size of a block: what waits for its turn is held in memory. */
const RANGE_BLOCKS = 512;
/** Fewer are read by one session as soon. */
const LEAST_BLOCKS = 4096;
const SAMPLED_BLOCKS_PER_RANGE = 4;
/** Rows that stand on the disk in another order would be sought one by one. */
const LEAST_ORDER = 0.9;

/** Types of the server whose `<` is the order that ORDER BY has, and whose text is exact. */
const ORDERED: ReadonlySet<string> = new Set([
  'date',
  'int2',
  'int4',
  'int8',
  'numeric',
  'timestamp',
  'timestamptz',
  'uuid',
]);

/** Whether it is large, and its key one whose ranges an index finds. */
export function mayBeCut({
  key: [first],
  storedPages,
}: Pick<StoredTable, 'key' | 'storedPages'>): boolean {
  const type = first?.type ?? null;
  return storedPages >= LEAST_BLOCKS && type !== null && ORDERED.has(type);
}

/** Asks for a `RangeSample`; null: this table is read as a whole. */
export function rangeSampleQuery(table: StoredTable): string | null {
  const { schema, name, key, pages, storedPages } = table;
  const [first] = key;
  if (first === undefined || !mayBeCut(table)) return null;
  const ranges = Math.ceil(storedPages / RANGE_BLOCKS);
  // Keys are sought in its own blocks alone: few, where the values are long.
  const percent = Math.min(100, (100 * SAMPLED_BLOCKS_PER_RANGE * ranges) / Math.max(pages, 1));
  const column = `"·".${quoteIdentifier(first.column)}`;
  return `
WITH sample AS MATERIALIZED (
  SELECT "·".ctid AS place, ${column} AS key
    FROM ONLY ${quoteQualified(schema, name)} AS "·" TABLESAMPLE SYSTEM (${percent}) REPEATABLE (1)
), ranked AS (
  SELECT key, row_number() OVER (ORDER BY key) AS rank, row_number() OVER (ORDER BY place) AS stands,
         count(*) OVER () AS total
    FROM sample
)
SELECT (SELECT corr(rank, stands) FROM ranked) AS "order",
       ARRAY(SELECT bound.key::text
               FROM (SELECT DISTINCT key FROM ranked WHERE rank % greatest(total / ${ranges}, 1) = 0) AS bound
              ORDER BY bound.key) AS bounds`;
}

export interface RangeSample {
  /** 1: rows stand on the disk in the order of the key. null: too few were seen. */
  readonly order: number | null;
  /** Keys, ascending, each once. */
  readonly bounds: readonly string[];
}

/** null: not worth it. */
export function rangesOf(
  { key }: Pick<StoredTable, 'key'>,
  { order, bounds }: RangeSample,
): Cut | null {
  const [first] = key;
  const type = first?.type ?? null;
  if (first === undefined || type === null || bounds.length < 2) return null;
  if (order === null || order < LEAST_ORDER) return null;
  const column = `"·".${quoteIdentifier(first.column)}`;
  const literals = bounds.map((bound) => `${quoteLiteral(bound)}::pg_catalog.${type}`);
  const conditions = [...literals, null].map((to, index) => {
    const from = literals[index - 1] ?? null;
    return [
      ...(from === null ? [] : [`${column} >= ${from}`]),
      ...(to === null ? [] : [`${column} < ${to}`]),
    ].join(' AND ');
  });
  const list = quoteLiteral(`{${bounds.map((bound) => `"${bound}"`).join(',')}}`);
  return {
    conditions,
    rangeOf: `pg_catalog.width_bucket(${column}, ${list}::pg_catalog.${type}[])`,
  };
}
