// The witness's session beside the clone, in the harness's own database: it reads the log, and keeps
// nobody from dropping or copying the clone.
import type { Client } from 'pg';
import type { Connection } from '../sandbox/contract.ts';
import { MAINTENANCE_DATABASE } from '../sandbox/contract.ts';
import type { Server } from '../sandbox/ground-contract.ts';
import type { Blocks } from './block-set.ts';
import { WrittenBlocks } from './blocks.ts';
import { isWorthFollowing, lsnOf, STRETCH_BYTES, type FileKey, type Lsn } from './footprint.ts';
import { markLog, trailFrom, type Trail } from './footprint.io.ts';

/** The server and the database as they are; another answer later means another one than was opened. */
interface Facts {
  readonly started: string;
  /** OID under which the clone's files are named. */
  readonly database: string;
}

export interface Log extends AsyncDisposable {
  /** OID of the database when it was opened. */
  readonly database: string;
  /**
   * Files written to from the server’s start to the opening; null where that is not known. A server
   * begins where it was stopped: right behind the checkpoint of that.
   */
  readonly writtenBefore: ReadonlySet<FileKey> | null;
  /**
   * Names the state in which the server was stopped before it was started, where nothing of the
   * database and nothing shared was written to from there to the opening; else null. Two clones of
   * one name are the same, byte for byte, but for hints.
   */
  readonly stoppedAs: string | null;
  /** A session that answers; another one where the server was replaced meanwhile. */
  session(): Promise<Client>;
  /**
   * Files written to since the opening, or null where that is not known: the log cannot be asked,
   * or to read it would take longer than to read the tables. `unnamedTableBytes` tells how large
   * those are that no record has named yet.
   */
  written(
    unnamedTableBytes: (written: ReadonlySet<FileKey>) => Promise<readonly number[]>,
  ): Promise<ReadonlySet<FileKey> | null>;
  /**
   * Files that any record names since the last checkpoint before the opening; read until all of
   * `wanted` are named, or to the end; what is gone from the log is not. null: the log cannot be asked,
   * or is no longer needed.
   */
  named(wanted: readonly FileKey[]): Promise<ReadonlySet<FileKey> | null>;
  /** Of these files the blocks are noted as well; told once, right after the opening. */
  watchBlocks(files: readonly FileKey[]): void;
  /** Blocks of a watched file that were written to since the opening; null: any may have been. */
  blocks(file: FileKey): ReadonlySet<number> | null;
  /** The same with those that were only marked with hints; read to the end of the log. */
  namedBlocks(file: FileKey): Promise<Blocks | null>;
}

interface Opening extends Facts {
  readonly canFollow: boolean;
  readonly isQuiet: boolean;
  readonly openedAt: string;
  readonly checkpoint: string;
  /** Whether the last checkpoint was made when the server was stopped: others begin before they end. */
  readonly isFromStop: boolean;
  readonly stop: string;
}

/**
 * A transaction that was open, or prepared, when the witness was opened may have written before and
 * commit later: then the log tells too little.
 */
const OPENING = `
SELECT pg_postmaster_start_time()::text AS started,
       (SELECT oid::text FROM pg_database WHERE datname = $1) AS database,
       current_setting('wal_level') <> 'minimal'
         AND to_regprocedure('pg_get_wal_records_info(pg_lsn, pg_lsn)') IS NOT NULL AS "canFollow",
       NOT EXISTS (SELECT FROM pg_prepared_xacts)
         AND NOT EXISTS (SELECT FROM pg_stat_activity
                          WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid()) AS "isQuiet",
       pg_current_wal_insert_lsn()::text AS "openedAt",
       redo_lsn::text AS checkpoint, redo_lsn = checkpoint_lsn AS "isFromStop",
       concat_ws(' ', system_identifier, timeline_id, checkpoint_lsn, checkpoint_time) AS stop
  FROM pg_control_checkpoint(), pg_control_system()`;

const FACTS = `
SELECT pg_postmaster_start_time()::text AS started,
       (SELECT oid::text FROM pg_database WHERE datname = $1) AS database`;

export async function openLog(server: Server, database: string): Promise<Log> {
  let held: Connection = await server.connect({ database: MAINTENANCE_DATABASE });
  const { rows } = await held.client.query<Opening>(OPENING, [database]);
  const [opening] = rows;
  if (opening === undefined) throw new TypeError('one row was asked for');
  const openedAt = lsnOf(opening.openedAt);
  const trail = trailFrom(openedAt);
  const earlier = trailFrom(lsnOf(opening.checkpoint));
  const canFollow = opening.canFollow && opening.isQuiet;
  let isFollowed = canFollow;
  const isKnownBefore =
    canFollow && opening.isFromStop && (await followedTo(openedAt, earlier, held.client));

  let watched = new WrittenBlocks([]);
  let watchedBefore = new WrittenBlocks([]);

  const session = async (): Promise<Client> => {
    try {
      await held.client.query('SELECT');
    } catch {
      await held[Symbol.asyncDispose]();
      held = await server.connect({ database: MAINTENANCE_DATABASE });
    }
    return held.client;
  };
  const isSameServer = async (client: Client): Promise<boolean> => {
    const [now] = (await client.query<Facts>(FACTS, [database])).rows;
    return now?.started === opening.started && now.database === opening.database;
  };
  const isIts = (key: FileKey): boolean => /^\d+/.exec(key)?.[0] === opening.database;
  const isAsStopped =
    isKnownBefore && ![...earlier.written].some((key) => key.startsWith('0/') || isIts(key));
  return {
    database: opening.database,
    writtenBefore: isKnownBefore ? earlier.written : null,
    stoppedAs: isAsStopped ? `${opening.stop} ${opening.database}` : null,
    session,
    written: async (unnamedTableBytes) => {
      const client = await session();
      if (!(await isSameServer(client))) isFollowed = false;
      // Once it was not followed, it stays so: all is read from then on, and nothing can be missed.
      isFollowed &&= await followed(trail, client, unnamedTableBytes);
      return isFollowed ? trail.written : null;
    },
    named: async (wanted) => {
      const client = await session();
      if (!isFollowed || !(await isSameServer(client))) return null;
      const isNamed = (): boolean =>
        wanted.every((key) => trail.named.has(key) || earlier.named.has(key));
      // What is gone from the log names nothing: whoever concluded something from it is told so.
      await isReadToEnd({ client, openedAt, trail, earlier }, () => !isNamed());
      return new Set([...earlier.named, ...trail.named]);
    },
    watchBlocks: (files) => {
      // What was written to before the opening as well is not told by the log since.
      const told = files.filter((file) => !earlier.named.has(file));
      watched = trail.watchBlocks(told);
      if (!isKnownBefore) watchedBefore = earlier.watchBlocks(told);
    },
    blocks: (file) => (isFollowed ? watched.written(file) : null),
    namedBlocks: async (file) => {
      const client = await session();
      if (!canFollow || !(await isSameServer(client))) return null;
      const trails = { client, openedAt, trail, earlier: isKnownBefore ? null : earlier };
      if (!(await isReadToEnd(trails, () => true))) return null;
      if (isKnownBefore) return watched.named(file);
      const [now, before] = [watched.named(file), watchedBefore.named(file)];
      if (now === null || before === null) return null;
      return { has: (block) => now.has(block) || before.has(block) };
    },
    [Symbol.asyncDispose]: () => held[Symbol.asyncDispose](),
  };
}

interface Trails {
  readonly client: Client;
  readonly openedAt: Lsn;
  /** From the opening on. */
  readonly trail: Trail;
  /** What was before it; null: known already. */
  readonly earlier: Trail | null;
}

/** An end that is gone from the log cannot be reached. */
async function isReadToEnd(
  { client, openedAt, trail, earlier }: Trails,
  goesOn: () => boolean,
): Promise<boolean> {
  try {
    const mark = await markLog(client);
    if (!(await trail.follow(client, mark, goesOn))) return false;
    return earlier === null || (await earlier.follow(client, { ...mark, mark: openedAt }, goesOn));
  } catch {
    return false;
  }
}

/** A server that has just started has written little. */
async function followedTo(openedAt: Lsn, trail: Trail, client: Client): Promise<boolean> {
  try {
    const { flushed } = await markLog(client);
    return await trail.follow(client, { mark: openedAt, flushed }, (left) => left <= STRETCH_BYTES);
  } catch {
    return false; // then all is read at the opening
  }
}

type UnnamedTableBytes = Parameters<Log['written']>[0];

async function followed(
  trail: Trail,
  client: Client,
  unnamedTableBytes: UnnamedTableBytes,
): Promise<boolean> {
  try {
    const mark = await markLog(client);
    return await trail.follow(
      client,
      mark,
      async (left) =>
        left <= STRETCH_BYTES || isWorthFollowing(left, await unnamedTableBytes(trail.written)),
    );
  } catch {
    // A log that is gone, or says what this cannot read: then everything is read instead.
    return false;
  }
}
