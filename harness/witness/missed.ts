// An independent check of the log: which relations hide behind files that changed unnamed.
import { fileKey, mapKey, type FileKey } from './footprint.ts';

/** A relation with storage; `label` is its table's where it is one's out-of-line part. */
export interface StoredRelation {
  readonly key: FileKey;
  readonly label: string;
  /** Unlogged, and what belongs to it: always read, never logged. */
  readonly isAlwaysRead: boolean;
}

/**
 * A relation's file of the main fork, as a key; its map, as the map's key; null: a file in which no
 * relation's rows stand. The other forks say where there is room and what is visible, temporary
 * files end with their session, and `pg_internal.init` is a cache that any session may write.
 * A changed map means that a catalog stands in another file, which the log must tell.
 */
export function wantedKey(path: string): FileKey | null {
  const map = /^(?:global|base\/(\d+)|pg_tblspc\/\d+\/[^/]+\/(\d+))\/pg_filenode\.map$/.exec(path);
  if (map !== null) return mapKey(map[1] ?? map[2] ?? '0');
  if (/\/\d+(?:\.\d+)?$/.test(path)) return fileKey(path);
  return null;
}

/**
 * Labels of what changed on disk and was not named, sorted; a file of no relation that is known now
 * stands for itself.
 */
export function missedRelations(
  changedFiles: readonly string[],
  named: ReadonlySet<FileKey>,
  relations: readonly StoredRelation[],
): string[] {
  const byKey = new Map(relations.map((relation) => [relation.key, relation]));
  const missed = changedFiles.flatMap((path) => {
    const key = wantedKey(path);
    if (key === null || named.has(key)) return [];
    const relation = byKey.get(key);
    if (relation?.isAlwaysRead === true) return [];
    return [relation?.label ?? path];
  });
  return [...new Set(missed)].sort();
}
