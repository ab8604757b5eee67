// The validator's own examples: proofs that hold, and broken ones that must give exactly one verdict.
import { sha256, type Code } from '../kernel/index.ts';
import type { RollbackEntry } from './contract.ts';
import { GOOD, json, STATES, type ProofExample } from './example.ts';
import { DOCUMENT_EXAMPLES } from './selftest-documents.ts';

const { before, changed, other } = STATES;

/** One entry, broken in one way. */
function broken(name: string, change: Partial<RollbackEntry>, ...codes: Code[]): ProofExample {
  return { name, text: json({ ...GOOD, ...change }), codes };
}

/** The good entry, gone back in another way. */
function backBy(rollbackClass: string, way: string): RollbackEntry {
  return { ...GOOD, id: `example/${rollbackClass}/${way}`, rollback_class: rollbackClass, way };
}

/** Written out: an example that is made from the validator's own list could not show it wrong. */
const EVERY_WAY = [
  GOOD,
  backBy('RB-CLONE-REVERT', 'revert'),
  backBy('RB-CLONE-REVERT', 'staircase'),
  backBy('RB-CLONE-SNAP', 'storage'),
  backBy('RB-CLONE-SNAP', 'template'),
  backBy('RB-CLONE-SNAP', 'logical'),
  backBy('RB-CLONE-SNAP', 'pitr'),
];
const SNAPSHOT = backBy('RB-CLONE-SNAP', 'storage');

/** The good entry of another scenario. */
function of(scenario: string): RollbackEntry {
  return { ...GOOD, id: `${scenario}/RB-CLONE-TXN/transaction`, scenario };
}

export const PROOF_EXAMPLES: readonly ProofExample[] = [
  { name: 'one entry that holds', text: json(GOOD), codes: [] },
  { name: 'one entry that holds, in bytes', text: Buffer.from(json(GOOD)), codes: [] },
  {
    name: 'an entry that holds for each way back, all of them expected',
    text: json(...EVERY_WAY),
    codes: [],
    expectedIds: EVERY_WAY.map(({ id }) => id),
  },
  broken('apply changed nothing', { after_apply_hash: before }, 'ROLLBACK_APPLY_DID_NOT_MUTATE'),
  broken(
    'apply changed nothing but the case of its hash',
    { after_apply_hash: before.toUpperCase() },
    'ROLLBACK_APPLY_DID_NOT_MUTATE',
    'ROLLBACK_HASH_MALFORMED',
  ),
  broken(
    'apply changed nothing and nothing came back',
    { after_apply_hash: before, after_rollback_hash: other },
    'ROLLBACK_APPLY_DID_NOT_MUTATE',
    'ROLLBACK_NOT_RESTORED',
    'ROLLBACK_RESTORED_MATCH_CONTRADICTED',
  ),
  broken('no hash before', { before_hash: null }, 'ROLLBACK_BEFORE_HASH_MISSING'),
  broken('no hash after apply', { after_apply_hash: null }, 'ROLLBACK_AFTER_APPLY_HASH_MISSING'),
  broken(
    'an empty hash after apply',
    { after_apply_hash: '' },
    'ROLLBACK_AFTER_APPLY_HASH_MISSING',
  ),
  broken(
    'no hash after rollback',
    { after_rollback_hash: null },
    'ROLLBACK_AFTER_ROLLBACK_HASH_MISSING',
  ),
  broken('no hash of the baseline', { expected_hash: null }, 'ROLLBACK_EXPECTED_HASH_MISSING'),
  broken('a hash cut short', { after_apply_hash: changed.slice(1) }, 'ROLLBACK_HASH_MALFORMED'),
  broken(
    'a hash with a digit of no hash',
    { expected_hash: `g${before.slice(1)}` },
    'ROLLBACK_HASH_MALFORMED',
    'ROLLBACK_EXPECTED_DIFFERS',
  ),
  broken('a hash of nothing', { after_apply_hash: sha256('') }, 'ROLLBACK_HASH_OF_NOTHING'),
  broken('a hash of zeros', { after_apply_hash: '0'.repeat(64) }, 'ROLLBACK_HASH_OF_NOTHING'),
  broken(
    'every hash absent',
    { before_hash: '', after_apply_hash: '', after_rollback_hash: '', expected_hash: '' },
    'ROLLBACK_BEFORE_HASH_MISSING',
    'ROLLBACK_AFTER_APPLY_HASH_MISSING',
    'ROLLBACK_AFTER_ROLLBACK_HASH_MISSING',
    'ROLLBACK_EXPECTED_HASH_MISSING',
  ),
  broken(
    'not restored, and said so',
    { after_rollback_hash: other, restored_match: false },
    'ROLLBACK_NOT_RESTORED',
  ),
  broken(
    'not restored, and denied',
    { after_rollback_hash: other },
    'ROLLBACK_NOT_RESTORED',
    'ROLLBACK_RESTORED_MATCH_CONTRADICTED',
  ),
  broken('begun from another state', { expected_hash: other }, 'ROLLBACK_EXPECTED_DIFFERS'),
  broken('no word on the match', { restored_match: null }, 'ROLLBACK_RESTORED_MATCH_MISSING'),
  broken('the witness saw no match', { restored_match: false }, 'ROLLBACK_RESTORED_MATCH_FALSE'),
  broken('no row count before', { row_count_before: null }, 'ROLLBACK_ROW_COUNT_MISSING'),
  broken('no row count after', { row_count_after: null }, 'ROLLBACK_ROW_COUNT_MISSING'),
  broken('a row left over', { row_count_after: 5001 }, 'ROLLBACK_ROW_COUNT_DIFFERS'),
  broken('no rows', { row_count_before: 0, row_count_after: 0 }, 'ROLLBACK_NO_ROWS_COUNTED'),
  broken(
    'rollback in production claimed',
    { production_rollback_status: 'PROVEN' },
    'ROLLBACK_PRODUCTION_CLAIMED',
  ),
  broken(
    'an unknown class',
    { rollback_class: 'RB-NONE', id: 'example/RB-NONE/transaction' },
    'ROLLBACK_CLASS_UNKNOWN',
  ),
  broken(
    'a way back of another class',
    { way: 'storage', id: 'example/RB-CLONE-TXN/storage' },
    'ROLLBACK_WAY_UNKNOWN',
  ),
  broken(
    'a class with the name of a property that every object has',
    { rollback_class: 'toString', id: 'example/toString/transaction' },
    'ROLLBACK_CLASS_UNKNOWN',
  ),
  broken(
    'an id of another scenario',
    { id: 'other/RB-CLONE-TXN/transaction' },
    'ROLLBACK_ID_DIFFERS',
  ),
  { name: 'no entry', text: json(), codes: ['ROLLBACK_NO_ENTRIES'] },
  { name: 'one entry twice', text: json(GOOD, GOOD), codes: ['ROLLBACK_ENTRY_DUPLICATE'] },
  ...[
    ['example', 'examp1e'],
    ['example', 'Example'],
    ['move', 'm0ve'],
  ].map(([one = '', other = '']): ProofExample => ({
    name: `two ids that a reader takes for one (${one}, ${other})`,
    text: json(of(one), of(other)),
    codes: ['ROLLBACK_ENTRY_DUPLICATE'],
  })),
  {
    name: 'an entry left out',
    text: json(GOOD),
    codes: ['ROLLBACK_ENTRY_ABSENT'],
    expectedIds: [GOOD.id, SNAPSHOT.id],
  },
  {
    name: 'an entry added',
    text: json(GOOD, SNAPSHOT),
    codes: ['ROLLBACK_ENTRY_UNEXPECTED'],
    expectedIds: [GOOD.id],
  },
  {
    name: 'a broken entry beside a good one',
    text: json(GOOD, { ...SNAPSHOT, restored_match: false }),
    codes: ['ROLLBACK_RESTORED_MATCH_FALSE'],
  },
  ...DOCUMENT_EXAMPLES,
];
