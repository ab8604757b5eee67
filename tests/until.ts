// Waits for what another process does, as long as it must and no longer.
import { setTimeout } from 'node:timers/promises';

/** Asked without a pause, an engine has no time left for what is waited for. */
const PAUSE_MS = 20;

/** Asks until it is so, or the bound is over; answers how long it took in milliseconds. */
export async function msUntil(isSo: () => Promise<boolean>, boundMs: number): Promise<number> {
  const started = performance.now();
  while (performance.now() - started < boundMs) {
    if (await isSo()) return performance.now() - started;
    await setTimeout(PAUSE_MS);
  }
  return Number.POSITIVE_INFINITY;
}
