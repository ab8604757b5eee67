// Splits a plain dump into statements, meta-commands and COPY data, at constant memory.
// It follows psql's own rules for where a statement ends (psqlscan.l): quotes, dollar quotes,
// nested comments, parentheses. What it cannot follow it refuses; it never guesses.
import { LIMITS } from '../kernel/index.ts';
import type { PlainPiece } from './contract.ts';

/** The script cannot be split safely; `line` is where. */
export class PlainScanError extends Error {
  readonly line: number;
  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

const LF = 0x0a;
/** Whether data follows; intake compares this with what the grammar says of the same statement. */
const COPY_FROM_STDIN = /^\s*COPY\b[\s\S]*\bFROM\s+STDIN\b/i;
/** A statement is looked for in a window that grows: most are short, the buffer is not. */
const WINDOW_BYTES = 8192;
const END_OF_DATA = Buffer.from('\\.\n');

export async function* scanPlainSql(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<PlainPiece> {
  const scanner = new Scanner();
  for await (const chunk of chunks) yield* scanner.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
  yield* scanner.end();
}

class Scanner {
  #rest: Buffer = Buffer.alloc(0);
  #line = 1;
  #inCopy = false;
  #atLineStart = true;

  *push(chunk: Buffer): Generator<PlainPiece> {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    yield* this.#drain(false);
  }

  *end(): Generator<PlainPiece> {
    yield* this.#drain(true);
    if (this.#inCopy) throw new PlainScanError('the file ends inside COPY data', this.#line);
    if (this.#rest.length === 0) return;
    const text = this.#rest.toString('utf8');
    if (!isBlank(text)) throw new PlainScanError('the file ends inside a statement', this.#line);
    yield this.#cut('blank', this.#rest.length);
  }

  *#drain(isLast: boolean): Generator<PlainPiece> {
    for (;;) {
      const before = this.#rest.length;
      if (this.#inCopy) yield* this.#copyData();
      else yield* this.#script(isLast);
      if (this.#rest.length === before || this.#rest.length === 0) return;
    }
  }

  /** Whole lines of data; the line `\.` ends it. Only a line that may be cut off is kept back. */
  *#copyData(): Generator<PlainPiece> {
    const rest = this.#rest;
    let end = rest.subarray(0, END_OF_DATA.length).equals(END_OF_DATA) && this.#atLineStart ? 0 : -1;
    if (end === -1) {
      const found = rest.indexOf('\n\\.\n');
      if (found !== -1) end = found + 1;
    }
    if (end !== -1) {
      this.#inCopy = false;
      yield this.#cut('copy-data', end + END_OF_DATA.length);
      return;
    }
    const lastLine = rest.lastIndexOf(LF);
    if (lastLine === -1) {
      if (rest.length > LIMITS.scriptBytes * 16) throw new PlainScanError('a row is too long', this.#line);
      return;
    }
    yield this.#cut('copy-data', lastLine + 1);
  }

  *#script(isLast: boolean): Generator<PlainPiece> {
    const blank = /^(?:[ \t\r\n\f\v]+|--[^\n]*\n)+/.exec(this.#rest.subarray(0, 65_536).toString('latin1'));
    if (blank !== null) {
      yield this.#cut('blank', blank[0].length);
      return;
    }
    if (this.#rest[0] === 0x5c) {
      const end = this.#rest.indexOf(LF);
      if (end === -1 && !isLast) return this.#bound();
      yield this.#cut('meta', end === -1 ? this.#rest.length : end + 1);
      return;
    }
    const length = this.#statementLength();
    if (length === -1) return this.#bound();
    const text = this.#rest.subarray(0, length).toString('utf8');
    if (!COPY_FROM_STDIN.test(text)) {
      yield this.#cut('statement', length);
      return;
    }
    // The data begins on the next line; a COPY whose line goes on cannot be followed.
    if (this.#rest.length === length && !isLast) return;
    if (this.#rest[length] !== LF) throw new PlainScanError('COPY data does not begin on a new line', this.#line);
    yield this.#cut('statement', length + 1);
    this.#inCopy = true;
    this.#atLineStart = true;
  }

  #statementLength(): number {
    for (let size = WINDOW_BYTES; ; size *= 4) {
      const length = statementLength(this.#rest.subarray(0, size), this.#line);
      if (length !== -1 || size >= this.#rest.length) return length;
    }
  }

  #bound(): void {
    if (this.#rest.length > LIMITS.scriptBytes) throw new PlainScanError('a statement is too long', this.#line);
  }

  #cut(kind: PlainPiece['kind'], length: number): PlainPiece {
    const bytes = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    const line = this.#line;
    for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) this.#line += 1;
    this.#atLineStart = bytes[bytes.length - 1] === LF;
    if (kind === 'copy-data') return { kind, line, bytes };
    return { kind, line, bytes, text: bytes.toString('utf8').trim() };
  }
}

function isBlank(text: string): boolean {
  return /^(?:\s|--[^\n]*(?:\n|$))*$/.test(text);
}

/** Length of the statement that begins here, its semicolon included; -1 where it is not all here. */
function statementLength(bytes: Buffer, line: number): number {
  const text = bytes.toString('latin1'); // one unit a byte: quotes and semicolons are ASCII
  let depth = 0;
  let at = 0;
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) return -1;
    at = match.index;
    const token = match[0];
    if (token === ';' && depth === 0) return at + 1;
    if (token === '(') depth += 1;
    else if (token === ')') depth = Math.max(0, depth - 1);
    const end = endOfToken(text, at, token);
    if (end === -1) return -1;
    if (token === '\\') throw new PlainScanError('a backslash stands inside a statement', line + linesIn(text, at));
    at = end;
  }
  return -1;
}

/** What can change how the rest reads. Dollar tags must not follow an identifier's character. */
const TOKEN = /[eE]'|['";()\\]|--|\/\*|(?<![A-Za-z0-9_$\x80-\xff])\$(?:[A-Za-z_\x80-\xff][A-Za-z0-9_\x80-\xff]*)?\$|\b[Bb][Ee][Gg][Ii][Nn]\s+[Aa][Tt][Oo][Mm][Ii][Cc]\b/g;

function endOfToken(text: string, at: number, token: string): number {
  const after = (found: number, length: number): number => (found === -1 ? -1 : found + length);
  if (token === "'") return closing(text, at + 1, /'/g);
  if (token === '"') return closing(text, at + 1, /"/g);
  if (token.length === 2 && token.endsWith("'")) return isIdentifierBefore(text, at) ? closing(text, at + 2, /'/g) : closingEscaped(text, at + 2);
  if (token === '--') return after(text.indexOf('\n', at), 1);
  if (token === '/*') return closingComment(text, at + 2);
  if (token.startsWith('$')) return after(text.indexOf(token, at + token.length), token.length);
  if (/^b/i.test(token)) return closingAtomic(text, at + token.length);
  return at + token.length;
}

/** An `e` that ends a word is no escape prefix. */
function isIdentifierBefore(text: string, at: number): boolean {
  return at > 0 && /[A-Za-z0-9_$\x80-\xff]/.test(text[at - 1] ?? '');
}

function closing(text: string, from: number, quote: RegExp): number {
  quote.lastIndex = from;
  for (let match = quote.exec(text); match !== null; match = quote.exec(text)) {
    // A doubled quote is two closings in a row with nothing between: the next one opens again.
    if (text[match.index + 1] === match[0]) quote.lastIndex = match.index + 2;
    else return match.index + 1;
  }
  return -1;
}

function closingEscaped(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === "'") {
      if (text[at + 1] === "'") at += 1;
      else return at + 1;
    }
  }
  return -1;
}

function closingComment(text: string, from: number): number {
  let depth = 1;
  const edge = /\/\*|\*\//g;
  edge.lastIndex = from;
  for (let match = edge.exec(text); match !== null; match = edge.exec(text)) {
    depth += match[0] === '/*' ? 1 : -1;
    if (depth === 0) return match.index + 2;
  }
  return -1;
}

/** SQL-standard function bodies hold semicolons: BEGIN ATOMIC ... END, CASE ... END inside. */
function closingAtomic(text: string, from: number): number {
  let depth = 1;
  const edge = /\b(?:begin|case|end)\b|[eE]'|['"]|--|\/\*|(?<![A-Za-z0-9_$\x80-\xff])\$(?:[A-Za-z_\x80-\xff][A-Za-z0-9_\x80-\xff]*)?\$/gi;
  edge.lastIndex = from;
  for (let match = edge.exec(text); match !== null; match = edge.exec(text)) {
    const word = match[0].toLowerCase();
    if (word === 'end') {
      depth -= 1;
      if (depth === 0) return match.index + 3;
    } else if (word === 'begin' || word === 'case') depth += 1;
    else {
      const end = endOfToken(text, match.index, match[0]);
      if (end === -1) return -1;
      edge.lastIndex = end;
    }
  }
  return -1;
}

function linesIn(text: string, until: number): number {
  return text.slice(0, until).split('\n').length - 1;
}
