// Holds the rows that the scan read in the dump against the rows that the clone has: what was
// restored is then what was looked through, and nothing slipped in or out on the way.
import { finding, LIMITS, quoteQualified, type Finding } from '../kernel/index.ts';
import type { ScannedTable } from '../scan/contract.ts';

/** Rows counted in the clone; names as `regclass` prints them with an empty search path. */
export interface CountedTable {
  readonly table: string;
  /** The partitioned table at the top; itself where there is none. */
  readonly root: string;
  readonly rows: number;
}

/**
 * Compared by partitioned table, because a dump may load partitions through their root. `ignored`:
 * tables whose rows come from elsewhere (materialized views, what extensions bring).
 */
export function rowFindings(
  scanned: readonly Pick<ScannedTable, 'schema' | 'table' | 'rows'>[],
  counted: readonly CountedTable[],
  ignored: ReadonlySet<string>,
): Finding[] {
  const rootOf = new Map(counted.map(({ table, root }) => [keyOf(table), keyOf(root)]));
  const left = new Set([...ignored].map(keyOf));
  const inDump = new Map<string, number>();
  const inClone = new Map<string, number>();
  const add = (sums: Map<string, number>, key: string, rows: number): void => {
    const root = rootOf.get(key) ?? key;
    sums.set(root, (sums.get(root) ?? 0) + rows);
  };
  for (const { schema, table, rows } of scanned) {
    const key = keyOf(quoteQualified(schema, table));
    if (!left.has(key)) add(inDump, key, rows);
  }
  for (const { table, rows } of counted) {
    if (!left.has(keyOf(table))) add(inClone, keyOf(table), rows);
  }

  const all = [...new Set([...inDump.keys(), ...inClone.keys()])].sort();
  return all
    .filter((table) => (inDump.get(table) ?? 0) !== (inClone.get(table) ?? 0))
    .slice(0, LIMITS.findingsListed)
    .map((table) => {
      const what = `the dump holds ${inDump.get(table) ?? 0} rows, the clone ${inClone.get(table) ?? 0}`;
      return finding('RESTORE_ROWS_DIFFER', table, what);
    });
}

/**
 * The printed name with quotes only where its letters ask for them: Postgres quotes keywords too,
 * and `a."b.c"` is another table than `"a.b".c`.
 */
function keyOf(printed: string): string {
  return printed.replaceAll(/"((?:[^"]|"")*)"/g, (quoted, name: string) =>
    /^[a-z_][a-z0-9_$]*$/.test(name) ? name : quoted,
  );
}
