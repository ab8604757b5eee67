// The validator's own examples: proofs that hold, and broken ones that must give exactly one verdict.
import { sha256, type Code } from '../kernel/index.ts';
import type { RollbackEntry } from './contract.ts';

export interface ProofExample {
  readonly name: string;
  readonly text: string | Uint8Array;
  /** Exactly these, in this order; none where the proof must hold. */
  readonly codes: readonly Code[];
  readonly expectedIds?: readonly string[];
}

const before = sha256('state before');
const changed = sha256('state after apply');
const other = sha256('another state');

const GOOD: RollbackEntry = {
  id: 'example/RB-CLONE-TXN/transaction',
  scenario: 'example',
  rollback_class: 'RB-CLONE-TXN',
  way: 'transaction',
  before_hash: before,
  after_apply_hash: changed,
  after_rollback_hash: before,
  expected_hash: before,
  restored_match: true,
  row_count_before: 5000,
  row_count_after: 5000,
  production_rollback_status: 'NOT_APPLICABLE',
};
const SNAPSHOT: RollbackEntry = {
  ...GOOD,
  id: 'example/RB-CLONE-SNAP/storage',
  rollback_class: 'RB-CLONE-SNAP',
  way: 'storage',
};

const json = (...entries: readonly unknown[]): string => JSON.stringify({ version: 1, entries });
const goodText = json(GOOD);

/** One entry, broken in one way. */
function broken(name: string, change: Partial<RollbackEntry>, ...codes: Code[]): ProofExample {
  return { name, text: json({ ...GOOD, ...change }), codes };
}

function document(name: string, text: string | Uint8Array, ...codes: Code[]): ProofExample {
  return { name, text, codes };
}

export const PROOF_EXAMPLES: readonly ProofExample[] = [
  document('one entry that holds', goodText),
  document('two entries that hold', json(GOOD, SNAPSHOT)),
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
  broken('a hash of nothing', { after_apply_hash: sha256('') }, 'ROLLBACK_HASH_OF_NOTHING'),
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
  broken('no row count', { row_count_after: null }, 'ROLLBACK_ROW_COUNT_MISSING'),
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
    'an id of another scenario',
    { id: 'other/RB-CLONE-TXN/transaction' },
    'ROLLBACK_ID_DIFFERS',
  ),
  document('no entry', json(), 'ROLLBACK_NO_ENTRIES'),
  document('one entry twice', json(GOOD, GOOD), 'ROLLBACK_ENTRY_DUPLICATE'),
  {
    name: 'an entry left out',
    text: goodText,
    codes: ['ROLLBACK_ENTRY_ABSENT'],
    expectedIds: [GOOD.id, SNAPSHOT.id],
  },
  {
    name: 'an entry added',
    text: json(GOOD, SNAPSHOT),
    codes: ['ROLLBACK_ENTRY_UNEXPECTED'],
    expectedIds: [GOOD.id],
  },
  document('an unknown key', json({ ...GOOD, note: 'fine' }), 'ROLLBACK_PROOF_SHAPE'),
  document('a number for a hash', json({ ...GOOD, before_hash: 1 }), 'ROLLBACK_PROOF_SHAPE'),
  document('a match in words', json({ ...GOOD, restored_match: 'true' }), 'ROLLBACK_PROOF_SHAPE'),
  document(
    'a later version',
    goodText.replace('"version":1', '"version":2'),
    'ROLLBACK_PROOF_VERSION_UNKNOWN',
  ),
  document(
    'a key twice',
    goodText.replace('"restored_match":true', '"restored_match":false,"restored_match":true'),
    'ROLLBACK_PROOF_KEY_TWICE',
  ),
  document(
    'a key that reaches an ancestor',
    goodText.replace('"version":1', '"version":1,"__proto__":{}'),
    'ROLLBACK_PROOF_KEY_RESERVED',
  ),
  document('a count that is no number', goodText.replace('5000', 'NaN'), 'ROLLBACK_PROOF_NOT_JSON'),
  document('text after the end', `${goodText}{}`, 'ROLLBACK_PROOF_NOT_JSON'),
  document('nothing at all', '', 'ROLLBACK_PROOF_NOT_JSON'),
  document('a byte order mark', `\ufeff${goodText}`, 'ROLLBACK_PROOF_NOT_UTF8'),
  document('bytes that are no UTF-8', Uint8Array.of(0x22, 0xff, 0x22), 'ROLLBACK_PROOF_NOT_UTF8'),
];
