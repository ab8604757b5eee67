// Questions about one session and about the relations it works on.
import type { Client } from 'pg';
import type { Server } from '../sandbox/ground-contract.ts';
import { lsnOf, type Lsn } from './footprint.ts';
import { documentedLocks, modeOf } from './lock-modes.ts';
import type { KnownRelation, LockTaken } from './locks.ts';
import type { Node, Nodes } from './rewritten.ts';
import type { RowCounts, TableCounts } from './row-counts.ts';
import { FIXED_SETTINGS } from './settings.ts';

const LOCKS = `
SELECT mode, relation::int8::text AS oid FROM pg_locks
 WHERE pid = $1 AND locktype = 'relation' AND granted AND database = $2::text::oid`;

/** Locks that a session holds on relations of the clone; asked beside it. */
export async function locksOf(
  beside: Client,
  pid: number,
  database: string,
): Promise<readonly LockTaken[]> {
  const { rows } = await beside.query<{ mode: string; oid: string }>(LOCKS, [pid, database]);
  return rows.flatMap(({ mode: name, oid }): LockTaken[] => {
    const mode = modeOf(name);
    return mode === null ? [] : [{ oid: Number(oid), mode, how: 'held' }];
  });
}

/** Relations that are there now and nobody's inside: no catalogs, nothing temporary, no TOAST. */
const KNOWN = `
SELECT c.oid::int8::text AS oid, c.oid::pg_catalog.regclass::text AS label, c.relkind AS kind,
       c.relfilenode::int8::text AS node,
       (SELECT i.indrelid::int8::text FROM pg_catalog.pg_index AS i WHERE i.indexrelid = c.oid) AS "table"
  FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS ns ON ns.oid = c.relnamespace
 WHERE c.oid >= 16384 AND ns.nspname !~ '^pg_(toast|temp)'`;

async function knownThrough(client: Client): Promise<ReadonlyMap<number, KnownRelation>> {
  const { rows } = await client.query<{
    oid: string;
    label: string;
    kind: string;
    node: string;
    table: string | null;
  }>(KNOWN);
  return new Map(
    rows.map(({ oid, label, kind, node, table }) => [
      Number(oid),
      {
        oid: Number(oid),
        label,
        kind,
        node: Number(node),
        table: table === null ? null : Number(table),
      },
    ]),
  );
}

/** Locks that the manual says a statement takes, on relations that are there. */
export async function locksByManual(
  client: Client,
  known: ReadonlyMap<number, KnownRelation>,
  text: string,
): Promise<readonly LockTaken[]> {
  const taken: LockTaken[] = [];
  const take = (oid: number, mode: LockTaken['mode']): void => {
    taken.push({ oid, mode, how: 'documented' });
  };
  for (const { name, mode } of documentedLocks(text)) {
    if (name === null) {
      for (const { oid, kind } of known.values()) if ('rm'.includes(kind)) take(oid, mode);
      continue;
    }
    // The session's own way to find a name; it is in no transaction here.
    const { rows } = await client.query<{ oid: string | null }>(
      'SELECT pg_catalog.to_regclass($1)::pg_catalog.oid::pg_catalog.int8::pg_catalog.text AS oid',
      [name],
    );
    const oid = Number(rows[0]?.oid ?? 0);
    take(oid, mode);
    const table = known.get(oid)?.table;
    if (table !== undefined && table !== null) take(table, mode);
  }
  return taken;
}

/** From 15 on a session can be told to hand in its counters at the end of the next statement. */
export async function canHandInCounts(beside: Client): Promise<boolean> {
  const { rows } = await beside.query<{ can: boolean }>(
    `SELECT to_regproc('pg_catalog.pg_stat_force_next_flush') IS NOT NULL AS can`,
  );
  return rows[0]?.can === true;
}

export async function handInCounts(client: Client): Promise<void> {
  await client.query('SELECT pg_catalog.pg_stat_force_next_flush()');
}

/** No operator stands in these: a session's search_path could name one of its own. */
const PENDING = `
SELECT relid, pg_catalog.format('%I.%I', schemaname, relname) AS label,
       n_tup_ins AS inserted, n_tup_upd AS updated, n_tup_del AS deleted
  FROM pg_catalog.pg_stat_xact_user_tables`;
const COUNTED = PENDING.replace('pg_stat_xact_user_tables', 'pg_stat_user_tables');
const NODES = `
SELECT oid, relfilenode AS node, relkind AS kind,
       pg_catalog.format('%s.%I', relnamespace::pg_catalog.regnamespace, relname) AS label
  FROM pg_catalog.pg_class`;

interface CountRow {
  readonly relid: number;
  readonly label: string;
  readonly inserted: string;
  readonly updated: string;
  readonly deleted: string;
}

function countsOf(rows: readonly CountRow[]): TableCounts {
  return new Map(
    rows.map(({ relid, label, inserted, updated, deleted }): [number, RowCounts] => [
      relid,
      {
        label,
        inserted: Number(inserted),
        updated: Number(updated),
        deleted: Number(deleted),
      },
    ]),
  );
}

/** What the session has counted and not handed in: its open transaction's, first of all. */
export async function pendingCounts(client: Client): Promise<TableCounts> {
  return countsOf((await client.query<CountRow>(PENDING)).rows);
}

/** What all sessions have handed in. */
async function countedThrough(client: Client): Promise<TableCounts> {
  return countsOf((await client.query<CountRow>(COUNTED)).rows);
}

/** What is there before a change, and what was counted; by a session that ends with this. */
export async function factsBefore(
  server: Server,
  database: string,
): Promise<{ readonly known: ReadonlyMap<number, KnownRelation>; readonly counted: TableCounts }> {
  await using session = await server.connect({ database });
  await session.client.query(`BEGIN READ ONLY; ${FIXED_SETTINGS}`);
  const known = await knownThrough(session.client);
  return { known, counted: await countedThrough(session.client) };
}

/** Where every relation is stored now, by OID. */
export async function nodesThrough(client: Client): Promise<Nodes> {
  const { rows } = await client.query<Node & { oid: number }>(NODES);
  return new Map(rows.map(({ oid, ...node }) => [oid, node]));
}

/** What was counted up to now, and where everything stands; by a session that ends with this. */
export async function factsAfter(
  server: Server,
  database: string,
): Promise<{ readonly nodes: Nodes; readonly counted: TableCounts }> {
  await using session = await server.connect({ database });
  const nodes = await nodesThrough(session.client);
  return { nodes, counted: await countedThrough(session.client) };
}

/** Where the log ends. */
export async function insertPosition(beside: Client): Promise<Lsn> {
  const { rows } = await beside.query<{ at: string }>(
    'SELECT pg_current_wal_insert_lsn()::text AS at',
  );
  return lsnOf(rows[0]?.at ?? '');
}
