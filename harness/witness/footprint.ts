// What the write-ahead log names: positions and files as text, and when following it does not pay.

/** A position in the log. */
export type Lsn = bigint;

export function lsnOf(text: string): Lsn {
  const match = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/.exec(text);
  if (match === null) throw new TypeError(`"${text}" is no position in a log`);
  return (BigInt(`0x${match[1]}`) << 32n) | BigInt(`0x${match[2]}`);
}

export function lsnText(position: Lsn): string {
  const low = position & 0xffffffffn;
  return `${(position >> 32n).toString(16)}/${low.toString(16)}`.toUpperCase();
}

/** `<database OID, 0 where shared>/<file>`, whichever tablespace it stands in and whichever fork. */
export type FileKey = string;

/**
 * Reads a file's name in each form the log has: `1663/5/1259` (tablespace, database, file),
 * `base/5/1259`, `global/1262`, `pg_tblspc/9/PG_15_202209061/5/1259`. null: in none of them.
 */
export function fileKey(name: string): FileKey | null {
  const inBlock = /^\d+\/(\d+)\/(\d+)$/.exec(name);
  const inFolder = /^(?:base|pg_tblspc\/\d+\/[^/]+)\/(\d+)\/(\d+)(?:_[a-z]+)?(?:\.\d+)?$/.exec(
    name,
  );
  const shared = /^global\/(\d+)(?:_[a-z]+)?(?:\.\d+)?$/.exec(name);
  const match = inBlock ?? inFolder;
  if (match !== null) return `${match[1]}/${match[2]}`;
  return shared === null ? null : `0/${shared[1]}`;
}

/** The map of catalogs that have no fixed file, by database; `0` for the shared ones. */
export function mapKey(database: string): FileKey {
  return `${database}/pg_filenode.map`;
}

/** How much of the log is asked for at once: the server holds the answer in memory. */
export const STRETCH_BYTES = 4n * 1024n * 1024n;

/**
 * Measured on 15: the log is read at 120 MB/s, tables at 200 MB/s and 1 ms each besides. Where what
 * the log has not named yet is read sooner than the rest of the log, it is read.
 */
const TABLE_BYTES_PER_LOG_BYTE = 1.7;
const TABLE_OVERHEAD_BYTES = 200_000;

export function isWorthFollowing(left: bigint, unnamedTableBytes: readonly number[]): boolean {
  const reading = unnamedTableBytes.reduce((sum, bytes) => sum + bytes + TABLE_OVERHEAD_BYTES, 0);
  return Number(left) * TABLE_BYTES_PER_LOG_BYTE < reading;
}
