// Statuses, judgements, findings and hashes: the words that every stage shares.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  CODE_NAMES,
  CODES,
  exitCodeOf,
  explain,
  finding,
  forbiddenTokensIn,
  isSha256,
  JUDGEMENTS,
  LIMITS,
  messageOf,
  Problem,
  sha256,
  STATUSES,
  statusOf,
  weakest,
} from '../../../harness/kernel/index.ts';

const anyJudgement = fc.constantFrom(...JUDGEMENTS);

describe('the weakest judgement', () => {
  test('of nothing decides nothing', () => {
    expect(weakest([])).toBe('NOT_DECIDED');
  });

  test('is HELD only where everything held', () => {
    fc.assert(
      fc.property(fc.array(anyJudgement), (all) => {
        const isAll = all.length > 0 && all.every((each) => each === 'HELD');
        expect(weakest(all) === 'HELD').toBe(isAll);
        expect(weakest(all) === 'NOT_HELD').toBe(all.includes('NOT_HELD'));
        expect(weakest([...all].reverse())).toBe(weakest(all));
      }),
    );
  });
});

describe('exit codes', () => {
  test('are the documented ones', () => {
    expect(
      Object.keys(STATUSES).map((status) => exitCodeOf(status as keyof typeof STATUSES)),
    ).toEqual([0, 0, 1, 2, 3, 4, 70]);
    expect(exitCodeOf('ROLLBACK_READY')).toBe(0);
    expect(exitCodeOf('PART_HELD')).toBe(0);
    expect(exitCodeOf('ROLLBACK_NOT_PROVEN')).toBe(1);
    expect(exitCodeOf('USAGE_ERROR')).toBe(2);
    expect(exitCodeOf('READY_NOT_APPLIED')).toBe(3);
    expect(exitCodeOf('INPUT_REJECTED')).toBe(4);
    expect(exitCodeOf('INTERNAL_FAULT')).toBe(70);
  });
});

describe('the status that findings force', () => {
  const of = (...codes: Parameters<typeof finding>[0][]): ReturnType<typeof statusOf> =>
    statusOf(codes.map((code) => finding(code, 'here', 'it is')));

  test('is none without findings, and none for notes', () => {
    expect(of()).toBeNull();
    expect(of('RESTORE_LOCALE_SUBSTITUTED', 'SCENARIO_NOT_DETERMINISTIC')).toBeNull();
  });

  test('is the worst of them: a bug hides behind nothing', () => {
    expect(of('SCENARIO_APPLY_FAILED')).toBe('ROLLBACK_NOT_PROVEN');
    expect(of('SCENARIO_APPLY_FAILED', 'RESTORE_ERROR')).toBe('INPUT_REJECTED');
    expect(of('RESTORE_ERROR', 'SCENARIO_NONE', 'SCENARIO_APPLY_FAILED')).toBe('USAGE_ERROR');
    expect(of('SCENARIO_NONE', 'INTERNAL_FAULT', 'RESTORE_ERROR')).toBe('INTERNAL_FAULT');
    expect(of('RESTORE_LOCALE_SUBSTITUTED', 'SCENARIO_APPLY_FAILED')).toBe('ROLLBACK_NOT_PROVEN');
    expect(of('ATTESTATION_MISSING', 'INTAKE_TRUNCATED')).toBe('INPUT_REJECTED');
    expect(of('ATTESTATION_MISSING')).toBe('READY_NOT_APPLIED');
  });

  test('is never ready', () => {
    for (const code of CODE_NAMES) expect(of(code)).toBe(CODES[code].forces);
    expect(CODE_NAMES.filter((code) => String(CODES[code].forces) === 'ROLLBACK_READY')).toEqual(
      [],
    );
  });
});

describe('the registry of codes', () => {
  test.each(CODE_NAMES)('%s says what it means and what to do', (code) => {
    const { title, hint } = CODES[code];
    expect(code).toMatch(/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/);
    expect(title).toMatch(/\S/);
    expect(title).not.toMatch(/[.!]$/);
    expect(hint).toMatch(/\.$/);
    expect(forbiddenTokensIn(`${code} ${title} ${hint}`)).toEqual([]);
  });
});

describe('a problem', () => {
  const findings = [
    finding('SCENARIO_NONE', 'scenarios', 'no scenario is named'),
    finding('INTERNAL_FAULT', 'run', 'it broke'),
  ];

  test('tells every finding, and what to do about each', () => {
    const cause = new Error('first');
    const problem = new Problem(findings, { cause });
    expect(problem).toBeInstanceOf(Error);
    expect(problem.name).toBe('Problem');
    expect(problem.findings).toBe(findings);
    expect(problem.cause).toBe(cause);
    expect(problem.message).toBe(findings.map(explain).join('\n'));
    expect(explain(finding('SCENARIO_EMPTY', 'a/apply.sql', 'there is no statement in it'))).toBe(
      'SCENARIO_EMPTY at a/apply.sql: there is no statement in it\n  write the change, or remove the file.',
    );
  });

  test('has a message whatever was thrown', () => {
    expect(messageOf(new Error('a'))).toBe('a');
    expect(messageOf('b')).toBe('b');
    expect(messageOf(undefined)).toBe('undefined');
    expect(messageOf(null)).toBe('null');
  });
});

describe('sha256', () => {
  test('is the published hash of the published examples', () => {
    expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  test('takes a text as its UTF-8 bytes', () => {
    expect(sha256('\u00e9')).toBe(sha256(Uint8Array.of(0xc3, 0xa9)));
  });

  test.each([
    ['upper case', 'A'.repeat(64)],
    ['too short', 'a'.repeat(63)],
    ['too long', 'a'.repeat(65)],
    ['a newline at the end', `${'a'.repeat(64)}\n`],
    ['another letter', 'g'.repeat(64)],
  ])('is not recognised with %s', (_what, text) => {
    expect(isSha256(text)).toBe(false);
  });

  test('is recognised', () => {
    expect(isSha256(sha256('x'))).toBe(true);
  });
});

describe('bounds', () => {
  test.each(Object.entries(LIMITS))('%s is a whole number above zero', (_name, bound) => {
    expect(Number.isSafeInteger(bound) && bound > 0).toBe(true);
  });
});
