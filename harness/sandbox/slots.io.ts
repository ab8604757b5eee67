// The slots of a ground: each clone's writes lie in one, which is emptied while the next clone starts.
import type { Keeper } from './keeper.io.ts';
import { SLOTS } from './overlay-layers.ts';

export class Slots {
  readonly #keeper: Keeper;
  readonly #free = [...SLOTS];
  readonly #emptying = new Set<Promise<void>>();
  readonly #failed: unknown[] = [];

  constructor(keeper: Keeper) {
    this.#keeper = keeper;
  }

  /** An empty slot; null where clones that live or are kept have them all. */
  async take(): Promise<number | null> {
    while (this.#free.length === 0 && this.#emptying.size > 0) {
      await Promise.race(this.#emptying).catch(() => undefined);
    }
    return this.#free.shift() ?? null;
  }

  /**
   * Does not wait: removing what a clone wrote takes as long as it wrote much. A slot that could not
   * be emptied is not used again, and `settled` says why.
   */
  giveBack(slot: number): void {
    const emptied = this.#empty(slot).finally(() => this.#emptying.delete(emptied));
    emptied.catch((error: unknown) => this.#failed.push(error));
    this.#emptying.add(emptied);
  }

  async #empty(slot: number): Promise<void> {
    await this.#keeper.clear(slot);
    this.#free.push(slot);
  }

  /** Waits until all are emptied that were given back. @throws the first that could not be */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#emptying);
    if (this.#failed.length > 0) throw this.#failed[0];
  }
}
