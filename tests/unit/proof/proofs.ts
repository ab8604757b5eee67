// Proofs for the tests: one that holds, and an arbitrary of all that do.
import fc from 'fast-check';
import { sha256 } from '../../../harness/kernel/index.ts';
import { WAYS_OF_CLASS } from '../../../harness/proof/contract.ts';
import type { RollbackEntry, RollbackEvidence } from '../../../harness/proof/index.ts';

const hash = fc.string({ minLength: 1 }).map((text) => sha256(`state ${text}`));
const scenario = fc.stringMatching(/^[a-z]{1,12}([-_./][a-zA-Z0-9]{1,8}){0,2}$/);

/** Each class with each way back that belongs to it. */
export const WAYS_BACK: readonly (readonly [string, string])[] = Object.entries(
  WAYS_OF_CLASS,
).flatMap(([rollbackClass, ways]) => ways.map((way) => [rollbackClass, way] as const));

const entry: fc.Arbitrary<RollbackEntry> = fc
  .record({
    scenario,
    back: fc.constantFrom(...WAYS_BACK),
    hashes: fc.uniqueArray(hash, { minLength: 2, maxLength: 2 }),
    rows: fc.oneof(
      fc.integer({ min: 1, max: 1e6 }),
      fc.maxSafeNat().map((n) => Math.max(1, n - 1)),
    ),
  })
  .map(({ scenario: id, back: [rollbackClass, way], hashes, rows }) => {
    const [before = null, changed = null] = hashes;
    return {
      id: `${id}/${rollbackClass}/${way}`,
      scenario: id,
      rollback_class: rollbackClass,
      way,
      before_hash: before,
      after_apply_hash: changed,
      after_rollback_hash: before,
      expected_hash: before,
      restored_match: true,
      row_count_before: rows,
      row_count_after: rows,
      production_rollback_status: 'NOT_APPLICABLE',
    };
  });

/** What ids that a reader takes for one have in common, and some others too. */
function lookOf(id: string): string {
  return id.toLowerCase().replaceAll(/[1i]/g, 'l').replaceAll('0', 'o');
}

/** Proofs that hold. */
export const validProof: fc.Arbitrary<RollbackEvidence> = fc
  .uniqueArray(entry, { minLength: 1, maxLength: 5, selector: ({ id }) => lookOf(id) })
  .map((entries) => ({ version: 1, entries }));

export const GOOD_ENTRY: RollbackEntry = {
  id: 'birth-insert/RB-CLONE-TXN/transaction',
  scenario: 'birth-insert',
  rollback_class: 'RB-CLONE-TXN',
  way: 'transaction',
  before_hash: sha256('before'),
  after_apply_hash: sha256('after'),
  after_rollback_hash: sha256('before'),
  expected_hash: sha256('before'),
  restored_match: true,
  row_count_before: 3,
  row_count_after: 3,
  production_rollback_status: 'NOT_APPLICABLE',
};

export function proofText(...changes: readonly object[]): string {
  const entries = (changes.length === 0 ? [{}] : changes).map((change) => ({
    ...GOOD_ENTRY,
    ...change,
  }));
  return JSON.stringify({ version: 1, entries });
}
