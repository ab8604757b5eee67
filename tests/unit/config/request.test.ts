import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { requestSchema, type ProofJudge } from '../../../harness/config/request-contract.ts';
import { judgeRequest } from '../../../harness/config/request.ts';
import { forbiddenTokensIn, statusOf, type Judgement } from '../../../harness/kernel/index.ts';

const GOOD = { target: 'throwaway-clone', lane: 'fix7-p0', actions: ['rehearse'] };
const CLAIM = { claim: 'rollback-proven', isolation: 'proven', proof: { version: 1 } };
const held = (): Judgement => 'HELD';

const codesOf = (document: unknown, judgeProof: ProofJudge = held): string[] => [
  ...new Set(judgeRequest(document, 'request', judgeProof).findings.map(({ code }) => code)),
];

describe('a request', () => {
  test('to rehearse on the throwaway clone is allowed', () => {
    expect(judgeRequest(GOOD, 'request', held)).toEqual({ allowed: true, findings: [] });
  });

  test.each([
    ['REQUEST_TARGETS_PRODUCTION', { target: 'production' }],
    ['REQUEST_TARGETS_PRODUCTION', { target: 'Throwaway-Clone' }],
    ['REQUEST_TARGETS_PRODUCTION', { target: 'throwaway-clone ' }],
    ['REQUEST_TARGETS_PRODUCTION', { target: 'db.example.com' }],
    ['REQUEST_TARGETS_PRODUCTION', { target: ['throwaway-clone', 'prod'] }],
    ['REQUEST_TARGETS_PRODUCTION', { lane: 'production' }],
    ['REQUEST_TARGETS_PRODUCTION', { actions: ['rehearse-in-production'] }],
    ['REQUEST_TARGETS_PRODUCTION', { production: true }],
    ['REQUEST_REAL_RUN', { actions: ['REAL_RUN'] }],
    ['REQUEST_REAL_RUN', { actions: ['rehearse', 'realRun'] }],
    ['REQUEST_REAL_RUN', { actions: ['\uff52eal run'] }],
    ['REQUEST_REAL_RUN', { lane: 'REAL_RUN' }],
    ['REQUEST_REAL_RUN', { mode: 'REAL_RUN' }],
    ['REQUEST_APPLIES', { actions: ['QT001/apply'] }],
    ['REQUEST_APPLIES', { actions: ['qt001'] }],
    ['REQUEST_APPLIES', { apply: true }],
    ['REQUEST_CUTOVER', { actions: ['cutover'] }],
    ['REQUEST_CUTOVER', { actions: ['cut-over'] }],
    ['REQUEST_CUTOVER', { actions: ['permit'] }],
    ['REQUEST_CUTOVER', { actions: ['activation'] }],
    ['REQUEST_CUTOVER', { actions: ['repoint'] }],
    ['REQUEST_DEPLOYS', { actions: ['ci-deploy'] }],
    ['REQUEST_DEPLOYS', { ci: { step: 'gate' } }],
    ['REQUEST_CHANGES_SECRETS', { actions: ['rotate-secrets'] }],
    ['REQUEST_CHANGES_SECRETS', { actions: ['newSecrets'] }],
    ['REQUEST_CHANGES_SECRETS', { options: { list: [{ secrets: 'new' }] } }],
    ['REQUEST_ACTION_UNKNOWN', { actions: ['dance'] }],
    ['REQUEST_ACTION_UNKNOWN', { actions: ['r\u0435hearse'] }],
    ['REQUEST_ACTION_UNKNOWN', { actions: [7] }],
    ['REQUEST_INVALID', { actions: [] }],
    ['REQUEST_INVALID', { actions: 'rehearse' }],
    ['REQUEST_INVALID', { actions: undefined }],
    ['REQUEST_INVALID', { target: undefined }],
    ['REQUEST_INVALID', { lane: '' }],
    ['REQUEST_INVALID', { lane: 'a\nb' }],
    ['REQUEST_INVALID', { note: 'please' }],
    ['REQUEST_INVALID', { claims: 'rollback-proven' }],
    ['REQUEST_INVALID', { claims: null }],
  ])('is refused as %s with %j', (code, change) => {
    const verdict = judgeRequest({ ...GOOD, ...change }, 'request', held);
    expect(verdict.allowed).toBe(false);
    expect([...new Set(verdict.findings.map((each) => each.code))]).toEqual([code]);
    expect(statusOf(verdict.findings)).toBe('USAGE_ERROR');
  });

  test('that names several things is refused for each of them', () => {
    const document = { target: 'prod', lane: 'x', actions: ['cutover', 'deploy'], apply: 1, x: 2 };
    expect(codesOf(document)).toEqual([
      'REQUEST_TARGETS_PRODUCTION',
      'REQUEST_CUTOVER',
      'REQUEST_DEPLOYS',
      'REQUEST_APPLIES',
      'REQUEST_INVALID',
    ]);
  });

  test.each([[undefined], [null], ['rehearse'], [[]], [7], [{}]])(
    'is refused as %j',
    (document) => {
      expect(codesOf(document)).toEqual(['REQUEST_INVALID']);
    },
  );

  test('of a production-shaped lane is allowed: that is what a clone is', () => {
    expect(codesOf({ ...GOOD, lane: 'FIX7_P0_PRODUCTION_SHAPED_CLONE_REHEARSAL' })).toEqual([]);
  });
});

describe('a claim', () => {
  const withClaim = (change: object): unknown => ({ ...GOOD, claims: [{ ...CLAIM, ...change }] });

  test('of a proven rollback in proven isolation is allowed where its proof holds', () => {
    let judged = '';
    const judgeProof = (text: string): Judgement => {
      judged = text;
      return 'HELD';
    };
    expect(judgeRequest(withClaim({}), 'request', judgeProof).allowed).toBe(true);
    expect(JSON.parse(judged)).toEqual(CLAIM.proof);
  });

  test.each([
    ['REQUEST_PROOF_MISSING', { proof: undefined }],
    ['REQUEST_PROOF_MISSING', { proof: null }],
    ['REQUEST_ISOLATION_UNPROVEN', { isolation: 'assumed' }],
    ['REQUEST_ISOLATION_UNPROVEN', { isolation: undefined }],
    ['REQUEST_ISOLATION_UNPROVEN', { isolation: true }],
    ['REQUEST_CLAIMS_PRODUCTION', { claim: 'production-rollback-proven' }],
    ['REQUEST_CLAIMS_PRODUCTION', { claim: 'prod success' }],
    ['REQUEST_TARGETS_PRODUCTION', { scope: 'production' }],
    ['REQUEST_CLAIM_UNKNOWN', { claim: 'fine' }],
    ['REQUEST_CLAIM_UNKNOWN', { claim: undefined }],
    ['REQUEST_CUTOVER', { claim: 'cutover done' }],
  ])('is refused as %s with %j', (code, change) => {
    expect(codesOf(withClaim(change))).toEqual([code]);
  });

  test.each(['NOT_HELD', 'NOT_DECIDED'] as const)(
    'is refused where its proof is %s',
    (judgement) => {
      expect(codesOf(withClaim({}), () => judgement)).toEqual(['REQUEST_PROOF_FAKE']);
    },
  );

  test('is refused where nobody can judge its proof, or the proof has no JSON form', () => {
    expect(judgeRequest(withClaim({}), 'request').findings.map(({ code }) => code)).toEqual([
      'REQUEST_PROOF_FAKE',
    ]);
    const judgeProof = (text: string): Judgement => (text === '' ? 'NOT_DECIDED' : 'HELD');
    expect(codesOf(withClaim({ proof: { rows: Number.NaN } }), judgeProof)).toEqual([
      'REQUEST_PROOF_FAKE',
    ]);
  });
});

test('no request gets a word back that reads as authority', () => {
  const word = ['CUTOVER', 'GRANTED'].join('_');
  for (const document of [
    { ...GOOD, target: word },
    { ...GOOD, lane: word },
    { ...GOOD, actions: [word] },
    { ...GOOD, [word]: word },
    { ...GOOD, claims: [{ ...CLAIM, claim: word, isolation: word, [word]: 1 }] },
  ]) {
    const verdict = judgeRequest(document, 'request', held);
    expect(verdict.allowed).toBe(false);
    expect(forbiddenTokensIn(JSON.stringify(verdict.findings))).toEqual([]);
  }
});

test('whatever is allowed has the documented form, and whatever has not is refused with a reason', () => {
  const part = fc.oneof(fc.anything(), fc.constantFrom(...Object.values(GOOD)));
  const near = fc.oneof(
    fc.anything(),
    fc.record({ target: part, lane: part, actions: part, claims: part }, { requiredKeys: [] }),
  );
  fc.assert(
    fc.property(near, (document) => {
      const { allowed, findings } = judgeRequest(document, 'request', held);
      expect(allowed).toBe(requestSchema.safeParse(document).success && findings.length === 0);
      expect(allowed).toBe(findings.length === 0);
    }),
    { numRuns: 500 },
  );
});
