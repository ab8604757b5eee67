// What comes to a bound is told as that: by the server's own errors, and by the harness's.
import { describe, expect, test } from '@jest/globals';
import {
  answerTooLarge,
  boundCode,
  lockTooLong,
  ownWords,
  scenarioTooLong,
  statementTooLong,
  transactionTooLong,
} from '../../../harness/scenario/passes/bounds.ts';
import { failureAt } from '../../../harness/scenario/passes/failure.ts';

const BOUNDS = {
  scenarioMs: 60_000,
  transactionMs: 5000,
  statementMs: 2000,
  lockMs: 500,
  answerBytes: 3 * 1024 * 1024,
};
const STATEMENT = { text: 'SELECT\n  pg_sleep(600)', line: 4, run: 'inside' } as const;
const server = (code: string, message: string): Error =>
  Object.assign(new Error(message), { code });
const at = (error: unknown): string => {
  const { code, where, what } = failureAt('SCENARIO_APPLY_FAILED', 'a.sql', STATEMENT, error);
  return `${code} ${where}: ${what}`;
};

const TIMEOUT = server('57014', 'canceling statement due to statement timeout');
const LOCK = server('55P03', 'canceling statement due to lock timeout');

describe('an error of the server', () => {
  test.each([
    [TIMEOUT, 'SCENARIO_TIMED_OUT'],
    [server('57014', 'canceling statement due to user request'), null],
    [server('25P04', 'terminating connection due to transaction timeout'), 'SCENARIO_TIMED_OUT'],
    [LOCK, 'SCENARIO_LOCK_TIMED_OUT'],
    [server('55P03', 'could not obtain lock on relation "item"'), null],
    [server('53100', 'could not extend file "base/1": No space left'), 'SCENARIO_DISK_FULL'],
    [server('53100', 'could not resize shared memory segment'), 'SCENARIO_OUT_OF_MEMORY'],
    [server('53200', 'out of memory'), 'SCENARIO_OUT_OF_MEMORY'],
    [server('23505', 'duplicate key'), null],
    ['53200', null],
  ])('%s', (error, code) => {
    expect(boundCode(error)).toBe(code);
  });

  test('is told in the words of the limit where that was reached', () => {
    expect(ownWords(TIMEOUT, 2000, BOUNDS)?.message).toBe(statementTooLong(BOUNDS).message);
    expect(ownWords(LOCK, 500, BOUNDS)?.message).toBe(lockTooLong(BOUNDS).message);
  });

  test('keeps its own words where a script has set a shorter one', () => {
    expect(ownWords(TIMEOUT, 1999, BOUNDS)).toBeNull();
    expect(ownWords(LOCK, 499, BOUNDS)).toBeNull();
    expect(at(TIMEOUT)).toBe(
      'SCENARIO_TIMED_OUT a.sql:4: "SELECT pg_sleep": canceling statement due to statement timeout (SQLSTATE 57014)',
    );
  });
});

describe('a bound of the harness', () => {
  test.each([
    [
      statementTooLong(BOUNDS),
      'SCENARIO_TIMED_OUT a.sql:4: "SELECT pg_sleep": longer than the 2 s of limits.statementSeconds',
    ],
    [
      transactionTooLong(BOUNDS),
      'SCENARIO_TIMED_OUT a.sql:4: "SELECT pg_sleep": its transaction took longer than the 5 s of limits.transactionSeconds',
    ],
    [
      lockTooLong(BOUNDS),
      'SCENARIO_LOCK_TIMED_OUT a.sql:4: "SELECT pg_sleep": waited for a lock longer than the 0.5 s of limits.lockSeconds',
    ],
    [
      answerTooLarge(BOUNDS),
      'SCENARIO_OUTPUT_TOO_LARGE a.sql:4: "SELECT pg_sleep": answered more than the 3 MiB of limits.answerMiB',
    ],
  ])('is told with its statement: %s', (bound, told) => {
    expect(at(bound)).toBe(told);
  });

  test('of a whole scenario is told with its name', () => {
    expect(scenarioTooLong('grow', BOUNDS.scenarioMs)).toEqual({
      code: 'SCENARIO_TIMED_OUT',
      where: 'grow',
      what: 'not at its end after the 60 s of limits.scenarioSeconds',
    });
  });
});

test('a server that is lost is no answer to a statement', () => {
  const lost = server('57P02', 'crash');
  expect(() => at(lost)).toThrow(lost);
});
