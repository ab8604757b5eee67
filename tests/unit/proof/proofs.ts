// Proofs for the tests: one that holds, as an arbitrary, and ways to break it.
import fc from 'fast-check';
import { sha256 } from '../../../harness/kernel/index.ts';
import type { RollbackEntry, RollbackEvidence } from '../../../harness/proof/index.ts';

const hash = fc.string({ minLength: 1 }).map((text) => sha256(`state ${text}`));
const scenario = fc.stringMatching(/^[a-z]{1,12}(-[a-z0-9]{1,8}){0,2}$/);

const entry: fc.Arbitrary<RollbackEntry> = fc
  .record({
    scenario,
    rollbackClass: fc.constantFrom('RB-CLONE-TXN', 'RB-CLONE-SNAP'),
    hashes: fc.uniqueArray(hash, { minLength: 2, maxLength: 2 }),
    rows: fc.integer({ min: 1, max: 1e9 }),
  })
  .map(({ scenario: id, rollbackClass, hashes, rows }) => {
    const [before = null, changed = null] = hashes;
    return {
      id: `${id}/${rollbackClass}`,
      scenario: id,
      rollback_class: rollbackClass,
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

/** Proofs that hold. */
export const validProof: fc.Arbitrary<RollbackEvidence> = fc
  .uniqueArray(entry, { minLength: 1, maxLength: 5, selector: ({ id }) => id })
  .map((entries) => ({ version: 1, entries }));

export const GOOD_ENTRY: RollbackEntry = {
  id: 'birth-insert/RB-CLONE-TXN',
  scenario: 'birth-insert',
  rollback_class: 'RB-CLONE-TXN',
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
