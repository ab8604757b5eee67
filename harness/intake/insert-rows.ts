// Turns INSERT statements as pg_dump writes them into rows in COPY's text format, so that whoever
// reads the data of a dump meets one form only.
import type { DataSource } from './contract.ts';
import type { RowTarget } from './copy-target.ts';
import { unnamed } from './table-columns.ts';
import { CLOSE, COMMA, OPEN, QUOTE, type InsertHead } from './insert-statement.ts';

export type RowsSource = Extract<DataSource, { readonly kind: 'rows' }>;

/** Rows of one table, side by side; the bytes hold until the next are made. */
export interface MadeRows {
  readonly source: RowsSource;
  readonly bytes: Buffer;
}

/** Names of a table's columns where the dump says them. */
export type ColumnsOf = (schema: string, table: string) => readonly string[] | null;

export class InsertRows {
  readonly #columnsOf: ColumnsOf;
  #out = Buffer.allocUnsafeSlow(256 * 1024);
  #end = 0;
  #source: RowsSource | null = null;
  #head: InsertHead | null = null;
  /** Fields of a row, and which of them are DEFAULT: generated columns, which COPY does not write. */
  #fields = -1;
  #defaults = '';
  /** The same of the row that was made last. */
  #rowFields = 0;
  #rowDefaults = '';

  constructor(columnsOf: ColumnsOf) {
    this.#columnsOf = columnsOf;
  }

  /**
   * Adds the statement from `from` to `until`, which `InsertReader` has accepted; hands out rows of
   * another kind before.
   */
  *add(bytes: Buffer, from: number, until: number, head: InsertHead): Generator<MadeRows> {
    // No byte becomes more than two.
    const needed = 2 * (until - from) + 1;
    if (this.#out.length - this.#end < needed) yield* this.#room(needed);
    if (head.valuesAt === null) {
      yield* this.#begin(head, 0, '');
      this.#out[this.#end] = LF;
      this.#end += 1;
      return;
    }
    for (let at = from + head.valuesAt; ; at += 1) {
      const start = this.#end;
      at = this.#row(bytes, at);
      const [fields, defaults] = [this.#rowFields, this.#rowDefaults];
      if (head !== this.#head || fields !== this.#fields || defaults !== this.#defaults) {
        const made = Buffer.from(this.#out.subarray(start, this.#end));
        this.#end = start;
        yield* this.#begin(head, fields, defaults);
        made.copy(this.#out, this.#end);
        this.#end += made.length;
      }
      if (bytes[at] !== COMMA) return;
      while (bytes[at] !== OPEN) at += 1;
    }
  }

  *flush(): Generator<MadeRows> {
    if (this.#end > 0 && this.#source !== null) {
      yield { source: this.#source, bytes: this.#out.subarray(0, this.#end) };
    }
    this.#end = 0;
  }

  *#room(bytes: number): Generator<MadeRows> {
    yield* this.flush();
    if (this.#out.length < bytes) this.#out = Buffer.allocUnsafeSlow(bytes);
  }

  *#begin(head: InsertHead, fields: number, defaults: string): Generator<MadeRows> {
    if (head === this.#head && fields === this.#fields && defaults === this.#defaults) return;
    yield* this.flush();
    this.#head = head;
    this.#fields = fields;
    this.#defaults = defaults;
    const { schema, table } = head.target;
    const left = new Set(defaults.split(',').filter((each) => each !== ''));
    const columns = this.#columns(head.target, fields).filter((_, index) => !left.has(`${index}`));
    this.#source = { kind: 'rows', schema, table, columns };
  }

  #columns({ schema, table, columns }: RowTarget, fields: number): readonly string[] {
    const named = columns ?? this.#columnsOf(schema, table);
    // DEFAULT VALUES brings none, whatever the table has.
    if (fields === 0) return [];
    if (named?.length !== fields) throw unnamed(schema, table, ADVICE);
    return named;
  }

  /** The row whose values begin at `from`; answers where it ends, its bracket included. */
  #row(bytes: Buffer, from: number): number {
    let fields = 0;
    let written = 0;
    let defaults = '';
    for (let at = from; ; at += 2) {
      if (bytes[at] === DEFAULT_START) {
        defaults += `${fields},`;
        at += 'DEFAULT'.length;
      } else {
        if (written > 0) {
          this.#out[this.#end] = TAB;
          this.#end += 1;
        }
        written += 1;
        at = this.#value(bytes, at);
      }
      fields += 1;
      if (bytes[at] !== CLOSE) continue;
      this.#out[this.#end] = LF;
      this.#end += 1;
      this.#rowFields = fields;
      this.#rowDefaults = defaults;
      return at + 1;
    }
  }

  #value(bytes: Buffer, from: number): number {
    const first = bytes[from];
    if (first === QUOTE) return this.#text(bytes, from + 1);
    if (first === 0x42) return this.#text(bytes, from + 2); // B'...'
    let at = from;
    while (bytes[at] !== COMMA && bytes[at] !== CLOSE) at += 1;
    if (first === 0x4e) {
      this.#out[this.#end] = BACKSLASH; // NULL
      this.#out[this.#end + 1] = first;
      this.#end += 2;
    } else if (first === 0x74 || first === 0x66) {
      this.#out[this.#end] = first; // true, false
      this.#end += 1;
    } else this.#end += bytes.copy(this.#out, this.#end, from, at);
    return at;
  }

  #text(bytes: Buffer, from: number): number {
    const out = this.#out;
    let end = this.#end;
    let at = from;
    for (; ; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) {
        if (bytes[at + 1] !== QUOTE) break;
        at += 1;
      }
      const escape = byte > BACKSLASH ? 0 : (ESCAPES[byte] ?? 0);
      if (escape === 0) {
        out[end] = byte;
        end += 1;
      } else {
        out[end] = BACKSLASH;
        out[end + 1] = escape;
        end += 2;
      }
    }
    this.#end = end;
    return at + 1;
  }
}

const ADVICE = '; dump it with --column-inserts';
const BACKSLASH = 0x5c;
const TAB = 0x09;
const LF = 0x0a;
const DEFAULT_START = 0x44;
/** What COPY writes behind a backslash, by the byte it stands for. */
const ESCAPES = new Uint8Array(BACKSLASH + 1);
for (const [byte, letter] of [
  [0x08, 'b'],
  [TAB, 't'],
  [LF, 'n'],
  [0x0b, 'v'],
  [0x0c, 'f'],
  [0x0d, 'r'],
  [BACKSLASH, '\\'],
] as const) {
  ESCAPES[byte] = letter.charCodeAt(0);
}

const TWO = Buffer.from([BACKSLASH, BACKSLASH]);

/**
 * Whether a literal of these made rows holds a backslash: code that switches
 * standard_conforming_strings would make the server read it as an escape. Not where the whole field
 * is bytea in hexadecimal digits, which stays what it is but for its first byte.
 */
export function holdsBackslash(rows: Uint8Array): boolean {
  const bytes = Buffer.from(rows.buffer, rows.byteOffset, rows.byteLength);
  for (let at = bytes.indexOf(TWO); at !== -1; at = bytes.indexOf(TWO, at)) {
    const isStart = at === 0 || bytes[at - 1] === TAB || bytes[at - 1] === LF;
    if (!isStart || bytes[at + 2] !== LETTER_X) return true;
    at += 3;
    while (isHexadecimal(bytes[at] ?? 0)) at += 1;
    if (bytes[at] !== TAB && bytes[at] !== LF) return true;
  }
  return false;
}

const LETTER_X = 0x78;

/** In the lower case that Postgres writes. */
function isHexadecimal(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x66);
}
