// What was not as it should be when a baseline was given up: judged as a run judges it.
import { finding, type Finding } from '../kernel/index.ts';
import type { CloneFacts } from '../run/contract.ts';
import type { CalibrationResult } from '../witness/index.ts';
import { executionEvidence, type StepId } from '../scenario/index.ts';

/** The steps of a run that no single scenario is asked about. */
const STEPS: ReadonlySet<StepId> = new Set(['RX-0', 'RX-1', 'RX-5', 'RX-6']);

/** Empty: the baseline was never written, every clone was isolated, and nothing is left. */
export function endFindings(clone: CloneFacts, notes: readonly Finding[]): readonly Finding[] {
  const { steps } = executionEvidence({
    cloneMethod: clone.ground?.method ?? null,
    plan: { part: null, scenarios: [], rollbacks: [] },
    clones: clone.ground,
    isolation: clone.isolation,
    entry: clone.entry,
    exit: clone.exit,
    calibration: clone.calibration,
    notes,
    runs: [],
    executor: [],
    clusterResidue: clone.clusterResidue,
    leftovers: clone.leftovers,
  });
  return [
    ...calibrationFindings(clone.calibration),
    ...steps
      .filter(({ id, judgement }) => STEPS.has(id) && judgement !== 'HELD')
      .map(({ id, judgement, shows }) => notDecided(id, `${judgement}: ${shows.join('; ')}`)),
  ];
}

/** Empty: what the witnesses see here may be believed. */
export function calibrationFindings(calibration: CalibrationResult | null): readonly Finding[] {
  if (calibration === null) return [notDecided('calibration', 'it was not tried')];
  const { evidence, findings } = calibration;
  if (evidence.judgement === 'HELD') return [];
  return findings.length > 0 ? findings : [notDecided('calibration', evidence.judgement)];
}

function notDecided(where: string, what: string): Finding {
  return finding('JEST_BASELINE_NOT_PROVEN', where, what);
}
