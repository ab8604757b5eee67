// A witness of one clone: reads what may have changed since it was opened, and takes the rest over.
import type { Client } from 'pg';
import type { Connection } from '../sandbox/contract.ts';
import type { Fingerprint, TablePrint } from './contract.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { FileKey } from './footprint.ts';
import { keptSession } from './kept-session.io.ts';
import { openLog, type Log } from './log.io.ts';
import { beginReading, lookAt, readersBeside } from './look.io.ts';
import { missedFiles } from './missed.io.ts';
import { wantedKey } from './missed.ts';
import {
  foundBefore,
  inventoryThrough,
  isOver,
  keepFound,
  type Inventory,
  type Opening,
} from './inventory.io.ts';
import { partReader, type PartReader } from './parts.io.ts';
import { mayBeCut } from './ranges.ts';
import {
  printInRanges,
  printsThrough,
  sectionsAgain,
  sectionsThrough,
  sequencesThrough,
} from './reading.io.ts';
import { residueThrough } from './residue.io.ts';
import { movedBack } from './sequences.ts';
import { FIXED_SETTINGS } from './settings.ts';
import type { Standing } from './standing.ts';
import type { StoredTable } from './tables.ts';
import { touchedSince } from './touched.ts';
import { watchSession } from './watch.io.ts';
import type { DiskWord, Look, Witness, WitnessRequest } from './witness-contract.ts';

/** Sessions of a full look, and of one that reads many tables. */
const STREAMS = 2;
/** A second session takes longer to open than few tables, or few rows, to be read. */
const MANY_TABLES = 16;
const MANY_ROWS = 50_000;

/** Opened before the change; what is read at the opening stands for all that is not touched later. */
export async function openWitness(request: WitnessRequest): Promise<Witness> {
  const { server, database } = request;
  await using stack = new AsyncDisposableStack();
  // The log's position first: what is written while the catalog is read counts as touched.
  const log = stack.use(await openLog(server, database));
  const opening = foundBefore(request.start, log.stoppedAs) ?? (await readOpening(request, log));
  keepFound(request.start, log.stoppedAs, opening);
  const { before } = opening;
  const kept = request.keepsSession === true ? stack.use(keptSession(server, database)) : null;
  const owned = stack.move();
  const part = partReader({ ...request, opening, log });
  const seen: Seen = { ...opening, log, part };
  const lookBeside = async (afresh: Afresh | null): Promise<Look> => {
    await using own = new AsyncDisposableStack();
    const client = await (kept?.lend(own) ?? sessionOf(request, own));
    await beginReading(client);
    const more = (count: number): Promise<readonly Client[]> =>
      readersBeside(client, { server, database, count }, own);
    return await lookThrough(client, seen, afresh, { more, isKept: kept !== null });
  };
  return {
    before,
    look: () => lookBeside(null),
    lookAfresh: (tables, blocks = new Map()) => lookBeside({ tables: new Set(tables), blocks }),
    lookInside: async (client) => {
      await client.query(FIXED_SETTINGS);
      return await lookThrough(client, seen, null, ALONE);
    },
    lookWhole: async (disk) => {
      const asBefore = disk === undefined ? [] : await unchangedOnDisk(request, seen, disk);
      return await lookAt(server, database, STREAMS, { known: asBefore });
    },
    watch: (client) => watchSession({ server, database, log, client }),
    missed: (changedFiles, changedBlocks) =>
      missedFiles({ server, database, log, changedFiles, changedBlocks, part }),
    residue: async (print) => residueThrough(await log.session(), database, print),
    putSequencesBack: async (print) => {
      await using session = await server.connect({ database });
      await putBack(session, print);
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function sessionOf(
  { server, database }: WitnessRequest,
  stack: AsyncDisposableStack,
): Promise<Client> {
  return stack.use(await server.connect({ database })).client;
}

interface Readers {
  /** More sessions on the same snapshot. */
  readonly more: (count: number) => Promise<readonly Client[]>;
  /** Whether the session lives on after the look. */
  readonly isKept: boolean;
}

const ALONE: Readers = { more: () => Promise.resolve([]), isKept: false };

/** By what was known before: how much a table holds now is told by reading it. */
function isMuch(
  queue: readonly { readonly label: string }[],
  known: ReadonlyMap<string, TablePrint>,
): boolean {
  const rows = queue.map(({ label }) => known.get(label)?.rows ?? 0);
  return queue.length > MANY_TABLES && rows.reduce((sum, each) => sum + each, 0) > MANY_ROWS;
}

interface Seen extends Opening {
  readonly log: Log;
  readonly part: PartReader;
}

/** What is read whether touched or not; of a table with `blocks`, these. */
interface Afresh {
  readonly tables: ReadonlySet<string>;
  readonly blocks: Look['blocks'];
}

/**
 * A clone that has just started stands as the state it was made from, for which there is `start`: where
 * the log knows of no catalog written since, the catalog is taken over too.
 */
async function readOpening(
  { server, database, start }: WitnessRequest,
  { writtenBefore, database: oid }: Log,
): Promise<Opening> {
  await using session = await server.connect({ database });
  const { client } = session;
  await beginReading(client);
  const inventory = await inventoryThrough(client);
  const { tables, standing } = inventory;
  const known = byLabel(start.tables);
  const read = byLabel(
    await printsThrough(
      [client],
      tables.filter(({ label }) => !known.has(label)),
    ),
  );
  const prints = tables.flatMap(({ label, root }) => {
    const print = known.get(label) ?? read.get(label);
    return print === undefined ? [] : [{ ...print, root }];
  });
  const isAsStarted = writtenBefore !== null && !isOver(standing, writtenBefore, oid);
  const sections = isAsStarted ? start.sections : await sectionsThrough(client);
  const sequences = await sequencesThrough(client, inventory.sequences);
  return { before: fingerprintOf(prints, sections, sequences), inventory };
}

/**
 * `afresh`: tables that are read whether touched or not, and with them the catalog; null: none.
 * The snapshot of `client` is taken before the log is read to its end: what it sees, the log names.
 */
async function lookThrough(
  client: Client,
  { before, inventory, log, part }: Seen,
  afresh: Afresh | null,
  { more, isKept }: Readers,
): Promise<Look> {
  await client.query('SELECT'); // the snapshot
  const { standing } = inventory;
  // A large table that a few records named would have to be read whole where the log is given up.
  const isRead = (soFar: ReadonlySet<FileKey>, file: FileKey): boolean =>
    soFar.has(file) && !part.isPart(file);
  const written = await log.written((soFar) =>
    unnamedBytes(client, standing, (node) => isRead(soFar, `${log.database}/${node}`)),
  );
  const footprint = written === null ? null : { written };
  // Without a write to the catalog it says what it said.
  const isKnown = afresh === null && written !== null && !isOver(standing, written, log.database);
  const now: Inventory = isKnown ? inventory : await inventoryThrough(client);
  const { tables } = now;
  const touched = touchedSince(standing, now.standing, footprint, log.database);
  const known = byLabel(before.tables);
  const queue = tables.filter(
    ({ label }) =>
      touched.tables.has(label) || afresh?.tables.has(label) === true || !known.has(label),
  );
  const names = queue.map(({ label }) => label);
  const parts = await part.partsOf(client, queue, { touched, afresh: afresh?.blocks ?? null });
  const whole = queue.filter(({ label }) => !parts.prints.has(label));
  const isShared = isMuch(whole, known) || whole.some(mayBeCut);
  const clients = [client, ...(isShared ? await more(STREAMS - 1) : [])];
  const read = byLabel([
    ...parts.prints.values(),
    ...parts.keep(await wholePrints(clients, whole)),
  ]);
  const prints = tables.map(({ label, root }): TablePrint => {
    const print = read.get(label) ?? known.get(label);
    if (print === undefined) throw new TypeError(`"${label}" was neither read nor known`);
    // One object for one content: many looks are kept.
    return print.root === root ? print : { ...print, root };
  });
  const sections =
    afresh !== null || touched.catalogs === null
      ? await sectionsThrough(client)
      : await sectionsAgain(client, before.sections, touched.catalogs, isKept);
  const moved = await sequencesThrough(client, now.sequences);
  const sequences = moved.sha256 === before.sequences.sha256 ? before.sequences : moved;
  const print = fingerprintOf(prints, sections, sequences);
  const { blocks } = parts;
  return { print, touched: names.sort(), blocks, isFollowed: footprint !== null };
}

/** Large ones by all sessions, one after the other; then each session takes the next. */
async function wholePrints(
  clients: readonly Client[],
  tables: readonly StoredTable[],
): Promise<readonly TablePrint[]> {
  const inRanges: TablePrint[] = [];
  const queue: StoredTable[] = [];
  for (const table of tables) {
    const print = await printInRanges(clients, table);
    if (print === null) queue.push(table);
    else inRanges.push(print);
  }
  return [...inRanges, ...(await printsThrough(clients, queue))];
}

/** Prints of the large tables whose files nobody wrote, and which nothing else makes to read otherwise. */
async function unchangedOnDisk(
  { server, database }: WitnessRequest,
  { before, inventory, log }: Seen,
  { changedFiles, leastBlocks }: DiskWord,
): Promise<readonly TablePrint[]> {
  const written = new Set(changedFiles.flatMap((path) => wantedKey(path) ?? []));
  await using session = await server.connect({ database });
  await beginReading(session.client);
  const now = await inventoryThrough(session.client);
  const { tables } = touchedSince(inventory.standing, now.standing, { written }, log.database);
  const isAsBefore = new Set(
    now.standing.tables
      .filter(({ label, storedPages }) => storedPages >= leastBlocks && !tables.has(label))
      .map(({ label }) => label),
  );
  return before.tables.filter(({ table }) => isAsBefore.has(table));
}

function byLabel(prints: readonly TablePrint[]): ReadonlyMap<string, TablePrint> {
  return new Map(prints.map((print) => [print.table, print]));
}

/** Sizes of the tables that need not be read yet: asked only where the log is long. */
async function unnamedBytes(
  client: Client,
  { tables }: Standing,
  isRead: (node: number) => boolean,
): Promise<readonly number[]> {
  const oids = tables.filter(({ node }) => !isRead(node)).map(({ oid }) => String(oid));
  const { rows } = await client.query<{ bytes: string }>(
    `SELECT coalesce(pg_catalog.pg_table_size(oid::pg_catalog.oid), 0)::text AS bytes
       FROM pg_catalog.unnest($1::text[]) AS oid`,
    [oids],
  );
  return rows.map(({ bytes }) => Number(bytes));
}

async function putBack({ client }: Connection, print: Fingerprint): Promise<void> {
  await client.query(`BEGIN; ${FIXED_SETTINGS}`);
  const found = await sequencesThrough(client);
  for (const { label, value, isCalled } of movedBack(print.sequences.lines, found.lines)) {
    await client.query('SELECT pg_catalog.setval($1::pg_catalog.regclass, $2::bigint, $3)', [
      label,
      value,
      isCalled,
    ]);
  }
  await client.query('COMMIT');
}
