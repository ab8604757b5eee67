// Rows a session changed: counters before and after, from both places where the server keeps them.
import { describe, expect, test } from '@jest/globals';
import { countsBetween, rowsOf, type TableCounts } from '../../../harness/witness/row-counts.ts';

const counts = (
  ...rows: readonly (readonly [number, string, number, number, number])[]
): TableCounts =>
  new Map(
    rows.map(([oid, label, inserted, updated, deleted]) => [
      oid,
      { label, inserted, updated, deleted },
    ]),
  );
const KNOWN = new Map([[1, { label: 'public.births' }]]);

describe('rows that changed', () => {
  test('are the difference, of tables that moved at all, sorted by name', () => {
    const before = counts([1, 'public.births', 10, 5, 0], [2, 'a.b', 1, 1, 1], [3, 'a.c', 0, 0, 0]);
    const after = counts([1, 'public.births', 13, 5, 2], [2, 'a.b', 1, 1, 1], [3, 'a.c', 0, 4, 0]);
    expect(rowsOf([countsBetween(before, after)], KNOWN)).toEqual([
      { table: 'a.c', inserted: 0, updated: 4, deleted: 0 },
      { table: 'public.births', inserted: 3, updated: 0, deleted: 2 },
    ]);
  });

  test('of a new table are all it has', () => {
    expect(rowsOf([countsBetween(counts(), counts([9, 'a.new', 2, 0, 0]))], KNOWN)).toEqual([
      { table: 'a.new', inserted: 2, updated: 0, deleted: 0 },
    ]);
  });

  test('are named as before where the table was renamed', () => {
    const moved = countsBetween(counts(), counts([1, 'public.renamed', 1, 0, 0]));
    expect(rowsOf([moved], KNOWN).map(({ table }) => table)).toEqual(['public.births']);
  });

  test('count once where a counter moved from the session to the server meanwhile', () => {
    const pending = countsBetween(counts([1, 'x', 7, 0, 0]), counts([1, 'x', 2, 0, 0]));
    const shared = countsBetween(counts([1, 'x', 0, 0, 0]), counts([1, 'x', 7, 0, 0]));
    expect(rowsOf([pending, shared], KNOWN)).toEqual([
      { table: 'public.births', inserted: 2, updated: 0, deleted: 0 },
    ]);
  });

  test('are never less than none', () => {
    const reset = countsBetween(counts([1, 'x', 7, 3, 1]), counts([1, 'x', 0, 4, 0]));
    expect(rowsOf([reset], KNOWN)).toEqual([
      { table: 'public.births', inserted: 0, updated: 1, deleted: 0 },
    ]);
  });
});
