// A scenario: a change with its way back; and what rehearsing one came to.
import { z } from 'zod';
import { JUDGEMENTS, SHA256_PATTERN, type Finding, type Sha256 } from '../kernel/index.ts';
import type { CloneGround, Sandbox } from '../sandbox/contract.ts';
import { residueItemSchema, type Fingerprint, type ResidueItem, type ResidueState } from '../witness/contract.ts';
import type { Client } from 'pg';

export const SCENARIO_KINDS = ['read-only', 'transactional', 'snapshot'] as const;
export type ScenarioKind = (typeof SCENARIO_KINDS)[number];

/** `scenario.yaml` */
export const scenarioFileSchema = z.strictObject({
  version: z.literal(1),
  /** Kebab-case; also the folder's name. */
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/).max(80),
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
  residueBetween(before: ResidueState, after: ResidueState, undoing: 'transaction' | 'snapshot'): ResidueItem[];
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
