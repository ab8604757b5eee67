// Unpacks LZ4 frames as they come, at constant memory: the format of lz4_Frame_format.md, without
// dictionaries. Checksums of header, blocks and content are verified where a frame has them.
import { UnpackError } from './data-error.ts';
import { unpackBlock } from './lz4-block.ts';
import { XxHash32, xxHash32 } from './xxhash32.ts';

const MAGIC = 0x184d2204;
const SKIPPABLE = 0x184d2a50;
/** How far back a match may reach. */
const WINDOW_BYTES = 64 * 1024;
/** Blocks are handed on together, about this many bytes at a time. */
const HANDED_ON_BYTES = 256 * 1024;
const SMALLEST_HEADER_BYTES = 7;

interface Frame {
  readonly isLinked: boolean;
  readonly hasBlockChecksum: boolean;
  readonly blockBytes: number;
  readonly contentBytes: number | null;
  readonly contentHash: XxHash32 | null;
}

/** A chunk holds until the next is asked for. @throws UnpackError */
export async function* unpackedLz4(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = new FrameReader();
  for await (const piece of source) {
    yield* reader.push(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength));
  }
  reader.end();
}

/** All at once. @throws UnpackError, also where it is more than `maxOutputLength` */
export function unpackLz4(
  bytes: Uint8Array,
  { maxOutputLength }: { readonly maxOutputLength: number },
): Uint8Array {
  const reader = new FrameReader();
  const chunks: Buffer[] = [];
  let length = 0;
  for (const chunk of reader.push(Buffer.from(bytes))) {
    length += chunk.length;
    if (length > maxOutputLength) throw damaged('it unpacks to more than it may');
    chunks.push(Buffer.from(chunk));
  }
  reader.end();
  return Buffer.concat(chunks);
}

class FrameReader {
  /** Packed bytes that are not a whole step yet. */
  #input = Buffer.alloc(0);
  #inputBytes = 0;
  #at = 0;
  #frame: Frame | null = null;
  #frames = 0;
  /** Of a skippable frame. */
  #skipBytes = 0;
  /** What was unpacked: handed on up to `handedOn`, kept as the window of later blocks. */
  #room = Buffer.alloc(0);
  #end = 0;
  #handedOn = 0;
  /** Where the current frame begins in it, or the window does. */
  #oldest = 0;
  #contentBytes = 0;

  *push(piece: Buffer): Generator<Buffer> {
    this.#take(piece);
    while (this.#step()) {
      if (this.#end - this.#handedOn >= HANDED_ON_BYTES) yield this.#handOn();
      const needed = this.#frame?.blockBytes ?? 0;
      if (this.#end + needed > this.#room.length) {
        if (this.#end > this.#handedOn) yield this.#handOn();
        this.#makeRoom(needed);
      }
    }
    if (this.#end > this.#handedOn) yield this.#handOn();
  }

  /** No bytes at all are no frame and no content: pg_dump writes none where nothing is to pack. */
  end(): void {
    const isInside = this.#frame !== null || this.#skipBytes > 0 || this.#at < this.#inputBytes;
    if (isInside) throw new UnpackError('its packed data ends early', 'cut off');
  }

  #take(piece: Buffer): void {
    const rest = this.#inputBytes - this.#at;
    const needed = rest + piece.length;
    if (needed > this.#input.length) {
      const input = Buffer.allocUnsafeSlow(needed * 2);
      this.#input.copy(input, 0, this.#at, this.#inputBytes);
      this.#input = input;
    } else this.#input.copyWithin(0, this.#at, this.#inputBytes);
    piece.copy(this.#input, rest);
    this.#at = 0;
    this.#inputBytes = needed;
  }

  /** One header, block or end mark; false where more bytes are needed. */
  #step(): boolean {
    if (this.#skipBytes > 0) return this.#skip();
    return this.#frame === null ? this.#header() : this.#block(this.#frame);
  }

  #skip(): boolean {
    const skipped = Math.min(this.#skipBytes, this.#inputBytes - this.#at);
    this.#at += skipped;
    this.#skipBytes -= skipped;
    return skipped > 0;
  }

  #has(bytes: number): boolean {
    return this.#inputBytes - this.#at >= bytes;
  }

  #header(): boolean {
    if (!this.#has(4)) return false;
    const magic = this.#input.readUInt32LE(this.#at);
    if ((magic & ~0xf) >>> 0 === SKIPPABLE) {
      if (!this.#has(8)) return false;
      this.#skipBytes = this.#input.readUInt32LE(this.#at + 4);
      this.#at += 8;
      this.#frames += 1;
      return true;
    }
    if (magic !== MAGIC) throw damaged(this.#frames === 0 ? 'it is no LZ4 frame' : FOLLOWS);
    if (!this.#has(SMALLEST_HEADER_BYTES)) return false;
    const flags = this.#input[this.#at + 4] ?? 0;
    const hasContentSize = (flags & 0x08) !== 0;
    const length = SMALLEST_HEADER_BYTES + (hasContentSize ? 8 : 0);
    if (!this.#has(length)) return false;
    this.#frame = frameOf(this.#input.subarray(this.#at + 4, this.#at + length));
    this.#at += length;
    this.#frames += 1;
    this.#contentBytes = 0;
    this.#oldest = this.#end;
    return true;
  }

  #block(frame: Frame): boolean {
    if (!this.#has(4)) return false;
    const size = this.#input.readUInt32LE(this.#at);
    if (size === 0) return this.#endMark(frame);
    const isPacked = size < 0x8000_0000;
    const length = size % 0x8000_0000;
    if (length > frame.blockBytes) throw damaged('an LZ4 block is longer than its frame allows');
    if (!this.#has(4 + length + (frame.hasBlockChecksum ? 4 : 0))) return false;
    const block = this.#input.subarray(this.#at + 4, this.#at + 4 + length);
    this.#at += 4 + length;
    if (frame.hasBlockChecksum) this.#checksum(xxHash32(block));
    const from = this.#end;
    if (isPacked) {
      const oldest = frame.isLinked ? this.#oldest : from;
      const limit = from + frame.blockBytes;
      this.#end = unpackBlock(block, this.#room, from, { oldest, limit });
    } else this.#end += block.copy(this.#room, from);
    this.#contentBytes += this.#end - from;
    frame.contentHash?.update(this.#room.subarray(from, this.#end));
    return true;
  }

  #endMark(frame: Frame): boolean {
    if (!this.#has(frame.contentHash === null ? 4 : 8)) return false;
    this.#at += 4;
    if (frame.contentHash !== null) this.#checksum(frame.contentHash.digest());
    if (frame.contentBytes !== null && frame.contentBytes !== this.#contentBytes)
      throw damaged('an LZ4 frame does not hold as many bytes as it says');
    this.#frame = null;
    return true;
  }

  #checksum(expected: number): void {
    if (this.#input.readUInt32LE(this.#at) !== expected)
      throw damaged('a checksum of its LZ4 data does not match');
    this.#at += 4;
  }

  #handOn(): Buffer {
    const bytes = this.#room.subarray(this.#handedOn, this.#end);
    this.#handedOn = this.#end;
    return bytes;
  }

  /** All was handed on: only the window is kept. */
  #makeRoom(blockBytes: number): void {
    const kept = Math.min(WINDOW_BYTES, this.#end - this.#oldest);
    const wanted = WINDOW_BYTES + HANDED_ON_BYTES + blockBytes;
    const room = this.#room.length < wanted ? Buffer.allocUnsafeSlow(wanted) : this.#room;
    this.#room.copy(room, 0, this.#end - kept, this.#end);
    this.#room = room;
    this.#oldest = 0;
    this.#end = kept;
    this.#handedOn = kept;
  }
}

const FOLLOWS = 'bytes stand behind the end of its packed data';
/** By its number in the header. */
const BLOCK_BYTES: Readonly<Record<number, number>> = {
  4: 64 * 1024,
  5: 256 * 1024,
  6: 1024 * 1024,
  7: 4 * 1024 * 1024,
};

/** `header` runs from the flags to the checksum. */
function frameOf(header: Buffer): Frame {
  const flags = header[0] ?? 0;
  const sizes = header[1] ?? 0;
  const last = header.length - 1;
  if (flags >>> 6 !== 1 || (flags & 0x02) !== 0 || (sizes & 0x8f) !== 0)
    throw unsupported('an LZ4 frame is of a version that is not known');
  // Its number would stand in the header; without the dictionary there is nothing to unpack.
  if ((flags & 0x01) !== 0) throw unsupported('an LZ4 frame needs a dictionary');
  if (header[last] !== ((xxHash32(header.subarray(0, last)) >>> 8) & 0xff))
    throw damaged('the header of an LZ4 frame is damaged');
  const blockBytes = BLOCK_BYTES[sizes >>> 4];
  if (blockBytes === undefined) throw unsupported('an LZ4 frame names an unknown block size');
  const contentBytes = (flags & 0x08) === 0 ? null : Number(header.readBigUInt64LE(2));
  return {
    isLinked: (flags & 0x20) === 0,
    hasBlockChecksum: (flags & 0x10) !== 0,
    blockBytes,
    contentBytes,
    contentHash: (flags & 0x04) === 0 ? null : new XxHash32(),
  };
}

function damaged(message: string): UnpackError {
  return new UnpackError(message, 'damaged');
}

function unsupported(message: string): UnpackError {
  return new UnpackError(message, 'unsupported');
}
