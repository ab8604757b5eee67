// The content of a plain dump, from its pieces: rows, large objects, and the text of all the rest.
import type { DataSource, PlainPiece } from './contract.ts';
import { statementsIn, property } from './contents.ts';
import { copyTarget, type RowTarget } from './copy-target.ts';
import type { DataRun } from './data-runs.ts';
import { InsertReader } from './insert-statement.ts';
import { InsertRows } from './insert-rows.ts';
import { openedObject, writtenBytes } from './large-objects.ts';
import { refuseUnnamed, TableColumns } from './table-columns.ts';

const NOTHING = new Uint8Array(0);
const END_BYTES = '\\.\n'.length;

/** Sources are told apart by identity. */
export async function* plainRuns(pieces: AsyncIterable<PlainPiece>): AsyncGenerator<DataRun> {
  const content = new PlainContent();
  for await (const piece of pieces) yield* content.of(piece);
}

class PlainContent {
  readonly #columns = new TableColumns();
  readonly #reader = new InsertReader();
  readonly #rows = new InsertRows((schema, table) => this.#columns.of(schema, table));
  /** Of the COPY data that is being read. */
  #table: Extract<DataSource, { kind: 'rows' }> | null = null;
  #isNamed = true;
  #largeObject: DataSource | null = null;

  *of(piece: PlainPiece): Generator<DataRun> {
    switch (piece.kind) {
      case 'copy-data':
        yield* this.#data(piece.bytes, piece.isEnd);
        return;
      case 'inserts':
        yield* this.#inserts(
          Buffer.from(piece.bytes.buffer, piece.bytes.byteOffset, piece.bytes.byteLength),
        );
        return;
      case 'blank':
        if (piece.text.trim() !== '') yield definition(piece);
        return;
      case 'meta':
        yield definition(piece);
        return;
      case 'statement':
        yield* this.#statement(piece);
    }
  }

  *#data(bytes: Uint8Array, isEnd: boolean): Generator<DataRun> {
    if (this.#table === null) throw new Error('COPY data without a statement before it');
    const rows = isEnd ? bytes.subarray(0, bytes.length - END_BYTES) : bytes;
    if (rows.length === 0) return;
    if (!this.#isNamed) refuseUnnamed(this.#table.schema, this.#table.table, rows);
    yield { source: this.#table, bytes: rows };
  }

  *#inserts(bytes: Buffer): Generator<DataRun> {
    for (let at = 0; at < bytes.length;) {
      const end = this.#reader.endOf(bytes, at);
      const { head } = this.#reader;
      if (end <= at || head === null) throw new Error('no INSERT where one was found before');
      yield* this.#rows.add(bytes, at, end, head);
      at = end;
      while (at < bytes.length && (bytes[at] ?? 0) <= 0x20) at += 1;
    }
    yield* this.#rows.flush();
  }

  *#statement(piece: Extract<PlainPiece, { kind: 'statement' }>): Generator<DataRun> {
    const { text } = piece;
    const opened = openedObject(text);
    if (opened !== null) {
      this.#largeObject = { kind: 'large-object', name: `large object ${opened}` };
      yield { source: this.#largeObject, bytes: NOTHING };
      return;
    }
    const written = writtenBytes(text);
    if (written !== null && this.#largeObject !== null) {
      yield { source: this.#largeObject, bytes: written };
      return;
    }
    yield definition(piece);
    if (/^(?:create\b|\/\*)/i.test(text)) this.#columns.add(text);
    if (piece.beginsData) {
      const target = copyTarget(text) ?? grammarsTarget(text);
      if (target !== null) {
        const { schema, table, columns } = target;
        this.#table = { kind: 'rows', schema, table, columns: columns ?? [] };
        this.#isNamed = columns !== null;
        yield { source: this.#table, bytes: NOTHING };
      }
    }
  }
}

function definition(piece: PlainPiece): DataRun {
  return { source: { kind: 'definition', name: `line ${piece.line}` }, bytes: piece.bytes };
}

/** Of a COPY that is not of pg_dump's own form. */
function grammarsTarget(text: string): RowTarget | null {
  const [statement] = statementsIn(text);
  if (statement?.kind !== 'CopyStmt') return null;
  const names = property(statement.node, 'attlist');
  const columns = Array.isArray(names)
    ? names.map((each) => textOf(property(property(each, 'String'), 'sval')))
    : null;
  return { ...tableOf(property(statement.node, 'relation')), columns };
}

function tableOf(relation: unknown): { readonly schema: string; readonly table: string } {
  return {
    schema: textOf(property(relation, 'schemaname')),
    table: textOf(property(relation, 'relname')),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
