// Puts together what several read side by side: handed on in the order of the lanes, whoever is ahead.

/** Bytes that wait in one lane: whoever reads it waits too. */
const MOST_WAITING_BYTES = 6 * 1024 * 1024;

interface Lane {
  readonly chunks: Uint8Array[];
  bytes: number;
  hasEnded: boolean;
}

/** What one lane brought; its last is told by no bytes. */
export interface FromLane {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** Lane 0 first; a lane's bytes in the order they were added. To be read once. */
export class Lanes implements AsyncIterable<FromLane> {
  readonly #lanes: readonly Lane[];
  #current = 0;
  /** Wakes whoever reads, and whoever waits for room. */
  #moved = Promise.withResolvers<void>();
  #isLeft = false;
  #failure: { readonly cause: unknown } | null = null;

  constructor(count: number) {
    this.#lanes = Array.from({ length: count }, () => ({ chunks: [], bytes: 0, hasEnded: false }));
  }

  /**
   * What waits must not be used again by whoever adds it. To be awaited before more is added.
   * @throws where nobody reads any more
   */
  async add(at: number, chunk: Uint8Array): Promise<void> {
    const lane = this.#lane(at);
    lane.chunks.push(chunk);
    lane.bytes += chunk.length;
    if (at === this.#current) this.#wake();
    while (lane.bytes >= MOST_WAITING_BYTES && !this.#isLeft) await this.#moved.promise;
    if (this.#isLeft) throw new Error('nobody reads the lanes any more');
  }

  end(at: number): void {
    this.#lane(at).hasEnded = true;
    if (at === this.#current) this.#wake();
  }

  /** Whoever reads hears of it. */
  fail(cause: unknown): void {
    this.#failure ??= { cause };
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<FromLane> {
    try {
      for (let lane = this.#lanes[0]; lane !== undefined; lane = this.#lanes[this.#current]) {
        if (this.#failure !== null) throw this.#failure.cause;
        const chunk = lane.chunks.shift();
        if (chunk !== undefined) {
          const isFull = lane.bytes >= MOST_WAITING_BYTES;
          lane.bytes -= chunk.length;
          if (isFull) this.#wake();
          yield { at: this.#current, bytes: chunk };
        } else if (lane.hasEnded) {
          yield { at: this.#current, bytes: NOTHING };
          this.#current += 1;
        } else {
          await this.#moved.promise;
        }
      }
    } finally {
      this.#isLeft = true;
      this.#wake();
    }
  }

  #wake(): void {
    this.#moved.resolve();
    this.#moved = Promise.withResolvers<void>();
  }

  #lane(at: number): Lane {
    const lane = this.#lanes[at];
    if (lane === undefined || at < this.#current || lane.hasEnded) {
      throw new TypeError(`lane ${at} is over`);
    }
    return lane;
  }
}

const NOTHING = new Uint8Array(0);
