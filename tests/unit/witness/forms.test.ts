// Whether the text of rows that nobody wrote to follows from the columns, and what it is called then.
import { describe, expect, test } from '@jest/globals';
import { formOf, type Column } from '../../../harness/witness/forms.ts';

const column = (number: number, change: Partial<Column> = {}): Column => ({
  number,
  isDropped: false,
  isGenerated: false,
  shape: `c${number} 23 -1 0 4 i`,
  missing: null,
  ...change,
});

const THEN = [column(1), column(2), column(3, { isDropped: true, shape: 'gone 0' }), column(4)];
const AS_THEN = formOf(THEN, THEN);
const added = (number: number, change: Partial<Column> = {}): Column =>
  column(number, { shape: 'round 23 -1 0 4 i', missing: '{1}', ...change });

describe('the form of a table', () => {
  test('is what it was where a column came and went', () => {
    const gone = column(5, { isDropped: true, shape: 'gone 0' });
    expect(formOf(THEN, [...THEN, gone])).toBe(AS_THEN);
  });

  test('is the same where the same column came once more, under another number', () => {
    const first = formOf(THEN, [...THEN, added(5)]);
    expect(first).not.toBe(AS_THEN);
    expect(formOf(THEN, [...THEN, column(5, { isDropped: true }), added(6)])).toBe(first);
  });

  test.each<[string, readonly Column[]]>([
    ['rows have another value in the new column', [...THEN, added(5, { missing: '{2}' })]],
    ['rows have no value in it', [...THEN, added(5, { missing: null })]],
    ['it is of another type', [...THEN, added(5, { shape: 'round 20 -1 0 8 d' })]],
    ['there are two of them', [...THEN, added(5), added(6)]],
    ['a column that it had is gone', [column(1), column(2, { isDropped: true }), ...THEN.slice(2)]],
    ['there is none', THEN],
  ])('is another where %s', (_what, now) => {
    const form = formOf(THEN, now);
    expect(form).not.toBeNull();
    expect(form).not.toBe(formOf(THEN, [...THEN, added(5)]));
  });

  test.each<[string, readonly Column[]]>([
    ['a new column is computed', [...THEN, added(5, { isGenerated: true })]],
    ['a column that it had is of another type', [column(1, { shape: 'c1 20' }), ...THEN.slice(1)]],
    [
      'one has another value where it is missing',
      [column(1, { missing: '{7}' }), ...THEN.slice(1)],
    ],
    ['one that was dropped is there again', [...THEN.slice(0, 2), column(3), ...THEN.slice(3)]],
  ])('cannot be told where %s', (_what, now) => {
    expect(formOf(THEN, now)).toBeNull();
  });
});
