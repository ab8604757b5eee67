// Facts of a rehearsal in which everything held, and parts to change in them.
import { sha256, type Judgement } from '../../../harness/kernel/index.ts';
import type {
  RehearsalPlan,
  Rollback,
  RollbackWay,
  ScenarioEvidence,
  ScenarioRun,
  StepFacts,
  StepId,
} from '../../../harness/scenario/evidence-contract.ts';
import { CLASS_OF } from '../../../harness/scenario/judging/ways.ts';
import type { CalibrationResult } from '../../../harness/witness/calibration-contract.ts';
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
  return { version: 1, is_production: false, isolated, checks: checks.map(check), observed: null };
}

const HASH = sha256('a state');

function rollback(
  way: RollbackWay,
  judgement: Judgement,
  residue: readonly ResidueItem[],
  after: string | null = HASH,
): Rollback {
  return {
    way,
    rollback_class: CLASS_OF[way],
    judgement,
    expected_hash: HASH,
    before_hash: HASH,
    after_apply_hash: sha256('changed'),
    after_rollback_hash: after,
    row_count_before: 5,
    row_count_after: 5,
    not_restored: [],
    residue: [...residue],
    findings: [],
  };
}

/** What one scenario came to that went back by the ways named; one that only reads where none is. */
export function run(
  ways: RollbackWay | readonly RollbackWay[],
  judgement: Judgement = 'HELD',
  residue: readonly ResidueItem[] = [],
  more: Partial<ScenarioEvidence> = {},
): ScenarioRun {
  const all = [ways].flat();
  const evidence: ScenarioEvidence = {
    id: `${all[0] ?? 'reads'}-one`,
    title: 'One',
    kind: all.length === 0 ? 'read-only' : 'snapshot',
    role: 'directus',
    judgement,
    chain: null,
    files: {},
    executor: null,
    has_setup: false,
    deterministic: 'YES',
    varies: [],
    verified: 'NOT_ASKED',
    tables_changed: [],
    rows_changed: [],
    locks: [],
    rewritten: [],
    expectations: [],
    read_only: all.length === 0 ? { before_hash: HASH, after_hash: HASH } : null,
    rollbacks: all.map((way) => rollback(way, judgement, residue)),
    findings: [],
    ...more,
  };
  return { evidence, findings: [], times: { rollbacks: [], walBytes: null, locks: [] } };
}

/** One whose way back was carried out, and nobody looked at what it left. */
export function unseen(way: RollbackWay): ScenarioRun {
  return run(way, 'NOT_DECIDED', [], { rollbacks: [rollback(way, 'NOT_DECIDED', [], null)] });
}

/** A plan of just these. */
export function planOf(...runs: readonly ScenarioRun[]): RehearsalPlan {
  return {
    part: null,
    scenarios: runs.map(({ evidence }) => evidence.id),
    rollbacks: runs.flatMap(({ evidence }) =>
      evidence.rollbacks.map(({ way, rollback_class }) => ({
        scenario: evidence.id,
        way,
        rollback_class,
      })),
    ),
  };
}

export const EXECUTOR = { file: 'sql/run_all.sql', before: sha256('a'), after: sha256('a') };
export const GONE = { containers: 0, volumes: 0, networks: 0, socketFolderGone: true };

export const CLONES = { isolation: 'HELD', isBaselineUntouched: true } as const;
export const CALIBRATION: CalibrationResult = {
  evidence: { judgement: 'HELD', seen: 0, of: 0, schema_restored_twice: 'HELD', trials: [] },
  findings: [],
};

const RUNS = [run([]), run('transaction'), run('storage')];

/** Facts of a run in which everything held. */
export const HELD: StepFacts = {
  cloneMethod: 'overlay',
  plan: planOf(...RUNS),
  clones: CLONES,
  isolation: isolation('HELD', 'HELD', 'HELD'),
  entry: print(),
  exit: print(),
  calibration: CALIBRATION,
  runs: RUNS,
  executor: [EXECUTOR],
  clusterResidue: [],
  notes: [],
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
