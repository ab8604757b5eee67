// Turns the digits of a bytea value into its bytes.
import type { Stretch } from './searcher.ts';
import { HEAD, type Memory } from './stretch-memory.ts';
import { hexRun, HEX_VALUES } from './verify.ts';

/**
 * Where the value ends whose digits begin here. Postgres passes over blanks and line ends between
 * two bytes, so they end nothing. In rows a tab or a line feed as it is ends the field.
 */
export function hexEnd(stretch: Stretch, first: number, kind: 'row' | 'raw'): number {
  const { hi } = stretch;
  let end = first + hexRun(stretch, first, hi - first);
  for (;;) {
    const next = gapEnd(stretch, end, kind);
    const length = next === end ? 0 : hexRun(stretch, next, hi - next);
    if (length < 2) return end;
    end = next + length;
  }
}

function gapEnd({ bytes, hi }: Stretch, from: number, kind: 'row' | 'raw'): number {
  let at = from;
  while (at < hi) {
    const byte = bytes[at];
    const isLineEnd = byte === 0x09 || byte === 0x0a;
    if (byte === 0x20 || byte === 0x0d || (isLineEnd && kind === 'raw')) at += 1;
    else if (byte === 0x5c && at + 1 < hi && isLetterOfGap(bytes[at + 1])) at += 2;
    else return at;
  }
  return at;
}

/** `\n`, `\r` and `\t`, as COPY writes them. */
function isLetterOfGap(byte: number | undefined): boolean {
  return byte === 0x6e || byte === 0x72 || byte === 0x74;
}

/** Decodes the pairs of digits in [first, until), as far as they fit; returns the content's end. */
export function decodeHex(digits: Uint8Array, first: number, until: number, into: Memory): number {
  const count = Math.max(0, Math.min((until - first) >> 1, into.capacity));
  const { bytes } = into;
  let at = first;
  let seen = 0;
  for (let index = HEAD; index < HEAD + count; index += 1) {
    const high = HEX_VALUES[digits[at] ?? 0] ?? 0;
    const low = HEX_VALUES[digits[at + 1] ?? 0] ?? 0;
    seen |= high | low;
    bytes[index] = (high << 4) | low;
    at += 2;
  }
  return seen < 16 ? HEAD + count : decodeWithGaps(digits, first, until, into);
}

/** The same where something stands between the bytes, or half of one before them. */
function decodeWithGaps(
  digits: Uint8Array,
  first: number,
  until: number,
  { bytes, capacity }: Memory,
): number {
  let index = HEAD;
  for (let at = first; at + 1 < until && index < HEAD + capacity; at += 1) {
    const high = HEX_VALUES[digits[at] ?? 0] ?? 0;
    const low = HEX_VALUES[digits[at + 1] ?? 0] ?? 0;
    if ((high | low) >= 16) continue;
    bytes[index] = (high << 4) | low;
    index += 1;
    at += 1;
  }
  return index;
}
