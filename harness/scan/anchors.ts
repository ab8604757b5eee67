// The byte search's table: which pairs of bytes begin a look, and at what.
import { OWN_TOKENS, TOKEN_RULES } from './token-rules.ts';

/** How an anchor is looked at more closely, before any text is made of the bytes. */
export type AnchorKind =
  | 'address'
  | 'single-slash'
  | 'schemeless'
  | 'escaped-slash'
  | 'escaped-character'
  | 'copy-escape'
  | 'percent'
  | 'hexadecimal'
  | 'dollar'
  | 'equals'
  | 'web-token'
  | 'md5'
  | 'token'
  | 'member'
  | 'literal';

export interface Anchor {
  readonly bytes: Uint8Array;
  /** Letters are matched in any case; `bytes` is lower-case then. */
  readonly isFolded: boolean;
  readonly kind: AnchorKind;
  /** Bytes at its beginning that only stand before it: a quote, a line's end. */
  readonly lead: number;
}

export interface Marked {
  readonly anchor: Anchor;
  /** Where in the anchor the pair begins; -1: one byte before it. */
  readonly delta: number;
  /** A byte of the anchor outside the pair: mostly it differs, and the place is nothing. */
  readonly checked: number;
}

/** Pairs are read as 16-bit words at every second byte, so each anchor marks two kinds of them. */
export class AnchorTable {
  readonly isMarked = new Uint8Array(65_536);
  readonly #byPair: (Marked[] | undefined)[] = Array.from({ length: 65_536 });

  constructor() {
    for (const [text, kind, options] of ANCHORS) this.#add(text, kind, options);
  }

  at(pair: number): readonly Marked[] {
    return this.#byPair[pair] ?? NONE;
  }

  #add(text: string, kind: AnchorKind, options: AnchorOptions = {}): void {
    const { isFolded = false, from = 0, lead = 0, marks = 'pairs' } = options;
    const bytes = Buffer.from(text, 'latin1');
    const anchor: Anchor = { bytes, isFolded, kind, lead };
    const at = (index: number): number[] => casesOf(bytes[index] ?? 0, isFolded);
    const mark = (first: readonly number[], second: readonly number[], delta: number): void => {
      const checked = delta > 0 ? 0 : Math.min(delta + 2, bytes.length - 1);
      for (const each of first) {
        for (const next of second) this.#mark(each, next, { anchor, delta, checked });
      }
    };
    switch (marks) {
      case 'pairs':
        mark(at(from), at(from + 1), from);
        return mark(at(from + 1), at(from + 2), from + 1);
      case 'first-byte':
        mark(ANY_BYTE, at(0), -1);
        return mark(at(0), bytes.length === 1 ? ANY_BYTE : at(1), 0);
      case 'json-header':
        mark(at(1), at(2), 1);
        return mark(at(2), AFTER_BRACE_AND_QUOTE, 2);
      default:
        marks satisfies never;
    }
  }

  #mark(first: number, second: number, marked: Marked): void {
    const pair = IS_LITTLE_ENDIAN ? first | (second << 8) : (first << 8) | second;
    this.isMarked[pair] = 1;
    (this.#byPair[pair] ??= []).push(marked);
  }
}

const NONE: readonly Marked[] = [];
const ANY_BYTE = Array.from({ length: 256 }, (_none, byte) => byte);
/** What base64 makes of a small letter after `{"`, as the fourth character. */
const AFTER_BRACE_AND_QUOTE = [...Buffer.from('hijklmnopqrstuvwxyz0123456')];

const IS_LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

interface AnchorOptions {
  readonly isFolded?: boolean;
  /** Where the three bytes begin whose two pairs are marked: the rarest of the anchor. */
  readonly from?: number;
  readonly lead?: number;
  /** Which pairs are marked: the two of three bytes, or all with the first byte in them. */
  readonly marks?: 'pairs' | 'first-byte' | 'json-header';
}

/** Where the rarest three bytes begin; what is not named has them at its end, with its mark. */
const RAREST: readonly (readonly [beginning: string, from: number])[] = [
  ['xo', 0],
  ['xapp', 0],
  ['sk-ant', 0],
  ['tskey', 1],
  ['shp', 1],
];

/** Before a `//host` without a scheme. */
const OPENINGS = ['"', "'", '(', '=', ',', '>', ' ', '\t', '\n', '{', '['];

const ANCHORS: readonly (readonly [text: string, kind: AnchorKind, options?: AnchorOptions])[] = [
  ['://', 'address'],
  // Of `https:/host` and `ftp:/host`; browsers go there.
  ['s:/', 'single-slash', { isFolded: true }],
  ['p:/', 'single-slash', { isFolded: true }],
  ...OPENINGS.map((each) => [`${each}//`, 'schemeless', { lead: 1 }] as const),
  // `\/\/` and, escaped once more, `\\/\\/`.
  ['/\\/', 'escaped-slash'],
  ['/\\\\', 'escaped-slash'],
  ['\\u00', 'escaped-character'],
  ['\\', 'copy-escape', { marks: 'first-byte' }],
  ['%3a%2f%2f', 'percent', { isFolded: true, from: 2 }],
  ['\\\\x', 'hexadecimal'],
  ["'\\x", 'hexadecimal'],
  ['$', 'dollar', { marks: 'first-byte' }],
  ['=', 'equals', { marks: 'first-byte' }],
  ['eyJ', 'web-token', { marks: 'json-header' }],
  ['md5', 'md5'],
  ...['{sha', '{ssha', '{md5}', '{smd5}', '{crypt}', '{pbkdf2'].map(
    (text) => [text, 'literal', { isFolded: true, marks: 'first-byte' }] as const,
  ),
  ['pbkdf2:sha', 'literal', { from: 2 }],
  ['-----BEGIN', 'literal', { from: 4 }],
  ['---- BEGIN SSH2', 'literal', { from: 11 }],
  ['PuTTY-User', 'literal', { from: 2 }],
  ['AGE-SECRET-KEY-', 'literal', { from: 2 }],
  ['"kty', 'literal'],
  ['assword"', 'member', { isFolded: true, from: 5 }],
  ['assword\\', 'member', { isFolded: true, from: 5 }],
  ...[...TOKEN_RULES.values()].flatMap((each) =>
    each.kind === 'run'
      ? [
          ...each.literals.map((text) => [text, kindOf(each.tail), rarest(text)] as const),
          ...(each.folded ?? []).map(
            (text) => [text, 'literal', { isFolded: true, ...rarest(text) }] as const,
          ),
        ]
      : [],
  ),
  ...OWN_TOKENS.flatMap(({ literals }) => literals.map((text) => [text, 'token'] as const)),
];

function kindOf(tail: 'long' | 'any'): AnchorKind {
  return tail === 'long' ? 'token' : 'literal';
}

function rarest(text: string): AnchorOptions {
  const known = RAREST.find(([beginning]) => text.startsWith(beginning))?.[1];
  const mark = text.search(/[_\-.:@=]/);
  const from = known ?? (mark === -1 ? 0 : mark - 1);
  return { from: Math.max(0, Math.min(text.length - 3, from)) };
}

function casesOf(byte: number, isFolded: boolean): number[] {
  const isLetter = byte >= 0x61 && byte <= 0x7a;
  return isFolded && isLetter ? [byte, byte - 0x20] : [byte];
}
