// Reads the bounds of a container as the kernel has them inside, on cgroups of version 1 and 2.
import type { SandboxLimits } from '../sandbox/contract.ts';

/** `none`: unbounded; null: the kernel does not say. */
export interface BoundsInside {
  readonly memoryBytes: number | 'none' | null;
  readonly pids: number | 'none' | null;
  readonly cpus: number | 'none' | null;
}

const FILES = [
  'memory.max',
  'pids.max',
  'cpu.max',
  'memory/memory.limit_in_bytes',
  'pids/pids.max',
  'cpu/cpu.cfs_quota_us',
  'cpu/cpu.cfs_period_us',
] as const;

/** Prints `<file> <content>` of each that is there, and at last the free bytes for the data folder. */
export const BOUNDS_PROGRAM = [
  'cd /sys/fs/cgroup',
  `for file in ${FILES.join(' ')}; do [ -r "$file" ] && printf '%s %s\\n' "$file" "$(<"$file")"; done`,
  `printf 'free %s\\n' "$(df --output=avail -B1 /rehearsal/pgdata | tail -n 1)"`,
].join('\n');

/** Pure: what that program printed. */
export function boundsInside(printed: string): BoundsInside {
  const read = new Map(
    printed.split('\n').map((line) => {
      const [file = '', ...words] = line.trim().split(/\s+/);
      return [file, words] as const;
    }),
  );
  const one = (...files: readonly (typeof FILES)[number][]): number | 'none' | null => {
    const words = files.map((file) => read.get(file)?.[0]).find((word) => word !== undefined);
    if (words === undefined) return null;
    return words === 'max' || words === '-1' ? 'none' : positive(words);
  };
  return {
    memoryBytes: beyond(one('memory.max', 'memory/memory.limit_in_bytes')),
    pids: one('pids.max', 'pids/pids.max'),
    cpus: cpusIn(read),
  };
}

/** Free bytes where a clone's data would lie; null where they were not printed. */
export function freeInside(printed: string): number | null {
  const [, bytes] = /^free\s+(\d+)$/m.exec(printed) ?? [];
  return bytes === undefined ? null : positive(bytes);
}

/** What the harness asks the engine for. */
export function cpusOf({ cpus }: Pick<SandboxLimits, 'cpus'>, ofTheMachine: number): number {
  return Math.min(cpus, ofTheMachine);
}

function cpusIn(read: ReadonlyMap<string, readonly string[]>): number | 'none' | null {
  const [quota, period] = read.get('cpu.max') ?? [
    read.get('cpu/cpu.cfs_quota_us')?.[0],
    read.get('cpu/cpu.cfs_period_us')?.[0],
  ];
  if (quota === 'max' || quota === '-1') return 'none';
  const [most, of] = [positive(quota ?? ''), positive(period ?? '')];
  return most === null || of === null ? null : most / of;
}

/** Version 1 writes "no bound" as a number that no machine has: 2^63 less a page. */
function beyond(bytes: number | 'none' | null): number | 'none' | null {
  return typeof bytes === 'number' && bytes > 2 ** 60 ? 'none' : bytes;
}

function positive(word: string): number | null {
  const value = Number(word);
  return word !== '' && Number.isFinite(value) && value >= 0 ? value : null;
}
