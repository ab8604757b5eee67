// A container that came to one of its bounds, told with the limit that it was.
import { expect, test } from '@jest/globals';
import { configSchema } from '../../../harness/config/contract.ts';
import { isLimit, limitReached } from '../../../harness/run/limit-reached.ts';

const LIMITS = configSchema.shape.limits.parse({
  memoryMiB: 700,
  pids: 99,
  diskMiB: 800,
  lifeSeconds: 90,
});

test.each([
  ['memory', 'limits.memoryMiB (700) was reached, and a process of its server was killed'],
  ['processes', 'limits.pids (99) was reached, and its server was refused a process'],
  ['disk', 'limits.diskMiB (800) was reached, and its server was ended'],
  ['life', 'limits.lifeSeconds (90) was reached, and its server was ended'],
] as const)('%s', (loss, what) => {
  const cause = new Error('Connection terminated unexpectedly');
  const problem = limitReached(loss, LIMITS, cause);
  expect(problem.findings).toEqual([{ code: 'SANDBOX_LIMIT_REACHED', where: 'sandbox', what }]);
  expect(problem.cause).toBe(cause);
  expect([isLimit(problem), isLimit(cause)]).toEqual([true, false]);
});
