// Memory that is used again has one user at a time.
import { describe, expect, test } from '@jest/globals';
import { giveBack, SLAB_BYTES, takeSlab } from '../../../harness/witness/slabs.ts';

describe('a slab', () => {
  test('is taken again once it was given back, by any part of it', () => {
    const slab = takeSlab();
    expect(slab.length).toBe(SLAB_BYTES);
    giveBack(slab.subarray(0, 3));
    expect(takeSlab()).toBe(slab);
  });

  test('has one user, however often it is given back', () => {
    const slab = takeSlab();
    giveBack(slab);
    giveBack(slab);
    expect(new Set([takeSlab(), takeSlab()]).size).toBe(2);
  });

  test('is never memory that somebody else has', () => {
    const other = Buffer.alloc(SLAB_BYTES);
    giveBack(other);
    expect(takeSlab().buffer).not.toBe(other.buffer);
  });
});
