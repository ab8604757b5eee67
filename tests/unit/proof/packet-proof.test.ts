// A packet's proof is judged with what the packet itself says was planned and rehearsed.
import { expect, test } from '@jest/globals';
import { validatePacketProof } from '../../../harness/proof/index.ts';
import { executionEvidenceSchema } from '../../../harness/scenario/evidence-contract.ts';
import { executionOf, PACKET_CASES } from './packet-cases.ts';

test.each(PACKET_CASES.map((each) => [each.judgement, each.name, each] as const))(
  'comes to %s: %s',
  (judgement, _name, { proof, execution, says }) => {
    const verdict = validatePacketProof(proof, execution);
    expect(verdict.findings.map(({ code, where, what }) => `${code} at ${where}: ${what}`)).toEqual(
      says,
    );
    expect(verdict.judgement).toBe(judgement);
  },
);

test('the accounts of a run in these cases have the form of a real one', () => {
  const account = executionOf([], []);
  expect(executionEvidenceSchema.parse(account)).toEqual(account);
});
