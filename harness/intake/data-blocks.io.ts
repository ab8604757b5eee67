// Follows the data of a custom archive from block to block, as pg_restore would: an archive that
// was cut off, or whose pg_dump failed half-way, lists what it lacks.
import type { OpenBytes } from './data-bytes.io.ts';
import {
  ArchiveError,
  INT_BYTES,
  LARGEST_INT,
  type Archive,
  type PromisedData,
} from './archive.ts';

const TABLE_BLOCK = 1;
const BLOBS_BLOCK = 3;
const BUFFER_BYTES = 256 * 1024;
/** With its sign. */
const NUMBER_BYTES = INT_BYTES + 1;
/** More large objects than a folder's lists name would eat the memory. */
const LARGE_OBJECTS = 4_000_000;

/**
 * A cursor over the bytes of the whole archive. Every block is announced by the table of contents,
 * stands where that says, and comes once; `end` is reached only with all that was promised.
 */
export class DataBlocks {
  readonly #bytes: OpenBytes;
  readonly #promised: ReadonlyMap<number, PromisedData>;
  readonly #seen = new Set<number>();
  readonly #oids = new Set<number>();
  readonly #buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  #at = 0;
  #end = 0;
  /** Of the byte behind those in the buffer. */
  #position: number;

  constructor(bytes: OpenBytes, { data, tocBytes }: Archive) {
    this.#bytes = bytes;
    this.#promised = new Map(data.map((each) => [each.dumpId, each]));
    this.#position = tocBytes;
  }

  /** The next block's entry; null behind the last. @throws ArchiveError */
  async next(): Promise<PromisedData | null> {
    const position = this.#position - (this.#end - this.#at);
    const length = NUMBER_BYTES + 1;
    if (!(await this.#has(length))) {
      if (this.#at < this.#end) throw cutOff();
      this.#complete();
      return null;
    }
    const type = this.#buffer[this.#at] ?? 0;
    this.#at += 1;
    const promised = this.#promised.get(this.#int());
    if (promised === undefined || this.#seen.has(promised.dumpId)) {
      throw new ArchiveError('data stands in the archive that no entry announces');
    }
    if (type !== (promised.isBlobs ? BLOBS_BLOCK : TABLE_BLOCK)) {
      throw new ArchiveError('data of an unknown kind stands in the archive');
    }
    if (promised.offset !== null && promised.offset !== position) {
      throw new ArchiveError('data does not stand where the table of contents says');
    }
    this.#seen.add(promised.dumpId);
    return promised;
  }

  /** In a block of large objects: the next one's id, 0 behind the last. @throws ArchiveError */
  async nextBlob(): Promise<number> {
    if (!(await this.#has(NUMBER_BYTES))) throw cutOff();
    const oid = this.#oid();
    // Written over each other they would be another content than each is.
    if (this.#oids.has(oid)) throw new ArchiveError('the archive holds a large object twice');
    if (this.#oids.size >= LARGE_OBJECTS) {
      throw new ArchiveError('the archive holds too many large objects');
    }
    if (oid !== 0) this.#oids.add(oid);
    return oid;
  }

  /**
   * What stands in the current block or large object, as it is packed there, to its end. A chunk
   * holds until the next is asked for. @throws ArchiveError
   */
  async *packed(): AsyncGenerator<Buffer> {
    for (let pending = 0; ;) {
      // Heads and content take turns; content is moved together where heads stand between.
      const from = this.#at;
      let out = from;
      let hasEnded = false;
      for (;;) {
        const length = Math.min(pending, this.#end - this.#at);
        if (length > 0) {
          if (out !== this.#at) this.#buffer.copyWithin(out, this.#at, this.#at + length);
          out += length;
          this.#at += length;
          pending -= length;
        }
        if (pending > 0 || this.#end - this.#at < NUMBER_BYTES) break;
        pending = this.#int();
        hasEnded = pending === 0;
        if (hasEnded) break;
      }
      if (out > from) yield this.#buffer.subarray(from, out);
      if (hasEnded) return;
      if (!(await this.#has(pending > 0 ? 1 : NUMBER_BYTES))) throw cutOff();
    }
  }

  /** Passes over what `packed` would give. @throws ArchiveError */
  async pass(): Promise<void> {
    for await (const _ of this.packed());
  }

  #complete(): void {
    const lacking = this.#promised.size - this.#seen.size;
    if (lacking === 0) return;
    throw new ArchiveError(
      `the data of ${lacking} of ${this.#promised.size} entries is missing`,
      true,
    );
  }

  /** Whether so many bytes are here, or can be had. */
  async #has(bytes: number): Promise<boolean> {
    while (this.#end - this.#at < bytes) {
      if (this.#at > 0) {
        this.#buffer.copyWithin(0, this.#at, this.#end);
        this.#end -= this.#at;
        this.#at = 0;
      }
      const read = await this.#bytes.into(this.#buffer, this.#end, this.#position);
      if (read === 0) return false;
      this.#end += read;
      this.#position += read;
    }
    return true;
  }

  /** No length and no entry's id in an archive's data is negative. */
  #int(): number {
    const at = this.#at;
    this.#at += NUMBER_BYTES;
    const value = this.#buffer.readUInt32LE(at + 1);
    if (this.#buffer[at] !== 0 || value > LARGEST_INT)
      throw new ArchiveError('the archive names an impossible length');
    return value;
  }

  /** Of a large object: half of all that there can be are negative to pg_dump. */
  #oid(): number {
    const isNegative = this.#buffer[this.#at] === 1;
    if (!isNegative) return this.#int();
    const value = this.#buffer.readUInt32LE(this.#at + 1);
    this.#at += NUMBER_BYTES;
    if (value === 0 || value > LARGEST_INT + 1)
      throw new ArchiveError('the archive names an impossible large object');
    return 2 ** 32 - value;
  }
}

function cutOff(): ArchiveError {
  return new ArchiveError('the archive ends inside its data', true);
}
