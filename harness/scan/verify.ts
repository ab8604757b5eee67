// A second look at an anchor on the bytes themselves: most are nothing, and no text is made of them.
import type { AnchorKind } from './anchors.ts';
import type { Stretch } from './searcher.ts';

export type Verdict =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'look' }
  /** Looked at and harmless up to here. */
  | { readonly kind: 'fine'; readonly until: number }
  /** A plain address of a host that is live, and no more than that, up to here. */
  | { readonly kind: 'live'; readonly until: number }
  | { readonly kind: 'hex'; readonly firstDigit: number }
  /** An escape that pg_dump never writes: what it hides shows only once the escapes are off. */
  | { readonly kind: 'foreign-escape' }
  /** One of bytea's other form. */
  | { readonly kind: 'byte-escape' };

/** What a plain host is, port included; `unclear`: only its whole address tells. */
export type HostJudge = (host: string) => 'fine' | 'live' | 'unclear';

const NOTHING: Verdict = { kind: 'nothing' };
const LOOK: Verdict = { kind: 'look' };
const FOREIGN_ESCAPE: Verdict = { kind: 'foreign-escape' };
const BYTE_ESCAPE: Verdict = { kind: 'byte-escape' };

/** Where paths without a hook were read already: addresses may stand in the paths of others. */
export interface ReadPaths {
  from: number;
  until: number;
}

export interface Asked {
  readonly judgeHost: HostJudge;
  readonly paths: ReadPaths;
}

export function verify(kind: AnchorKind, stretch: Stretch, at: number, asked: Asked): Verdict {
  switch (kind) {
    case 'address':
      if (stretch.bytes[at + 3] === 0x2f) return when(isOfWeb(stretch, at));
      return verifyAddress(stretch, at + 3, asked);
    case 'single-slash':
      return when(stretch.bytes[at + 3] !== 0x2f && isOfWeb(stretch, at + 1));
    case 'schemeless':
      return verifyAddress(stretch, at + 2, asked);
    case 'escaped-slash':
      return when(byteAfter(stretch, at + 1, 0x5c) === 0x2f);
    case 'escaped-character':
      // Only what escapes ASCII can hide one of the other anchors.
      return when(isBetween(stretch.bytes[at + 4], 0x32, 0x37));
    case 'copy-escape':
      return verifyEscape(stretch, at);
    case 'hexadecimal':
      return { kind: 'hex', firstDigit: at + 3 };
    case 'dollar':
      return when(isHashMark(stretch, at));
    case 'equals':
      return when(isKeyword(stretch, at));
    case 'web-token':
      return when(isWebToken(stretch, at));
    case 'md5':
      return when(hexRun(stretch, at + 3, 32) === 32);
    case 'member':
      return when(isMemberName(stretch, at + 7));
    case 'token':
      return when(tokenRun(stretch, at) >= SHORTEST_TOKEN);
    case 'percent':
    case 'literal':
      return LOOK;
    default:
      return kind satisfies never;
  }
}

const when = (isWorthIt: boolean): Verdict => (isWorthIt ? LOOK : NOTHING);

/** Whether a quote, escaped or not, and a colon follow. */
function isMemberName({ bytes, hi }: Stretch, from: number): boolean {
  let at = from;
  while (at < hi && bytes[at] === 0x5c) at += 1;
  if (bytes[at] !== 0x22) return false;
  at += 1;
  while (at < hi && bytes[at] === 0x20) at += 1;
  return bytes[at] === 0x3a;
}

/** Beginning included; the shortest token of any rule is longer. */
const SHORTEST_TOKEN = 19;

/** How many characters of a token stand from here on, as far as it matters. */
function tokenRun({ bytes, hi }: Stretch, at: number): number {
  const end = Math.min(hi, at + SHORTEST_TOKEN);
  let index = at;
  while (index < end && TOKEN_BYTES[bytes[index] ?? 0] === 1) index += 1;
  return index - at;
}

const TOKEN_BYTES = new Uint8Array(256);
for (const each of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-+/=_') {
  TOKEN_BYTES[each.charCodeAt(0)] = 1;
}

function byteAfter({ bytes, hi }: Stretch, from: number, skipped: number): number | undefined {
  let at = from;
  while (at < hi && bytes[at] === skipped) at += 1;
  return at < hi ? bytes[at] : undefined;
}

/** What stands behind a backslash in pg_dump's own text: `b f n r t v` and the backslash itself. */
const ESCAPED_BYTES = new Uint8Array(256);
for (const each of 'bfnrtv\\') ESCAPED_BYTES[each.charCodeAt(0)] = 1;

function verifyEscape(stretch: Stretch, at: number): Verdict {
  const { bytes, lo, hi } = stretch;
  const previous = bytes[at - 1];
  // Most stand in pairs, and this is the second of one.
  if (previous === 0x5c && bytes[at - 2] !== 0x5c) return NOTHING;
  if (previous === 0x3a && isOfWeb(stretch, at - 1)) return LOOK;
  const next = bytes[at + 1] ?? 0;
  if (next === 0x5c) return isByteEscape(bytes, at + 2) ? BYTE_ESCAPE : NOTHING;
  if (ESCAPED_BYTES[next] === 1 || at + 1 >= hi) return NOTHING;
  // `\N` is null where it is all of the field.
  if (next === 0x4e && isFieldEnd(previous) && isFieldEnd(bytes[at + 2])) return NOTHING;
  let before = at;
  while (before > lo && bytes[before - 1] === 0x5c) before -= 1;
  return (at - before) % 2 === 0 ? FOREIGN_ESCAPE : NOTHING;
}

/** `\x68` and `\150`, from the backslash on. */
export function isNumberEscape(bytes: Uint8Array, at: number): boolean {
  const next = bytes[at + 1];
  return next === 0x78 || isBetween(next, 0x30, 0x37);
}

/** `057` of `\\057`: bytea's other form. It writes bytes beyond ASCII so, and never a letter. */
function isByteEscape(bytes: Uint8Array, at: number): boolean {
  const first = bytes[at];
  if (first !== 0x30 && first !== 0x31) return false;
  const [second, third] = [bytes[at + 1], bytes[at + 2]];
  return isBetween(second, first === 0x30 ? 0x34 : 0x30, 0x37) && isBetween(third, 0x30, 0x37);
}

function isFieldEnd(byte: number | undefined): boolean {
  return byte === 0x09 || byte === 0x0a;
}

/** Whether the colon follows a scheme that browsers open, however many slashes come then. */
function isOfWeb({ bytes, lo }: Stretch, colon: number): boolean {
  const last = (bytes[colon - 1] ?? 0) | 0x20;
  if (last !== 0x70 && last !== 0x73) return false;
  return /(?:https?|wss?|ftp)$/i.test(bytes.toString('latin1', Math.max(lo, colon - 5), colon));
}

/** 1: part of a plain host or its port; 2: ends an authority; 0: asks for a closer look. */
const AUTHORITY_BYTES = new Uint8Array(256);
for (const each of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:_') {
  AUTHORITY_BYTES[each.charCodeAt(0)] = 1;
}
for (const each of '/?#"\'<>` \t\n\r|)]}^') AUTHORITY_BYTES[each.charCodeAt(0)] = 2;

const LONGEST_PLAIN_HOST = 255;

function verifyAddress(stretch: Stretch, from: number, { judgeHost, paths }: Asked): Verdict {
  const { bytes, hi } = stretch;
  let at = from;
  while (at < hi && AUTHORITY_BYTES[bytes[at] ?? 0] === 1) at += 1;
  if (at === from && at < hi && AUTHORITY_BYTES[bytes[at] ?? 0] === 2) return NOTHING;
  const isPlain = at === hi || AUTHORITY_BYTES[bytes[at] ?? 0] === 2;
  if (!isPlain || at - from > LONGEST_PLAIN_HOST) return LOOK;
  const kind = judgeHost(bytes.toString('latin1', from, at));
  if (kind === 'unclear' || (bytes[at] === 0x2f && hasHook(stretch, at, paths))) return LOOK;
  return { kind, until: at };
}

/** Whether `hook` stands in the path that begins here. */
function hasHook({ bytes, hi }: Stretch, from: number, read: ReadPaths): boolean {
  if (from >= read.from && from < read.until) return false;
  read.from = from;
  read.until = from;
  for (let at = from; at + 2 < hi; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte <= 0x20 || byte === 0x22) {
      read.until = at;
      return false;
    }
    // An `oo` after an `h`, in any case.
    if ((byte | 0x20) !== 0x6f || ((bytes[at + 1] ?? 0) | 0x20) !== 0x6f) continue;
    if (((bytes[at - 1] ?? 0) | 0x20) === 0x68) return true;
  }
  read.until = hi;
  return false;
}

const SCHEME_BEFORE =
  /(?:pbkdf2[\w:-]*|scrypt[:\d]*|SHA-(?:1|256|512)|sha1|sha256|md5|argon2|bcrypt(?:_sha256)?)$/i;

/** `$2b$`, `$6$`, `$argon2id$`, `SCRAM-SHA-256$`, `pbkdf2_sha256$`; prices and parameters are none. */
function isHashMark({ bytes, lo }: Stretch, at: number): boolean {
  const first = bytes[at + 1] ?? 0;
  const second = bytes[at + 2] ?? 0;
  switch (first) {
    case 0x32: // $2$ $2b$
      return second === 0x24 || bytes[at + 3] === 0x24;
    case 0x31: // $1$ $5$ $6$ $7$ $y$ $P$ $H$
    case 0x35:
    case 0x36:
    case 0x37:
    case 0x79:
    case 0x50:
    case 0x48:
      if (second === 0x24) return true;
      break;
    case 0x61: // $argon2 $apr1
      if (second === 0x72 || second === 0x70) return true;
      break;
    case 0x73: // $scrypt
      if (second === 0x63) return true;
      break;
    case 0x70: // $pbkdf2
      if (second === 0x62) return true;
      break;
    case 0x67: // $gy$
      if (second === 0x79) return true;
      break;
    default:
  }
  const before = bytes[at - 1] ?? 0;
  if (!isWordByte(before) || (!isWordByte(first) && first !== 0x24)) return false;
  return SCHEME_BEFORE.test(bytes.toString('latin1', Math.max(lo, at - 32), at));
}

const KEYWORD =
  /(?:password|passwd|pwd|hostaddr|host|server|address|data source|accountkey|sharedaccesskey)$/i;

/** Whether the word before an equals sign is one of a connection string's. */
function isKeyword({ bytes, lo }: Stretch, at: number): boolean {
  if (bytes[at + 1] === 0x3d) return false;
  let end = at;
  while (end > lo && bytes[end - 1] === 0x20 && at - end < 3) end -= 1;
  switch ((bytes[end - 1] ?? 0) | 0x20) {
    case 0x64: // d
    case 0x74: // t
    case 0x72: // r
    case 0x73: // s
    case 0x65: // e
    case 0x79: // y
      return KEYWORD.test(bytes.toString('latin1', Math.max(lo, end - 16), end));
    default:
      return false;
  }
}

/** `eyJ`, at least eight more characters of base64url, and a full stop. */
function isWebToken({ bytes, hi }: Stretch, at: number): boolean {
  // A letter before it may be that of an escape: `\n` in a field of COPY is a line's end.
  if (isWordByte(bytes[at - 1] ?? 0) && bytes[at - 2] !== 0x5c) return false;
  let end = at;
  while (end < hi && (isWordByte(bytes[end] ?? 0) || bytes[end] === 0x2d)) end += 1;
  return end - at >= 11 && end < hi && bytes[end] === 0x2e;
}

/** How many hexadecimal digits stand from here on, up to a bound. */
export function hexRun({ bytes, hi }: Stretch, from: number, bound: number): number {
  const end = Math.min(hi, from + bound);
  let at = from;
  while (at < end && (HEX_VALUES[bytes[at] ?? 0] ?? 255) < 16) at += 1;
  return at - from;
}

/** Value of a hexadecimal digit; 255: none. */
export const HEX_VALUES = new Uint8Array(256).fill(255);
for (let value = 0; value < 16; value += 1) {
  const digit = value.toString(16);
  HEX_VALUES[digit.charCodeAt(0)] = value;
  HEX_VALUES[digit.toUpperCase().charCodeAt(0)] = value;
}

function isWordByte(byte: number): boolean {
  const lower = byte | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || isBetween(byte, 0x30, 0x39) || byte === 0x5f;
}

function isBetween(byte: number | undefined, low: number, high: number): boolean {
  return byte !== undefined && byte >= low && byte <= high;
}
