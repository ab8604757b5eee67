// Reads a whole database once for two: whoever looks through its rows, and the fingerprint.
import type { Server } from '../sandbox/ground-contract.ts';
import type { Fingerprint, TablePrint } from './contract.ts';
import { fingerprintOf } from './fingerprint.ts';
import { beginReading } from './look.io.ts';
import {
  printsThrough,
  rowsThrough,
  sectionsThrough,
  sequencesThrough,
  tablesThrough,
} from './reading.io.ts';

export interface WholeReading extends AsyncDisposable {
  /** All rows of one table, in the order of the fingerprint. One table at a time, each once. */
  readonly rowsOf: (schema: string, name: string) => AsyncIterable<Uint8Array>;
  /** The fingerprint; tables that nobody has read to their end are read now. */
  finish(): Promise<Fingerprint>;
}

/** One session of the superuser, on one snapshot. */
export async function readWhole(server: Server, database: string): Promise<WholeReading> {
  await using stack = new AsyncDisposableStack();
  const { client } = stack.use(await server.connect({ database }));
  await beginReading(client);
  const tables = await tablesThrough(client);
  const prints = new Map<string, TablePrint>();
  const owned = stack.move();
  return {
    rowsOf: (schema, name) => {
      const table = tables.find((each) => each.schema === schema && each.name === name);
      if (table === undefined) throw new TypeError(`no table "${name}" in this snapshot`);
      return rowsThrough(client, table, (print) => void prints.set(table.label, print));
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
