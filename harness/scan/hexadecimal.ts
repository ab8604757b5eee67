// Turns the digits of a bytea value into its bytes.
import { HEAD, type Memory } from './stretch-memory.ts';
import { HEX_VALUES } from './verify.ts';

/** Decodes the pairs of digits in [first, until), as far as they fit; returns the content's end. */
export function decodeHex(digits: Uint8Array, first: number, until: number, into: Memory): number {
  const count = Math.min((until - first) >> 1, into.capacity);
  const { bytes } = into;
  let at = first;
  for (let index = HEAD; index < HEAD + count; index += 1) {
    const high = HEX_VALUES[digits[at] ?? 0] ?? 0;
    const low = HEX_VALUES[digits[at + 1] ?? 0] ?? 0;
    bytes[index] = (high << 4) | low;
    at += 2;
  }
  return HEAD + Math.max(0, count);
}
