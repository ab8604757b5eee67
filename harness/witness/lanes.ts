// Puts together what several read side by side: handed on in the order of the lanes, whoever is ahead.

/** Bytes that wait in all lanes behind the first that is open: whoever is ahead waits too. */
export const MOST_AHEAD_BYTES = 6 * 1024 * 1024;
/** Bytes that wait in that one: whoever reads it waits for nobody but the one who takes them. */
const MOST_CURRENT_BYTES = 1024 * 1024;

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
  /** In all lanes. */
  #waiting = 0;
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
    this.#waiting += chunk.length;
    if (at === this.#current) this.#wake();
    // Lanes are taken in their order: the first that is open has a reader, and that one goes on.
    while (this.#isFull(at, lane) && !this.#isLeft) await this.#moved.promise;
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
          const isFull = this.#isFull(this.#current, lane);
          lane.bytes -= chunk.length;
          this.#waiting -= chunk.length;
          if (isFull) this.#wake();
          yield { at: this.#current, bytes: chunk };
        } else if (lane.hasEnded) {
          yield { at: this.#current, bytes: NOTHING };
          this.#current += 1;
          this.#wake(); // there is room, and another one is the first
        } else {
          await this.#moved.promise;
        }
      }
    } finally {
      this.#isLeft = true;
      this.#wake();
    }
  }

  #isFull(at: number, lane: Lane): boolean {
    if (at === this.#current) return lane.bytes >= MOST_CURRENT_BYTES;
    const current = this.#lanes[this.#current]?.bytes ?? 0;
    return this.#waiting - current >= MOST_AHEAD_BYTES;
  }

  /** What all of it comes to that waits. */
  get waitingBytes(): number {
    return this.#waiting;
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
