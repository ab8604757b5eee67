import { describe, expect, test } from '@jest/globals';
import { finding, forbiddenTokensIn } from '../../../harness/kernel/index.ts';
import {
  probesResultSchema,
  runProbes,
  type DoorAnswer,
  type ProbeDoors,
} from '../../../harness/probes/index.ts';
import { PROBES } from '../../../harness/probes/probes.ts';
import { REAL_DOORS } from './doors.ts';

const DOOR_NAMES = Object.keys(REAL_DOORS) as (keyof ProbeDoors)[]; // keys of the literal, nothing else

/** Every door the same. */
function allDoors(answer: () => Promise<DoorAnswer>): ProbeDoors {
  return {
    judgeRequest: answer,
    judgeProof: answer,
    judgeSeal: answer,
    judgeIsolation: answer,
    judgeSchema: answer,
    takeDump: answer,
    guardOutput: answer,
  };
}

const codesOf = (findings: readonly { code: string }[]): string[] => [
  ...new Set(findings.map(({ code }) => code)),
];

describe('through the real doors', () => {
  test('all twenty probes fail closed, each for its own reason, and the control is allowed', async () => {
    const { result, findings } = await runProbes(REAL_DOORS);
    expect(findings).toEqual([]);
    expect(probesResultSchema.parse(result)).toEqual(result);
    expect(result).toMatchObject({
      judgement: 'HELD',
      control_allowed: true,
      any_fail_open: false,
      forbidden_token_leaked: false,
    });
    expect(result.probes.map(({ outcome }) => outcome)).toEqual(Array(20).fill('FAILED_CLOSED'));
    expect(forbiddenTokensIn(JSON.stringify(result))).toEqual([]);
  });

  test.each(DOOR_NAMES)('a door that lets everything through is found out: %s', async (name) => {
    const open = { ...REAL_DOORS, [name]: async () => ({ allowed: true, findings: [] }) };
    const { result, findings } = await runProbes(open);
    expect(result).toMatchObject({ judgement: 'NOT_HELD', any_fail_open: true });
    expect(codesOf(findings)).toEqual(['PROBE_FAILED_OPEN']);
  });

  test.each(DOOR_NAMES)('a door that refuses everything shows nothing: %s', async (name) => {
    const shut = { ...REAL_DOORS, [name]: async () => ({ allowed: false, findings: [] }) };
    const { result, findings } = await runProbes(shut);
    expect(result).toMatchObject({ judgement: 'NOT_DECIDED', any_fail_open: false });
    expect(codesOf(findings)).toContain('PROBE_NOT_DECIDED');
    expect(result.control_allowed).toBe(name !== 'judgeRequest');
  });

  test.each(DOOR_NAMES)('a door that breaks has decided nothing: %s', async (name) => {
    const broken = { ...REAL_DOORS, [name]: async () => Promise.reject(new Error('door')) };
    const { result } = await runProbes(broken);
    expect(result).toMatchObject({ judgement: 'NOT_DECIDED', any_fail_open: false });
  });
});

test('a control that is refused leaves everything undecided', async () => {
  const doors = allDoors(async () => ({ allowed: false, findings: [] }));
  const { result, findings } = await runProbes(doors);
  expect(result).toMatchObject({ judgement: 'NOT_DECIDED', control_allowed: false });
  expect(findings.at(-1)).toEqual({
    code: 'PROBE_CONTROL_REFUSED',
    where: 'control',
    what: 'found nothing',
  });
});

test('a control that alone is refused keeps the probes from holding', async () => {
  let asked = 0;
  // The control is asked last: after ten requests and their twins.
  const judgeRequest: ProbeDoors['judgeRequest'] = async (text) => {
    asked += 1;
    return asked > 20 ? { allowed: false, findings: [] } : await REAL_DOORS.judgeRequest(text);
  };
  const { result, findings } = await runProbes({ ...REAL_DOORS, judgeRequest });
  expect(codesOf(findings)).toEqual(['PROBE_CONTROL_REFUSED']);
  expect(result).toMatchObject({ judgement: 'NOT_DECIDED', control_allowed: false });
});

test('a refusal for another reason does not count', async () => {
  const answer = { allowed: false, findings: [finding('REQUEST_INVALID', 'x', 'x')] };
  const judgeRequest: ProbeDoors['judgeRequest'] = async (text) =>
    text.includes('REAL_RUN') ? answer : await REAL_DOORS.judgeRequest(text);
  const { result, findings } = await runProbes({ ...REAL_DOORS, judgeRequest });
  expect(result.judgement).toBe('NOT_DECIDED');
  expect(findings).toEqual([
    {
      code: 'PROBE_NOT_DECIDED',
      where: 'request-real-run',
      what: 'expected REQUEST_REAL_RUN, found REQUEST_INVALID',
    },
  ]);
});

test('a door that repeats a word of authority is found out, and the result does not repeat it', async () => {
  const guardOutput: ProbeDoors['guardOutput'] = async (text) => ({
    ...(await REAL_DOORS.guardOutput(text)),
    output: text,
  });
  const { result, findings } = await runProbes({ ...REAL_DOORS, guardOutput });
  expect(result).toMatchObject({ judgement: 'NOT_HELD', forbidden_token_leaked: true });
  expect(codesOf(findings)).toEqual(['PROBE_TOKEN_LEAKED']);
  expect(forbiddenTokensIn(JSON.stringify(result))).toEqual([]);
});

test('a door whose finding repeats such a word is found out too', async () => {
  const word = ['REAL_RUN', 'PASS'].join('_');
  const judgeProof: ProbeDoors['judgeProof'] = async (text) => {
    const answer = await REAL_DOORS.judgeProof(text);
    return { ...answer, findings: answer.findings.map((each) => ({ ...each, what: word })) };
  };
  const { result, findings } = await runProbes({ ...REAL_DOORS, judgeProof });
  expect(result).toMatchObject({ judgement: 'NOT_HELD', forbidden_token_leaked: true });
  expect(codesOf(findings)).toEqual(['PROBE_TOKEN_LEAKED']);
});

test('there are ten bad requests and ten bad clones, each with a name of its own', () => {
  const kinds = PROBES.map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'request')).toHaveLength(10);
  expect(kinds.filter((kind) => kind === 'clone')).toHaveLength(10);
  expect(new Set(PROBES.map(({ id }) => id)).size).toBe(20);
});
