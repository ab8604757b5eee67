// The byte search's table: which pairs of bytes begin a look, and at what.
import { OWN_TOKENS, TOKEN_RULES } from './token-rules.ts';

/** How an anchor is looked at more closely, before any text is made of the bytes. */
export type AnchorKind =
  | 'address'
  | 'schemeless'
  | 'escaped-slash'
  | 'escaped-character'
  | 'percent'
  | 'hexadecimal'
  | 'dollar'
  | 'equals'
  | 'web-token'
  | 'md5'
  | 'literal';

export interface Anchor {
  readonly bytes: Uint8Array;
  /** Letters are matched in any case; `bytes` is lower-case then. */
  readonly isFolded: boolean;
  readonly kind: AnchorKind;
  /** Bytes at its beginning that only stand before it: a quote, a line's end. */
  readonly lead: number;
}

interface Marked {
  readonly anchor: Anchor;
  /** Where in the anchor the pair begins; -1: one byte before it. */
  readonly delta: number;
}

/** Pairs are read as 16-bit words at every second byte, so each anchor marks two. */
export class AnchorTable {
  readonly isMarked = new Uint8Array(65_536);
  readonly #byPair: (Marked[] | undefined)[] = [];

  constructor() {
    this.#byPair.length = 65_536;
    for (const [text, kind, options] of ANCHORS) this.#add(text, kind, options);
  }

  at(pair: number): readonly Marked[] {
    return this.#byPair[pair] ?? [];
  }

  #add(text: string, kind: AnchorKind, options: AnchorOptions = {}): void {
    const { isFolded = false, from = 0, lead = 0 } = options;
    const anchor: Anchor = { bytes: Buffer.from(text, 'latin1'), isFolded, kind, lead };
    if (text.length === 1) {
      const byte = anchor.bytes[0] ?? 0;
      for (let other = 0; other < 256; other += 1) {
        this.#mark(byte, other, { anchor, delta: 0 });
        if (other !== byte) this.#mark(other, byte, { anchor, delta: -1 });
      }
      return;
    }
    for (const delta of [from, from + 1]) {
      for (const first of casesOf(anchor.bytes[delta] ?? 0, isFolded)) {
        for (const second of casesOf(anchor.bytes[delta + 1] ?? 0, isFolded)) {
          this.#mark(first, second, { anchor, delta });
        }
      }
    }
  }

  #mark(first: number, second: number, marked: Marked): void {
    const pair = IS_LITTLE_ENDIAN ? first | (second << 8) : (first << 8) | second;
    this.isMarked[pair] = 1;
    (this.#byPair[pair] ??= []).push(marked);
  }
}

const IS_LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

interface AnchorOptions {
  readonly isFolded?: boolean;
  /** Where the three bytes begin whose two pairs are marked: the rarest of the anchor. */
  readonly from?: number;
  readonly lead?: number;
}

/** Before a `//host` without a scheme. */
const OPENINGS = ['"', "'", '(', '=', ',', '>', ' ', '\t', '\n', '{', '['];

const ANCHORS: readonly (readonly [text: string, kind: AnchorKind, options?: AnchorOptions])[] = [
  ['://', 'address'],
  ...OPENINGS.map((each) => [`${each}//`, 'schemeless', { lead: 1 }] as const),
  // `\/\/` and, escaped once more, `\\/\\/`.
  ['/\\/', 'escaped-slash'],
  ['/\\\\', 'escaped-slash'],
  ['\\u00', 'escaped-character'],
  ['%3a%2f%2f', 'percent', { isFolded: true, from: 0 }],
  ['\\\\x', 'hexadecimal'],
  ["'\\x", 'hexadecimal'],
  ['$', 'dollar'],
  ['=', 'equals'],
  ['eyJ', 'web-token'],
  ['md5', 'md5'],
  ['{sha', 'literal', { isFolded: true }],
  ['{ssha', 'literal', { isFolded: true }],
  ['{md5}', 'literal', { isFolded: true }],
  ['{smd5}', 'literal', { isFolded: true }],
  ['{crypt}', 'literal', { isFolded: true }],
  ['{pbkdf2', 'literal', { isFolded: true }],
  ['pbkdf2:sha', 'literal', { from: 4 }],
  ['-----BEGIN', 'literal', { from: 4 }],
  ['---- BEGIN SSH2', 'literal', { from: 4 }],
  ['PuTTY-User', 'literal', { from: 2 }],
  ['AGE-SECRET-KEY-', 'literal', { from: 2 }],
  ['"kty', 'literal'],
  ...[...TOKEN_RULES.values()].flatMap((each) =>
    each.kind === 'run'
      ? [
          ...each.literals.map((text) => [text, 'literal', rarest(text)] as const),
          ...(each.folded ?? []).map(
            (text) => [text, 'literal', { isFolded: true, ...rarest(text) }] as const,
          ),
        ]
      : [],
  ),
  ...OWN_TOKENS.flatMap(({ literals }) => literals.map((text) => [text, 'literal'] as const)),
];

/** The last three bytes mostly hold the mark that words of a language lack. */
function rarest(text: string): AnchorOptions {
  const mark = text.search(/[_\-.:@=]/);
  return { from: Math.max(0, Math.min(text.length - 3, mark === -1 ? 0 : mark - 1)) };
}

function casesOf(byte: number, isFolded: boolean): number[] {
  const isLetter = byte >= 0x61 && byte <= 0x7a;
  return isFolded && isLetter ? [byte, byte - 0x20] : [byte];
}
