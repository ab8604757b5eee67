// Turns what the witnesses saw of each scenario into the proof that the validator judges.
import type { Sha256 } from '../kernel/index.ts';
import type { Scenario, ScenarioEvidence } from '../scenario/contract.ts';
import { PRODUCTION_ROLLBACK_STATUS, type RollbackEntry } from './contract.ts';
import type { RunProof } from './exercises.ts';

/** Hashes of the baseline, taken once and before any scenario: what each class must come back to. */
export interface BaselineHashes {
  /** Over everything. */
  readonly hash: Sha256;
  /** Over everything but sequence values. */
  readonly transactionalHash: Sha256;
}

/**
 * One entry a scenario that has a rollback; a read-only scenario has none. `planned` is what the
 * run set out to rehearse, so that a scenario which never ran is missed rather than forgotten.
 */
export function rollbackProof(
  planned: readonly Pick<Scenario, 'id' | 'kind'>[],
  scenarios: readonly ScenarioEvidence[],
  baseline: BaselineHashes,
): RunProof {
  const entries = scenarios.flatMap((scenario) => entryOf(scenario, baseline));
  const expectedIds = planned.flatMap(({ id, kind }) =>
    kind === 'read-only' ? [] : [`${id}/${CLASS_OF[kind]}`],
  );
  return { evidence: { version: 1, entries }, expectedIds };
}

const CLASS_OF = { transactional: 'RB-CLONE-TXN', snapshot: 'RB-CLONE-SNAP' } as const;

function entryOf(scenario: ScenarioEvidence, baseline: BaselineHashes): RollbackEntry[] {
  const rollbackClass = scenario.rollback_class;
  if (rollbackClass === null) return [];
  const looked = scenario.before_hash !== null && scenario.after_rollback_hash !== null;
  return [
    {
      id: `${scenario.id}/${rollbackClass}`,
      scenario: scenario.id,
      rollback_class: rollbackClass,
      before_hash: scenario.before_hash,
      after_apply_hash: scenario.after_apply_hash,
      after_rollback_hash: scenario.after_rollback_hash,
      expected_hash: rollbackClass === 'RB-CLONE-TXN' ? baseline.transactionalHash : baseline.hash,
      restored_match: looked ? scenario.not_restored.length === 0 : null,
      row_count_before: scenario.row_count_before,
      row_count_after: scenario.row_count_after,
      production_rollback_status: PRODUCTION_ROLLBACK_STATUS,
    },
  ];
}
