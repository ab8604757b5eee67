// Reads of a large table only the blocks that the log names, here and in a copy of the state it was in:
// where both hold the same rows the whole table does, where they differ as they did once before it reads
// as it did then, and where its text was kept only the ranges are read in which they differ.
import type { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { digestOf, quoteQualified, sha256Stream } from '../kernel/index.ts';
import type { Server } from '../sandbox/ground-contract.ts';
import type { Fingerprint, TablePrint } from './contract.ts';
import type { FileKey } from './footprint.ts';
import { columnsQuery, formOf, type Column } from './forms.ts';
import type { Opening } from './inventory.io.ts';
import type { Log } from './log.io.ts';
import { beginReading } from './look.io.ts';
import { rangeAlone } from './ranged.io.ts';
import { RowDelta } from './row-delta.ts';
import type { TableStanding } from './standing.ts';
import type { StoredTable } from './tables.ts';
import type { Touched } from './touched.ts';
import type { Look, RangeRows, TableText, WitnessRequest } from './witness-contract.ts';

/** Where more than one block in so many was written to, the table is read whole. */
const PART_OF_TABLE = 4;

export interface Parts {
  /** Of tables that need not be read whole. */
  readonly prints: ReadonlyMap<string, TablePrint>;
  readonly blocks: Look['blocks'];
  /** Remembers what was read whole, for the next time that a table differs in the same way. */
  keep(read: readonly TablePrint[]): readonly TablePrint[];
}

export interface PartReader {
  partsOf(
    client: Client,
    queue: readonly StoredTable[],
    why: { readonly touched: Touched; readonly afresh: Look['blocks'] | null },
  ): Promise<Parts>;
  /** Files of tables that some look has not read whole. */
  readonly files: ReadonlySet<FileKey>;
  /** Whether a table that was written to need not be read whole, as far as the log was followed. */
  isPart(file: FileKey): boolean;
}

interface PartRequest extends Pick<WitnessRequest, 'reference' | 'start'> {
  readonly opening: Opening;
  readonly log: Log;
}

/** What a table reads as, by the state it began from, its name, and in what it differs. */
const known = new WeakMap<Fingerprint, Map<string, TablePrint>>();

export function partReader({ reference, start, opening, log }: PartRequest): PartReader {
  const files = new Set<FileKey>();
  if (reference === undefined) {
    return { files, partsOf: () => Promise.resolve(NO_PARTS), isPart: () => false };
  }
  const { standing } = opening.inventory;
  const stored = standing.tables.filter(({ node, isUnlogged }) => node !== 0 && !isUnlogged);
  const isLarge = ({ storedPages }: TableStanding): boolean => storedPages >= reference.leastBlocks;
  const isOnAll = reference.onAll === true && stored.some(isLarge);
  const large = isOnAll ? stored : stored.filter(isLarge);
  const byLabel = new Map(
    large.map((table) => [table.label, { ...table, file: `${log.database}/${table.node}` }]),
  );
  log.watchBlocks([...byLabel.values()].map(({ file }) => file));
  const began = new Map(opening.before.tables.map((print) => [print.table, print]));
  const states = known.get(start) ?? new Map<string, TablePrint>();
  known.set(start, states);

  return {
    files,
    isPart: (file) => log.blocks(file) !== null,
    partsOf: async (client, queue, { touched, afresh }) => {
      const prints = new Map<string, TablePrint>();
      const blocks = new Map<string, ReadonlySet<number>>();
      const unknown = new Map<string, string>();
      for (const table of queue) {
        const { label } = table;
        const stood = byLabel.get(label);
        const print = began.get(label);
        if (stood !== undefined && print !== undefined && afresh === null) {
          const types = touched.byForm.get(label);
          const blocks = types === undefined ? null : log.blocks(stood.file);
          if (types !== undefined && blocks?.size === 0) {
            const form = await formThrough(client, await reference.open(), table);
            const state = form === null ? null : `${label} as ${form.name} ${types}`;
            const again = form?.isAsThen === true ? print : states.get(state ?? '');
            if (again !== undefined) {
              prints.set(label, { ...again, root: table.root });
              files.add(stood.file);
            } else if (state !== null) unknown.set(label, state);
            continue;
          }
        }
        const isPart = touched.byRows.has(label) || !touched.tables.has(label);
        if (stood === undefined || print === undefined || !isPart) continue;
        // Not written to here: read because it was elsewhere.
        const own = touched.tables.has(label) ? log.blocks(stood.file) : NO_BLOCKS;
        const asked = afresh === null ? NO_BLOCKS : afresh.get(label);
        if (own === null || asked === undefined) continue;
        const read = new Set([...own, ...asked]);
        if (read.size * PART_OF_TABLE > stood.pages + PART_OF_TABLE) continue;
        const copy = await reference.open();
        const text = reference.texts?.of(print);
        const { delta, ranges } = await deltaOf(client, copy, { table, blocks: read, text });
        const state = `${label} ${delta.name()}`;
        const known = delta.isNothing ? print : states.get(state);
        const again = known ?? (await text?.printWith(ranges, rowsOfRange(client, table)));
        if (again === undefined) {
          unknown.set(label, state);
          continue;
        }
        states.set(state, again);
        prints.set(label, { ...again, root: table.root });
        blocks.set(label, read);
        files.add(stood.file);
      }
      return {
        prints,
        blocks,
        keep: (read) => {
          for (const print of read) {
            const state = unknown.get(print.table);
            if (state !== undefined) states.set(state, print);
          }
          return read;
        },
      };
    },
  };
}

const NO_BLOCKS: ReadonlySet<number> = new Set();
const NO_PARTS: Parts = { prints: new Map(), blocks: new Map(), keep: (read) => read };

/** What the text of its rows is made of here, and whether that is what it is made of in the copy. */
async function formThrough(
  client: Client,
  copy: { readonly server: Server; readonly database: string },
  table: StoredTable,
): Promise<{ readonly name: string; readonly isAsThen: boolean } | null> {
  const query = columnsQuery(table);
  await using session = await copy.server.connect({ database: copy.database });
  await beginReading(session.client);
  const { rows: then } = await session.client.query<Column>(query);
  const { rows: now } = await client.query<Column>(query);
  const name = formOf(then, now);
  return name === null ? null : { name, isAsThen: name === formOf(then, then) };
}

interface Asked {
  readonly table: StoredTable;
  readonly blocks: ReadonlySet<number>;
  /** Cuts the table in ranges; where absent, it is one. */
  readonly text: TableText | undefined;
}

/** What the blocks named hold here, against what they hold in the copy; and in which ranges. */
async function deltaOf(
  client: Client,
  copy: { readonly server: Server; readonly database: string },
  asked: Asked,
): Promise<{ readonly delta: RowDelta; readonly ranges: ReadonlySet<number> }> {
  const delta = new RowDelta();
  if (asked.blocks.size === 0) return { delta, ranges: new Set() };
  const query = blocksQuery(asked);
  {
    await using session = await copy.server.connect({ database: copy.database });
    await beginReading(session.client);
    await countRows(session.client, query, delta, -1);
  }
  await countRows(client, query, delta, 1);
  return { delta, ranges: delta.ranges() };
}

function rowsOfRange(client: Client, table: StoredTable): RangeRows {
  return (condition, ended) => rangeAlone(client, table, condition, ended);
}

/** Every place in a block that may hold a row: a row needs its pointer and a header. */
function blocksQuery({ table, blocks, text }: Asked): string {
  const places = `SELECT pg_catalog.format('(%s,%s)', block, place)::pg_catalog.tid
    FROM pg_catalog.unnest('{${[...blocks].join(',')}}'::pg_catalog.int8[]) AS block,
         pg_catalog.generate_series(1, pg_catalog.current_setting('block_size')::pg_catalog.int4 / 28) AS place`;
  const source = `ONLY ${quoteQualified(table.schema, table.name)} AS "·"`;
  const range = text?.cut.rangeOf ?? '0';
  return `COPY (SELECT ${range}, "·".* FROM ${source} WHERE "·".ctid = ANY (ARRAY(${places}))) TO STDOUT`;
}

const LINE_FEED = 0x0a;
const TAB = 0x09;

/** A line of COPY's text is the number of a range and a row; however long, it is never held whole. */
async function countRows(
  client: Client,
  query: string,
  delta: RowDelta,
  by: 1 | -1,
): Promise<void> {
  let row = sha256Stream();
  let range = '';
  let isInRow = false;
  for await (const chunk of client.query(copyTo(query))) {
    const bytes = chunk as Buffer; // pg-copy-streams yields buffers
    for (let from = 0; from < bytes.length;) {
      if (!isInRow) {
        const tab = placeOf(TAB, bytes, from);
        // A row of no columns has no tab before it.
        const to = Math.min(tab, placeOf(LINE_FEED, bytes, from));
        range += bytes.toString('latin1', from, to);
        isInRow = to < bytes.length;
        from = to === tab ? to + 1 : to;
        continue;
      }
      const end = bytes.indexOf(LINE_FEED, from);
      row.update(bytes.subarray(from, end === -1 ? bytes.length : end));
      if (end === -1) break;
      delta.count(digestOf(row), by, Number(range));
      row = sha256Stream();
      range = '';
      isInRow = false;
      from = end + 1;
    }
  }
}

/** The end of the bytes where it does not stand there. */
function placeOf(byte: number, bytes: Buffer, from: number): number {
  const place = bytes.indexOf(byte, from);
  return place === -1 ? bytes.length : place;
}
