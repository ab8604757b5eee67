// The slots of a ground: each clone's writes lie in one. They are emptied while no clone is starting:
// to remove a large file holds up whatever else the disk is asked for.
import type { Keeper } from './keeper.io.ts';
import { SLOTS } from './overlay-layers.ts';

/** Going back is a clone dropped and another one made: this long, nothing is emptied in between. */
export const QUIET_MS = 250;

export class Slots {
  readonly #keeper: Keeper;
  readonly #free = [...SLOTS];
  readonly #used: number[] = [];
  readonly #emptying = new Set<Promise<void>>();
  readonly #failed: unknown[] = [];
  #starting = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(keeper: Keeper) {
    this.#keeper = keeper;
  }

  /** An empty slot; null where clones that live or are kept have them all. */
  async take(): Promise<number | null> {
    while (this.#free.length === 0 && (this.#used.length > 0 || this.#emptying.size > 0)) {
      this.#emptyAll();
      await Promise.race(this.#emptying).catch(() => undefined);
    }
    return this.#free.shift() ?? null;
  }

  /** Runs the start of a clone, during which no slot is emptied. */
  async whileStarting<Answer>(start: () => Promise<Answer>): Promise<Answer> {
    this.#starting += 1;
    try {
      return await start();
    } finally {
      this.#starting -= 1;
      this.#later();
    }
  }

  /**
   * Does not wait: removing what a clone wrote takes as long as it wrote much. A slot that could not
   * be emptied is not used again, and `settled` says why.
   */
  giveBack(slot: number): void {
    this.#used.push(slot);
    this.#later();
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#starting === 0) this.#emptyAll();
    }, QUIET_MS);
  }

  #emptyAll(): void {
    for (const slot of this.#used.splice(0)) {
      const emptied = this.#empty(slot).finally(() => this.#emptying.delete(emptied));
      emptied.catch((error: unknown) => this.#failed.push(error));
      this.#emptying.add(emptied);
    }
  }

  async #empty(slot: number): Promise<void> {
    await this.#keeper.clear(slot);
    this.#free.push(slot);
  }

  /** Waits until all are emptied that were given back. @throws the first that could not be */
  async settled(): Promise<void> {
    clearTimeout(this.#timer);
    this.#emptyAll();
    await Promise.allSettled(this.#emptying);
    if (this.#failed.length > 0) throw this.#failed[0];
  }
}
