// Reads a large table in ranges of its key by several sessions of one snapshot; what comes is the text
// that one COPY of all of it would be.
import type { Client } from 'pg';
import { digestOf, sha256Stream } from '../kernel/index.ts';
import type { TablePrint } from './contract.ts';
import { copiedOut } from './copy-out.io.ts';
import type { TextWriter } from './kept-text.io.ts';
import { Lanes } from './lanes.ts';
import { rangeSampleQuery, rangesOf, type RangeSample } from './ranges.ts';
import { giveBack } from './slabs.ts';
import { contentQuery, type StoredTable } from './tables.ts';
import type { Cut } from './witness-contract.ts';

/**
 * Without statistics the planner takes the first and the last range for a third of the table, and
 * would sort it. The key's own index hands the rows on as they are asked for.
 */
const INDEX_ALONE = ['enable_seqscan', 'enable_bitmapscan', 'enable_sort'];
const BY_INDEX = [...INDEX_ALONE, 'max_parallel_workers_per_gather']
  .map((name) => `SET LOCAL ${name} = 0`)
  .join('; ');
const AS_BEFORE = BY_INDEX.replaceAll('= 0', '= DEFAULT');

/** A session, or one that has something else to end first. */
export type Reader = Client | Promise<Client>;

/** null: it is read as a whole. */
export async function cutThrough(client: Client, table: StoredTable): Promise<Cut | null> {
  const query = rangeSampleQuery(table);
  if (query === null) return null;
  const [sample] = (await client.query<RangeSample>(query)).rows;
  return sample === undefined ? null : rangesOf(table, sample);
}

/** Each piece is there until the next is asked for. `text` takes it, too. */
export async function* rowsInRanges(
  clients: readonly Reader[],
  { table, cut, text }: { table: StoredTable; cut: Cut; text: TextWriter | null },
  ended: (print: TablePrint) => void,
): AsyncGenerator<Uint8Array> {
  const { conditions } = cut;
  const lanes = new Lanes(conditions.length);
  const rowsOf = conditions.map(() => 0);
  const queue = [...conditions.entries()];
  const drain = async (reader: Reader): Promise<void> => {
    const client = await reader;
    await client.query(BY_INDEX);
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [at, condition] = next;
      const counted = (rows: number): void => void (rowsOf[at] = rows);
      const rows = copiedOut(client, contentQuery(table, condition), counted);
      for await (const bytes of rows) await lanes.add(at, bytes);
      lanes.end(at);
    }
    await client.query(AS_BEFORE);
  };
  const reading = Promise.all(clients.map(drain));
  reading.catch((error: unknown) => lanes.fail(error));
  const hash = sha256Stream();
  for await (const { at, bytes } of lanes) {
    if (bytes.length > 0) {
      hash.update(bytes);
      await text?.write(bytes);
      yield bytes;
      giveBack(bytes);
    } else {
      text?.endRange(rowsOf[at] ?? 0, hash);
    }
  }
  await reading;
  const rows = rowsOf.reduce((sum, each) => sum + each, 0);
  const print = { table: table.label, root: table.root, rows, sha256: digestOf(hash) };
  text?.finish(print);
  ended(print);
}

/** The same of single ranges. */
export async function* rangeAlone(
  client: Client,
  table: StoredTable,
  condition: string,
  ended: (rows: number) => void,
): AsyncGenerator<Uint8Array> {
  await client.query(BY_INDEX);
  for await (const bytes of copiedOut(client, contentQuery(table, condition), ended)) {
    yield bytes;
    giveBack(bytes);
  }
  await client.query(AS_BEFORE);
}
