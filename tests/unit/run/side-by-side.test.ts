// Work side by side: in its own order, never more at once, and nothing left running behind a failure.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sideBySide } from '../../../harness/run/side-by-side.ts';

/** Pieces of work that end when they are told to. */
class Bench {
  readonly begun: number[] = [];
  readonly ended: number[] = [];
  most = 0;
  readonly #waiting = new Map<number, PromiseWithResolvers<void>>();

  readonly work = async (item: number): Promise<string> => {
    this.begun.push(item);
    const own = Promise.withResolvers<void>();
    this.#waiting.set(item, own);
    this.most = Math.max(this.most, this.#waiting.size);
    try {
      await own.promise;
    } finally {
      this.#waiting.delete(item);
      this.ended.push(item);
    }
    return `done ${item}`;
  };

  get running(): number[] {
    return [...this.#waiting.keys()].sort((left, right) => left - right);
  }

  async end(item: number, failure?: Error): Promise<void> {
    const own = this.#waiting.get(item);
    if (own === undefined) throw new Error(`${item} is not running`);
    if (failure === undefined) own.resolve();
    else own.reject(failure);
    await settled();
  }
}

/** Everything that can go on has gone on. */
async function settled(): Promise<void> {
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
}

describe('work side by side', () => {
  test('answers in the order of its pieces, whichever ends first', async () => {
    const bench = new Bench();
    const all = sideBySide([1, 2, 3], 3, bench.work);
    await settled();
    for (const item of [3, 1, 2]) await bench.end(item);
    expect(bench.ended).toEqual([3, 1, 2]);
    expect(await all).toEqual(['done 1', 'done 2', 'done 3']);
  });

  test('begins the next one when one has ended, and not before', async () => {
    const bench = new Bench();
    const all = sideBySide([1, 2, 3, 4], 2, bench.work);
    await settled();
    expect(bench.running).toEqual([1, 2]);
    await bench.end(2);
    expect(bench.running).toEqual([1, 3]);
    await bench.end(1);
    expect(bench.running).toEqual([3, 4]);
    await bench.end(3);
    await bench.end(4);
    expect(await all).toHaveLength(4);
    expect(bench.most).toBe(2);
  });

  test.each([1, 0, -3])('does one at a time where %d are asked for', async (count) => {
    const bench = new Bench();
    const all = sideBySide([1, 2], count, bench.work);
    await settled();
    expect(bench.running).toEqual([1]);
    await bench.end(1);
    await bench.end(2);
    expect(await all).toEqual(['done 1', 'done 2']);
    expect(bench.most).toBe(1);
  });

  test('has an answer where there is nothing to do, and keeps answers that are nothing', async () => {
    expect(await sideBySide([], 4, () => Promise.resolve(1))).toEqual([]);
    expect(await sideBySide([1, 2], 2, () => Promise.resolve(undefined))).toEqual([
      undefined,
      undefined,
    ]);
  });

  test('begins nothing more after a failure, awaits what goes on, and then throws it', async () => {
    const bench = new Bench();
    const all = sideBySide([1, 2, 3, 4], 2, bench.work);
    const thrown = all.then(
      () => 'nothing',
      (error: unknown) => error,
    );
    let isOver = false;
    const over = (async (): Promise<void> => {
      await thrown;
      isOver = true;
    })();
    await settled();
    await bench.end(1, new Error('first'));
    expect(bench.running).toEqual([2]);
    expect(isOver).toBe(false);
    await bench.end(2, new Error('second'));
    expect(await thrown).toEqual(new Error('first'));
    await over;
    expect(bench.begun).toEqual([1, 2]);
    expect(bench.ended).toEqual([1, 2]);
  });

  test('throws a failure of work that never waited', async () => {
    const work = (): Promise<never> => {
      throw new Error('at once');
    };
    await expect(sideBySide([1, 2], 2, work)).rejects.toThrow('at once');
  });

  test('does each piece once, in order, never more at once than asked, whatever it takes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(4), { maxLength: 12 }),
        fc.integer({ min: 1, max: 5 }),
        async (turns, count) => {
          let running = 0;
          let most = 0;
          const done: number[] = [];
          const answers = await sideBySide([...turns.entries()], count, async ([index, turn]) => {
            running += 1;
            most = Math.max(most, running);
            for (let left = turn; left > 0; left -= 1) await Promise.resolve();
            running -= 1;
            done.push(index);
            return index;
          });
          expect(answers).toEqual(turns.map((_, index) => index));
          expect(done.sort((left, right) => left - right)).toEqual(answers);
          expect(most).toBeLessThanOrEqual(count);
        },
      ),
    );
  });
});
