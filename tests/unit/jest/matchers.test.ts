// The matchers: what holds, what does not, and what is not decided, which fails either way round.
import { describe, expect, test } from '@jest/globals';
import { BEFORE, REHEARSED, toBeExactly, toHold } from './client.ts';

const IS = { isNot: false };
const IS_NOT = { isNot: true };

describe('toBeExactly', () => {
  test('holds where nothing differs', () => {
    const { pass, message } = toBeExactly.call(IS, { ...BEFORE }, BEFORE);
    expect([pass, message()]).toEqual([true, 'the clone is exactly as it was: nothing differs']);
  });

  test('names what differs, and how much more', () => {
    const rows = Object.fromEntries(
      Array.from({ length: 22 }, (_, n) => [`t${n}`, { rows: n, sha256: '' }]),
    );
    const tables = { ...BEFORE.tables, ...rows };
    const { pass, message } = toBeExactly.call(IS, { ...BEFORE, tables }, BEFORE);
    expect(pass).toBe(false);
    const lines = message().split('\n');
    expect(lines.slice(0, 2)).toEqual([
      'the clone is not exactly as it was:',
      '  table t0: is new, with 0 rows',
    ]);
    expect(lines.at(-1)).toBe('  and 2 more');
  });

  test('keeps a name with a line end on its line', () => {
    const tables = { ...BEFORE.tables, 'public.a\n::error::b': { rows: 0, sha256: '' } };
    const lines = toBeExactly
      .call(IS, { ...BEFORE, tables }, BEFORE)
      .message()
      .split('\n');
    expect(lines).toContain('  table public.a\u21b5::error::b: is new, with 0 rows');
  });

  test.each([IS, IS_NOT])('is not decided inside a transaction: %p', (how) => {
    const { pass, message } = toBeExactly.call(how, { ...BEFORE, residue: null }, BEFORE);
    expect(pass).toBe(how.isNot); // which jest takes for a failure
    expect(message()).toBe(
      'not decided: a fingerprint inside a transaction cannot tell what is left beside it',
    );
  });

  test('tells a change inside a transaction all the same', () => {
    const inside = { ...BEFORE, residue: null, sequences: [] };
    expect(toBeExactly.call(IS_NOT, inside, BEFORE).pass).toBe(false);
  });

  test.each([
    [Promise.resolve(BEFORE), BEFORE],
    [BEFORE, undefined],
    [{ ...BEFORE, kind: '' }, BEFORE],
  ])('refuses what is no fingerprint', (received, expected) => {
    expect(() => toBeExactly.call(IS_NOT, received, expected)).toThrow(
      'it is told of what fingerprint() answers; is an await missing?',
    );
  });
});

describe('toHold', () => {
  test.each([
    ['HELD', IS, true],
    ['HELD', IS_NOT, true],
    ['NOT_HELD', IS, false],
    ['NOT_HELD', IS_NOT, false],
    // Not decided: the answer that fails.
    ['NOT_DECIDED', IS, false],
    ['NOT_DECIDED', IS_NOT, true],
  ] as const)('%s, asked with %p', (judgement, how, pass) => {
    expect(toHold.call(how, { ...REHEARSED, judgement }).pass).toBe(pass);
  });

  test('says every finding with what to do', () => {
    const finding = { code: 'A_CODE', where: 'here', what: 'it was', hint: 'do this.' };
    const told = { ...REHEARSED, judgement: 'NOT_HELD', findings: [finding] };
    expect(toHold.call(IS, told).message().split('\n')).toEqual([
      'the rehearsal came to NOT_HELD: birth-note',
      '  A_CODE at here: it was; do this.',
    ]);
  });

  test('refuses what is no rehearsal', () => {
    expect(() => toHold.call(IS_NOT, Promise.resolve(REHEARSED))).toThrow('is an await missing?');
  });
});
