// What broke because a container came to one of its bounds, told as that.
import type { LoadedConfig } from '../config/contract.ts';
import { finding, findingsOf, Problem } from '../kernel/index.ts';
import { LOSSES, type Loss } from '../sandbox/contract.ts';

const CODE = 'SANDBOX_LIMIT_REACHED';

export function limitReached(loss: Loss, limits: LoadedConfig['limits'], cause: unknown): Problem {
  const { limit, words } = LOSSES[loss];
  const what = `limits.${limit} (${limits[limit]}) was reached, and ${words}`;
  return new Problem([finding(CODE, 'sandbox', what)], { cause });
}

/** Whether it was told as that already. */
export function isLimit(error: unknown): boolean {
  return findingsOf(error).some(({ code }) => code === CODE);
}
