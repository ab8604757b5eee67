// What may be asked of a rehearsal: the `request` section of the configuration, an allow-list.
import { z } from 'zod';
import type { Finding, Judgement } from '../kernel/index.ts';

/** The only target there is; everything else is treated as production. */
export const REQUEST_TARGET = 'throwaway-clone';
export const REQUEST_ACTIONS = ['rehearse'] as const;
/** The only thing a request may claim, and only with a proof that holds. */
export const REQUEST_CLAIM = 'rollback-proven';

const claimSchema = z.strictObject({
  claim: z.literal(REQUEST_CLAIM),
  isolation: z.literal('proven'),
  /** The content of `clone-rollback-evidence.json`; judged by the validator, never believed. */
  proof: z.record(z.string(), z.unknown()),
});

/** `request:`; a claim is only ever checked, and changes no verdict. */
export const requestSchema = z.strictObject({
  target: z.literal(REQUEST_TARGET),
  lane: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/),
  actions: z.array(z.enum(REQUEST_ACTIONS)).min(1).max(10),
  claims: z.array(claimSchema).max(100).default([]),
});
export type RehearsalRequest = z.infer<typeof requestSchema>;

/** The validator, handed in: what a proof's text comes to. */
export type ProofJudge = (proofText: string) => Judgement;

export interface RequestVerdict {
  readonly allowed: boolean;
  readonly findings: readonly Finding[];
}
