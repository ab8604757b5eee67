// Follows the write-ahead log: which files were written to from one position on.
import type { Client } from 'pg';
import { WrittenBlocks } from './blocks.ts';
import {
  fileKey,
  lsnOf,
  lsnText,
  mapKey,
  STRETCH_BYTES,
  type FileKey,
  type Lsn,
} from './footprint.ts';

/**
 * Files that the records name, each once. A record may name several blocks; those that make or drop
 * files name them by path, in their description, and those that move a mapped catalog its database.
 * What only sets hints (`FPI_FOR_HINT`) changes bytes, and no row.
 */
const STRETCH = `
WITH record AS MATERIALIZED (
  SELECT record_type, resource_manager, description, block_ref, end_lsn
    FROM pg_get_wal_records_info($1::pg_lsn, $2::pg_lsn)
), named AS (
  SELECT DISTINCT record_type = 'FPI_FOR_HINT' AS hint, split_part(part, ' ', 1) AS file
    FROM record, unnest((string_to_array(block_ref, ' rel '))[2:]) AS part
  UNION
  SELECT DISTINCT false, path[1] FROM record,
         regexp_matches(description, '(?:base|global|pg_tblspc)(?:/[A-Za-z0-9_.]+)+', 'g') AS path
   WHERE resource_manager IN ('Storage', 'Transaction')
  UNION
  SELECT DISTINCT false, 'map ' || split_part(description, ' ', 2) FROM record
   WHERE resource_manager = 'RelMap'
), block AS (
  SELECT DISTINCT record_type = 'FPI_FOR_HINT' AS hint,
         array_to_string((string_to_array(part, ' '))[1:5], ' ') AS place
    FROM record, unnest((string_to_array(block_ref, ' rel '))[2:]) AS part
   WHERE $3::text[] <> '{}'
     AND (regexp_match(part, '^[0-9]+/([0-9]+/[0-9]+) '))[1] = ANY ($3::text[])
)
SELECT (SELECT max(end_lsn)::text FROM record) AS reached,
       coalesce((SELECT jsonb_agg(jsonb_build_object('hint', hint, 'file', file)) FROM named), '[]') AS files,
       coalesce((SELECT jsonb_agg(jsonb_build_object('hint', hint, 'place', place)) FROM block), '[]') AS blocks`;

interface StretchRow {
  readonly reached: string | null;
  readonly files: readonly { readonly hint: boolean; readonly file: string }[];
  readonly blocks: readonly { readonly hint: boolean; readonly place: string }[];
}

/** Where to read to: a record of our own, after all that matters; and how far the log is on disk. */
export interface Mark {
  readonly mark: Lsn;
  readonly flushed: Lsn;
}

/** Puts a record into the log; with its commit everything before it is on disk, committed or not. */
export async function markLog(client: Client): Promise<Mark> {
  const { rows } = await client.query<{ mark: string }>(
    `SELECT pg_logical_emit_message(true, 'rehearsal', '')::text AS mark`,
  );
  const after = await client.query<{ flushed: string }>(
    'SELECT pg_current_wal_flush_lsn()::text AS flushed',
  );
  return { mark: lsnOf(rows[0]?.mark ?? ''), flushed: lsnOf(after.rows[0]?.flushed ?? '') };
}

/** Told how many bytes are left. */
type GoesOn = (left: bigint) => boolean | Promise<boolean>;

/** What was read of the log so far. */
export interface Trail {
  /** Files written to, but for hints. */
  readonly written: ReadonlySet<FileKey>;
  /** Files that any record names. */
  readonly named: ReadonlySet<FileKey>;
  /** Of the files watched from now on: which blocks records name. Before anything is followed. */
  watchBlocks(files: readonly FileKey[]): WrittenBlocks;
  /**
   * Reads on until the record that ends at `upTo.mark` was seen, a stretch at a time while `goesOn`
   * says so. Answers whether it was; on any doubt, that it was not.
   */
  follow(client: Client, upTo: Mark, goesOn: GoesOn): Promise<boolean>;
}

export function trailFrom(start: Lsn): Trail {
  const written = new Set<FileKey>();
  const named = new Set<FileKey>();
  let at = start;
  let watched = new WrittenBlocks([]);
  const note = ({ files, blocks }: StretchRow): boolean => {
    let isUnderstood = true;
    for (const { hint, place } of blocks) watched.note(place, hint);
    for (const { hint, file } of files) {
      const key = file.startsWith('map ') ? mapKey(file.slice(4)) : fileKey(file);
      if (key === null) {
        isUnderstood = false;
        continue;
      }
      named.add(key);
      watched.noteFile(key, file);
      if (!hint) written.add(key);
    }
    return isUnderstood;
  };
  return {
    written,
    named,
    watchBlocks: (files) => {
      if (at > start) throw new TypeError('what was followed already cannot be watched');
      watched = new WrittenBlocks(files);
      return watched;
    },
    follow: async (client, { mark, flushed }, goesOn) => {
      let stretch = STRETCH_BYTES;
      while (at < mark) {
        if (!(await goesOn(flushed - at))) return false;
        const to = at + stretch < flushed ? at + stretch : flushed;
        const asked = [lsnText(at), lsnText(to), watched.files];
        const { rows } = await client.query<StretchRow>(STRETCH, asked);
        const [row] = rows;
        if (row === undefined || !note(row)) return false;
        // Not to the stretch's end: a record that crosses it has not been seen yet.
        const reached = row.reached === null ? at : lsnOf(row.reached);
        if (to === flushed && reached < mark) return false;
        // Nothing ends in this stretch: there is a record longer than it.
        stretch = reached === at ? stretch * 2n : STRETCH_BYTES;
        at = reached;
      }
      return true;
    },
  };
}
