// The validator's verdicts, case by case, each with its exact words.
import { describe, expect, test } from '@jest/globals';
import {
  CODE_NAMES,
  CODES,
  forbiddenTokensIn,
  statusOf,
  type Code,
} from '../../../harness/kernel/index.ts';
import { validateRollbackEvidence } from '../../../harness/proof/index.ts';
import { CASES } from './cases.ts';
import { GOOD_ENTRY, proofText } from './proofs.ts';

const codesOf = (input: string | Uint8Array, expectedIds?: readonly string[]): string[] =>
  validateRollbackEvidence(input, expectedIds).findings.map(({ code }) => code);
const good = proofText();

test.each(CASES.map((each) => [each.judgement, each.name, each] as const))(
  'comes to %s: %s',
  (judgement, _name, { input, expectedIds, says }) => {
    const verdict = validateRollbackEvidence(input, expectedIds);
    expect(verdict.findings.map(({ code, where, what }) => `${code} at ${where}: ${what}`)).toEqual(
      says,
    );
    expect(verdict.judgement).toBe(judgement);
    expect(statusOf(verdict.findings)).toBe(judgement === 'HELD' ? null : 'ROLLBACK_NOT_PROVEN');
    const codes = new Set<Code>(verdict.entries.flatMap((entry) => entry.codes));
    for (const { codes: own, judgement: each } of verdict.entries) {
      expect(own.length === 0).toBe(each === 'HELD');
      expect(new Set(own).size).toBe(own.length);
    }
    for (const code of codes) expect(verdict.findings.map((each) => each.code)).toContain(code);
  },
);

test('each code of the validator has a case', () => {
  const shown = new Set(CASES.flatMap(({ says }) => says.map((each) => each.split(' ')[0])));
  expect(CODE_NAMES.filter((code) => code.startsWith('ROLLBACK_') && !shown.has(code))).toEqual([]);
  expect(new Set(CASES.map(({ name }) => name)).size).toBe(CASES.length);
});

describe('an entry', () => {
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
    expect(verdict.entries).toEqual([
      { id: GOOD_ENTRY.id, judgement: 'HELD', codes: [] },
      { id: bad.id, judgement: 'NOT_HELD', codes: ['ROLLBACK_RESTORED_MATCH_FALSE'] },
    ]);
  });
});

describe('a document', () => {
  test('with a huge string in it is read without running out of stack', () => {
    const text = proofText({ production_rollback_status: '\\"'.repeat(2_000_000) });
    expect(codesOf(text)).toEqual(['ROLLBACK_PROOF_SHAPE']);
  });

  test('with as many entries as fit is judged to its last one', () => {
    const entries = Array.from({ length: 16_000 }, (_, at) => ({
      scenario: `s-${at.toString(36).replaceAll(/[01lo]/g, 'x')}-${at + 20_000}`,
    })).map((each) => ({ ...each, id: `${each.scenario}/RB-CLONE-TXN/transaction` }));
    const ids = entries.map(({ id }) => id);
    expect(validateRollbackEvidence(proofText(...entries), ids).judgement).toBe('HELD');
    const broken = entries.map((each, at) =>
      at === entries.length - 1 ? { ...each, restored_match: false } : each,
    );
    expect(codesOf(proofText(...broken), ids)).toEqual(['ROLLBACK_RESTORED_MATCH_FALSE']);
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
