import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, CODE_NAMES, weakest } from '../../../harness/kernel/index.ts';
import {
  exerciseValidator,
  rollbackEntrySchema,
  validateRollbackEvidence,
} from '../../../harness/proof/index.ts';
import { BREAKS } from './breaks.ts';
import { validProof } from './proofs.ts';

test('every proof with all claims in it holds', () => {
  fc.assert(
    fc.property(validProof, (proof) => {
      const ids = proof.entries.map(({ id }) => id);
      for (const text of [canonicalJson(proof), JSON.stringify(proof)]) {
        const verdict = validateRollbackEvidence(text, ids);
        expect(verdict.findings).toEqual([]);
        expect(verdict.judgement).toBe('HELD');
        expect(verdict.entries.map(({ id }) => id)).toEqual(ids);
      }
    }),
  );
});

test.each(BREAKS.map((each) => [each.field, each.kind, each] as const))(
  'one break is enough: %s, %s',
  (field, _kind, { codes, make }) => {
    fc.assert(
      fc.property(validProof, fc.nat(), fc.string({ unit: 'grapheme' }), (proof, pick, salt) => {
        const at = pick % proof.entries.length;
        const { input, expectedIds } = make(proof, at, salt);
        const verdict = validateRollbackEvidence(input, expectedIds);
        expect(verdict.judgement).not.toBe('HELD');
        const found = verdict.findings.map(({ code }) => code);
        expect(found).toEqual(expect.arrayContaining([...codes]));
        // Where the text could be read at all, the broken entry alone is blamed.
        if (field === 'document') return;
        for (const [index, entry] of verdict.entries.entries()) {
          expect(entry.judgement === 'HELD').toBe(index !== at);
        }
      }),
      { numRuns: 25 },
    );
  },
);

test('each field of an entry and each code of the validator has its breaks', () => {
  const fields = new Set(BREAKS.map(({ field }) => field));
  expect([...fields].sort()).toEqual(
    [...Object.keys(rollbackEntrySchema.shape), 'document'].sort(),
  );
  const codes = new Set(BREAKS.flatMap(({ codes: each }) => each));
  const validators = CODE_NAMES.filter((code) => code.startsWith('ROLLBACK_'));
  expect([...codes].sort()).toEqual([...validators].sort());
  const names = BREAKS.map(({ field, kind }) => `${field}: ${kind}`);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test('no input holds or throws but a complete proof', () => {
  const near = fc.oneof(
    fc.string(),
    fc.json(),
    fc.uint8Array(),
    fc
      .record({ version: fc.constant(1), entries: fc.array(fc.object()) })
      .map((v) => JSON.stringify(v)),
    validProof.chain((proof) => {
      const text = canonicalJson(proof);
      return fc.nat(text.length - 3).map((cut) => text.slice(0, cut));
    }),
  );
  fc.assert(
    fc.property(near, (input) => {
      const verdict = validateRollbackEvidence(input);
      expect(verdict.judgement).not.toBe('HELD');
      expect(verdict.findings.length).toBeGreaterThan(0);
    }),
    { numRuns: 500 },
  );
});

test('one letter exchanged in a proof is seen, or is a white space', () => {
  const sign = fc.string({ minLength: 1, maxLength: 1, unit: 'binary-ascii' });
  fc.assert(
    fc.property(validProof, fc.nat(), sign, (proof, pick, letter) => {
      const ids = proof.entries.map(({ id }) => id);
      const text = canonicalJson(proof);
      const at = pick % text.length;
      const changed = text.slice(0, at) + letter + text.slice(at + 1);
      const { judgement } = validateRollbackEvidence(changed, ids);
      const isOfNoMeaning = changed === text || sameValue(changed, text);
      // A hash of the changed state may be any hash: that alone nobody can see from the proof.
      const isOtherChange = /"after_apply_hash": "[0-9a-f]*$/.test(text.slice(0, at));
      if (!isOtherChange) expect(judgement === 'HELD').toBe(isOfNoMeaning);
    }),
    { numRuns: 500 },
  );
});

function sameValue(left: string, right: string): boolean {
  try {
    return canonicalJson(JSON.parse(left)) === canonicalJson(JSON.parse(right));
  } catch {
    return false;
  }
}

test('the negative control catches a forged copy of any proof that holds', () => {
  fc.assert(
    fc.property(validProof, (evidence) => {
      const expectedIds = evidence.entries.map(({ id }) => id);
      const { result } = exerciseValidator({ evidence, expectedIds });
      expect(result.negative_control).toEqual({
        judgement: 'HELD',
        forged_from: evidence.entries[0]?.id,
        expected_codes: ['ROLLBACK_APPLY_DID_NOT_MUTATE'],
        found_codes: ['ROLLBACK_APPLY_DID_NOT_MUTATE'],
      });
      expect(result.judgement).toBe(weakest([result.selftest.judgement, 'HELD', 'HELD']));
    }),
    { numRuns: 30 },
  );
});
