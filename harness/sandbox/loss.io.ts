// Asks a container which of its bounds something in it came to.
import { LIMITS, messageOf } from '../kernel/index.ts';
import type { Loss } from './contract.ts';
import { bounded, type EngineContainer } from './engine.io.ts';
import { execInside } from './exec.io.ts';
import { COUNTERS, lossIn } from './loss.ts';

/** null where nothing was counted, and where the container is gone with its counters. */
export async function lossOf(container: EngineContainer): Promise<Loss | null> {
  try {
    const asking = execInside(container, ['grep', '-Hs', '', ...COUNTERS]);
    return lossIn((await bounded(asking, LIMITS.engineAnswerMs)).stdout);
  } catch (error) {
    // A container without a process left cannot start the one that would ask.
    return /resource temporarily unavailable/i.test(messageOf(error)) ? 'processes' : null;
  }
}
