// Sequences are put back to where a print has them, whatever they are called.
import { describe, expect, test } from '@jest/globals';
import { movedBack, positionOf } from '../../../harness/witness/sequences.ts';

describe('a position', () => {
  test.each([
    ['public.a has given 3', { label: 'public.a', isCalled: true, value: '3' }],
    ['public.a will give -9', { label: 'public.a', isCalled: false, value: '-9' }],
    [
      'public." has given 1" will give 9223372036854775807',
      { label: 'public." has given 1"', isCalled: false, value: '9223372036854775807' },
    ],
    ['public."a\nb" has given 1', { label: 'public."a\nb"', isCalled: true, value: '1' }],
  ])('is read from %j', (line, position) => {
    expect(positionOf(line)).toEqual(position);
  });

  test.each(['', 'public.a', 'public.a has given', 'public.a has given x'])(
    'is not to be read from %j',
    (line) => {
      expect(positionOf(line)).toBeNull();
    },
  );
});

describe('sequences to put back', () => {
  test('are those that stand elsewhere now, and no others', () => {
    const wanted = ['a has given 1', 'b will give 1', 'c has given 5'];
    const found = ['a has given 2', 'b has given 1', 'c has given 5', 'd has given 1'];
    expect(movedBack(wanted, found).map(({ label, value, isCalled }) => [label, value, isCalled]))
      // what was only there before or only after is not a position
      .toEqual([
        ['a', '1', true],
        ['b', '1', false],
      ]);
  });

  test('are not those that are gone', () => {
    expect(movedBack(['a has given 1'], [])).toEqual([]);
  });
});
