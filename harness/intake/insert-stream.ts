// The data of an archive's entry where it is SQL (pg_dump --inserts): pg_restore runs what stands
// there, so nothing but plain INSERT statements is followed.
import { LIMITS } from '../kernel/index.ts';
import { UnpackError } from './data-error.ts';
import { InsertReader, MORE_BYTES, NO_INSERT } from './insert-statement.ts';
import { InsertRows, type ColumnsOf, type MadeRows } from './insert-rows.ts';
import type { RowTarget } from './copy-target.ts';

/** A statement that is no plain INSERT, or one into another table. */
export class ForeignStatementError extends Error {
  override readonly name = 'ForeignStatementError';
}

export interface InsertRules {
  readonly columnsOf: ColumnsOf;
  readonly mayInsertInto: (target: RowTarget) => boolean;
}

/** @throws ForeignStatementError, UnpackError */
export async function* insertedRows(
  chunks: AsyncIterable<Uint8Array>,
  rules: InsertRules,
): AsyncGenerator<MadeRows> {
  const reader = new InsertReader();
  const rows = new InsertRows(rules.columnsOf);
  const waiting = new Waiting();
  for await (const chunk of chunks) {
    const bytes = waiting.with(chunk);
    if (bytes === null) continue;
    waiting.keep(yield* statements(bytes, reader, rows, rules));
    yield* rows.flush();
  }
  const rest = waiting.all();
  const left = yield* statements(rest, reader, rows, rules);
  yield* rows.flush();
  if (left.length > 0) throw new UnpackError('its statements end early', 'cut off');
}

/** All whole statements; answers what is left behind the last. */
function* statements(
  bytes: Buffer,
  reader: InsertReader,
  rows: InsertRows,
  { mayInsertInto }: InsertRules,
): Generator<MadeRows, Buffer> {
  let checked: unknown = null;
  for (let at = 0; ;) {
    while (bytes[at] === LF) at += 1;
    if (at === bytes.length) return bytes.subarray(at);
    const end = reader.endOf(bytes, at);
    if (end === MORE_BYTES) return bytes.subarray(at);
    const { head } = reader;
    if (end === NO_INSERT || head === null) {
      throw new ForeignStatementError('its data holds something else than plain INSERT statements');
    }
    if (head !== checked && !mayInsertInto(head.target)) {
      throw new ForeignStatementError('its data goes into a table of another name');
    }
    checked = head;
    yield* rows.add(bytes, at, end, head);
    at = end;
  }
}

const LF = 0x0a;

/** A statement that is not whole yet; looked at again only when it has doubled. */
class Waiting {
  #pieces: Buffer[] = [];
  #bytes = 0;
  #enough = 0;

  with(chunk: Uint8Array): Buffer | null {
    this.#pieces.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    this.#bytes += chunk.length;
    if (this.#bytes > LIMITS.scriptBytes) {
      throw new ForeignStatementError('a statement of its data is too long');
    }
    if (this.#bytes >= this.#enough) return this.all();
    // The chunk does not hold until the next.
    this.#pieces.push(Buffer.from(this.#pieces.pop() ?? []));
    return null;
  }

  all(): Buffer {
    const [only, ...others] = this.#pieces;
    return only !== undefined && others.length === 0 ? only : Buffer.concat(this.#pieces);
  }

  keep(rest: Buffer): void {
    this.#pieces = rest.length === 0 ? [] : [Buffer.from(rest)];
    this.#bytes = rest.length;
    this.#enough = rest.length * 2;
  }
}
