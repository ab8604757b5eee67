// Turns what the witnesses saw of each scenario into the proof that the validator judges.
import type { ScenarioEvidence } from '../scenario/evidence-contract.ts';
import { PRODUCTION_ROLLBACK_STATUS, type RollbackEntry } from './contract.ts';
import type { RunProof } from './exercises.ts';

/** A rollback that the run set out to show: one that never ran is missed rather than forgotten. */
export interface PlannedRollback {
  readonly scenario: string;
  readonly way: string;
  readonly rollbackClass: string;
}

/** One entry a rollback; a read-only scenario has none. */
export function rollbackProof(
  planned: readonly PlannedRollback[],
  scenarios: readonly ScenarioEvidence[],
): RunProof {
  const entries = scenarios.flatMap((scenario) =>
    scenario.rollbacks.map((rollback) => entryOf(scenario.id, rollback)),
  );
  const expectedIds = planned.map(
    ({ scenario, rollbackClass, way }) => `${scenario}/${rollbackClass}/${way}`,
  );
  return { evidence: { version: 1, entries }, expectedIds };
}

function entryOf(scenario: string, rollback: ScenarioEvidence['rollbacks'][number]): RollbackEntry {
  const { way, rollback_class: rollbackClass } = rollback;
  const looked = rollback.before_hash !== null && rollback.after_rollback_hash !== null;
  return {
    id: `${scenario}/${rollbackClass}/${way}`,
    scenario,
    rollback_class: rollbackClass,
    way,
    before_hash: rollback.before_hash,
    after_apply_hash: rollback.after_apply_hash,
    after_rollback_hash: rollback.after_rollback_hash,
    expected_hash: rollback.expected_hash,
    restored_match: looked ? rollback.not_restored.length === 0 : null,
    row_count_before: rollback.row_count_before,
    row_count_after: rollback.row_count_after,
    production_rollback_status: PRODUCTION_ROLLBACK_STATUS,
  };
}
