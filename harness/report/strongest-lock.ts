// The strongest lock of a change: what production would wait for.
import { LOCK_MODES } from '../witness/witness-contract.ts';

/** Place in the server's own order; -1 of a mode that nobody knows. */
export function lockStrength(mode: string): number {
  return LOCK_MODES.findIndex((each) => each === mode);
}

/** null where nothing was locked; a mode that nobody knows goes before all others. */
export function strongestLock({
  locks,
}: {
  readonly locks: readonly { readonly mode: string }[];
}): string | null {
  const modes = locks.map(({ mode }) => mode);
  const unknown = modes.find((mode) => lockStrength(mode) === -1);
  const [strongest] = modes.toSorted((left, right) => lockStrength(right) - lockStrength(left));
  return unknown ?? strongest ?? null;
}
