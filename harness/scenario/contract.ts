// A scenario: a change with its way back; and what rehearsing one came to.
import { z } from 'zod';
import { JUDGEMENTS, SHA256_PATTERN, type Finding, type Sha256 } from '../kernel/index.ts';
import type { CloneGround, IsolationProof, Leftovers, Sandbox } from '../sandbox/contract.ts';
import {
  residueItemSchema,
  type Fingerprint,
  type ResidueItem,
  type ResidueState,
} from '../witness/contract.ts';
import type { Client } from 'pg';

export const SCENARIO_KINDS = ['read-only', 'transactional', 'snapshot'] as const;
export type ScenarioKind = (typeof SCENARIO_KINDS)[number];

/** `scenario.yaml` */
export const scenarioFileSchema = z.strictObject({
  version: z.literal(1),
  /** Kebab-case; also the folder's name. */
  id: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    .max(80),
  title: z.string().trim().min(1).max(200),
  kind: z.enum(SCENARIO_KINDS),
  why: z.string().trim().min(1).max(2000),
  /** Tables that the change is expected to touch, e.g. `public.birth_registry`. */
  tables: z.array(z.string().min(1)).default([]),
  /** Role that applies it, instead of the configuration's. */
  role: z.string().min(1).max(63).optional(),
});
export type ScenarioFile = z.infer<typeof scenarioFileSchema>;

/** One statement, and the line of its file where it begins. */
export interface ScenarioStatement {
  readonly text: string;
  readonly line: number;
}

export interface Scenario extends ScenarioFile {
  /** Folder as the configuration names it; for messages. */
  readonly folder: string;
  readonly apply: readonly ScenarioStatement[];
  readonly verify: readonly ScenarioStatement[];
  /** sha256 of each file that defines it, by file name. */
  readonly files: Readonly<Record<string, Sha256>>;
}

/** The witnesses, handed in: a stage calls no other stage's functions. */
export interface Witnesses {
  look(database: string): Promise<Fingerprint>;
  lookInside(client: Client): Promise<Fingerprint>;
  residue(database: string, fingerprint: Fingerprint): Promise<ResidueState>;
  residueBetween(
    before: ResidueState,
    after: ResidueState,
    undoing: 'transaction' | 'snapshot',
  ): ResidueItem[];
  changedParts(before: Fingerprint, after: Fingerprint): string[];
}

export interface RehearsalGround {
  readonly sandbox: Sandbox;
  readonly ground: CloneGround;
  readonly witnesses: Witnesses;
  /** Fingerprint of the baseline: what every clone must start from and come back to. */
  readonly baseline: Fingerprint;
  /** Role that applies scenarios, from the configuration. */
  readonly role: string;
  readonly statementTimeoutMs: number;
}

const hash = z.string().regex(SHA256_PATTERN).nullable();

/** One scenario in `clone-rehearsal-execution-evidence.json`. */
export const scenarioEvidenceSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  kind: z.enum(SCENARIO_KINDS),
  role: z.string(),
  judgement: z.enum(JUDGEMENTS),
  rollback_class: z.enum(['RB-CLONE-TXN', 'RB-CLONE-SNAP']).nullable(),
  files: z.record(z.string(), z.string().regex(SHA256_PATTERN)),
  tables_changed: z.array(z.string()),
  verified: z.enum([...JUDGEMENTS, 'NOT_ASKED']),
  before_hash: hash,
  after_apply_hash: hash,
  after_rollback_hash: hash,
  row_count_before: z.int().nonnegative().nullable(),
  row_count_after: z.int().nonnegative().nullable(),
  not_restored: z.array(z.string()),
  residue: z.array(residueItemSchema),
  findings: z.array(z.strictObject({ code: z.string(), where: z.string(), what: z.string() })),
});
export type ScenarioEvidence = z.infer<typeof scenarioEvidenceSchema>;

/** What one scenario came to; durations stay outside the evidence. */
export interface ScenarioRun {
  readonly evidence: ScenarioEvidence;
  readonly findings: readonly Finding[];
  readonly applyMs: number;
  readonly rollbackMs: number;
}

export const STEP_IDS = ['RX-0', 'RX-1', 'RX-2', 'RX-3', 'RX-4', 'RX-5', 'RX-6'] as const;
export type StepId = (typeof STEP_IDS)[number];

const step = z.strictObject({
  id: z.enum(STEP_IDS),
  title: z.string(),
  judgement: z.enum([...JUDGEMENTS, 'N/A_NO_CLONE']),
  /** Facts it rests on, in words that are the same on every machine. */
  shows: z.array(z.string()),
  findings: z.array(z.strictObject({ code: z.string(), where: z.string(), what: z.string() })),
});
export type Step = z.infer<typeof step>;

/** `clone-rehearsal-execution-evidence.json` */
export const executionEvidenceSchema = z.strictObject({
  version: z.literal(1),
  clone_method: z.enum(['template', 'N/A_NO_CLONE']),
  baseline: z
    .strictObject({
      entry_hash: z.string().regex(SHA256_PATTERN),
      exit_hash: z.string().regex(SHA256_PATTERN).nullable(),
      row_count: z.int().nonnegative(),
      tables: z.array(
        z.strictObject({
          table: z.string(),
          rows: z.int().nonnegative(),
          sha256: z.string().regex(SHA256_PATTERN),
        }),
      ),
      catalog: z.record(z.string(), z.string().regex(SHA256_PATTERN)),
    })
    .nullable(),
  executor: z.array(
    z.strictObject({
      file: z.string(),
      sha256_before: z.string().regex(SHA256_PATTERN),
      sha256_after: z.string().regex(SHA256_PATTERN).nullable(),
    }),
  ),
  steps: z.array(step),
  scenarios: z.array(scenarioEvidenceSchema),
});
export type ExecutionEvidence = z.infer<typeof executionEvidenceSchema>;

/** A file whose bytes must not change, by the name the configuration gives it. */
export interface ExecutorFile {
  readonly file: string;
  readonly before: Sha256;
  /** null: it could not be read again. */
  readonly after: Sha256 | null;
}

/** What the steps are judged from; null where there was no clone, or a part was never reached. */
export interface StepFacts {
  readonly isolation: IsolationProof | null;
  readonly entry: Fingerprint | null;
  readonly exit: Fingerprint | null;
  readonly runs: readonly ScenarioRun[];
  /** How many scenarios the configuration names: one that was not run is not forgotten. */
  readonly scenarioCount: number;
  readonly executor: readonly ExecutorFile[];
  readonly clusterResidue: readonly ResidueItem[] | null;
  readonly leftovers: Leftovers | null;
}
