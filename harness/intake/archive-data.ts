// Follows the data of a custom archive from block to block, as pg_restore would, without reading
// what is in it: an archive that was cut off, or whose pg_dump failed half-way, lists what it lacks.
import { ArchiveError, littleEndian, type Archive, type PromisedData } from './archive.ts';

const TABLE_BLOCK = 1;
const BLOBS_BLOCK = 3;

type Expecting = 'block' | 'chunk' | 'blob' | 'blob chunk';

/** Takes the bytes after the table of contents in order; `end` says whether all was there. */
export class DataWalk {
  readonly #intBytes: number;
  readonly #promised: ReadonlyMap<number, PromisedData>;
  readonly #seen = new Set<number>();
  #position: number;
  #expecting: Expecting = 'block';
  /** Bytes of content that are passed over. */
  #skip = 0;
  /** A head that the last bytes cut in two. */
  #partial: Buffer = Buffer.alloc(0);

  constructor({ data, intSize, tocBytes }: Pick<Archive, 'data' | 'intSize' | 'tocBytes'>) {
    this.#promised = new Map(data.map((each) => [each.dumpId, each]));
    this.#intBytes = intSize + 1;
    this.#position = tocBytes;
  }

  /** @throws ArchiveError where the bytes are no data of this archive */
  push(chunk: Buffer): void {
    const bytes = this.#partial.length === 0 ? chunk : Buffer.concat([this.#partial, chunk]);
    let at = 0;
    for (;;) {
      const passed = Math.min(this.#skip, bytes.length - at);
      at += passed;
      this.#skip -= passed;
      this.#position += passed;
      const length = this.#intBytes + (this.#expecting === 'block' ? 1 : 0);
      if (this.#skip > 0 || bytes.length - at < length) break;
      this.#head(bytes, at, at + length);
      at += length;
      this.#position += length;
    }
    this.#partial = Buffer.from(bytes.subarray(at));
  }

  /** @throws ArchiveError where something that was promised did not come */
  end(): void {
    if (this.#skip > 0 || this.#partial.length > 0 || this.#expecting !== 'block') {
      throw new ArchiveError('the archive ends inside its data', true);
    }
    const lacking = this.#promised.size - this.#seen.size;
    if (lacking > 0) {
      throw new ArchiveError(
        `the data of ${lacking} of ${this.#promised.size} entries is missing`,
        true,
      );
    }
  }

  #head(bytes: Buffer, from: number, until: number): void {
    switch (this.#expecting) {
      case 'block':
        this.#block(bytes[from] ?? 0, int(bytes, from + 1, until));
        return;
      case 'blob':
        this.#expecting = int(bytes, from, until) === 0 ? 'block' : 'blob chunk';
        return;
      case 'chunk':
      case 'blob chunk':
        this.#skip = int(bytes, from, until);
        if (this.#skip === 0) this.#expecting = this.#expecting === 'chunk' ? 'block' : 'blob';
    }
  }

  #block(type: number, dumpId: number): void {
    const promised = this.#promised.get(dumpId);
    if (promised === undefined || this.#seen.has(dumpId)) {
      throw new ArchiveError('data stands in the archive that no entry announces');
    }
    if (type !== (promised.isBlobs ? BLOBS_BLOCK : TABLE_BLOCK)) {
      throw new ArchiveError('data of an unknown kind stands in the archive');
    }
    if (promised.offset !== null && promised.offset !== this.#position) {
      throw new ArchiveError('data does not stand where the table of contents says');
    }
    this.#seen.add(dumpId);
    this.#expecting = type === BLOBS_BLOCK ? 'blob' : 'chunk';
  }
}

/** No length and no id in an archive's data is negative. */
function int(bytes: Buffer, from: number, until: number): number {
  if (bytes[from] !== 0) throw new ArchiveError('the archive names an impossible length');
  return littleEndian(bytes, from + 1, until);
}
