// Puts together what several read side by side: handed on in the order of the lanes, whoever is ahead.

/** Bytes that wait in one lane: whoever reads it waits too. */
const MOST_WAITING_BYTES = 12 * 1024 * 1024;

interface Lane {
  readonly chunks: Uint8Array[];
  bytes: number;
  hasEnded: boolean;
  readonly turn: PromiseWithResolvers<void>;
}

/** Lane 0 first; a lane's bytes in the order they were added. */
export class Lanes {
  readonly #lanes: readonly Lane[];
  readonly #take: (bytes: Uint8Array) => void;
  #current = 0;

  constructor(count: number, take: (bytes: Uint8Array) => void) {
    this.#take = take;
    this.#lanes = Array.from({ length: count }, () => ({
      chunks: [],
      bytes: 0,
      hasEnded: false,
      turn: Promise.withResolvers<void>(),
    }));
  }

  /** What waits must not be used again by whoever adds it. To be awaited before more is added. */
  async add(at: number, chunk: Uint8Array): Promise<void> {
    if (at === this.#current) {
      this.#take(chunk);
      return;
    }
    const lane = this.#lane(at);
    lane.chunks.push(chunk);
    lane.bytes += chunk.length;
    if (lane.bytes >= MOST_WAITING_BYTES) await lane.turn.promise;
  }

  end(at: number): void {
    this.#lane(at).hasEnded = true;
    while (this.#lanes[this.#current]?.hasEnded === true) {
      this.#current += 1;
      const next = this.#lanes[this.#current];
      for (const chunk of next?.chunks.splice(0) ?? []) this.#take(chunk);
      next?.turn.resolve();
    }
  }

  /** Whether all of every lane was handed on. */
  get hasEnded(): boolean {
    return this.#current === this.#lanes.length;
  }

  #lane(at: number): Lane {
    const lane = this.#lanes[at];
    if (lane === undefined || at < this.#current || lane.hasEnded) {
      throw new TypeError(`lane ${at} is over`);
    }
    return lane;
  }
}
