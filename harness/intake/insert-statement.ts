// Reads INSERT statements of the one form that pg_dump writes: a table by its full name, and rows
// of literal values. Strict on purpose: bytes of this form can be nothing else, whoever cuts them
// into statements (psql, pg_restore, the server), as long as backslashes in strings are ordinary.
import { NameReader, type RowTarget } from './copy-target.ts';

export interface InsertHead {
  readonly target: RowTarget;
  /** Where the first row's values begin; the statement has no values at all where it is null. */
  readonly valuesAt: number | null;
}

/** These bytes are no such statement. */
export const NO_INSERT = -2;
/** They may be the start of one. */
export const MORE_BYTES = -1;

const LONGEST_HEAD_BYTES = 256 * 1024;
const START = Buffer.from('INSERT INTO ');
const CONFLICT = Buffer.from(' ON CONFLICT DO NOTHING;');

export function beginsAsInsert(bytes: Buffer): boolean {
  return bytes.subarray(0, START.length).equals(START);
}

/** Reads statements of a stream one by one; heads that repeat are read once. */
export class InsertReader {
  #head: InsertHead | null = null;
  #headBytes: Buffer = Buffer.alloc(0);

  /** Of the statement that was read last. */
  get head(): InsertHead | null {
    return this.#head;
  }

  /** Where the statement at `from` ends, or `MORE_BYTES`, or `NO_INSERT`. */
  endOf(bytes: Buffer, from: number): number {
    const valuesAt = this.#headEnd(bytes, from);
    if (valuesAt < 0) return valuesAt;
    if (this.#head?.valuesAt === null) return valuesAt;
    for (let at = valuesAt; ;) {
      at = rowEnd(bytes, at);
      if (at < 0) return at;
      const next = bytes[at];
      if (next === undefined) return MORE_BYTES;
      if (next === SEMICOLON) return at + 1;
      if (next !== COMMA) return afterConflict(bytes, at);
      at = spaceEnd(bytes, at + 1);
      if (at === bytes.length) return MORE_BYTES;
      if (bytes[at] !== OPEN) return NO_INSERT;
      at += 1;
    }
  }

  #headEnd(bytes: Buffer, from: number): number {
    const known = this.#headBytes.length;
    if (known > 0 && from + known <= bytes.length) {
      if (bytes.compare(this.#headBytes, 0, known, from, from + known) === 0) return from + known;
    }
    const length = bytes.length - from;
    if (length < START.length) {
      return bytes.compare(START, 0, length, from) === 0 ? MORE_BYTES : NO_INSERT;
    }
    const window = bytes.subarray(from, from + LONGEST_HEAD_BYTES);
    const head = headOf(window);
    if (head === null) return length < LONGEST_HEAD_BYTES ? MORE_BYTES : NO_INSERT;
    if (head === NO_INSERT) return NO_INSERT;
    this.#head = head;
    const headLength = head.valuesAt ?? head.length;
    this.#headBytes = Buffer.from(window.subarray(0, headLength));
    return from + headLength;
  }
}

/** What stands behind the table and its columns. */
const FOLLOWERS = [' VALUES', ' DEFAULT VALUES;', ' OVERRIDING SYSTEM VALUE VALUES'];
const LONGEST_FOLLOWER = 40;

/** Null where the bytes may merely end too early. */
function headOf(
  bytes: Buffer,
): (InsertHead & { readonly length: number }) | null | typeof NO_INSERT {
  const reader = new NameReader(bytes, 0);
  if (!reader.word('INSERT INTO ')) return NO_INSERT;
  const target = reader.target();
  if (target === null) return null;
  const follows = bytes.toString('latin1', reader.at, reader.at + LONGEST_FOLLOWER);
  if (FOLLOWERS.some((each) => each.length > follows.length && each.startsWith(follows)))
    return null;
  if (reader.word(' DEFAULT VALUES;')) return { target, valuesAt: null, length: reader.at };
  reader.word(' OVERRIDING SYSTEM VALUE');
  if (!reader.word(' VALUES')) return NO_INSERT;
  const at = spaceEnd(bytes, reader.at);
  if (at === bytes.length) return null;
  if (bytes[at] !== OPEN) return NO_INSERT;
  return { target, valuesAt: at + 1, length: at + 1 };
}

/** Where the row ends whose first value stands at `at`, its bracket included. */
function rowEnd(bytes: Buffer, from: number): number {
  for (let at = from; ;) {
    at = valueEnd(bytes, at);
    if (at < 0) return at;
    const next = bytes[at];
    if (next === CLOSE) return at + 1;
    if (next === undefined) return MORE_BYTES;
    if (next !== COMMA || bytes[at + 1] !== SPACE) {
      return bytes.length === at + 1 && next === COMMA ? MORE_BYTES : NO_INSERT;
    }
    at += 2;
  }
}

/** A string, a bit string, a number or one of four words. */
function valueEnd(bytes: Buffer, from: number): number {
  const first = bytes[from];
  if (first === QUOTE) return stringEnd(bytes, from + 1);
  if (first === 0x42 && bytes[from + 1] === QUOTE) return bitsEnd(bytes, from + 2);
  let at = from;
  while (at < bytes.length && isBare(bytes[at] ?? 0)) at += 1;
  if (at === bytes.length) return at - from > LONGEST_BARE_BYTES ? NO_INSERT : MORE_BYTES;
  if (at - from > LONGEST_BARE_BYTES) return NO_INSERT;
  return isPlainNumber(bytes, from, at) || BARE.test(bytes.toString('latin1', from, at))
    ? at
    : NO_INSERT;
}

/** A doubled quote stays inside; what no text of Postgres holds is no text. */
function stringEnd(bytes: Buffer, from: number): number {
  for (let at = from; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === 0) return NO_INSERT;
    if (byte !== QUOTE) continue;
    if (at + 1 === bytes.length) return MORE_BYTES;
    if (bytes[at + 1] !== QUOTE) return at + 1;
    at += 1;
  }
  return MORE_BYTES;
}

function bitsEnd(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] === 0x30 || bytes[at] === 0x31) at += 1;
  if (at === bytes.length) return MORE_BYTES;
  return bytes[at] === QUOTE ? at + 1 : NO_INSERT;
}

function afterConflict(bytes: Buffer, at: number): number {
  const there = bytes.subarray(at, at + CONFLICT.length);
  if (!there.equals(CONFLICT.subarray(0, there.length))) return NO_INSERT;
  return there.length < CONFLICT.length ? MORE_BYTES : at + CONFLICT.length;
}

function spaceEnd(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] === SPACE || bytes[at] === 0x0a || bytes[at] === 0x09) at += 1;
  return at;
}

/** `-12.50` and its like: what needs no regular expression. */
function isPlainNumber(bytes: Buffer, from: number, until: number): boolean {
  let at = bytes[from] === 0x2d ? from + 1 : from;
  const digits = at;
  while (at < until && isDigit(bytes[at])) at += 1;
  if (at === digits) return false;
  if (at < until && bytes[at] === 0x2e) at += 1;
  while (at < until && isDigit(bytes[at])) at += 1;
  return at === until;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** What numbers and words are made of. */
function isBare(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    byte === 0x2b ||
    byte === 0x2d ||
    byte === 0x2e
  );
}

const BARE = /^(?:-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|NULL|DEFAULT|true|false)$/;
/** A number of type numeric may have 131,072 digits before its point and 16,383 behind. */
const LONGEST_BARE_BYTES = 150_000;

export const QUOTE = 0x27;
export const COMMA = 0x2c;
export const OPEN = 0x28;
export const CLOSE = 0x29;
const SEMICOLON = 0x3b;
const SPACE = 0x20;
