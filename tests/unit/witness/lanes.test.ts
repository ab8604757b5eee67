// What several read side by side is handed on in the order of its lanes.
import { describe, expect, test } from '@jest/globals';
import { Lanes } from '../../../harness/witness/lanes.ts';

const bytes = (text: string): Buffer => Buffer.from(text);

function lanesOf(count: number): { readonly lanes: Lanes; readonly text: () => string } {
  let taken = '';
  const lanes = new Lanes(count, (each) => (taken += Buffer.from(each).toString()));
  return { lanes, text: () => taken };
}

describe('lanes', () => {
  test('hand on the first at once, and what waits once it is its turn', async () => {
    const { lanes, text } = lanesOf(3);
    await lanes.add(2, bytes('e'));
    await lanes.add(1, bytes('c'));
    expect(text()).toBe('');
    await lanes.add(0, bytes('a'));
    expect(text()).toBe('a');
    lanes.end(2);
    await lanes.add(0, bytes('b'));
    lanes.end(0);
    expect(text()).toBe('abc');
    await lanes.add(1, bytes('d'));
    expect(lanes.hasEnded).toBe(false);
    lanes.end(1);
    expect(text()).toBe('abcde');
    expect(lanes.hasEnded).toBe(true);
  });

  test('let whoever is ahead wait, and go on in time', async () => {
    const { lanes, text } = lanesOf(2);
    let isAhead = false;
    const ahead = lanes.add(1, Buffer.alloc(13 * 1024 * 1024, 'x')).then(() => (isAhead = true));
    await lanes.add(0, bytes('a'));
    expect(isAhead).toBe(false);
    lanes.end(0);
    await ahead;
    await lanes.add(1, bytes('b'));
    lanes.end(1);
    expect(text()).toBe(`a${'x'.repeat(13 * 1024 * 1024)}b`);
  });

  test('that are over take nothing, and neither does one that there is not', async () => {
    const { lanes } = lanesOf(2);
    lanes.end(0);
    await expect(lanes.add(0, bytes('a'))).rejects.toThrow('lane 0 is over');
    expect(() => lanes.end(0)).toThrow('lane 0 is over');
    await expect(lanes.add(2, bytes('a'))).rejects.toThrow('lane 2 is over');
  });

  test('have not ended while one has not', () => {
    const { lanes } = lanesOf(2);
    lanes.end(1);
    expect(lanes.hasEnded).toBe(false);
  });
});
