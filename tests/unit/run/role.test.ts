// A role of scenarios that the dump does not have, and what it has instead.
import { expect, test } from '@jest/globals';
import type { IntakeOutcome } from '../../../harness/intake/index.ts';
import { Problem } from '../../../harness/kernel/index.ts';
import type { RunInputs } from '../../../harness/run/contract.ts';
import { roleFindings } from '../../../harness/run/role.ts';

/** Only what is asked for. */
function asked(roles: readonly string[]): IntakeOutcome {
  const outcome = { kind: 'accepted', dump: { contents: { roles } } };
  return outcome as unknown as IntakeOutcome; // no more of it is read
}

const given = { config: { scenarioRole: 'writer' }, planned: [] };
const INPUTS = given as unknown as RunInputs; // no more of it is read

function told(roles: readonly string[]): unknown {
  try {
    return roleFindings(asked(roles), INPUTS).kind;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return error.findings.map(({ code, where, what }) => `${code} ${where}: ${what}`);
  }
}

const MISSING =
  'SCENARIO_ROLE_UNKNOWN role "writer": no owner and no grant of the dump names it; it names';

test('a role that the dump names is good', () => {
  expect(told(['reader', 'writer'])).toBe('accepted');
});

test.each([
  ['no role', [], `${MISSING} no role at all`],
  ['some', ['reader', 'owner'], `${MISSING} "reader", "owner"`],
  ['one with a line end', ['a\nb'], String.raw`${MISSING} "a\nb"`],
  [
    'many',
    Array.from({ length: 12 }, (_, index) => `r${index}`),
    `${MISSING} "r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9" and 2 more`,
  ],
])('a dump that has %s lists them, and not without end', (_what, roles, message) => {
  expect(told(roles)).toEqual([message]);
});
