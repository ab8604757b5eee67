// Reads a whole database once for two: whoever looks through its rows, and the fingerprint.
import type { Client } from 'pg';
import { LIMITS } from '../kernel/index.ts';
import type { Server } from '../sandbox/ground-contract.ts';
import type { Fingerprint, TablePrint } from './contract.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { KeptTexts } from './kept-text.io.ts';
import { beginReading, readersBeside } from './look.io.ts';
import { cutThrough, rowsInRanges } from './ranged.io.ts';
import { mayBeCut } from './ranges.ts';
import {
  printsThrough,
  rowsThrough,
  sectionsThrough,
  sequencesThrough,
  tablesThrough,
} from './reading.io.ts';
import type { StoredTable } from './tables.ts';

export interface WholeReading extends AsyncDisposable {
  /** All rows of one table, in the order of the fingerprint. One table at a time, each once. */
  readonly rowsOf: (schema: string, name: string) => AsyncIterable<Uint8Array>;
  /** The fingerprint; tables that nobody has read to their end are read now. */
  finish(): Promise<Fingerprint>;
}

export interface WholeRequest {
  /** Sessions that read one large table side by side. */
  readonly streams: number;
  /** Keeps the text of those; where absent, nobody does. */
  readonly texts?: KeptTexts;
}

/** Sessions of the superuser, on one snapshot. */
export async function readWhole(
  server: Server,
  database: string,
  { streams, texts }: WholeRequest,
): Promise<WholeReading> {
  await using stack = new AsyncDisposableStack();
  const { client } = stack.use(await server.connect({ database }));
  await beginReading(client);
  const tables = await tablesThrough(client);
  const beside = tables.some(mayBeCut) ? Math.min(streams, LIMITS.fingerprintStreams) - 1 : 0;
  const clients = [
    client,
    ...(await readersBeside(client, { server, database, count: beside }, stack)),
  ];
  const prints = new Map<string, TablePrint>();
  const ended = (print: TablePrint): void => void prints.set(print.table, print);
  const owned = stack.move();
  return {
    rowsOf: (schema, name) => {
      const table = tables.find((each) => each.schema === schema && each.name === name);
      if (table === undefined) throw new TypeError(`no table "${name}" in this snapshot`);
      return rowsThroughAll(clients, { table, texts }, ended);
    },
    finish: async () => {
      const unread = tables.filter(({ label }) => !prints.has(label));
      for (const print of await printsThrough([client], unread)) prints.set(print.table, print);
      const sections = await sectionsThrough(client);
      const sequences = await sequencesThrough(client);
      return fingerprintOf([...prints.values()], sections, sequences);
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** A table that can be cut by all sessions, any other by the first. */
async function* rowsThroughAll(
  clients: readonly Client[],
  { table, texts }: { readonly table: StoredTable; readonly texts: KeptTexts | undefined },
  ended: (print: TablePrint) => void,
): AsyncGenerator<Uint8Array> {
  const [first] = clients;
  if (first === undefined) throw new TypeError('nobody reads');
  const cut = await cutThrough(first, table);
  if (cut === null) {
    yield* rowsThrough(first, table, ended);
    return;
  }
  const text = (await texts?.begin(cut)) ?? null;
  yield* rowsInRanges(clients, { table, cut, text }, ended);
}
