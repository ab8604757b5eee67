import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, sha256, weakest } from '../../../harness/kernel/index.ts';
import {
  exerciseValidator,
  validateRollbackEvidence,
  type RollbackEntry,
} from '../../../harness/proof/index.ts';
import { validProof } from './proofs.ts';

type Break = (entry: RollbackEntry, salt: string) => Partial<RollbackEntry>;

const someOther = (salt: string): string => sha256(`no state of the proof ${salt}`);
const BREAKS: Readonly<Record<string, Break>> = {
  'no mutation': ({ before_hash }) => ({ after_apply_hash: before_hash }),
  'no before': () => ({ before_hash: null }),
  'no after apply': () => ({ after_apply_hash: null }),
  'no after rollback': () => ({ after_rollback_hash: null }),
  'no expected': () => ({ expected_hash: null }),
  'other before': (_, salt) => ({ before_hash: someOther(salt) }),
  'other after rollback': (_, salt) => ({ after_rollback_hash: someOther(salt) }),
  'other expected': (_, salt) => ({ expected_hash: someOther(salt) }),
  'stuck in the change': ({ after_apply_hash }) => ({ after_rollback_hash: after_apply_hash }),
  'malformed hash': (_, salt) => ({ after_apply_hash: salt }),
  'no match': () => ({ restored_match: null }),
  'a false match': () => ({ restored_match: false }),
  'no count before': () => ({ row_count_before: null }),
  'no count after': () => ({ row_count_after: null }),
  'one row more': ({ row_count_after }) => ({ row_count_after: (row_count_after ?? 0) + 1 }),
  'no rows': () => ({ row_count_before: 0, row_count_after: 0 }),
  'a production claim': (_, salt) => ({ production_rollback_status: `${salt}?` }),
  'another class': (_, salt) => ({ rollback_class: `${salt}?` }),
  'another way': (_, salt) => ({ way: `${salt}?` }),
  'a way of another class': ({ way }) => ({ way: way === 'storage' ? 'revert' : 'storage' }),
  'a way of another class, and the id with it': ({ scenario, rollback_class: rollbackClass }) => {
    const way = rollbackClass === 'RB-CLONE-SNAP' ? 'staircase' : 'pitr';
    return { way, id: `${scenario}/${rollbackClass}/${way}` };
  },
  'another id': ({ id }) => ({ id: `${id}x` }),
};

test('every proof with all claims in it holds', () => {
  fc.assert(
    fc.property(validProof, (proof) => {
      const ids = proof.entries.map(({ id }) => id);
      const verdict = validateRollbackEvidence(canonicalJson(proof), ids);
      expect(verdict.findings).toEqual([]);
      expect(verdict.judgement).toBe('HELD');
    }),
  );
});

test.each(Object.entries(BREAKS))('one break is enough: %s', (_, breakEntry) => {
  fc.assert(
    fc.property(validProof, fc.nat(), fc.string(), (proof, pick, salt) => {
      const at = pick % proof.entries.length;
      const entries = proof.entries.map((entry, index) =>
        index === at ? { ...entry, ...breakEntry(entry, salt) } : entry,
      );
      const verdict = validateRollbackEvidence(canonicalJson({ version: 1, entries }));
      expect(verdict.judgement).not.toBe('HELD');
      expect(verdict.findings.length).toBeGreaterThan(0);
      // The broken entry alone is blamed.
      for (const [index, entry] of verdict.entries.entries()) {
        expect(entry.judgement === 'HELD').toBe(index !== at);
      }
    }),
    { numRuns: 50 },
  );
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
