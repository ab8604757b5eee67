// `packet.intoto.json`: the packet as an in-toto Statement, for tools that know nothing of ours.
import { z } from 'zod';
import { SHA256_PATTERN } from '../kernel/index.ts';
import { OUTSIDE_FILES, STATEMENT_FILE } from './contract.ts';

export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
export const PREDICATE_TYPE = 'https://in-toto.io/attestation/test-result/v0.1';
/** How a signed Statement names its payload. */
export const PAYLOAD_TYPE = 'application/vnd.in-toto+json';

/** Those that can stand in the Statement: it is none of them itself, and their manifest names it. */
export const SIGNED_OUTSIDE = OUTSIDE_FILES.filter((name) => name !== STATEMENT_FILE);

const digest = z.strictObject({ sha256: z.string().regex(SHA256_PATTERN) });
const resource = z.strictObject({ name: z.string().min(1), digest });
const names = z.array(z.string().min(1));

export const statementSchema = z.strictObject({
  _type: z.literal(STATEMENT_TYPE),
  /** The packet's tree, the dump where there was one, and every other file beside the tree. */
  subject: z
    .array(resource)
    .min(1 + SIGNED_OUTSIDE.length)
    .max(2 + SIGNED_OUTSIDE.length),
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
