import { describe, expect, test } from '@jest/globals';
import { CODE_NAMES, sha256, type Code } from '../../../harness/kernel/index.ts';
import {
  exerciseValidator,
  rollbackEvidenceSchema,
  rollbackProof,
  validateRollbackEvidence,
  validatorResultSchema,
  type RunProof,
  type Validate,
} from '../../../harness/proof/index.ts';
import type { PlannedRollback } from '../../../harness/proof/evidence.ts';
import { PROOF_EXAMPLES } from '../../../harness/proof/selftest.ts';
import type { Rollback, ScenarioEvidence } from '../../../harness/scenario/evidence-contract.ts';
import { ROLLBACK, SCENARIO } from './packet-cases.ts';
import { GOOD_ENTRY } from './proofs.ts';

const run: RunProof = {
  evidence: { version: 1, entries: [GOOD_ENTRY] },
  expectedIds: [GOOD_ENTRY.id],
};
const stuck: RunProof = {
  evidence: { version: 1, entries: [{ ...GOOD_ENTRY, after_apply_hash: GOOD_ENTRY.before_hash }] },
  expectedIds: [GOOD_ENTRY.id],
};
/** A validator that finds everything good. */
const blind: Validate = () => ({ judgement: 'HELD', entries: [], findings: [] });
/** One that finds everything bad, always for the same reason. */
const sour: Validate = (input) => ({
  ...validateRollbackEvidence(input),
  judgement: 'NOT_HELD',
  findings: [{ code: 'ROLLBACK_NOT_RESTORED', where: 'x', what: 'x' }],
});
const codesOf = (findings: readonly { code: string }[]): string[] => [
  ...new Set(findings.map(({ code }) => code)),
];

describe('the three exercises', () => {
  test('hold on a run whose proof holds', () => {
    const { result, findings } = exerciseValidator(run);
    expect(validatorResultSchema.parse(result)).toEqual(result);
    expect(findings).toEqual([]);
    expect(result).toMatchObject({
      judgement: 'HELD',
      selftest: { judgement: 'HELD' },
      this_run: {
        judgement: 'HELD',
        entries: [{ id: GOOD_ENTRY.id, judgement: 'HELD', codes: [] }],
      },
      negative_control: { judgement: 'HELD', forged_from: GOOD_ENTRY.id },
    });
  });

  test('find a run out that changed nothing, and then have nothing to forge', () => {
    const { result, findings } = exerciseValidator(stuck);
    expect(result).toMatchObject({
      judgement: 'NOT_HELD',
      this_run: { judgement: 'NOT_HELD' },
      negative_control: { judgement: 'NOT_DECIDED', forged_from: null },
    });
    expect(codesOf(findings)).toEqual(['ROLLBACK_APPLY_DID_NOT_MUTATE']);
  });

  test('without a clone run the selftest alone, and decide nothing', () => {
    const { result, findings } = exerciseValidator(null);
    expect(validatorResultSchema.parse(result)).toEqual(result);
    expect(findings).toEqual([]);
    expect(result).toMatchObject({
      judgement: 'N/A_NO_CLONE',
      selftest: { judgement: 'HELD' },
      this_run: { judgement: 'N/A_NO_CLONE' },
      negative_control: { judgement: 'N/A_NO_CLONE' },
    });
  });

  test('find a validator out that finds everything good', () => {
    const { result, findings } = exerciseValidator(run, blind);
    expect(result.judgement).toBe('NOT_HELD');
    expect(codesOf(findings)).toEqual(['VALIDATOR_SELFTEST_FAILED', 'VALIDATOR_CONTROL_FAILED']);
    expect(exerciseValidator(null, blind).result.judgement).toBe('NOT_HELD');
  });

  test('find a validator out that finds everything bad', () => {
    const { result } = exerciseValidator(run, sour);
    expect(result.selftest.judgement).toBe('NOT_HELD');
    expect(result.negative_control.judgement).toBe('NOT_DECIDED');
    expect(result.judgement).toBe('NOT_HELD');
  });

  test('find a validator out that refuses a forged copy for another reason', () => {
    const forgets: Validate = (input, ids) => {
      const verdict = validateRollbackEvidence(input, ids);
      const findings = verdict.findings.map((each) =>
        each.code === 'ROLLBACK_APPLY_DID_NOT_MUTATE'
          ? { ...each, code: 'ROLLBACK_ID_DIFFERS' as const }
          : each,
      );
      return { ...verdict, findings };
    };
    const { result, findings } = exerciseValidator(run, forgets);
    expect(result.negative_control).toMatchObject({
      judgement: 'NOT_HELD',
      found_codes: ['ROLLBACK_ID_DIFFERS'],
    });
    expect(findings.at(-1)).toEqual({
      code: 'VALIDATOR_CONTROL_FAILED',
      where: GOOD_ENTRY.id,
      what: 'found ROLLBACK_ID_DIFFERS',
    });
  });
});

test('the examples show each code of the validator', () => {
  const shown = new Set<Code>(PROOF_EXAMPLES.flatMap(({ codes }) => codes));
  const missing = CODE_NAMES.filter((code) => code.startsWith('ROLLBACK_') && !shown.has(code));
  expect(missing).toEqual([]);
  expect(PROOF_EXAMPLES.filter(({ codes }) => codes.length === 0)).toHaveLength(3);
  expect(new Set(PROOF_EXAMPLES.map(({ name }) => name)).size).toBe(PROOF_EXAMPLES.length);
});

describe('the proof of a run', () => {
  const back = ROLLBACK;
  const seen = SCENARIO;
  const planned: PlannedRollback = {
    scenario: 'birth-insert',
    way: 'transaction',
    rollbackClass: 'RB-CLONE-TXN',
  };
  const snapshot: PlannedRollback = { ...planned, way: 'pitr', rollbackClass: 'RB-CLONE-SNAP' };
  const proofWith = (change: Partial<Rollback>): RunProof =>
    rollbackProof([planned], [{ ...seen, rollbacks: [{ ...back, ...change }] }]);

  test('has one entry for each way back', () => {
    const proof = rollbackProof([planned], [seen]);
    expect(rollbackEvidenceSchema.parse(proof.evidence).entries).toEqual([GOOD_ENTRY]);
    expect(proof.expectedIds).toEqual([GOOD_ENTRY.id]);
    const pitr = { ...back, way: 'pitr', rollback_class: 'RB-CLONE-SNAP' } as const;
    const two = rollbackProof([planned, snapshot], [{ ...seen, rollbacks: [back, pitr] }]);
    expect(two.evidence.entries.map(({ id }) => id)).toEqual(two.expectedIds);
    expect(two.expectedIds).toEqual([GOOD_ENTRY.id, 'birth-insert/RB-CLONE-SNAP/pitr']);
    expect(exerciseValidator(two).result.judgement).toBe('HELD');
  });

  test('says no match where the witness saw a difference, and nothing where it did not look', () => {
    const matchOf = (change: Partial<Rollback>): unknown =>
      proofWith(change).evidence.entries[0]?.restored_match;
    expect(matchOf({})).toBe(true);
    expect(matchOf({ not_restored: ['public.a'] })).toBe(false);
    expect(matchOf({ after_rollback_hash: null })).toBeNull();
    expect(matchOf({ before_hash: null })).toBeNull();
  });

  test.each<readonly [string, Partial<Rollback>, Code]>([
    ['another state expected', { expected_hash: sha256('x') }, 'ROLLBACK_EXPECTED_DIFFERS'],
    ['none expected', { expected_hash: null }, 'ROLLBACK_EXPECTED_HASH_MISSING'],
    ['no change seen', { after_apply_hash: sha256('before') }, 'ROLLBACK_APPLY_DID_NOT_MUTATE'],
    ['the change not seen', { after_apply_hash: null }, 'ROLLBACK_AFTER_APPLY_HASH_MISSING'],
    ['a part not back', { not_restored: ['public.a'] }, 'ROLLBACK_RESTORED_MATCH_FALSE'],
    ['a row more', { row_count_after: 4 }, 'ROLLBACK_ROW_COUNT_DIFFERS'],
  ])('does not hold with %s, whatever the run says of itself', (_what, change, code) => {
    const { result, findings } = exerciseValidator(proofWith({ ...change, judgement: 'HELD' }));
    expect(result.this_run.judgement).not.toBe('HELD');
    expect(codesOf(findings)).toEqual([code]);
  });

  test.each<readonly [string, PlannedRollback[], ScenarioEvidence[], string]>([
    ['one more way of a scenario', [planned, snapshot], [seen], 'ROLLBACK_ENTRY_ABSENT'],
    [
      'a scenario that never ran',
      [planned, { ...planned, scenario: 'other' }],
      [seen],
      'ROLLBACK_ENTRY_ABSENT',
    ],
    [
      'a scenario that came to no way back',
      [planned, { ...planned, scenario: 'other' }],
      [seen, { ...seen, id: 'other', rollbacks: [] }],
      'ROLLBACK_ENTRY_ABSENT',
    ],
    ['the whole plan where nothing ran', [planned, snapshot], [], 'ROLLBACK_NO_ENTRIES'],
  ])('misses %s', (_what, plan, ran, code) => {
    const { findings, result } = exerciseValidator(rollbackProof(plan, ran));
    expect(result.judgement).toBe('NOT_DECIDED');
    expect(codesOf(findings)).toEqual([code]);
  });

  test('names the way that is missing', () => {
    const { findings } = exerciseValidator(rollbackProof([planned, snapshot], [seen]));
    expect(findings).toEqual([
      {
        code: 'ROLLBACK_ENTRY_ABSENT',
        where: 'birth-insert/RB-CLONE-SNAP/pitr',
        what: 'it was rehearsed and has no entry',
      },
    ]);
  });

  test('is not helped by a way that nobody planned', () => {
    const { findings, result } = exerciseValidator(rollbackProof([snapshot], [seen]));
    expect(result.judgement).toBe('NOT_DECIDED');
    expect(codesOf(findings)).toEqual(['ROLLBACK_ENTRY_ABSENT', 'ROLLBACK_ENTRY_UNEXPECTED']);
  });

  test('has no entry for a scenario that only reads', () => {
    const readOnly: ScenarioEvidence = { ...seen, kind: 'read-only', rollbacks: [] };
    const proof = rollbackProof([], [readOnly]);
    expect(proof).toEqual({ evidence: { version: 1, entries: [] }, expectedIds: [] });
    const { findings } = exerciseValidator(proof);
    expect(codesOf(findings)).toEqual(['ROLLBACK_NO_ENTRIES']);
  });
});
