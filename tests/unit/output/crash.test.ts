// A crash is told as a bug, ends what is open, and lets nothing out that hangs on the error.
import { describe, expect, test } from '@jest/globals';
import { faultLines, finding, messageOf, Problem } from '../../../harness/kernel/index.ts';
import { SEAL } from '../evidence/packets.ts';
import { child } from './child.ts';

const ROW = 'zqxkanarie';
/** As pg throws it: everything that Postgres said, as properties. */
const SERVER_ERROR = `Object.assign(new Error('invalid input syntax for type integer: "${ROW}"'), {
  severity: 'ERROR', code: '22P02', detail: '${ROW}', where: 'COPY t, line 1: ${ROW}',
  internalQuery: 'SELECT ${ROW}', routine: 'pg_strtoint32', parameters: ['${ROW}'],
})`;
const SAID = 'invalid input syntax for type integer: \u2026 (SQLSTATE 22P02)';
const BUG =
  '  a bug in the harness, or a broken engine; run again with --debug and report what it prints.\n';

describe('a process that is guarded', () => {
  test.each([
    ['an exception that nobody caught', `setTimeout(() => { throw ${SERVER_ERROR}; });`],
    ['a promise that nobody held', `void Promise.reject(${SERVER_ERROR});`],
    ['an error at the top', `throw ${SERVER_ERROR};`],
  ])('ends with 70 after %s, without what a row held', async (_what, fault) => {
    const code = `output.guardProcess(); ${fault} await new Promise((done) => setTimeout(done, 5_000));`;
    const { exitCode, stdout, stderr } = await child({ code });
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 70,
      stdout: '',
      stderr: `internal fault: ${SAID}\n${BUG}`,
    });
  });

  test('takes a promise that nobody held for a crash, although Node is told only to warn', async () => {
    const { exitCode, stderr } = await child({
      code: `output.guardProcess(); void Promise.reject(${SERVER_ERROR});`,
      environment: { NODE_OPTIONS: '--unhandled-rejections=warn-with-error-code' },
    });
    expect(exitCode).toBe(70);
    expect(stderr).toContain(`internal fault: ${SAID}\n`);
    expect(stderr).not.toContain(ROW);
  });

  test('ends what is open first, and tells where it was only where that is asked', async () => {
    const code = `
      output.guardProcess();
      const ended = new AbortController();
      output.planCrash({ withStack: () => true, end: (error) => ended.abort(error) });
      setTimeout(() => { throw ${SERVER_ERROR}; });
      const alive = setInterval(() => undefined, 1000);
      ended.signal.addEventListener('abort', () => {
        output.toStdout('the sandbox is gone: ' + output.hasCrashed());
        clearInterval(alive);
      });`;
    const { exitCode, stdout, stderr } = await child({ code });
    expect([exitCode, stdout]).toEqual([70, 'the sandbox is gone: true\n']);
    expect(stderr).toMatch(/^ {4}at .*\[eval\]:\d+:\d+\)$/m);
    expect(stderr).not.toContain(ROW);
  });

  test('ends with 70 where its answer can never come', async () => {
    const { exitCode, stderr } = await child({
      code: 'output.guardProcess(); await new Promise(() => undefined);',
    });
    expect(exitCode).toBe(70);
    expect(stderr).toContain('internal fault: the program ended before it had an answer\n');
  });

  test('lets Node warn through the guard alone', async () => {
    const warning = JSON.stringify(`x ${SEAL} y`);
    const { exitCode, stderr } = await child({
      code: `output.guardProcess(); process.emitWarning(${warning}, { detail: ${warning} });`,
    });
    expect([exitCode, stderr]).toEqual([0, 'warning: Warning: x REAL_RUN\u00b7PASS y\n']);
  });
});

describe('what is told of an error', () => {
  test('holds no value, whatever Node or Postgres quotes', () => {
    const thrown = (work: () => unknown): unknown => {
      try {
        return work();
      } catch (error) {
        return error;
      }
    };
    const told = [
      () => JSON.parse(ROW),
      () => JSON.parse(`{"a": 1, "b": ${ROW}}`),
      () => JSON.parse(`${' '.repeat(50)}${ROW}${' '.repeat(50)}`),
      () => JSON.parse(`["${ROW}"`),
      () => BigInt(ROW),
      () => BigInt(`${ROW}\n to a BigInt`),
    ].map((work) => messageOf(thrown(work)));
    expect(told.every((message) => message !== '')).toBe(true);
    expect(told.filter((message) => /zqx|z'/i.test(message))).toEqual([]);
  });

  test('goes down to the first cause, and to both of what went wrong together', () => {
    const first = new Problem([finding('INTERNAL_FAULT', 'here', 'it broke')]);
    const both = new SuppressedError(new Error('the end failed'), first, 'two errors');
    const error = new Error('outer', { cause: new AggregateError([both, 'a text'], 'several') });
    expect(faultLines(error, false)).toEqual([
      'outer',
      '  caused by: several',
      '    one of them: two errors',
      expect.stringMatching(/^ {6}first: INTERNAL_FAULT at here: it broke\n/),
      '      then: the end failed',
      '    one of them: a text',
    ]);
  });

  test('ends, although causes may form a ring', () => {
    const ring: Error = new Error('round');
    ring.cause = ring;
    expect(faultLines(ring, true).filter((line) => line.endsWith('round'))).toHaveLength(6);
  });

  test('names places of the program, and repeats no message in between', () => {
    const error = new Error(`two lines\n    at ${ROW} (x:1:1)`);
    error.stack = `Error: ${error.message}\n    at run (file:///harness/a.ts:1:2)\n    at "${ROW}":1:2`;
    expect(faultLines(error, true).slice(1)).toEqual(['    at run (file:///harness/a.ts:1:2)']);
  });
});
