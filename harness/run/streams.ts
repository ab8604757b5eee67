// How many sessions read at once.
import type { LoadedConfig } from '../config/index.ts';

/** COPY streams of a full look. */
export function streamsOf({ limits }: Pick<LoadedConfig, 'limits'>): number {
  return Math.max(1, Math.floor(limits.cpus));
}
