// Which of its bounds ended something in a container, by what the kernel has counted there.
import type { Loss } from './contract.ts';

/** Of both versions of control groups; what is not there is not asked for. */
export const COUNTERS: readonly string[] = [
  '/sys/fs/cgroup/memory/memory.oom_control',
  '/sys/fs/cgroup/memory.events',
  '/sys/fs/cgroup/pids/pids.events',
  '/sys/fs/cgroup/pids.events',
];

/** `path:line` of each counter. A process that was killed says more than one that never came. */
export function lossIn(counted: string): Loss | null {
  const most = (pattern: RegExp): number =>
    Math.max(0, ...[...counted.matchAll(pattern)].map(([, count]) => Number(count)));
  if (most(/^\S*memory\.(?:oom_control|events):oom_kill (\d+)$/gm) > 0) return 'memory';
  if (most(/^\S*pids\.events:max (\d+)$/gm) > 0) return 'processes';
  return null;
}
