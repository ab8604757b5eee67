// What the catalog says is stored in a database: read once for each state that clones are made from.
import type { Client } from 'pg';
import type { Fingerprint } from './contract.ts';
import { mapKey, type FileKey } from './footprint.ts';
import {
  sequenceNamesThrough,
  standingThrough,
  tablesThrough,
  type SequenceName,
} from './reading.io.ts';
import type { Standing } from './standing.ts';
import type { StoredTable } from './tables.ts';

export interface Inventory {
  readonly tables: readonly StoredTable[];
  readonly standing: Standing;
  readonly sequences: readonly SequenceName[];
}

export async function inventoryThrough(client: Client): Promise<Inventory> {
  return {
    tables: await tablesThrough(client),
    standing: await standingThrough(client),
    sequences: await sequenceNamesThrough(client),
  };
}

/** Whether the catalog, or the map that says where it stands, was written to: what is known is over. */
export function isOver(
  { catalogs }: Standing,
  written: ReadonlySet<FileKey>,
  database: string,
): boolean {
  return (
    written.has(mapKey(database)) ||
    written.has(mapKey('0')) ||
    catalogs.some(({ key }) => written.has(key))
  );
}

/** What an opening found. */
export interface Opening {
  readonly before: Fingerprint;
  readonly inventory: Inventory;
}

/** By the print that was handed in for it, and the state that the server had been stopped in. */
const openings = new WeakMap<Fingerprint, Map<string, Opening>>();

/** What an earlier opening found in the same state; undefined: there was none. */
export function foundBefore(start: Fingerprint, stoppedAs: string | null): Opening | undefined {
  return stoppedAs === null ? undefined : openings.get(start)?.get(stoppedAs);
}

export function keepFound(start: Fingerprint, stoppedAs: string | null, opening: Opening): void {
  if (stoppedAs === null) return;
  const known = openings.get(start) ?? new Map<string, Opening>();
  openings.set(start, known.set(stoppedAs, opening));
}
