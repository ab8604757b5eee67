// One way back, carried out: what the witnesses saw before, after the change and after going back.
import type { Finding } from '../../kernel/index.ts';
import type { CloneRequest } from '../../sandbox/ground-contract.ts';
import type { Fingerprint, ResidueItem } from '../../witness/contract.ts';
import type { ChangeObserved } from '../../witness/witness-contract.ts';
import type { StartingPoint } from '../contract.ts';
import type { RollbackTimes, RollbackWay } from '../evidence-contract.ts';

/** A part that was never reached is null; why is among the findings. */
export interface Pass {
  readonly way: RollbackWay;
  /** What the state must be that it begins from and comes back to, measured apart from this pass. */
  readonly expected: Fingerprint;
  readonly before: Fingerprint | null;
  readonly applied: Fingerprint | null;
  readonly change: ChangeObserved | null;
  readonly rolledBack: Fingerprint | null;
  /** After applying once more, on what the rollback left. */
  readonly again: Fingerprint | null;
  readonly residue: readonly ResidueItem[];
  readonly findings: readonly Finding[];
  readonly times: RollbackTimes;
}

/** What a clone is asked for so that it begins there. */
export function fromLayer(start: StartingPoint): CloneRequest {
  return start.layer === null ? {} : { from: start.layer };
}

/** A way that could not even be begun. */
export function notBegun(way: RollbackWay, start: StartingPoint, finding: Finding): Pass {
  return {
    way,
    expected: start.print,
    before: null,
    applied: null,
    change: null,
    rolledBack: null,
    again: null,
    residue: [],
    findings: [finding],
    times: { way, prepareMs: 0, applyMs: 0, rollbackMs: 0 },
  };
}
