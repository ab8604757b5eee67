// A value is counted only until it is too much, whatever shape it has.
import { describe, expect, test } from '@jest/globals';
import { excessIn, LIMITS } from '../../../harness/kernel/index.ts';

const OBJECTS = `more than ${LIMITS.jsonObjects} objects and lists`;
const VALUES = `more than ${LIMITS.jsonValues} values`;

function nested(depth: number): unknown {
  let value: unknown = 0;
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}

describe('the size of a JSON value', () => {
  test.each<readonly [string, () => unknown, string | null]>([
    ['a word', () => 'a', null],
    [
      'as many objects as may be',
      () => Array.from({ length: LIMITS.jsonObjects - 1 }, Object),
      null,
    ],
    ['one object more', () => Array.from({ length: LIMITS.jsonObjects }, Object), OBJECTS],
    [
      'as many values as may be',
      () => Array.from({ length: LIMITS.jsonValues - 1 }, () => 0),
      null,
    ],
    ['one value more', () => Array.from({ length: LIMITS.jsonValues }, () => 0), VALUES],
    ['a long list', () => Array.from({ length: LIMITS.jsonValues + 1 }, () => 0), VALUES],
    ['lists in lists', () => nested(LIMITS.jsonObjects), null],
    ['deeper lists', () => nested(LIMITS.jsonObjects + 1), OBJECTS],
  ])('of %s', (_what, made, excess) => {
    expect(excessIn(made())).toBe(excess);
  });
});
