// Reads of a large table only the blocks that the log names, here and in a copy of the state it was in:
// where both hold the same rows the whole table does, and where they differ as they did once before,
// the table reads as it did then.
import type { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { digestOf, quoteQualified, sha256Stream } from '../kernel/index.ts';
import type { Server } from '../sandbox/ground-contract.ts';
import type { Fingerprint, TablePrint } from './contract.ts';
import type { FileKey } from './footprint.ts';
import type { Opening } from './inventory.io.ts';
import type { Log } from './log.io.ts';
import { beginReading } from './look.io.ts';
import { RowDelta } from './row-delta.ts';
import type { TableStanding } from './standing.ts';
import type { StoredTable } from './tables.ts';
import type { Touched } from './touched.ts';
import type { Look, WitnessRequest } from './witness-contract.ts';

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
  const isLarge = ({ pages }: TableStanding): boolean => pages >= reference.leastBlocks;
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
        const isPart = touched.byRows.has(label) || !touched.tables.has(label);
        if (stood === undefined || print === undefined || !isPart) continue;
        // Not written to here: read because it was elsewhere.
        const own = touched.tables.has(label) ? log.blocks(stood.file) : NO_BLOCKS;
        const asked = afresh === null ? NO_BLOCKS : afresh.get(label);
        if (own === null || asked === undefined) continue;
        const read = new Set([...own, ...asked]);
        if (read.size * PART_OF_TABLE > stood.pages + PART_OF_TABLE) continue;
        const copy = await reference.open();
        const delta = await deltaOf(client, copy, table, read);
        const state = `${label} ${delta.name()}`;
        const again = delta.isNothing ? print : states.get(state);
        if (again === undefined) {
          unknown.set(label, state);
          continue;
        }
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

/** What the blocks named hold here, against what they hold in the copy. */
async function deltaOf(
  client: Client,
  copy: { readonly server: Server; readonly database: string },
  table: StoredTable,
  blocks: ReadonlySet<number>,
): Promise<RowDelta> {
  const delta = new RowDelta();
  if (blocks.size === 0) return delta;
  const query = blocksQuery(table, blocks);
  {
    await using session = await copy.server.connect({ database: copy.database });
    await beginReading(session.client);
    await countRows(session.client, query, delta, -1);
  }
  await countRows(client, query, delta, 1);
  return delta;
}

/** Every place in a block that may hold a row: a row needs its pointer and a header. */
function blocksQuery({ schema, name }: StoredTable, blocks: ReadonlySet<number>): string {
  const places = `SELECT pg_catalog.format('(%s,%s)', block, place)::pg_catalog.tid
    FROM pg_catalog.unnest('{${[...blocks].join(',')}}'::pg_catalog.int8[]) AS block,
         pg_catalog.generate_series(1, pg_catalog.current_setting('block_size')::pg_catalog.int4 / 28) AS place`;
  const source = `ONLY ${quoteQualified(schema, name)} AS "·"`;
  return `COPY (SELECT "·".* FROM ${source} WHERE "·".ctid = ANY (ARRAY(${places}))) TO STDOUT`;
}

const LINE_FEED = 0x0a;

/** A line of COPY's text is a row; however long, it is never held whole. */
async function countRows(
  client: Client,
  query: string,
  delta: RowDelta,
  by: 1 | -1,
): Promise<void> {
  let row = sha256Stream();
  for await (const chunk of client.query(copyTo(query))) {
    const bytes = chunk as Buffer; // pg-copy-streams yields buffers
    let from = 0;
    for (let end = bytes.indexOf(LINE_FEED); end !== -1; end = bytes.indexOf(LINE_FEED, from)) {
      delta.count(digestOf(row.update(bytes.subarray(from, end))), by);
      row = sha256Stream();
      from = end + 1;
    }
    if (from < bytes.length) row.update(bytes.subarray(from));
  }
}
