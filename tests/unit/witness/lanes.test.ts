// What several read side by side is handed on in the order of its lanes.
import { setImmediate as allMoved } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Lanes, MOST_AHEAD_BYTES } from '../../../harness/witness/lanes.ts';

const bytes = (text: string): Buffer => Buffer.from(text);
const MEBIBYTE = 1024 * 1024;
const FULL = 'x'.repeat(7 * 1024 * 1024);

/** Reads on while there is something: each lane's text, and what its end is told by. */
async function textOf(lanes: Lanes): Promise<string> {
  let text = '';
  for await (const { at, bytes: each } of lanes) {
    text += each.length === 0 ? `|${at}|` : Buffer.from(each).toString();
  }
  return text;
}

describe('lanes', () => {
  test('hand on what came in their own order, and tell the end of each', async () => {
    const lanes = new Lanes(3);
    const read = textOf(lanes);
    await lanes.add(2, bytes('e'));
    await lanes.add(1, bytes('c'));
    await lanes.add(0, bytes('a'));
    lanes.end(2);
    await lanes.add(0, bytes('b'));
    lanes.end(0);
    await lanes.add(1, bytes('d'));
    lanes.end(1);
    expect(await read).toBe('ab|0|cd|1|e|2|');
  });

  test('let whoever is ahead wait, and go on in time', async () => {
    const lanes = new Lanes(2);
    const reader = lanes[Symbol.asyncIterator]();
    let isAhead = false;
    const ahead = lanes.add(1, bytes(FULL)).then(() => (isAhead = true));
    await lanes.add(0, bytes('a'));
    expect((await reader.next()).value).toEqual({ at: 0, bytes: bytes('a') });
    expect(isAhead).toBe(false);
    lanes.end(0);
    await reader.next();
    expect((await reader.next()).value?.bytes.length).toBe(FULL.length);
    await ahead;
    lanes.end(1);
    expect((await reader.next()).value?.at).toBe(1);
    expect((await reader.next()).done).toBe(true);
  });

  test('hold no more than a bound, however many whoever is ahead has filled', async () => {
    const lanes = new Lanes(50);
    const reader = lanes[Symbol.asyncIterator]();
    let filled = 0;
    // Each lane is smaller than the bound: all of them together are not.
    const ahead = (async () => {
      for (let at = 1; at < 50; at += 1) {
        await lanes.add(at, Buffer.alloc(MEBIBYTE));
        lanes.end(at);
        filled += 1;
      }
    })();
    await lanes.add(0, bytes('a'));
    await reader.next();
    await allMoved(); // all that can go on without the reader has gone on
    expect(filled).toBe(MOST_AHEAD_BYTES / MEBIBYTE - 1);
    expect(lanes.waitingBytes).toBe(MOST_AHEAD_BYTES);
    lanes.end(0);
    for (let each = await reader.next(); each.done !== true; each = await reader.next()) {
      expect(lanes.waitingBytes).toBeLessThanOrEqual(MOST_AHEAD_BYTES + MEBIBYTE);
    }
    await ahead;
    expect(filled).toBe(49);
  });

  test('are read to their end by any number of readers, whoever is slow', async () => {
    const sizes = fc.array(fc.array(fc.integer({ min: 1, max: 3 * MEBIBYTE }), { maxLength: 6 }), {
      minLength: 1,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(
        sizes,
        fc.integer({ min: 1, max: 4 }),
        fc.scheduler(),
        async (all, readers, s) => {
          const lanes = new Lanes(all.length);
          const queue = [...all.entries()];
          const pause = s.scheduleFunction(async () => await Promise.resolve());
          const drain = async (): Promise<void> => {
            for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
              const [at, chunks] = next;
              for (const size of chunks) {
                await pause();
                await lanes.add(at, new Uint8Array(size));
              }
              lanes.end(at);
            }
          };
          const read = async (): Promise<number[][]> => {
            const seen = all.map((): number[] => []);
            for await (const { at, bytes: each } of lanes) {
              await pause();
              if (each.length > 0) seen[at]?.push(each.length);
              const most = MOST_AHEAD_BYTES + (readers + 1) * 3 * MEBIBYTE + MEBIBYTE;
              expect(lanes.waitingBytes).toBeLessThanOrEqual(most);
            }
            return seen;
          };
          const seen = read();
          const reading = Promise.all(Array.from({ length: readers }, drain));
          expect(await s.waitFor(seen)).toEqual(all);
          await s.waitFor(reading);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('that are over take nothing, and neither does one that there is not', async () => {
    const lanes = new Lanes(2);
    lanes.end(0);
    await expect(lanes.add(0, bytes('a'))).rejects.toThrow('lane 0 is over');
    expect(() => lanes.end(0)).toThrow('lane 0 is over');
    await expect(lanes.add(2, bytes('a'))).rejects.toThrow('lane 2 is over');
  });

  test('that nobody reads any more let nobody wait', async () => {
    const lanes = new Lanes(2);
    await lanes.add(0, bytes('a'));
    const ahead = lanes.add(1, bytes(FULL));
    for await (const _ of lanes) break;
    await expect(ahead).rejects.toThrow('nobody reads the lanes any more');
    await expect(lanes.add(0, bytes('a'))).rejects.toThrow('nobody reads the lanes any more');
  });

  test('tell what broke to whoever reads', async () => {
    const lanes = new Lanes(2);
    const read = textOf(lanes);
    await lanes.add(0, bytes('a'));
    lanes.fail(new Error('the server is gone'));
    await expect(read).rejects.toThrow('the server is gone');
  });
});
