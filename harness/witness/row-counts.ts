// Rows that a session changed, from counters read before and after.
import type { RowsChanged } from './witness-contract.ts';

export interface RowCounts {
  readonly label: string;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}
/** By OID of the table. */
export type TableCounts = ReadonlyMap<number, RowCounts>;

/** How far each counter moved. */
export function countsBetween(before: TableCounts, after: TableCounts): TableCounts {
  const moved = new Map<number, RowCounts>();
  for (const [oid, now] of after) {
    const was = before.get(oid);
    moved.set(oid, {
      label: now.label,
      inserted: now.inserted - (was?.inserted ?? 0),
      updated: now.updated - (was?.updated ?? 0),
      deleted: now.deleted - (was?.deleted ?? 0),
    });
  }
  return moved;
}

/**
 * Sums of all counters by table, none of zero; named as before the change where it was there.
 * A counter that was reset or moved from one place to the other never makes less than nothing.
 */
export function rowsOf(
  parts: readonly TableCounts[],
  known: ReadonlyMap<number, { readonly label: string }>,
): RowsChanged[] {
  const sums = new Map<number, RowCounts>();
  for (const part of parts) {
    for (const [oid, counts] of part) {
      const sum = sums.get(oid);
      sums.set(oid, {
        label: counts.label,
        inserted: counts.inserted + (sum?.inserted ?? 0),
        updated: counts.updated + (sum?.updated ?? 0),
        deleted: counts.deleted + (sum?.deleted ?? 0),
      });
    }
  }
  return [...sums]
    .map(([oid, { label, inserted, updated, deleted }]) => ({
      table: known.get(oid)?.label ?? label,
      inserted: Math.max(0, inserted),
      updated: Math.max(0, updated),
      deleted: Math.max(0, deleted),
    }))
    .filter(({ inserted, updated, deleted }) => inserted + updated + deleted > 0)
    .sort((left, right) => (left.table < right.table ? -1 : 1));
}
