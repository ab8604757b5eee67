// `packet.intoto.json`: the packet as an in-toto Statement, for tools that know nothing of ours.
import { z } from 'zod';
import { SHA256_PATTERN } from '../kernel/index.ts';

export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
export const PREDICATE_TYPE = 'https://in-toto.io/attestation/test-result/v0.1';
/** How a signed Statement names its payload. */
export const PAYLOAD_TYPE = 'application/vnd.in-toto+json';

const digest = z.strictObject({ sha256: z.string().regex(SHA256_PATTERN) });
const resource = z.strictObject({ name: z.string().min(1), digest });
const names = z.array(z.string().min(1));

export const statementSchema = z.strictObject({
  _type: z.literal(STATEMENT_TYPE),
  /** The packet's tree, and the dump where there was one. */
  subject: z.array(resource).min(1).max(2),
  predicateType: z.literal(PREDICATE_TYPE),
  predicate: z.strictObject({
    result: z.enum(['PASSED', 'WARNED', 'FAILED']),
    /** Every file that the run was told by. */
    configuration: z.array(resource).min(1),
    /** Every scenario, by its id, in one of the three. */
    passedTests: names,
    warnedTests: names,
    failedTests: names,
  }),
});
export type Statement = z.infer<typeof statementSchema>;
