// Mount options of stacked clones, and where a stack ends.
import { describe, expect, test } from '@jest/globals';
import {
  canStack,
  SLOTS,
  stackLayers,
  withoutSync,
} from '../../../harness/sandbox/overlay-layers.ts';

const PATHS = { base: '/engine/base/_data', scratch: '/engine/scratch/_data' };

describe('the options of a clone\u2019s volume', () => {
  test('show the baseline under the clone\u2019s own slot', () => {
    expect(stackLayers(PATHS, 7, [])).toEqual({
      type: 'overlay',
      device: 'overlay',
      o:
        'lowerdir=/engine/base/_data,' +
        'upperdir=/engine/scratch/_data/7/upper,workdir=/engine/scratch/_data/7/work',
    });
  });

  test('stack kept states nearest first, and the baseline below all of them', () => {
    expect(stackLayers(PATHS, 9, [4, 2])['o']).toContain(
      'lowerdir=/engine/scratch/_data/4/upper:/engine/scratch/_data/2/upper:/engine/base/_data,',
    );
  });
});

describe('a clone that waits for no disk', () => {
  test('has the same volume, and one word more', () => {
    const overlay = stackLayers(PATHS, 9, [4]);
    expect(withoutSync(overlay)).toEqual({ ...overlay, o: `${overlay['o']},volatile` });
  });

  test('is not made where the word has no room in the page of options', () => {
    const room = 4095 - Buffer.byteLength(',volatile');
    expect(withoutSync({ o: 'x'.repeat(room) })?.['o']).toHaveLength(4095);
    expect(withoutSync({ o: 'x'.repeat(room + 1) })).toBeNull();
  });
});

describe('a stack', () => {
  test('takes as many layers as are bounded, the baseline among them', () => {
    expect(canStack(stackLayers, PATHS, SLOTS.slice(0, 39))).toBe(true);
    expect(canStack(stackLayers, PATHS, SLOTS.slice(0, 40))).toBe(false);
  });

  test('takes fewer where the engine\u2019s paths are long: a page of options ends it', () => {
    const scratch = (length: number): typeof PATHS => ({ ...PATHS, scratch: 'x'.repeat(length) });
    const { o = '' } = stackLayers(scratch(0), SLOTS.length, [1]);
    const longest = Math.floor((4095 - Buffer.byteLength(o)) / 3);
    expect(canStack(stackLayers, scratch(longest), [1])).toBe(true);
    expect(canStack(stackLayers, scratch(longest + 1), [1])).toBe(false);
  });

  test('counts bytes, not characters', () => {
    const scratch = '\u00e9'.repeat(1300);
    expect(canStack(stackLayers, { ...PATHS, scratch }, [1])).toBe(false);
    expect(canStack(stackLayers, { ...PATHS, scratch: 'e'.repeat(1300) }, [1])).toBe(true);
  });
});
