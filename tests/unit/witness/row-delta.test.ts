// In what the rows of a table differ from those it had.
import { describe, expect, test } from '@jest/globals';
import { sha256 } from '../../../harness/kernel/index.ts';
import { RowDelta } from '../../../harness/witness/row-delta.ts';

const delta = (rows: readonly (readonly [string, 1 | -1])[]): RowDelta => {
  const found = new RowDelta();
  for (const [row, by] of rows) found.count(sha256(row), by);
  return found;
};

describe('a difference of rows', () => {
  test('is nothing where each that was there is there, in whatever order', () => {
    const rows = delta([['a', -1], ['b', -1], ['a', -1], ['b', 1], ['a', 1], ['a', 1]]); // prettier-ignore
    expect(rows.isNothing).toBe(true);
  });

  test('is something where one of two like rows is gone', () => {
    expect(delta([['a', -1], ['a', -1], ['a', 1]]).isNothing).toBe(false); // prettier-ignore
  });

  test('has one name in any order, and with whatever else is read on both sides', () => {
    const one = delta([['a', -1], ['b', 1]]); // prettier-ignore
    const other = delta([['c', -1], ['b', 1], ['c', 1], ['a', -1]]); // prettier-ignore
    expect(other.name()).toBe(one.name());
  });

  test('has another name where another row, another number or the other side differs', () => {
    const names = [
      delta([]),
      delta([['a', 1]]),
      delta([['a', -1]]),
      delta([['a', 1], ['a', 1]]), // prettier-ignore
      delta([['b', 1]]),
    ].map((each) => each.name());
    expect(new Set(names).size).toBe(names.length);
  });
});
