// Facts of a rehearsal in which everything held, and parts to change in them.
import { sha256, type Judgement } from '../../../harness/kernel/index.ts';
import type {
  ScenarioEvidence,
  ScenarioKind,
  ScenarioRun,
  StepFacts,
  StepId,
} from '../../../harness/scenario/contract.ts';
import type { ResidueItem } from '../../../harness/witness/contract.ts';
import { print } from '../witness/prints.ts';

const check = (judgement: Judgement): NonNullable<StepFacts['isolation']>['checks'][number] => ({
  id: 'interfaces',
  measured: 'loopback only',
  expected: 'loopback only',
  from: 'inside',
  judgement,
});

export function isolation(
  isolated: Judgement | 'N/A_NO_CLONE',
  ...checks: readonly Judgement[]
): StepFacts['isolation'] {
  return { version: 1, is_production: false, isolated, checks: checks.map(check) };
}

export function run(
  kind: ScenarioKind,
  judgement: Judgement = 'HELD',
  residue: readonly ResidueItem[] = [],
): ScenarioRun {
  const evidence: ScenarioEvidence = {
    id: `${kind}-one`,
    title: 'One',
    kind,
    role: 'directus',
    judgement,
    rollback_class: null,
    files: {},
    tables_changed: [],
    verified: 'NOT_ASKED',
    before_hash: null,
    after_apply_hash: null,
    after_rollback_hash: null,
    row_count_before: null,
    row_count_after: null,
    not_restored: [],
    residue: [...residue],
    findings: [],
  };
  return { evidence, findings: [], applyMs: 1, rollbackMs: 1 };
}

export const EXECUTOR = { file: 'sql/run_all.sql', before: sha256('a'), after: sha256('a') };
export const GONE = { containers: 0, volumes: 0, networks: 0, socketFolderGone: true };

/** Facts of a run in which everything held. */
export const HELD: StepFacts = {
  isolation: isolation('HELD', 'HELD', 'HELD'),
  entry: print(),
  exit: print(),
  runs: [run('read-only'), run('transactional'), run('snapshot')],
  scenarioCount: 3,
  executor: [EXECUTOR],
  clusterResidue: [],
  leftovers: GONE,
};

export interface Case {
  readonly id: StepId;
  readonly when: string;
  readonly change?: Partial<StepFacts>;
  readonly judgement: Judgement;
  readonly shows: readonly string[];
  /** `code where: what` of each finding. */
  readonly findings?: readonly string[];
}
