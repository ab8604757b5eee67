// A clone of the baseline that nobody writes: where a change touched few rows of a large table, the
// witnesses read here what stood in their place. Made when the first of them asks.
import type { Clone, CloneGround } from '../sandbox/index.ts';
import type { Reference, Texts } from '../witness/index.ts';

/** 32 MiB with the usual size of a block: less is read whole in a quarter of a second. */
export const LEAST_BLOCKS = 4096;

export function referenceOn(
  ground: Pick<CloneGround, 'fresh'>,
  texts: Texts,
  leastBlocks = LEAST_BLOCKS,
): Reference & AsyncDisposable {
  let held: Promise<Clone> | null = null;
  return {
    leastBlocks,
    texts,
    open: async () => {
      held ??= ground.fresh({ disk: 'unsynced' });
      const clone = await held;
      return { server: clone, database: clone.database };
    },
    [Symbol.asyncDispose]: async () => {
      const clone = await held?.catch(() => null);
      await clone?.[Symbol.asyncDispose]();
    },
  };
}
