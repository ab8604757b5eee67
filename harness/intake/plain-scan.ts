// Splits a plain dump into statements, meta-commands and COPY data, at constant memory and without
// copying data. What it cannot follow it refuses; it never guesses. The one who reads the pieces
// asks the grammar whether each statement is one: a wrong cut cannot stay unnoticed.
import { LIMITS } from '../kernel/index.ts';
import type { PlainPiece } from './contract.ts';
import { CopyEscapes, ODD_ESCAPE } from './copy-escapes.ts';
import { beginsAsInsert, InsertReader, MORE_BYTES } from './insert-statement.ts';
import { lineEnd, newlines, PlainScanError, StatementLexer } from './plain-lexer.ts';

const LF = 0x0a;
const CR = 0x0d;
const BACKSLASH = 0x5c;
/** Whether data follows; intake compares this with what the grammar says of the same statement. */
const COPY_FROM_STDIN = /^COPY\b[\s\S]*\bFROM\s+STDIN\b/i;
const END_OF_DATA = Buffer.from('\\.\n');
const END_OF_DATA_ON_A_LINE = Buffer.from('\n\\.');

/** All pieces joined are the file, byte for byte. @throws PlainScanError */
export async function* scanPlainSql(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<PlainPiece> {
  const scanner = new Scanner();
  for await (const chunk of chunks) {
    yield* scanner.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
  }
  yield* scanner.end();
}

class Scanner {
  readonly #lexer = new StatementLexer();
  readonly #pending = new Pending();
  #rest: Buffer = Buffer.alloc(0);
  readonly #inserts = new InsertReader();
  #mayBeInserts = true;
  #insertBytes = 0;
  #line = 1;
  #state: 'script' | 'data' = 'script';
  /** Whether the next byte of data begins a line. */
  #isLineStart = true;
  #escapes = new CopyEscapes();

  *push(chunk: Buffer): Generator<PlainPiece> {
    // Postgres knows no NUL in text, and psql stops reading a line at one.
    const nul = chunk.indexOf(0);
    if (nul !== -1) {
      const line = this.#line + newlines(this.#rest, this.#rest.length) + newlines(chunk, nul);
      throw new PlainScanError('it holds a NUL byte', line);
    }
    this.#rest = this.#pending.joined(this.#rest, chunk);
    yield* this.#drain(false);
  }

  *end(): Generator<PlainPiece> {
    yield* this.#drain(true);
    if (this.#state === 'data')
      throw new PlainScanError('it ends inside COPY data', this.#line, true);
    if (this.#rest.length > 0)
      throw new PlainScanError('it ends inside a statement', this.#line, true);
  }

  *#drain(isLast: boolean): Generator<PlainPiece> {
    while (this.#rest.length > 0) {
      const piece = this.#state === 'data' ? this.#data() : this.#script(isLast);
      if (piece === null) return;
      yield piece;
    }
  }

  /** Data up to its end; of what is here, only what may begin the end is kept back. */
  #data(): PlainPiece | null {
    const rest = this.#rest;
    const end = this.#endOfData(rest);
    if (end === -1) {
      const kept = this.#keptBack(rest);
      return kept === rest.length ? null : this.#rows(rest.length - kept, false);
    }
    // On such a line psql and the server decide by what follows; pg_dump writes nothing there.
    const follows = rest.subarray(end, end + END_OF_DATA.length);
    if (follows.length < END_OF_DATA.length) return end === 0 ? null : this.#rows(end, false);
    if (!follows.equals(END_OF_DATA)) {
      this.#check(rest.subarray(0, end));
      throw new PlainScanError(
        'a line of COPY data begins like its end',
        this.#line + newlines(rest, end),
      );
    }
    this.#state = 'script';
    return this.#rows(end + END_OF_DATA.length, true);
  }

  /** Where a line begins with `\.`; -1 where none does. */
  #endOfData(rest: Buffer): number {
    if (this.#isLineStart && rest[0] === BACKSLASH && rest[1] === 0x2e) return 0;
    const found = rest.indexOf(END_OF_DATA_ON_A_LINE);
    return found === -1 ? -1 : found + 1;
  }

  #keptBack(rest: Buffer): number {
    if (rest.length === 1 && this.#isLineStart) return rest[0] === BACKSLASH ? 1 : 0;
    return rest[rest.length - 1] === BACKSLASH && rest[rest.length - 2] === LF ? 1 : 0;
  }

  #script(isLast: boolean): PlainPiece | null {
    const blank = blankLength(this.#rest, isLast);
    if (blank > 0) return this.#text('blank', blank);
    if (this.#rest[0] === BACKSLASH) {
      const end = this.#rest.indexOf(LF);
      if (end === -1 && !isLast) return this.#wait();
      return this.#text('meta', end === -1 ? this.#rest.length : end + 1);
    }
    const inserts = this.#insertsLength(isLast);
    if (inserts > 0) return { kind: 'inserts', ...this.#cut(inserts) };
    const length = inserts === MORE_BYTES ? -1 : this.#lexer.lengthOf(this.#rest, this.#line);
    if (length === -1) return this.#wait();
    if (!this.#beginsData(length)) return this.#statement(length, false);
    // The data begins on the next line; what else stands on this one psql would read after it.
    if (this.#rest.length === length) {
      if (!isLast) return null;
      throw new PlainScanError('it ends inside COPY data', this.#line, true);
    }
    if (this.#rest[length] !== LF) {
      throw new PlainScanError('COPY data does not begin on a new line', this.#line);
    }
    this.#state = 'data';
    this.#isLineStart = true;
    this.#escapes = new CopyEscapes();
    return this.#statement(length + 1, true);
  }

  /** Of whole INSERT statements as pg_dump writes them; 0 where something else stands here. */
  #insertsLength(isLast: boolean): number {
    const rest = this.#rest;
    if (!this.#mayBeInserts || !beginsAsInsert(rest)) return 0;
    // A statement that is not whole is looked at again when it has doubled.
    if (rest.length < this.#insertBytes && !isLast) return MORE_BYTES;
    let end = 0;
    for (let at = 0; ;) {
      const next = this.#inserts.endOf(rest, at);
      if (next < 0) {
        if (end > 0) return end;
        this.#insertBytes = rest.length * 2;
        this.#mayBeInserts = next === MORE_BYTES && !isLast;
        return this.#mayBeInserts ? MORE_BYTES : 0;
      }
      end = next;
      at = end;
      while (rest[at] === LF) at += 1;
      if (!beginsAsInsert(rest.subarray(at))) return end;
    }
  }

  #beginsData(length: number): boolean {
    const isCopy = ((this.#rest[0] ?? 0) | 0x20) === 0x63;
    return isCopy && COPY_FROM_STDIN.test(this.#rest.toString('latin1', 0, length));
  }

  #wait(): null {
    if (this.#rest.length > LIMITS.scriptBytes)
      throw new PlainScanError('a statement is too long', this.#line);
    return null;
  }

  #rows(length: number, isEnd: boolean): PlainPiece {
    this.#check(this.#rest.subarray(0, isEnd ? length - END_OF_DATA.length : length));
    return { kind: 'copy-data', ...this.#cut(length), isEnd };
  }

  /** What the server would read as other rows or values than those that stand here. */
  #check(rows: Buffer): void {
    const odd = this.#escapes.oddIn(rows);
    // To the server a bare one may end a row; pg_dump always writes `\r`.
    const carriage = rows.indexOf(CR);
    const isCarriage = carriage !== -1 && (odd === -1 || carriage < odd);
    if (!isCarriage && odd === -1) return;
    throw new PlainScanError(
      isCarriage ? 'a row holds a bare carriage return' : ODD_ESCAPE,
      this.#line + newlines(rows, isCarriage ? carriage : odd),
    );
  }

  #statement(length: number, beginsData: boolean): PlainPiece {
    const cut = this.#cut(length);
    return { kind: 'statement', ...cut, text: cut.bytes.toString('utf8').trim(), beginsData };
  }

  #text(kind: 'blank' | 'meta', length: number): PlainPiece {
    const cut = this.#cut(length);
    return { kind, ...cut, text: cut.bytes.toString('utf8').trim() };
  }

  #cut(length: number): { readonly line: number; readonly bytes: Buffer } {
    const bytes = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    const line = this.#line;
    this.#line += newlines(bytes, length);
    this.#isLineStart = bytes[length - 1] === LF;
    this.#lexer.reset();
    this.#mayBeInserts = true;
    this.#insertBytes = 0;
    return { line, bytes };
  }
}

/** White space and whole `--` comments at the start; an unfinished comment only at the very end. */
function blankLength(bytes: Buffer, isLast: boolean): number {
  let at = 0;
  for (;;) {
    while (isSpace(bytes[at])) at += 1;
    if (bytes[at] !== 0x2d || bytes[at + 1] !== 0x2d) return at;
    const end = lineEnd(bytes, at);
    if (end === -1) return isLast ? bytes.length : at;
    at = end;
  }
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || (byte !== undefined && byte >= 0x09 && byte <= 0x0d);
}

/** Joins what was left over with the next chunk; room doubles, so that long statements stay cheap. */
class Pending {
  #room: Buffer = Buffer.alloc(0);
  #end = 0;

  joined(rest: Buffer, chunk: Buffer): Buffer {
    if (rest.length === 0) return chunk;
    const isOwn =
      rest.buffer === this.#room.buffer &&
      rest.byteOffset + rest.length === this.#room.byteOffset + this.#end;
    const start = isOwn ? rest.byteOffset - this.#room.byteOffset : 0;
    const needed = start + rest.length + chunk.length;
    if (isOwn && needed <= this.#room.length) {
      chunk.copy(this.#room, this.#end);
      this.#end = needed;
      return this.#room.subarray(start, needed);
    }
    // A new room each time: pieces that were handed out still look into the old one.
    this.#end = rest.length + chunk.length;
    this.#room = Buffer.allocUnsafeSlow(this.#end * 2);
    rest.copy(this.#room);
    chunk.copy(this.#room, rest.length);
    return this.#room.subarray(0, this.#end);
  }
}
