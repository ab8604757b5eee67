// Finds where a statement of a plain dump ends, by psql's own rules (psqlscan.l): quotes, dollar
// quotes, nested comments, parentheses and SQL-standard function bodies. It can be stopped at any
// byte and goes on from there, so that a long statement is read once however it arrives.

/** The script cannot be split safely; `line` is where. */
export class PlainScanError extends Error {
  readonly line: number;
  /** Whether the bytes merely end too early. */
  readonly isCutOff: boolean;
  constructor(message: string, line: number, isCutOff = false) {
    super(message);
    this.line = line;
    this.isCutOff = isCutOff;
  }
}

type Mode = 'code' | 'comment' | 'block' | 'quote' | 'escape' | 'identifier' | 'dollar';

/** Longest word or dollar tag that is followed; real ones have 63 bytes. */
const WORD_BYTES = 4096;
const WAIT = -1;
/** psql's own variables; others exist only where a meta-command sets them. */
const PSQL_VARIABLE = /^[A-Z][A-Z0-9_]*$/;
/** What Postgres itself writes in capitals at the start of an expression. */
const EXPRESSION_WORDS: ReadonlySet<string> = new Set(
  (
    'ARRAY CASE CAST COALESCE CURRENT_CATALOG CURRENT_DATE CURRENT_ROLE CURRENT_SCHEMA ' +
    'CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER EXISTS EXTRACT GREATEST LEAST LOCALTIME ' +
    'LOCALTIMESTAMP NOT NULL NULLIF OVERLAY POSITION ROW SESSION_USER SUBSTRING TRIM'
  ).split(' '),
);
const OPENING_WORDS = 4;
const ROUTINE = /^create (?:or replace )?(?:function|procedure)(?: |$)/;

/** Reads one statement after the other; `reset` begins the next. */
export class StatementLexer {
  #mode: Mode = 'code';
  #at = 0;
  #parentheses = 0;
  #comments = 0;
  #bodies = 0;
  #tag: Buffer = Buffer.alloc(0);
  /** The first words, as far as they decide whether a body may follow. */
  #opening: string[] = [];
  #mayHaveBody = false;

  reset(): void {
    this.#mode = 'code';
    this.#at = 0;
    this.#parentheses = 0;
    this.#bodies = 0;
    this.#opening = [];
    this.#mayHaveBody = false;
  }

  /**
   * Length of the statement at the start of `bytes`, its semicolon included; -1 where more bytes
   * are needed, and then the next call must bring the same bytes and more behind them.
   * @throws PlainScanError
   */
  lengthOf(bytes: Buffer, line: number): number {
    while (this.#at < bytes.length) {
      if (this.#mode === 'code') {
        const end = this.#code(bytes, line);
        if (end !== 0) return end;
      } else if (!this.#inside(bytes)) return WAIT;
    }
    return WAIT;
  }

  /** One token of plain SQL: the length at the end, -1 to wait, 0 to go on. */
  #code(bytes: Buffer, line: number): number {
    const byte = bytes[this.#at] ?? 0;
    if (isWordStart(byte) || isDigit(byte)) return this.#word(bytes, byte, line);
    const isLast = this.#at + 1 === bytes.length;
    switch (byte) {
      case 0x27:
        return this.#enter('quote', 1);
      case 0x22:
        return this.#enter('identifier', 1);
      case 0x24:
        return this.#dollar(bytes, line);
      case 0x2d:
        if (isLast) return WAIT;
        return bytes[this.#at + 1] === 0x2d ? this.#enter('comment', 2) : this.#enter('code', 1);
      case 0x2f:
        if (isLast) return WAIT;
        if (bytes[this.#at + 1] !== 0x2a) return this.#enter('code', 1);
        this.#comments = 1;
        return this.#enter('block', 2);
      case 0x3a:
        return this.#colon(bytes, line);
      case 0x28:
        this.#parentheses += 1;
        break;
      case 0x29:
        this.#parentheses = Math.max(0, this.#parentheses - 1);
        break;
      case 0x3b:
        if (this.#parentheses === 0 && this.#bodies === 0) return this.#at + 1;
        break;
      case 0x5c:
        // psql would run a command of its own here, in the middle of the statement.
        throw new PlainScanError(
          'a backslash stands inside a statement',
          line + newlines(bytes, this.#at),
        );
      default:
    }
    return this.#enter('code', 1);
  }

  #enter(mode: Mode, length: number): 0 {
    this.#mode = mode;
    this.#at += length;
    return 0;
  }

  #word(bytes: Buffer, first: number, line: number): number {
    const next = bytes[this.#at + 1];
    if (next === undefined) return WAIT;
    if ((first === 0x65 || first === 0x45) && next === 0x27) return this.#enter('escape', 2);
    const end = wordEnd(bytes, this.#at + 1);
    if (end - this.#at > WORD_BYTES) throw new PlainScanError('a word is too long', line);
    if (end === bytes.length) return WAIT;
    if (!isDigit(first) && (this.#mayHaveBody || this.#opening.length < OPENING_WORDS)) {
      this.#countBody(bytes.toString('latin1', this.#at, end).toLowerCase());
    }
    return this.#enter('code', end - this.#at);
  }

  /**
   * psql fills in its variables outside of quotes (`:DBNAME`, `:'HOST'`), text as it stands: a
   * database's name could bring commands of its own. A slice such as `[1:n]` names none of them.
   */
  #colon(bytes: Buffer, line: number): number {
    let end = this.#at + 1;
    const quote = bytes[end];
    if (quote === undefined) return WAIT;
    if (quote === 0x3a || quote === 0x3d) return this.#enter('code', 2); // a cast, or :=
    if (quote === 0x27 || quote === 0x22 || quote === 0x7b) end += 1;
    const from = end;
    while (end < bytes.length && (isWordStart(bytes[end] ?? 0) || isDigit(bytes[end] ?? 0)))
      end += 1;
    if (end - from > WORD_BYTES) throw new PlainScanError('a word is too long', line);
    if (end === bytes.length) return WAIT;
    const name = bytes.toString('latin1', from, end);
    const isVariable = PSQL_VARIABLE.test(name) && !EXPRESSION_WORDS.has(name);
    if (quote === 0x7b || isVariable) {
      throw new PlainScanError(
        'psql would fill in a variable here',
        line + newlines(bytes, this.#at),
      );
    }
    return this.#enter('code', 1);
  }

  /** BEGIN ... END of a function's body holds semicolons; CASE ends with END too. */
  #countBody(word: string): void {
    if (this.#opening.length < OPENING_WORDS) {
      this.#opening.push(word);
      this.#mayHaveBody = ROUTINE.test(this.#opening.join(' '));
    }
    if (this.#parentheses > 0 || !this.#mayHaveBody) return;
    if (word === 'begin' || (word === 'case' && this.#bodies > 0)) this.#bodies += 1;
    else if (word === 'end') this.#bodies = Math.max(0, this.#bodies - 1);
  }

  #dollar(bytes: Buffer, line: number): number {
    let end = this.#at + 1;
    while (end < bytes.length && isTagByte(bytes[end] ?? 0, end === this.#at + 1)) end += 1;
    if (end - this.#at > WORD_BYTES) throw new PlainScanError('a dollar tag is too long', line);
    if (end === bytes.length) return WAIT;
    // Neither a quote nor a tag: a parameter, perhaps, which the grammar will judge.
    if (bytes[end] !== 0x24) return this.#enter('code', 1);
    this.#tag = Buffer.from(bytes.subarray(this.#at, end + 1));
    return this.#enter('dollar', this.#tag.length);
  }

  /** Goes on to the end of what is open; false where that is not here yet. */
  #inside(bytes: Buffer): boolean {
    switch (this.#mode) {
      case 'code':
        return true;
      case 'comment':
        return this.#until(lineEnd(bytes, this.#at), bytes.length, 0);
      case 'quote':
        return this.#until(bytes.indexOf(0x27, this.#at), bytes.length, 1);
      case 'identifier':
        return this.#until(bytes.indexOf(0x22, this.#at), bytes.length, 1);
      case 'dollar':
        return this.#until(
          bytes.indexOf(this.#tag, this.#at),
          Math.max(this.#at, bytes.length - this.#tag.length + 1),
          this.#tag.length,
        );
      case 'escape':
        return this.#escape(bytes);
      case 'block':
        return this.#block(bytes);
    }
  }

  /** A doubled quote needs no rule: it closes one text and opens the next. */
  #until(found: number, waitAt: number, length: number): boolean {
    this.#at = found === -1 ? waitAt : found + length;
    if (found !== -1) this.#mode = 'code';
    return found !== -1;
  }

  /** E'...': a backslash takes the next byte with it, and a doubled quote stays inside. */
  #escape(bytes: Buffer): boolean {
    while (this.#at + 1 < bytes.length) {
      const byte = bytes[this.#at];
      const isQuote = byte === 0x27;
      if (byte === 0x5c || (isQuote && bytes[this.#at + 1] === 0x27)) this.#at += 2;
      else {
        this.#at += 1;
        if (isQuote) {
          this.#mode = 'code';
          return true;
        }
      }
    }
    return false;
  }

  #block(bytes: Buffer): boolean {
    while (this.#at + 1 < bytes.length) {
      const byte = bytes[this.#at];
      const next = bytes[this.#at + 1];
      if (byte === 0x2f && next === 0x2a) this.#comments += 1;
      else if (byte === 0x2a && next === 0x2f) this.#comments -= 1;
      else {
        this.#at += 1;
        continue;
      }
      this.#at += 2;
      if (this.#comments === 0) {
        this.#mode = 'code';
        return true;
      }
    }
    return false;
  }
}

/** Where a `--` comment ends: psql takes a lone carriage return for an end too. */
export function lineEnd(bytes: Buffer, from: number): number {
  const feed = bytes.indexOf(0x0a, from);
  const before = feed === -1 ? bytes : bytes.subarray(0, feed);
  const carriage = before.indexOf(0x0d, from);
  return carriage === -1 ? feed : carriage;
}

/** Line feeds before `until`. */
export function newlines(bytes: Buffer, until: number): number {
  let count = 0;
  for (let at = 0; at < until; at += 1) if (bytes[at] === 0x0a) count += 1;
  return count;
}

function wordEnd(bytes: Buffer, from: number): number {
  let end = from;
  while (end < bytes.length) {
    const byte = bytes[end] ?? 0;
    if (!isWordStart(byte) && !isDigit(byte) && byte !== 0x24) break;
    end += 1;
  }
  return end;
}

function isWordStart(byte: number): boolean {
  return (
    (byte >= 0x61 && byte <= 0x7a) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    byte === 0x5f ||
    byte >= 0x80
  );
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function isTagByte(byte: number, isFirst: boolean): boolean {
  return isWordStart(byte) || (!isFirst && isDigit(byte));
}
