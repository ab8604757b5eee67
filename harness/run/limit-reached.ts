// What broke because a container came to one of its bounds, told as that.
import type { LoadedConfig } from '../config/contract.ts';
import { finding, Problem } from '../kernel/index.ts';
import type { Loss } from '../sandbox/contract.ts';

const LOSSES = {
  memory: { key: 'memoryMiB', words: 'a process of its server was killed' },
  processes: { key: 'pids', words: 'its server was refused a process' },
  disk: { key: 'diskMiB', words: 'its server was ended' },
} as const satisfies Record<Loss, { readonly key: string; readonly words: string }>;

export function limitReached(loss: Loss, limits: LoadedConfig['limits'], cause: unknown): Problem {
  const { key, words } = LOSSES[loss];
  const what = `limits.${key} (${limits[key]}) was reached, and ${words}`;
  return new Problem([finding('SANDBOX_LIMIT_REACHED', 'sandbox', what)], { cause });
}
