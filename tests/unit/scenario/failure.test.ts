// A statement that failed: found by file and line, and no literal of it is told.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { failureAt, headOf, isServerLost } from '../../../harness/scenario/passes/failure.ts';

function serverError(message: string, more: Record<string, unknown> = {}): Error {
  return Object.assign(new Error(message), more);
}
const statement = (text: string, line = 1): Parameters<typeof failureAt>[2] => ({
  text,
  line,
  run: 'inside',
});

describe('a failed statement', () => {
  test.each([
    ['where the server points', '6', 'a.sql:6'],
    ['where the server points at its first character', '1', 'a.sql:4'],
    ['where it begins, where the server points nowhere', undefined, 'a.sql:4'],
    ['where it begins, where the server points at no number', 'x', 'a.sql:4'],
    ['at its end at the most', '9999', 'a.sql:6'],
  ])('is told %s', (_where, position, where) => {
    const error = serverError('syntax error', { code: '42601', position });
    expect(
      failureAt('SCENARIO_APPLY_FAILED', 'a.sql', statement('a\n\u{1f423}\n x y z', 4), error),
    ).toMatchObject({
      code: 'SCENARIO_APPLY_FAILED',
      where,
    });
  });

  test('counts characters as the server does, not halves of them', () => {
    const text = '\u{1f423}\u{1f423}\nx';
    const at = (position: number): string =>
      failureAt(
        'SCENARIO_APPLY_FAILED',
        'a.sql',
        statement(text),
        serverError('x', { position: `${position}` }),
      ).where;
    expect([at(1), at(3), at(4)]).toEqual(['a.sql:1', 'a.sql:1', 'a.sql:2']);
  });

  test('is told with its first words and the SQLSTATE', () => {
    const error = serverError('relation "public.x" does not exist', { code: '42P01' });
    const { what } = failureAt(
      'SCENARIO_REVERT_FAILED',
      'revert.sql',
      statement('UPDATE public.x SET a = 1'),
      error,
    );
    expect(what).toBe(
      '"UPDATE public.x SET a": relation "public.x" does not exist (SQLSTATE 42P01)',
    );
  });

  test.each([
    ['INSERT INTO births (id) VALUES (1)', '"INSERT INTO births VALUES"'],
    ['', 'the statement'],
    ["'secret'", 'the statement'],
    ['SELECT 42', '"SELECT"'],
    ['-- why\nDROP TABLE x', '"DROP TABLE x"'],
    ["-- don't\nDROP TABLE x", '"DROP TABLE x"'],
    ['SELECT 1 -- secret', '"SELECT"'],
    ['/* why\n not */ DROP TABLE "a b"', '"DROP TABLE a b"'],
    ['DO $$ BEGIN secret; END $$', '"DO"'],
    ['DO $body$ secret $body$', '"DO"'],
    ['SELECT $$secret$$', '"SELECT"'],
    ["CALL register('ann mary smith')", '"CALL register"'],
    ["SELECT E'ann\nmary smith'", '"SELECT E"'],
  ])('%j is known as %s', (text, head) => {
    expect(headOf(text)).toBe(head);
  });

  test('tells nothing that stands in quotes, whatever stands around it', () => {
    const word = fc.constantFrom('SELECT', 'x', '(', ';', ' ', '\n', '--', '/*', '*/', ',', '"n"');
    const quoted = fc.constantFrom(
      "'a hidden b'",
      '$$a hidden b$$',
      '$q$ hidden $q$',
      "E'\\' hidden'",
    );
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 4 }),
        quoted,
        fc.array(word),
        (before, literal, after) => {
          const plain = before.join(' ');
          fc.pre(!plain.includes('--') && !plain.includes('/*'));
          expect(headOf(`${plain} ${literal} ${after.join(' ')}`)).not.toContain('hidden');
        },
      ),
    );
  });
});

describe('a lost server', () => {
  test.each([
    [serverError('terminating', { code: '57P01' }), true],
    [serverError('crash', { code: '57P02' }), true],
    [serverError('starting up', { code: '57P03' }), true],
    [serverError('reset', { code: 'ECONNRESET' }), true],
    [serverError('pipe', { code: 'EPIPE' }), true],
    [serverError('refused', { code: 'ECONNREFUSED' }), true],
    [serverError('no socket', { code: 'ENOENT', syscall: 'connect' }), true],
    [serverError('no such file', { code: 'ENOENT', syscall: 'open' }), false],
    [serverError('Connection terminated unexpectedly'), true],
    [serverError('Client has encountered a connection error and is not queryable'), true],
    [serverError('canceling statement due to statement timeout', { code: '57014' }), false],
    [serverError('dropped', { code: '57P04' }), false],
    [serverError('deadlock detected', { code: '40P01' }), false],
    [serverError('a message that says Connection terminated unexpectedly'), false],
    [serverError('other', { code: 7 }), false],
    ['57P01', false],
    [null, false],
  ])('%s: %s', (error, isLost) => {
    expect(isServerLost(error)).toBe(isLost);
  });
});
