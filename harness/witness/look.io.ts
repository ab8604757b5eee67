// Reads a whole database and returns its fingerprint, in sessions of the witness's own on one snapshot.
import type { Client } from 'pg';
import { LIMITS } from '../kernel/index.ts';
import type { Server } from '../sandbox/ground-contract.ts';
import type { Fingerprint, TablePrint } from './contract.ts';
import { fingerprintOf } from './fingerprint.ts';
import { mayBeCut } from './ranges.ts';
import {
  printInRanges,
  printsThrough,
  sectionsThrough,
  sequencesThrough,
  tablesThrough,
  type Heard,
} from './reading.io.ts';
import { FIXED_SETTINGS } from './settings.ts';
import type { StoredTable } from './tables.ts';

export interface Looking {
  /** Counts along. */
  readonly heard?: Heard;
  /** Tables that need not be read: these are their prints. */
  readonly known?: readonly TablePrint[];
}

/** Fingerprint of a whole database, by `streams` sessions of the superuser. */
export async function lookAt(
  server: Server,
  database: string,
  streams: number,
  { heard, known = [] }: Looking = {},
): Promise<Fingerprint> {
  await using stack = new AsyncDisposableStack();
  const first = stack.use(await server.connect({ database })).client;
  await beginReading(first);
  const isKnown = new Set(known.map(({ table }) => table));
  const tables = (await tablesThrough(first)).filter(({ label }) => !isKnown.has(label));
  // One large table is work for several, too.
  const work = tables.reduce(
    (sum, table) => sum + (mayBeCut(table) ? LIMITS.fingerprintStreams : 1),
    0,
  );
  const count = Math.min(streams, LIMITS.fingerprintStreams, work);
  const others = await readersBeside(first, { server, database, count: count - 1 }, stack);
  const parts = catalogThrough(first);
  parts.catch(() => undefined); // whoever awaits it hears of it
  // The others need not wait for the catalog, nor it for them.
  const free = parts.then(() => first);
  free.catch(() => undefined);
  const queue: StoredTable[] = [];
  const inRanges: TablePrint[] = [];
  for (const table of tables) {
    const print = await printInRanges([...others, free], table, heard);
    if (print === null) queue.push(table);
    else inRanges.push(print);
  }
  const own = async (): Promise<TablePrint[]> => printsThrough([await free], queue, heard);
  const read = await Promise.all([own(), printsThrough(others, queue, heard)]);
  const { sections, sequences } = await parts;
  return fingerprintOf([...known, ...inRanges, ...read.flat()], sections, sequences);
}

async function catalogThrough(
  client: Client,
): Promise<Pick<Fingerprint, 'sections' | 'sequences'>> {
  const sections = await sectionsThrough(client);
  return { sections, sequences: await sequencesThrough(client) };
}

/** One snapshot from here on, nothing written, and one text for one content. */
export async function beginReading(client: Client): Promise<void> {
  await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${FIXED_SETTINGS}`);
}

/** More sessions on the first one's snapshot; they end with the stack. */
export async function readersBeside(
  first: Client,
  more: { readonly server: Server; readonly database: string; readonly count: number },
  stack: AsyncDisposableStack,
): Promise<readonly Client[]> {
  if (more.count <= 0) return [];
  const { rows } = await first.query<{ id: string }>(
    'SELECT pg_catalog.pg_export_snapshot() AS id',
  );
  const begin = `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET TRANSACTION SNAPSHOT '${rows[0]?.id}'; ${FIXED_SETTINGS}`;
  const readers: Client[] = [];
  while (readers.length < more.count) {
    const { client } = stack.use(await more.server.connect({ database: more.database }));
    await client.query(begin);
    readers.push(client);
  }
  return readers;
}
