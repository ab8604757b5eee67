// What rehearsing scenarios came to: the evidence that is hashed, and the times that are not.
import { z } from 'zod';
import {
  JUDGEMENTS,
  SHA256_PATTERN,
  type Finding,
  type Judgement,
  type Sha256,
} from '../kernel/index.ts';
import type { CloneMethod } from '../sandbox/ground-contract.ts';
import type { IsolationProof, Leftovers } from '../sandbox/contract.ts';
import { residueItemSchema, type Fingerprint, type ResidueItem } from '../witness/contract.ts';
import type { CalibrationResult } from '../witness/calibration-contract.ts';
import { calibrationSchema } from '../witness/calibration-contract.ts';
import { LOCK_MODES, type LockSeen } from '../witness/witness-contract.ts';
import { ROLLBACK_METHODS, SCENARIO_KINDS } from './file-contract.ts';
import { partSchema } from './part-contract.ts';

const hash = z.string().regex(SHA256_PATTERN);
const findings = z.array(z.strictObject({ code: z.string(), where: z.string(), what: z.string() }));
const count = z.int().nonnegative();

/** `staircase`: the down-scripts of a chain once more, each going back over the ones before. */
export const ROLLBACK_WAYS = [...ROLLBACK_METHODS, 'staircase'] as const;
export type RollbackWay = (typeof ROLLBACK_WAYS)[number];

export const ROLLBACK_CLASSES = ['RB-CLONE-TXN', 'RB-CLONE-REVERT', 'RB-CLONE-SNAP'] as const;
export type RollbackClass = (typeof ROLLBACK_CLASSES)[number];

/** One way back that was carried out. */
export const rollbackSchema = z.strictObject({
  way: z.enum(ROLLBACK_WAYS),
  rollback_class: z.enum(ROLLBACK_CLASSES),
  judgement: z.enum(JUDGEMENTS),
  /** Of the state the scenario begins from, taken before and apart from this rollback. */
  expected_hash: hash.nullable(),
  before_hash: hash.nullable(),
  /** Where the scenario is not deterministic: over what two applies agree on. */
  after_apply_hash: hash.nullable(),
  after_rollback_hash: hash.nullable(),
  row_count_before: count.nullable(),
  row_count_after: count.nullable(),
  /** The witness's own comparison of before and after the rollback, part by part. */
  not_restored: z.array(z.string()),
  residue: z.array(residueItemSchema),
  findings,
});
export type Rollback = z.infer<typeof rollbackSchema>;

/** One scenario in `clone-rehearsal-execution-evidence.json`. */
export const scenarioEvidenceSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  kind: z.enum(SCENARIO_KINDS),
  role: z.string(),
  judgement: z.enum(JUDGEMENTS),
  /** The chain it is a step of, and its place there from 1. */
  chain: z.strictObject({ id: z.string(), place: z.int().positive() }).nullable(),
  files: z.record(z.string(), hash),
  executor: z.string().nullable(),
  has_setup: z.boolean(),
  /** Whether applying it twice ends the same: `NO` names what varies. */
  deterministic: z.enum(['YES', 'NO', 'NOT_DECIDED', 'NOT_ASKED']),
  varies: z.array(z.string()),
  verified: z.enum([...JUDGEMENTS, 'NOT_ASKED']),
  tables_changed: z.array(z.string()),
  /** null where it varies, or was not counted. */
  rows_changed: z
    .array(z.strictObject({ table: z.string(), inserted: count, updated: count, deleted: count }))
    .nullable(),
  locks: z.array(
    z.strictObject({
      relation: z.string(),
      mode: z.enum(LOCK_MODES),
      how: z.enum(['held', 'documented']),
    }),
  ),
  rewritten: z.array(z.string()),
  expectations: z.array(z.strictObject({ expects: z.string(), judgement: z.enum(JUDGEMENTS) })),
  /** A read-only scenario's two looks. */
  read_only: z.strictObject({ before_hash: hash, after_hash: hash.nullable() }).nullable(),
  rollbacks: z.array(rollbackSchema),
  /** Of the scenario itself; each rollback has its own. */
  findings,
});
export type ScenarioEvidence = z.infer<typeof scenarioEvidenceSchema>;

/** What varies from run to run, in milliseconds and bytes; never part of the evidence. */
export interface RollbackTimes {
  readonly way: RollbackWay;
  /** What had to be done before the change so that this way back is open (a backup, a copy). */
  readonly prepareMs: number;
  readonly applyMs: number;
  /** From the decision to go back until the database may be written again. */
  readonly rollbackMs: number;
}

export interface ScenarioTimes {
  readonly rollbacks: readonly RollbackTimes[];
  readonly walBytes: number | null;
  readonly locks: readonly LockSeen[];
}

/** What one scenario came to. */
export interface ScenarioRun {
  readonly evidence: ScenarioEvidence;
  /** Its own and those of its rollbacks. */
  readonly findings: readonly Finding[];
  readonly times: ScenarioTimes;
}

export const STEP_IDS = ['RX-0', 'RX-1', 'RX-2', 'RX-3', 'RX-4', 'RX-5', 'RX-6'] as const;
export type StepId = (typeof STEP_IDS)[number];

const step = z.strictObject({
  id: z.enum(STEP_IDS),
  title: z.string(),
  /** `NOT_IN_PART`: nothing of it falls to this part of a divided rehearsal. */
  judgement: z.enum([...JUDGEMENTS, 'NOT_IN_PART', 'N/A_NO_CLONE']),
  /** Facts it rests on, in words that are the same on every machine. */
  shows: z.array(z.string()),
  findings,
});
export type Step = z.infer<typeof step>;

/** What the run set out to do, before it did any of it. */
const plan = z.strictObject({
  /** Of a divided rehearsal: the part that this is. The rest of the plan is the whole's. */
  part: partSchema.nullable(),
  /** Ids, in the order they are rehearsed in. */
  scenarios: z.array(z.string()),
  /** Every way back that must be shown, in order. */
  rollbacks: z.array(
    z.strictObject({
      scenario: z.string(),
      way: z.enum(ROLLBACK_WAYS),
      rollback_class: z.enum(ROLLBACK_CLASSES),
    }),
  ),
});
export type RehearsalPlan = z.infer<typeof plan>;

/** `clone-rehearsal-execution-evidence.json` */
export const executionEvidenceSchema = z.strictObject({
  version: z.literal(1),
  clone_method: z.enum(['overlay', 'template', 'N/A_NO_CLONE']),
  /** null without a clone: which ways back there are depends on how clones are made. */
  plan,
  /** The clones that scenarios ran on; null where it came to none. */
  clones: z
    .strictObject({
      isolation: z.enum(JUDGEMENTS),
      /** null: this kind of clone leaves no files of a baseline that could be compared. */
      baseline_untouched: z.boolean().nullable(),
    })
    .nullable(),
  baseline: z
    .strictObject({
      entry_hash: hash,
      exit_hash: hash.nullable(),
      row_count: count,
      tables: z.array(z.strictObject({ table: z.string(), rows: count, sha256: hash })),
      catalog: z.record(z.string(), hash),
    })
    .nullable(),
  calibration: calibrationSchema.nullable(),
  executor: z.array(
    z.strictObject({
      file: z.string(),
      sha256_before: hash,
      sha256_after: hash.nullable(),
    }),
  ),
  /** What is left in the cluster beside the baseline; null where nobody came to look. */
  cluster_residue: z.array(residueItemSchema).nullable(),
  /** What the engine says is left of the run; null where it was not asked. */
  leftovers: z
    .strictObject({
      containers: count,
      volumes: count,
      networks: count,
      socket_folder_gone: z.boolean(),
    })
    .nullable(),
  steps: z.array(step),
  scenarios: z.array(scenarioEvidenceSchema),
  /** Of the plan and of the calibration; steps and scenarios have their own. */
  findings,
});
export type ExecutionEvidence = z.infer<typeof executionEvidenceSchema>;
/** Everything in it that the steps are judged from, with the isolation proof. */
export type ExecutionRecord = Omit<ExecutionEvidence, 'steps'>;

/** A file whose bytes must not change, by the name the configuration gives it. */
export interface ExecutorFile {
  readonly file: string;
  readonly before: Sha256;
  /** null: it could not be read again. */
  readonly after: Sha256 | null;
}

/** What a run on a clone found out; null where a part was never reached. */
export interface StepFacts {
  readonly cloneMethod: CloneMethod | null;
  readonly plan: RehearsalPlan;
  /** Null where there were no clones with containers of their own. */
  readonly clones: {
    readonly isolation: Judgement;
    readonly isBaselineUntouched: boolean | null;
  } | null;
  readonly isolation: IsolationProof | null;
  readonly entry: Fingerprint | null;
  readonly exit: Fingerprint | null;
  readonly calibration: CalibrationResult | null;
  /** Of the plan: what is worth knowing, and keeps nothing from being started. */
  readonly notes: readonly Finding[];
  readonly runs: readonly ScenarioRun[];
  readonly executor: readonly ExecutorFile[];
  readonly clusterResidue: readonly ResidueItem[] | null;
  readonly leftovers: Leftovers | null;
}
