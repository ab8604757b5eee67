// Whether applying a change twice ends the same, told from every pair of ends that was seen.
import type { Fingerprint } from '../../witness/contract.ts';
import type { Witnesses } from '../contract.ts';
import type { ScenarioEvidence } from '../evidence-contract.ts';
import type { ScenarioKind } from '../file-contract.ts';
import type { Pass } from '../passes/pass.ts';
import { SEQUENCE_PART } from './rollback.ts';
import { newSequencesDiffer } from './sequences.ts';

export interface Determinism {
  readonly deterministic: ScenarioEvidence['deterministic'];
  /** Parts that two applies from one and the same state left different. */
  readonly varies: readonly string[];
}

/** `reference`: the end of one more apply on a clone of its own; null where there was none. */
export function determinismOf(
  passes: readonly Pass[],
  reference: Fingerprint | null,
  changedParts: Witnesses['changedParts'],
): Determinism {
  // Ends of applies that began from one and the same state, its sequences included.
  const [first, ...others] = [
    ...passes.flatMap(({ applied }) => applied ?? []),
    ...passes.flatMap((pass) => (leavesNothing(pass) ? (pass.again ?? []) : [])),
    ...(reference === null ? [] : [reference]),
  ];
  if (first === undefined || (others.length === 0 && !passes.some(endedAlike))) {
    return { deterministic: 'NOT_DECIDED', varies: [] };
  }
  const varies = new Set(others.flatMap((other) => changedParts(first, other)));
  return { deterministic: varies.size === 0 ? 'YES' : 'NO', varies: [...varies].sort() };
}

/** A script's way back may leave something; where it did not, its second apply tells as much. */
function endedAlike({ way, applied, again }: Pass): boolean {
  if (way !== 'revert' || applied === null || again === null) return false;
  return applied.transactionalHash === again.transactionalHash;
}

function leavesNothing({ way }: Pass): boolean {
  return way !== 'revert' && way !== 'staircase';
}

/**
 * Parts in which going up again after the way back ended otherwise than the first time; null where
 * that was never seen.
 */
export function endsElsewhere(
  { way, before, applied, again }: Pass,
  kind: ScenarioKind,
  varies: readonly string[],
  changedParts: Witnesses['changedParts'],
): string[] | null {
  if (way !== 'revert') return [];
  if (applied === null || again === null) return null;
  // Numbers go on counting; a sequence that the change itself made has nothing to go on from.
  const isNewElsewhere = before !== null && newSequencesDiffer(before, applied, again);
  const parts = changedParts(applied, again).filter(
    (part) => part !== SEQUENCE_PART || isNewElsewhere,
  );
  // What varies by itself cannot be compared: for a migration's second way up that is no proof.
  return kind === 'up-down-up' ? parts : parts.filter((part) => !varies.includes(part));
}
