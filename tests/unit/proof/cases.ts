// Proofs with the exact verdict each must get: judgement, codes, places and words.
import { sha256, type Judgement } from '../../../harness/kernel/index.ts';
import { DOCUMENT_CASES, type ProofCase } from './cases-documents.ts';
import { GOOD_ENTRY, proofText } from './proofs.ts';

const ID = GOOD_ENTRY.id;
const good = proofText();
const before = sha256('before');
const other = sha256('other');

/** One entry, changed; `says` without its place, which is the entry. */
function entry(
  judgement: Judgement,
  name: string,
  change: object,
  ...says: readonly string[]
): ProofCase {
  const { id } = { ...GOOD_ENTRY, ...change };
  return {
    name: `an entry with ${name}`,
    input: proofText(change),
    judgement,
    says: says.map((each) => each.replace(' ', ` at ${id}: `)),
  };
}

const HELD: readonly ProofCase[] = [
  { name: 'a proof in text', input: good, judgement: 'HELD', says: [] },
  { name: 'a proof in bytes', input: Buffer.from(good), judgement: 'HELD', says: [] },
  {
    name: 'a proof with exactly what is expected, named twice',
    input: good,
    expectedIds: [ID, ID],
    judgement: 'HELD',
    says: [],
  },
  {
    name: 'a proof with the longest id and one row',
    input: proofText({
      scenario: 'a'.repeat(200 - '/RB-CLONE-TXN/transaction'.length),
      id: `${'a'.repeat(200 - '/RB-CLONE-TXN/transaction'.length)}/RB-CLONE-TXN/transaction`,
      row_count_before: 1,
      row_count_after: 1,
    }),
    judgement: 'HELD',
    says: [],
  },
  {
    name: 'a proof with the most rows that can be told apart, and escapes that mean nothing',
    input: proofText({
      row_count_before: Number.MAX_SAFE_INTEGER,
      row_count_after: Number.MAX_SAFE_INTEGER,
    }).replace('"id"', '"\\u0069d"'),
    judgement: 'HELD',
    says: [],
  },
];

const HASHES: readonly ProofCase[] = [
  entry(
    'NOT_HELD',
    'no mutation',
    { after_apply_hash: before },
    'ROLLBACK_APPLY_DID_NOT_MUTATE after_apply_hash equals before_hash',
  ),
  entry(
    'NOT_HELD',
    'no mutation but of its case, and a blank',
    { after_apply_hash: ` ${before.toUpperCase()}` },
    'ROLLBACK_APPLY_DID_NOT_MUTATE after_apply_hash equals before_hash',
    `ROLLBACK_HASH_MALFORMED after_apply_hash is " ${before.toUpperCase()}"`,
  ),
  entry(
    'NOT_HELD',
    'everything wrong: no mutation comes first',
    {
      after_apply_hash: before,
      after_rollback_hash: other,
      expected_hash: null,
      row_count_after: null,
      production_rollback_status: 'x',
    },
    'ROLLBACK_APPLY_DID_NOT_MUTATE after_apply_hash equals before_hash',
    'ROLLBACK_EXPECTED_HASH_MISSING expected_hash is missing',
    'ROLLBACK_NOT_RESTORED after_rollback_hash differs from before_hash',
    'ROLLBACK_RESTORED_MATCH_CONTRADICTED restored_match is true, the hashes differ',
    'ROLLBACK_ROW_COUNT_MISSING row_count_after is missing',
    'ROLLBACK_PRODUCTION_CLAIMED production_rollback_status "x"',
  ),
  ...([null, undefined, ''] as const).flatMap((absent) => [
    entry(
      'NOT_DECIDED',
      `no hash before (${String(absent)})`,
      { before_hash: absent },
      'ROLLBACK_BEFORE_HASH_MISSING before_hash is missing',
    ),
    entry(
      'NOT_DECIDED',
      `no hash after apply (${String(absent)})`,
      { after_apply_hash: absent },
      'ROLLBACK_AFTER_APPLY_HASH_MISSING after_apply_hash is missing',
    ),
    entry(
      'NOT_DECIDED',
      `no hash after rollback (${String(absent)})`,
      { after_rollback_hash: absent },
      'ROLLBACK_AFTER_ROLLBACK_HASH_MISSING after_rollback_hash is missing',
    ),
    entry(
      'NOT_DECIDED',
      `no hash of the baseline (${String(absent)})`,
      { expected_hash: absent },
      'ROLLBACK_EXPECTED_HASH_MISSING expected_hash is missing',
    ),
  ]),
  entry(
    'NOT_HELD',
    'no hash before, and no match',
    { before_hash: null, restored_match: false },
    'ROLLBACK_BEFORE_HASH_MISSING before_hash is missing',
    'ROLLBACK_RESTORED_MATCH_FALSE restored_match is false',
  ),
  ...['abc', other.toUpperCase(), `${other}\n`, `${other}0`, other.slice(1), `x${other}`].map(
    (hash) =>
      entry(
        'NOT_HELD',
        `${JSON.stringify(hash)} for a hash`,
        { after_apply_hash: hash },
        `ROLLBACK_HASH_MALFORMED after_apply_hash is ${JSON.stringify(hash.slice(0, 80))}`,
      ),
  ),
  entry(
    'NOT_HELD',
    'a hash longer than a message repeats',
    { after_apply_hash: 'f'.repeat(90) },
    `ROLLBACK_HASH_MALFORMED after_apply_hash is "${'f'.repeat(80)}"`,
  ),
  entry(
    'NOT_HELD',
    'other case and a blank in the other hashes, which all say the same state',
    {
      before_hash: before.toUpperCase(),
      after_rollback_hash: ` ${before}`,
      expected_hash: `${before} `,
    },
    `ROLLBACK_HASH_MALFORMED before_hash is "${before.toUpperCase()}"`,
    `ROLLBACK_HASH_MALFORMED after_rollback_hash is " ${before}"`,
    `ROLLBACK_HASH_MALFORMED expected_hash is "${before} "`,
  ),
  entry(
    'NOT_HELD',
    'a blank in the hash before',
    { before_hash: ` ${before}\t` },
    `ROLLBACK_HASH_MALFORMED before_hash is " ${before}\\t"`,
  ),
  ...[sha256(''), '0'.repeat(64)].map((hash) =>
    entry(
      'NOT_HELD',
      `a hash of nothing (${hash.slice(0, 4)})`,
      { after_apply_hash: hash },
      'ROLLBACK_HASH_OF_NOTHING after_apply_hash covers nothing',
    ),
  ),
  entry(
    'NOT_HELD',
    'another state after rollback, and said so',
    { after_rollback_hash: other, restored_match: false },
    'ROLLBACK_NOT_RESTORED after_rollback_hash differs from before_hash',
  ),
  entry(
    'NOT_HELD',
    'another state after rollback, and no word on the match',
    { after_rollback_hash: other, restored_match: null },
    'ROLLBACK_NOT_RESTORED after_rollback_hash differs from before_hash',
    'ROLLBACK_RESTORED_MATCH_MISSING restored_match is missing',
  ),
  entry(
    'NOT_HELD',
    'another state after rollback, and denied',
    { after_rollback_hash: other },
    'ROLLBACK_NOT_RESTORED after_rollback_hash differs from before_hash',
    'ROLLBACK_RESTORED_MATCH_CONTRADICTED restored_match is true, the hashes differ',
  ),
  entry(
    'NOT_HELD',
    'another state expected',
    { expected_hash: other },
    'ROLLBACK_EXPECTED_DIFFERS before_hash differs from expected_hash',
  ),
];

const CLAIMED: readonly ProofCase[] = [
  ...[null, undefined].map((absent) =>
    entry(
      'NOT_DECIDED',
      `no word on the match (${String(absent)})`,
      { restored_match: absent },
      'ROLLBACK_RESTORED_MATCH_MISSING restored_match is missing',
    ),
  ),
  entry(
    'NOT_HELD',
    'no match',
    { restored_match: false },
    'ROLLBACK_RESTORED_MATCH_FALSE restored_match is false',
  ),
  ...[null, undefined].flatMap((absent) =>
    ['row_count_before', 'row_count_after'].map((key) =>
      entry(
        'NOT_DECIDED',
        `no ${key} (${String(absent)})`,
        { [key]: absent },
        `ROLLBACK_ROW_COUNT_MISSING ${key} is missing`,
      ),
    ),
  ),
  entry(
    'NOT_HELD',
    'a row more',
    { row_count_after: 4 },
    'ROLLBACK_ROW_COUNT_DIFFERS 3 rows before, 4 after',
  ),
  entry(
    'NOT_HELD',
    'rows out of nothing',
    { row_count_before: 0 },
    'ROLLBACK_ROW_COUNT_DIFFERS 0 rows before, 3 after',
    'ROLLBACK_NO_ROWS_COUNTED row_count_before is 0',
  ),
  entry(
    'NOT_DECIDED',
    'no rows',
    { row_count_before: 0, row_count_after: 0 },
    'ROLLBACK_NO_ROWS_COUNTED row_count_before is 0',
  ),
  ...['PROVEN', '', 'not_applicable', 'NOT_APPLICABLE '].map((status) =>
    entry(
      'NOT_HELD',
      `the word "${status}" on production`,
      { production_rollback_status: status },
      `ROLLBACK_PRODUCTION_CLAIMED production_rollback_status "${status}"`,
    ),
  ),
  ...['RB-X', 'toString', '__proto__', 'rb-clone-txn', ''].map((rollbackClass) =>
    entry(
      'NOT_DECIDED',
      `the class "${rollbackClass}"`,
      { rollback_class: rollbackClass, id: `birth-insert/${rollbackClass}/transaction` },
      `ROLLBACK_CLASS_UNKNOWN rollback_class "${rollbackClass}"`,
    ),
  ),
  ...['storage', 'revert', 'staircase', 'Transaction', ''].map((way) =>
    entry(
      'NOT_DECIDED',
      `the way "${way}"`,
      { way, id: `birth-insert/RB-CLONE-TXN/${way}` },
      `ROLLBACK_WAY_UNKNOWN way "${way}", class "RB-CLONE-TXN"`,
    ),
  ),
  ...['birth-insert/RB-CLONE-TXN/storage', 'birth-insert/RB-CLONE-TXN', 'birth-insert'].map((id) =>
    entry(
      'NOT_HELD',
      `the id "${id}"`,
      { id },
      'ROLLBACK_ID_DIFFERS scenario "birth-insert", class "RB-CLONE-TXN", way "transaction"',
    ),
  ),
];

export const CASES: readonly ProofCase[] = [...HELD, ...HASHES, ...CLAIMED, ...DOCUMENT_CASES];
