// Rows that went with their storage: TRUNCATE and DROP take them away, and no counter counts them.
import type { Fingerprint } from '../../witness/contract.ts';
import type { ChangeObserved, RowsChanged } from '../../witness/witness-contract.ts';

export interface RowsSeen {
  readonly change: ChangeObserved;
  readonly before: Fingerprint;
  readonly applied: Fingerprint;
}

/** Whether a table, or a part of it, lost rows that the counts do not have. */
export function rowsUncounted(
  table: string,
  { change, before, applied }: RowsSeen,
  { inserted, deleted }: Pick<RowsChanged, 'inserted' | 'deleted'>,
): boolean {
  const parts = before.tables.filter((each) => each.table === table || each.root === table);
  const now = new Map(applied.tables.map((each) => [each.table, each]));
  const known = new Set(parts.map((part) => part.table));
  const stood = new Set(before.tables.map((each) => each.table));
  const moved = applied.tables.filter((each) => !stood.has(each.table));
  // Under another name it is no loss, as long as it reads the same there.
  const isRenamed = (part: Fingerprint['tables'][number]): boolean =>
    moved.some((each) => each.rows === part.rows && each.sha256 === part.sha256);
  const views = new Set(materializedViews(before));
  const isStoredAnew = parts.some(
    (part) =>
      part.rows > 0 &&
      !views.has(part.table) &&
      (now.has(part.table) ? change.rewritten.includes(part.table) : !isRenamed(part)),
  );
  if (!isStoredAnew) return false;
  const sum = (tables: Fingerprint['tables']): number =>
    tables.reduce((total, { rows }) => total + rows, 0);
  const left = applied.tables.filter((each) => known.has(each.table) || each.root === table);
  return sum(parts) + inserted - deleted > sum(left);
}

/** A refresh gives one new storage, and counts the rows that it puts there. */
function materializedViews({ sections }: Fingerprint): string[] {
  const lines = sections.find(({ section }) => section === 'relations')?.lines ?? [];
  return lines.flatMap((line) => {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null) return [];
    const name: unknown = Reflect.get(value, 'name');
    return Reflect.get(value, 'relkind') === 'm' && typeof name === 'string' ? [name] : [];
  });
}
