// An example of a proof with the verdict it must get, and the good entry that all are made from.
import { sha256, type Code } from '../kernel/index.ts';
import type { RollbackEntry } from './contract.ts';

export interface ProofExample {
  readonly name: string;
  readonly text: string | Uint8Array;
  /** Exactly these, in this order; none where the proof must hold. */
  readonly codes: readonly Code[];
  readonly expectedIds?: readonly string[];
}

export const STATES = {
  before: sha256('state before'),
  changed: sha256('state after apply'),
  other: sha256('another state'),
} as const;

export const GOOD: RollbackEntry = {
  id: 'example/RB-CLONE-TXN/transaction',
  scenario: 'example',
  rollback_class: 'RB-CLONE-TXN',
  way: 'transaction',
  before_hash: STATES.before,
  after_apply_hash: STATES.changed,
  after_rollback_hash: STATES.before,
  expected_hash: STATES.before,
  restored_match: true,
  row_count_before: 5000,
  row_count_after: 5000,
  production_rollback_status: 'NOT_APPLICABLE',
};

/** A proof with these entries, whatever they are. */
export function json(...entries: readonly unknown[]): string {
  return JSON.stringify({ version: 1, entries });
}
