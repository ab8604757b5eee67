// Numbers of blocks, however many: a bit for each, in pieces that are made where one is needed.

/** What is asked of it most: whether a block is in it. */
export interface Blocks {
  has(block: number): boolean;
}

/** Of one piece: 256 MiB of a table with the usual size of a block, in 4 KiB. */
const PIECE_BLOCKS = 32_768;

export class BlockSet implements Blocks {
  readonly #pieces = new Map<number, Uint8Array>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(block: number): void {
    const at = Math.floor(block / PIECE_BLOCKS);
    let piece = this.#pieces.get(at);
    if (piece === undefined) {
      piece = new Uint8Array(PIECE_BLOCKS / 8);
      this.#pieces.set(at, piece);
    }
    const bit = block % PIECE_BLOCKS;
    const mask = 1 << (bit & 7);
    const was = piece[bit >> 3] ?? 0;
    if ((was & mask) !== 0) return;
    piece[bit >> 3] = was | mask;
    this.#size += 1;
  }

  has(block: number): boolean {
    const bit = block % PIECE_BLOCKS;
    const byte = this.#pieces.get(Math.floor(block / PIECE_BLOCKS))?.[bit >> 3] ?? 0;
    return (byte & (1 << (bit & 7))) !== 0;
  }

  /** Ascending. */
  *[Symbol.iterator](): Generator<number> {
    for (const at of [...this.#pieces.keys()].sort((left, right) => left - right)) {
      const first = at * PIECE_BLOCKS;
      for (let block = first; block < first + PIECE_BLOCKS; block += 1) {
        if (this.has(block)) yield block;
      }
    }
  }
}
