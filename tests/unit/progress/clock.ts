// A clock that stands until a test moves it; its timers act in the order in which they are due.
import type { Clock } from '../../../harness/run/progress/plain.ts';

interface Timer {
  atMs: number;
  readonly everyMs: number | null;
  readonly act: () => void;
}

export class HandClock implements Clock {
  #nowMs = 1000;
  readonly #timers = new Set<Timer>();

  readonly now = (): number => this.#nowMs;

  readonly every = (ms: number, act: () => void): (() => void) => {
    const timer = { atMs: this.#nowMs + ms, everyMs: ms, act };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  };

  readonly wait = async (ms: number): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#timers.add({ atMs: this.#nowMs + ms, everyMs: null, act: resolve });
    await promise;
  };

  get timers(): number {
    return this.#timers.size;
  }

  /** What is due until then has acted, and what follows at once from it. */
  async pass(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    for (;;) {
      const [next] = [...this.#timers].sort((left, right) => left.atMs - right.atMs);
      if (next === undefined || next.atMs > endMs) break;
      this.#nowMs = next.atMs;
      if (next.everyMs === null) this.#timers.delete(next);
      else next.atMs += next.everyMs;
      next.act();
      await settled();
    }
    this.#nowMs = endMs;
  }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
