// Unpacks one LZ4 block behind the bytes it may refer back to. Hostile input: every length is held
// against what is there, and every distance against what was written.
import { UnpackError } from './data-error.ts';

const SHORTEST_MATCH = 4;
/** Matches that overlap themselves, and short ones, are copied byte by byte. */
const BYTEWISE = 24;

/**
 * Writes into `to` from `at` on, never beyond `limit`; a match may reach back to `oldest`.
 * Answers where the bytes written end. @throws UnpackError
 */
export function unpackBlock(
  block: Uint8Array,
  to: Uint8Array,
  at: number,
  { oldest, limit }: { readonly oldest: number; readonly limit: number },
): number {
  const end = block.length;
  let from = 0;
  let out = at;
  while (from < end) {
    const token = block[from] ?? 0;
    from += 1;
    let length = token >>> 4;
    if (length === 15) {
      let byte = 255;
      while (byte === 255) {
        if (from >= end) throw damaged();
        byte = block[from] ?? 0;
        from += 1;
        length += byte;
      }
    }
    if (length > end - from || length > limit - out) throw damaged();
    if (length < BYTEWISE) {
      for (const stop = from + length; from < stop; from += 1, out += 1) to[out] = block[from] ?? 0;
    } else {
      to.set(block.subarray(from, from + length), out);
      from += length;
      out += length;
    }
    // The last sequence is literals alone.
    if (from === end) return out;
    if (end - from < 2) throw damaged();
    const distance = (block[from] ?? 0) | ((block[from + 1] ?? 0) << 8);
    from += 2;
    if (distance === 0 || distance > out - oldest) throw damaged();
    length = token & 15;
    if (length === 15) {
      let byte = 255;
      while (byte === 255) {
        if (from >= end) throw damaged();
        byte = block[from] ?? 0;
        from += 1;
        length += byte;
      }
    }
    length += SHORTEST_MATCH;
    if (length > limit - out) throw damaged();
    if (length < BYTEWISE || distance < length) {
      for (const stop = out + length; out < stop; out += 1) to[out] = to[out - distance] ?? 0;
    } else {
      to.copyWithin(out, out - distance, out - distance + length);
      out += length;
    }
  }
  // A block without bytes, or one that ends with a match: no packer writes that.
  throw damaged();
}

function damaged(): UnpackError {
  return new UnpackError('an LZ4 block is damaged', 'damaged');
}
