// The words for what is left of a sandbox, by what the engine has said of it.
import type { Leftovers } from '../sandbox/contract.ts';

export type Left = Omit<Leftovers, 'socketFolderGone'>;

const SWEEP = '"make sweep" removes what is left';

/** null: no sandbox was begun. */
export function interruptedWords(left: Left | null | 'nobody answers'): string {
  if (left === null) return 'no sandbox was begun';
  if (left === 'nobody answers') {
    return `the engine does not say whether the sandbox is gone (${SWEEP})`;
  }
  const counts = [
    counted(left.containers, 'container'),
    counted(left.volumes, 'volume'),
    counted(left.networks, 'network'),
  ].filter((words) => words !== null);
  if (counts.length === 0) return 'the sandbox is gone';
  return `the sandbox is NOT gone: the engine still has ${counts.join(', ')} (${SWEEP})`;
}

function counted(count: number, what: string): string | null {
  if (count === 0) return null;
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}
