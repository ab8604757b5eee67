// The proof of rollbacks, and what judging it came to.
import { z } from 'zod';
import { JUDGEMENTS, type Code, type Finding, type Judgement } from '../kernel/index.ts';

/** The ways back that belong to each class of rollback. */
export const WAYS_OF_CLASS = {
  'RB-CLONE-TXN': ['transaction'],
  'RB-CLONE-REVERT': ['revert', 'staircase'],
  'RB-CLONE-SNAP': ['storage', 'template', 'logical', 'pitr'],
} as const;
/** What a rehearsal says of rollback in production: nothing. */
export const PRODUCTION_ROLLBACK_STATUS = 'NOT_APPLICABLE';

/** What an entry claims. Values are judged by the validator: each missing one has its own code. */
const claims = {
  before_hash: z.string().nullable(),
  after_apply_hash: z.string().nullable(),
  after_rollback_hash: z.string().nullable(),
  /** Of the baseline, taken before and apart from this scenario. */
  expected_hash: z.string().nullable(),
  /** The witness's own comparison, part by part; not made from the hashes above. */
  restored_match: z.boolean().nullable(),
  /** Rows of all tables. */
  row_count_before: z.int().nonnegative().nullable(),
  row_count_after: z.int().nonnegative().nullable(),
};

/** Ids stand in messages and reports: no space, sign or line break that could mislead there. */
const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$/);
const named = {
  /** `<scenario>/<rollback class>/<way>` */
  id: name,
  scenario: name,
  rollback_class: z.string().max(200),
  /** How it went back: `transaction`, `revert`, `storage`, ... */
  way: z.string().max(200),
  production_rollback_status: z.string().max(200),
};

export const rollbackEntrySchema = z.strictObject({ ...named, ...claims });
export type RollbackEntry = z.infer<typeof rollbackEntrySchema>;

/** `clone-rollback-evidence.json`: one entry a rollback. */
export const rollbackEvidenceSchema = z.strictObject({
  version: z.literal(1),
  entries: z.array(rollbackEntrySchema),
});
export type RollbackEvidence = z.infer<typeof rollbackEvidenceSchema>;

/** As read from outside: a claim that is left out is a missing claim, not an unreadable proof. */
export const untrustedEvidenceSchema = z.strictObject({
  version: z.literal(1),
  entries: z.array(
    z.strictObject({
      ...named,
      before_hash: claims.before_hash.default(null),
      after_apply_hash: claims.after_apply_hash.default(null),
      after_rollback_hash: claims.after_rollback_hash.default(null),
      expected_hash: claims.expected_hash.default(null),
      restored_match: claims.restored_match.default(null),
      row_count_before: claims.row_count_before.default(null),
      row_count_after: claims.row_count_after.default(null),
    }),
  ),
});

export interface EntryVerdict {
  readonly id: string;
  readonly judgement: Judgement;
  /** In the validator's fixed order; empty only where the entry holds. */
  readonly codes: readonly Code[];
}

export interface ProofVerdict {
  /** HELD only where every claim of every entry held and nothing else was found. */
  readonly judgement: Judgement;
  readonly entries: readonly EntryVerdict[];
  readonly findings: readonly Finding[];
}

/** The validator's form; exercises take one, so that a broken one can be shown to be found out. */
export type Validate = (
  input: string | Uint8Array,
  expectedIds?: readonly string[],
) => ProofVerdict;

const judged = z.enum([...JUDGEMENTS, 'N/A_NO_CLONE']);
const findings = z.array(z.strictObject({ code: z.string(), where: z.string(), what: z.string() }));

/** `hardened-validator-result.json` */
export const validatorResultSchema = z.strictObject({
  version: z.literal(1),
  /** The weakest exercise; without a clone N/A_NO_CLONE, unless the selftest did not hold. */
  judgement: judged,
  selftest: z.strictObject({
    judgement: z.enum(JUDGEMENTS),
    cases: z.array(
      z.strictObject({
        name: z.string(),
        expected_codes: z.array(z.string()),
        found_codes: z.array(z.string()),
        judgement: z.enum(JUDGEMENTS),
      }),
    ),
  }),
  this_run: z.strictObject({
    judgement: judged,
    entries: z.array(
      z.strictObject({ id: z.string(), judgement: z.enum(JUDGEMENTS), codes: z.array(z.string()) }),
    ),
    findings,
  }),
  negative_control: z.strictObject({
    judgement: judged,
    /** The entry of this run that was forged to show no mutation. */
    forged_from: z.string().nullable(),
    expected_codes: z.array(z.string()),
    found_codes: z.array(z.string()),
  }),
  findings,
});
export type ValidatorResult = z.infer<typeof validatorResultSchema>;
