// What the doors answered becomes a judgement that is good only where all of it was.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  judgeProbes,
  PROBE_ANSWERS,
  PROBES,
  probesResultSchema,
  rejudgeProbes,
  type AttemptFacts,
  type ProbesFacts,
  type ProbesResult,
} from '../../../harness/probes/index.ts';
import { ATTEMPTS, changed, goodFacts, NOTHING_LEFT } from './facts.ts';

const judgementOf = (facts: ProbesFacts): string => judgeProbes(facts).result.judgement;
const keys = fc.constantFrom(...ATTEMPTS.map(({ key }) => key));

test('there are ten bad requests and ten bad clones, each with a name of its own', () => {
  expect(PROBES.filter(({ kind }) => kind === 'request')).toHaveLength(10);
  expect(PROBES.filter(({ kind }) => kind === 'clone')).toHaveLength(10);
  expect(new Set(PROBES.map(({ id }) => id)).size).toBe(20);
  expect(new Set(ATTEMPTS.map(({ key }) => key)).size).toBe(ATTEMPTS.length);
  expect(PROBES.every(({ attempts }) => attempts.length > 0)).toBe(true);
});

test('every door has something pushed through it', () => {
  expect([...new Set(ATTEMPTS.map(({ attempt }) => attempt.door))].sort()).toEqual([
    'clone',
    'config',
    'container',
    'dump',
    'environment',
    'gate',
    'output',
    'packet',
  ]);
});

describe('where every attempt failed closed', () => {
  test('the probes hold with a clone', () => {
    const { result, findings } = judgeProbes(goodFacts(true));
    expect(result).toMatchObject({
      judgement: 'HELD',
      control_allowed: true,
      any_fail_open: false,
      forbidden_token_leaked: false,
    });
    expect(findings).toEqual([]);
    expect(result.probes.every(({ outcome }) => outcome === 'FAILED_CLOSED')).toBe(true);
    expect(probesResultSchema.parse(result)).toEqual(result);
  });

  test('without a clone they are not held to hold, and say what was not asked', () => {
    const { result, findings } = judgeProbes(goodFacts(false));
    expect(result.judgement).toBe('N/A_NO_CLONE');
    expect(findings).toEqual([]);
    const open = result.probes.filter(({ outcome }) => outcome === 'N/A_NO_CLONE');
    expect(open.map(({ id }) => id)).toEqual([
      'request-production-target',
      'clone-not-isolated',
      'clone-points-to-production',
      'clone-contains-secrets',
      'clone-schema-mismatch',
      'clone-no-mutation',
      'clone-not-restored',
      'clone-authority-token',
    ]);
  });

  test('a clone whose probes were not asked is not decided', () => {
    const facts = { ...goodFacts(false), withClone: true, leftovers: NOTHING_LEFT };
    const { result, findings } = judgeProbes(facts);
    expect(result.judgement).toBe('NOT_DECIDED');
    expect(findings[0]).toEqual({
      code: 'PROBE_NOT_DECIDED',
      where: 'request-production-target/environment',
      what: 'its door was not asked',
    });
  });
});

describe('one thing that is not as it ought to be', () => {
  const one = (change: Partial<AttemptFacts>) =>
    fc.assert(
      fc.property(keys, (key) => {
        const { result, findings } = judgeProbes(changed(goodFacts(true), key, change));
        expect(findings.map(({ where }) => where)).toEqual([key]);
        return result.judgement !== 'HELD';
      }),
    );

  test('an attempt that was let through is open, whatever else was said', () => {
    fc.assert(
      fc.property(keys, fc.constantFrom(...PROBE_ANSWERS), (key, twin) => {
        const facts = changed(goodFacts(true), key, { answer: 'ALLOWED', twin });
        const { result, findings } = judgeProbes(facts);
        expect(result).toMatchObject({ judgement: 'NOT_HELD', any_fail_open: true });
        expect(findings.map(({ code }) => code)).toEqual(['PROBE_FAILED_OPEN']);
      }),
    );
    one({ answer: 'ALLOWED' });
  });

  test('a door that broke has decided nothing', () => one({ answer: 'BROKE' }));
  test('a door that was not asked has decided nothing', () => one({ answer: 'NOT_ASKED' }));
  test('a twin that was refused too leaves it open', () => one({ twin: 'REFUSED' }));
  test('a twin whose door broke leaves it open', () => one({ twin: 'BROKE' }));
  test('another reason is no reason', () => one({ found_codes: ['REQUEST_INVALID'] }));
  test('a word of authority in an answer is a leak', () => one({ token_leaked: true }));

  test('a reason beside the right one leaves it open', () => {
    for (const { key, attempt } of ATTEMPTS) {
      const facts = changed(goodFacts(true), key, { found_codes: [...attempt.codes, 'X'] });
      expect(judgementOf(facts)).toBe('NOT_DECIDED');
    }
  });

  test('a leaked word outweighs what is not decided', () => {
    const [first, second] = ATTEMPTS;
    const facts = changed(goodFacts(true), first?.key ?? '', { token_leaked: true });
    const both = changed(facts, second?.key ?? '', { answer: 'BROKE' });
    expect(judgementOf(both)).toBe('NOT_HELD');
  });

  test.each([
    [{ answer: 'REFUSED', found_codes: ['X'] }, 'found X'],
    [{ answer: 'REFUSED', found_codes: [] }, 'found nothing'],
    [{ answer: 'BROKE', found_codes: [] }, 'its door broke'],
  ] as const)('a control that is not let through leaves everything open: %j', (control, what) => {
    const facts = { ...goodFacts(true), control: { ...control, token_leaked: false } };
    const { result, findings } = judgeProbes(facts);
    expect(result).toMatchObject({ judgement: 'NOT_DECIDED', control_allowed: false });
    expect(findings).toEqual([{ code: 'PROBE_CONTROL_REFUSED', where: 'control', what }]);
  });

  test('a word of authority in the control is a leak', () => {
    const { control, ...others } = goodFacts(true);
    const { result, findings } = judgeProbes({
      ...others,
      control: { ...control, token_leaked: true },
    });
    expect(result).toMatchObject({ judgement: 'NOT_HELD', forbidden_token_leaked: true });
    expect(findings).toEqual([
      { code: 'PROBE_TOKEN_LEAKED', where: 'control', what: 'in the answer of its door' },
    ]);
  });

  test.each([
    [{ containers: 1 }, '1 containers, 0 volumes, 0 networks'],
    [{ volumes: 2 }, '0 containers, 2 volumes, 0 networks'],
    [{ networks: 3 }, '0 containers, 0 volumes, 3 networks'],
    [{ socket_folders_gone: false }, '0 containers, 0 volumes, 0 networks, a socket folder'],
  ])('what is left on the engine is told: %j', (left, what) => {
    const facts = { ...goodFacts(true), leftovers: { ...NOTHING_LEFT, ...left } };
    const { result, findings } = judgeProbes(facts);
    expect(result.judgement).toBe('NOT_HELD');
    expect(findings).toEqual([{ code: 'PROBE_LEFT_BEHIND', where: 'leftovers', what }]);
  });

  test('an engine that was not asked what is left leaves it open', () => {
    expect(judgementOf({ ...goodFacts(true), leftovers: null })).toBe('NOT_DECIDED');
  });

  test('without a clone an input that is let through is open all the same', () => {
    const facts = changed(goodFacts(false), 'request-cutover/config', { answer: 'ALLOWED' });
    expect(judgementOf(facts)).toBe('NOT_HELD');
  });

  test('without a clone a door that broke is not decided', () => {
    const facts = changed(goodFacts(false), 'request-cutover/config', { answer: 'BROKE' });
    expect(judgementOf(facts)).toBe('NOT_DECIDED');
  });
});

describe('judged once more from what is recorded', () => {
  const answers = fc.constantFrom(...PROBE_ANSWERS);
  const attemptFacts: fc.Arbitrary<AttemptFacts> = fc.record({
    answer: answers,
    twin: answers,
    found_codes: fc.constantFrom(...ATTEMPTS.map(({ attempt }) => [...attempt.codes]), ['X']),
    token_leaked: fc.boolean(),
  });
  const anyFacts: fc.Arbitrary<ProbesFacts> = fc.record({
    withClone: fc.boolean(),
    attempts: fc.array(fc.tuple(keys, attemptFacts)).map((pairs) => new Map(pairs)),
    control: attemptFacts.map(({ twin: _twin, ...control }) => control),
    leftovers: fc.constantFrom(null, NOTHING_LEFT, { ...NOTHING_LEFT, networks: 1 }),
  });

  test('a result that nobody touched comes out the same, read back from JSON', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { result } = judgeProbes(facts);
        const read = probesResultSchema.parse(JSON.parse(JSON.stringify(result)));
        expect(rejudgeProbes(read)).toEqual(result);
      }),
    );
  });

  test('the result is good only where every fact is', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const isGood =
          facts.withClone &&
          facts.leftovers === NOTHING_LEFT &&
          facts.control.answer === 'ALLOWED' &&
          !facts.control.token_leaked &&
          ATTEMPTS.every(({ key, attempt }) => {
            const seen = facts.attempts.get(key);
            return (
              seen?.answer === 'REFUSED' &&
              seen.twin === 'ALLOWED' &&
              !seen.token_leaked &&
              [...seen.found_codes].sort().join() === [...attempt.codes].sort().join()
            );
          });
        return (judgementOf(facts) === 'HELD') === isGood;
      }),
    );
  });

  const bad = judgeProbes(
    changed(goodFacts(true), 'clone-not-isolated/network', { answer: 'ALLOWED' }),
  ).result;
  const forgeries: readonly (readonly [string, ProbesResult])[] = [
    ['its judgement', { ...bad, judgement: 'HELD' }],
    ['that nothing failed open', { ...bad, any_fail_open: false }],
    ['its findings', { ...bad, findings: [] }],
    [
      'the row away',
      { ...bad, probes: bad.probes.filter(({ id }) => id !== 'clone-not-isolated') },
    ],
    [
      'the attempt away',
      {
        ...bad,
        probes: bad.probes.map((row) => ({
          ...row,
          attempts: row.attempts.filter(({ id }) => id !== 'network'),
        })),
      },
    ],
    [
      'its outcomes',
      {
        ...bad,
        probes: bad.probes.map((row) => ({
          ...row,
          outcome: 'FAILED_CLOSED',
          attempts: row.attempts.map((each) => ({ ...each, outcome: 'FAILED_CLOSED' })),
        })),
      },
    ],
    [
      'what it was to be refused with',
      {
        ...bad,
        probes: bad.probes.map((row) => ({
          ...row,
          attempts: row.attempts.map((each) => ({ ...each, expected_codes: [] })),
        })),
      },
    ],
    [
      'a row beside',
      { ...bad, probes: [...bad.probes, { ...bad.probes[0], id: 'more' }] as never },
    ],
    ['whether there was a clone', { ...bad, with_clone: false, leftovers: null }],
  ];

  test.each(forgeries)('whoever changes %s is found out', (_what, forged) => {
    expect(rejudgeProbes(forged)).not.toEqual(forged);
    expect(rejudgeProbes(forged).judgement).not.toBe('HELD');
  });
});
