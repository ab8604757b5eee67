// Packs bytes into LZ4 frames for tests, in every form that the format knows; not made to be good.
import { xxHash32 } from '../../../harness/intake/xxhash32.ts';

export interface FrameForm {
  readonly isLinked?: boolean;
  readonly hasBlockChecksum?: boolean;
  readonly hasContentChecksum?: boolean;
  readonly hasContentSize?: boolean;
  /** 4 to 7. */
  readonly blockSize?: number;
  /** Bytes of content of each block; the last may hold fewer. */
  readonly blockBytes?: number;
  /** Whether blocks are stored as they are. */
  readonly isStored?: boolean;
  readonly contentBytes?: number;
}

export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

export function writeFrame(content: Buffer, form: FrameForm = {}): Buffer {
  const { isLinked = true, blockSize = 4, blockBytes = 5000, isStored = false } = form;
  const contentSize = Buffer.alloc(form.hasContentSize === true ? 8 : 0);
  if (contentSize.length > 0)
    contentSize.writeBigUInt64LE(BigInt(form.contentBytes ?? content.length));
  const header = Buffer.concat([
    Buffer.of(
      0x40 |
        (isLinked ? 0 : 0x20) |
        (form.hasBlockChecksum === true ? 0x10 : 0) |
        (form.hasContentSize === true ? 0x08 : 0) |
        (form.hasContentChecksum === true ? 0x04 : 0),
      blockSize << 4,
    ),
    contentSize,
  ]);
  const parts = [int32(0x184d2204), header, Buffer.of((xxHash32(header) >>> 8) & 0xff)];
  for (let at = 0; at < content.length; at += blockBytes) {
    const end = Math.min(at + blockBytes, content.length);
    const block = isStored
      ? content.subarray(at, end)
      : writeBlock(content, at, end, isLinked ? Math.max(0, at - 65_535) : at);
    parts.push(int32(block.length + (isStored ? 0x8000_0000 : 0)), block);
    if (form.hasBlockChecksum === true) parts.push(int32(xxHash32(block)));
  }
  parts.push(int32(0));
  if (form.hasContentChecksum === true) parts.push(int32(xxHash32(content)));
  return Buffer.concat(parts);
}

/** The content from `from` to `until`; matches may reach back to `oldest`. */
export function writeBlock(content: Buffer, from: number, until: number, oldest: number): Buffer {
  const seen = new Map<number, number>();
  for (let at = oldest; at < from - 3; at += 1) seen.set(content.readUInt32LE(at), at);
  const parts: Buffer[] = [];
  let literals = from;
  for (let at = from; at + 4 < until;) {
    const key = content.readUInt32LE(at);
    const earlier = seen.get(key);
    seen.set(key, at);
    if (earlier === undefined || at - earlier > 65_535) {
      at += 1;
      continue;
    }
    let length = 4;
    // The last byte is a literal: a block ends with literals.
    while (at + length < until - 1 && content[earlier + length] === content[at + length])
      length += 1;
    parts.push(sequence(content.subarray(literals, at), at - earlier, length));
    at += length;
    literals = at;
  }
  parts.push(sequence(content.subarray(literals, until), 0, 0));
  return Buffer.concat(parts);
}

/** `length` 0: literals alone, as at the end of a block. */
export function sequence(literals: Buffer, distance: number, length: number): Buffer {
  const match = length === 0 ? 0 : length - 4;
  return Buffer.concat([
    Buffer.of((Math.min(15, literals.length) << 4) | Math.min(15, match)),
    more(literals.length),
    literals,
    ...(length === 0 ? [] : [Buffer.of(distance & 0xff, distance >>> 8), more(match)]),
  ]);
}

function more(length: number): Buffer {
  if (length < 15) return Buffer.alloc(0);
  const rest = length - 15;
  return Buffer.concat([Buffer.alloc(Math.floor(rest / 255), 255), Buffer.of(rest % 255)]);
}
