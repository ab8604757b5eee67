import { describe, expect, test } from '@jest/globals';
import {
  CODES,
  forbiddenTokensIn,
  LIMITS,
  sha256,
  statusOf,
} from '../../../harness/kernel/index.ts';
import { validateRollbackEvidence } from '../../../harness/proof/index.ts';
import { GOOD_ENTRY, proofText } from './proofs.ts';

const codesOf = (input: string | Uint8Array, expectedIds?: readonly string[]): string[] =>
  validateRollbackEvidence(input, expectedIds).findings.map(({ code }) => code);
const other = sha256('other');

describe('a proof that holds', () => {
  test('holds from text and from bytes', () => {
    for (const input of [proofText(), new TextEncoder().encode(proofText())]) {
      expect(validateRollbackEvidence(input)).toEqual({
        judgement: 'HELD',
        entries: [{ id: GOOD_ENTRY.id, judgement: 'HELD', codes: [] }],
        findings: [],
      });
    }
  });

  test('holds where exactly the rehearsed scenarios have entries', () => {
    expect(validateRollbackEvidence(proofText(), [GOOD_ENTRY.id]).judgement).toBe('HELD');
  });
});

describe('an entry', () => {
  test.each([
    ['NOT_HELD', { after_apply_hash: GOOD_ENTRY.before_hash }, ['ROLLBACK_APPLY_DID_NOT_MUTATE']],
    ['NOT_DECIDED', { before_hash: null }, ['ROLLBACK_BEFORE_HASH_MISSING']],
    ['NOT_DECIDED', { before_hash: undefined }, ['ROLLBACK_BEFORE_HASH_MISSING']],
    ['NOT_DECIDED', { after_apply_hash: '' }, ['ROLLBACK_AFTER_APPLY_HASH_MISSING']],
    ['NOT_DECIDED', { after_rollback_hash: null }, ['ROLLBACK_AFTER_ROLLBACK_HASH_MISSING']],
    ['NOT_DECIDED', { expected_hash: null }, ['ROLLBACK_EXPECTED_HASH_MISSING']],
    ['NOT_HELD', { after_apply_hash: 'abc' }, ['ROLLBACK_HASH_MALFORMED']],
    ['NOT_HELD', { after_apply_hash: other.toUpperCase() }, ['ROLLBACK_HASH_MALFORMED']],
    ['NOT_HELD', { after_apply_hash: `${other}\n` }, ['ROLLBACK_HASH_MALFORMED']],
    ['NOT_HELD', { after_apply_hash: sha256('') }, ['ROLLBACK_HASH_OF_NOTHING']],
    ['NOT_HELD', { after_apply_hash: '0'.repeat(64) }, ['ROLLBACK_HASH_OF_NOTHING']],
    ['NOT_HELD', { after_rollback_hash: other, restored_match: false }, ['ROLLBACK_NOT_RESTORED']],
    [
      'NOT_HELD',
      { after_rollback_hash: other },
      ['ROLLBACK_NOT_RESTORED', 'ROLLBACK_RESTORED_MATCH_CONTRADICTED'],
    ],
    ['NOT_HELD', { expected_hash: other }, ['ROLLBACK_EXPECTED_DIFFERS']],
    ['NOT_DECIDED', { restored_match: null }, ['ROLLBACK_RESTORED_MATCH_MISSING']],
    ['NOT_HELD', { restored_match: false }, ['ROLLBACK_RESTORED_MATCH_FALSE']],
    ['NOT_DECIDED', { row_count_before: null }, ['ROLLBACK_ROW_COUNT_MISSING']],
    ['NOT_DECIDED', { row_count_after: null }, ['ROLLBACK_ROW_COUNT_MISSING']],
    ['NOT_HELD', { row_count_after: 4 }, ['ROLLBACK_ROW_COUNT_DIFFERS']],
    ['NOT_DECIDED', { row_count_before: 0, row_count_after: 0 }, ['ROLLBACK_NO_ROWS_COUNTED']],
    ['NOT_HELD', { production_rollback_status: 'PROVEN' }, ['ROLLBACK_PRODUCTION_CLAIMED']],
    [
      'NOT_DECIDED',
      { rollback_class: 'RB-X', id: 'birth-insert/RB-X/transaction' },
      ['ROLLBACK_CLASS_UNKNOWN'],
    ],
    ...['storage', 'revert', 'staircase', 'Transaction', ''].map(
      (way) =>
        [
          'NOT_DECIDED',
          { way, id: `birth-insert/RB-CLONE-TXN/${way}` },
          ['ROLLBACK_WAY_UNKNOWN'],
        ] as const,
    ),
    [
      'NOT_DECIDED',
      { rollback_class: 'toString', id: 'birth-insert/toString/transaction' },
      ['ROLLBACK_CLASS_UNKNOWN'],
    ],
    ['NOT_HELD', { id: 'birth-insert/RB-CLONE-TXN/storage' }, ['ROLLBACK_ID_DIFFERS']],
    ['NOT_HELD', { id: 'birth-insert/RB-CLONE-TXN' }, ['ROLLBACK_ID_DIFFERS']],
  ])('comes to %s with %j', (judgement, change, codes) => {
    const verdict = validateRollbackEvidence(proofText(change));
    expect(verdict.entries[0]).toMatchObject({ judgement, codes });
    expect(verdict.judgement).toBe(judgement);
    expect(verdict.findings.map(({ code }) => code)).toEqual(codes);
    expect(statusOf(verdict.findings)).toBe('ROLLBACK_NOT_PROVEN');
  });

  test('that changed nothing says so before anything else', () => {
    const nothing = {
      ...GOOD_ENTRY,
      after_apply_hash: GOOD_ENTRY.before_hash,
      after_rollback_hash: other,
      expected_hash: null,
      row_count_after: null,
      production_rollback_status: 'x',
    };
    expect(codesOf(proofText(nothing))[0]).toBe('ROLLBACK_APPLY_DID_NOT_MUTATE');
  });

  test('that changed only the case of its hash changed nothing', () => {
    const change = { after_apply_hash: ` ${String(GOOD_ENTRY.before_hash).toUpperCase()}` };
    expect(codesOf(proofText(change))).toEqual([
      'ROLLBACK_APPLY_DID_NOT_MUTATE',
      'ROLLBACK_HASH_MALFORMED',
    ]);
  });

  test('with nothing in it holds no claim', () => {
    const empty = {
      id: 'a/RB-CLONE-TXN/transaction',
      scenario: 'a',
      rollback_class: 'RB-CLONE-TXN',
      way: 'transaction',
    };
    const text = JSON.stringify({
      version: 1,
      entries: [{ ...empty, production_rollback_status: 'NOT_APPLICABLE' }],
    });
    expect(validateRollbackEvidence(text)).toMatchObject({ judgement: 'NOT_DECIDED' });
    expect(codesOf(text)).toEqual([
      'ROLLBACK_BEFORE_HASH_MISSING',
      'ROLLBACK_AFTER_APPLY_HASH_MISSING',
      'ROLLBACK_AFTER_ROLLBACK_HASH_MISSING',
      'ROLLBACK_EXPECTED_HASH_MISSING',
      'ROLLBACK_RESTORED_MATCH_MISSING',
      'ROLLBACK_ROW_COUNT_MISSING',
    ]);
  });

  test('that is good does not save a bad one beside it', () => {
    const bad = { id: 'b/RB-CLONE-TXN/transaction', scenario: 'b', restored_match: false };
    const verdict = validateRollbackEvidence(proofText({}, bad));
    expect(verdict.entries.map(({ judgement }) => judgement)).toEqual(['HELD', 'NOT_HELD']);
    expect(verdict.judgement).toBe('NOT_HELD');
  });
});

describe('a document', () => {
  const good = proofText();
  test.each([
    ['no entry', '{"version":1,"entries":[]}', 'ROLLBACK_NO_ENTRIES'],
    ['two equal ids', proofText({}, {}), 'ROLLBACK_ENTRY_DUPLICATE'],
    ['too many bytes', ' '.repeat(LIMITS.proofBytes) + good, 'ROLLBACK_PROOF_TOO_LARGE'],
    ['a byte order mark', `\ufeff${good}`, 'ROLLBACK_PROOF_NOT_UTF8'],
    ['half a surrogate pair', good.replace('APPLICABLE', '\ud800'), 'ROLLBACK_PROOF_NOT_UTF8'],
    ['an infinite count', good.replace(':3,', ':Infinity,'), 'ROLLBACK_PROOF_NOT_JSON'],
    ['a comment', `${good}// fine`, 'ROLLBACK_PROOF_NOT_JSON'],
    ['an overflowing count', good.replace(':3,', ':1e999,'), 'ROLLBACK_PROOF_NUMBER_INEXACT'],
    [
      'a count beyond exactness',
      good.replace(':3,', ':9007199254740993,'),
      'ROLLBACK_PROOF_NUMBER_INEXACT',
    ],
    ['half a row', good.replace(':3,', ':3.5,'), 'ROLLBACK_PROOF_SHAPE'],
    [
      'a key twice',
      good.replace('{"version"', '{"version":1,"version"'),
      'ROLLBACK_PROOF_KEY_TWICE',
    ],
    [
      'a key twice, once in disguise',
      good.replace('{"version"', '{"\\u0076ersion":1,"version"'),
      'ROLLBACK_PROOF_KEY_TWICE',
    ],
    ['a prototype', good.replace('{"id"', '{"__proto__":{},"id"'), 'ROLLBACK_PROOF_KEY_RESERVED'],
    [
      'a constructor',
      good.replace('{"id"', '{"constructor":1,"id"'),
      'ROLLBACK_PROOF_KEY_RESERVED',
    ],
    [
      'another version',
      good.replace('"version":1', '"version":"1"'),
      'ROLLBACK_PROOF_VERSION_UNKNOWN',
    ],
    ['no way back named', proofText({ way: undefined }), 'ROLLBACK_PROOF_SHAPE'],
    ['no version', good.replace('"version":1,', ''), 'ROLLBACK_PROOF_SHAPE'],
    ['an unknown key', good.replace('{"id"', '{"x":1,"id"'), 'ROLLBACK_PROOF_SHAPE'],
    ['an id with a line break', proofText({ id: 'a\nb', scenario: 'a' }), 'ROLLBACK_PROOF_SHAPE'],
    ['only a list', '[]', 'ROLLBACK_PROOF_SHAPE'],
    ['only null', 'null', 'ROLLBACK_PROOF_SHAPE'],
    ['a tower of lists', '['.repeat(1e6) + ']'.repeat(1e6), 'ROLLBACK_PROOF_SHAPE'],
  ])('with %s is not decided', (_, text, code) => {
    const verdict = validateRollbackEvidence(text);
    expect(verdict.judgement).toBe('NOT_DECIDED');
    expect([...new Set(verdict.findings.map((each) => each.code))]).toEqual([code]);
  });

  test('in another encoding is not decided', () => {
    expect(codesOf(Buffer.from(good, 'utf16le'))).toEqual(['ROLLBACK_PROOF_NOT_JSON']);
    expect(codesOf(Uint8Array.of(0xff, 0xfe))).toEqual(['ROLLBACK_PROOF_NOT_UTF8']);
  });

  test('is missed an entry, and an entry too many is seen', () => {
    const expected = [GOOD_ENTRY.id, 'birth-move/RB-CLONE-SNAP/storage'];
    expect(codesOf(good, expected)).toEqual(['ROLLBACK_ENTRY_ABSENT']);
    expect(codesOf(good, [])).toEqual(['ROLLBACK_ENTRY_UNEXPECTED']);
    expect(validateRollbackEvidence(good, expected).judgement).toBe('NOT_DECIDED');
  });

  test('with a huge string in it is read without running out of stack', () => {
    const text = proofText({ production_rollback_status: '\\"'.repeat(2_000_000) });
    expect(codesOf(text)).toEqual(['ROLLBACK_PROOF_SHAPE']);
  });

  test('never gets a word back that reads as authority', () => {
    const word = ['PRODUCTION', 'PASS'].join('_');
    const texts = [
      proofText({ production_rollback_status: word }),
      proofText({ id: word, scenario: word, rollback_class: word }),
      proofText({ before_hash: word }),
      good.replace('{"id"', `{"${word}":1,"id"`),
      good.replace('{"id"', `{"${word}":1,"${word}":1,"id"`),
    ];
    for (const text of texts) {
      const verdict = validateRollbackEvidence(text);
      expect(verdict.judgement).not.toBe('HELD');
      expect(forbiddenTokensIn(JSON.stringify(verdict))).toEqual([]);
    }
  });
});

test('every code of the validator forces that nothing is proven', () => {
  const codes = Object.entries(CODES).filter(([code]) => /^(ROLLBACK|VALIDATOR)_/.test(code));
  expect(codes.length).toBeGreaterThan(30);
  for (const [, { forces }] of codes) expect(forces).toBe('ROLLBACK_NOT_PROVEN');
});
