// Writes a field of a row anew, without the escapes that hide what stands behind them.
import type { Stretch } from './searcher.ts';
import { HEAD, type Memory } from './stretch-memory.ts';
import { fromCopy, toCopy } from './unescape.ts';

/** As pg_dump would have written the same value, which is never longer. */
export function asPgDumpWrites(bytes: Buffer, from: number, to: number, into: Memory): Stretch {
  const text = toCopy(fromCopy(bytes.toString('latin1', from, to)));
  return stretchOf(into, HEAD + into.bytes.write(text, HEAD, into.capacity, 'latin1'));
}

const BACKSLASH = 0x5c;

/** Without the escapes of bytea's own: `\\057`, and four backslashes where it means one. */
export function withoutByteEscapes(
  bytes: Uint8Array,
  from: number,
  to: number,
  into: Memory,
): Stretch {
  const { bytes: plain, capacity } = into;
  const end = Math.min(to, from + capacity);
  const copy = (byte: number | undefined): void => {
    plain[hi] = byte ?? 0;
    hi += 1;
  };
  let hi = HEAD;
  for (let at = from; at < end; at += 1) {
    const byte = bytes[at];
    copy(byte);
    if (byte !== BACKSLASH || at + 1 >= end) continue;
    at += 1;
    const next = bytes[at];
    const hidden = next === BACKSLASH && at + 3 < end ? octalAt(bytes, at + 1) : null;
    if (hidden === null) {
      copy(next);
      if (next === BACKSLASH && bytes[at + 1] === BACKSLASH && bytes[at + 2] === BACKSLASH) at += 2;
      continue;
    }
    at += 3;
    switch (hidden) {
      case 0x09:
        copy(0x74);
        break;
      case 0x0a:
        copy(0x6e);
        break;
      case BACKSLASH:
        copy(BACKSLASH);
        break;
      default:
        plain[hi - 1] = hidden;
    }
  }
  return stretchOf(into, hi);
}

/** Of three digits, up to 377; null where there are none. */
function octalAt(bytes: Uint8Array, at: number): number | null {
  let value = 0;
  for (let index = at; index < at + 3; index += 1) {
    const digit = (bytes[index] ?? 0) - 0x30;
    if (digit < 0 || digit > 7) return null;
    value = value * 8 + digit;
  }
  return value < 256 ? value : null;
}

/** What stood in the memory before is no part of it. */
function stretchOf({ bytes, words }: Memory, hi: number): Stretch {
  bytes[hi] = 0x0a;
  return { bytes, words, lo: HEAD, from: HEAD, to: hi, hi };
}
