// How far a stage is, in words: what was counted, its pace, and a rest only where one is known.
import { describe, expect, test } from '@jest/globals';
import type { Amount } from '../../../harness/run/contract.ts';
import { Gauge, gaugeText } from '../../../harness/run/progress/gauge.ts';
import {
  amountWords,
  rateWords,
  restWords,
  shareWords,
} from '../../../harness/run/progress/words.ts';

const MIB = 1024 * 1024;
const bytes = (done: number, total: number | null): Amount => ({ done, total, unit: 'bytes' });

describe('an amount', () => {
  test.each([
    [bytes(0, 100), '0 of 0 KiB read'],
    [bytes(300 * 1024, 1000 * 1024), '300 of 1,000 KiB read'],
    [bytes(0.5 * MIB, 1.8 * MIB), '0.5 of 1.8 MiB read'],
    [bytes(412 * MIB, 1024 * MIB), '412 of 1,024 MiB read'],
    [bytes(412 * MIB, 20 * 1024 * MIB), '0 of 20 GiB read'],
    [bytes(412 * MIB, null), '412 MiB read'],
    [bytes(9 * 1024 * MIB, null), '9,216 MiB read'],
    [bytes(3 * 1024 * 1024 * MIB, 90 * 1024 * 1024 * MIB), '3 of 90 TiB read'],
    [{ done: 3, total: 12, unit: 'pieces' }, '3 of 12 done'],
    [{ done: 3, total: null, unit: 'pieces' }, '3 done'],
  ] as const)('%j is "%s"', (amount, words) => {
    expect(amountWords(amount)).toBe(words);
  });

  test('that is more than was expected is told without the expectation', () => {
    expect(amountWords(bytes(101 * MIB, 100 * MIB))).toBe('101 MiB read');
    expect(shareWords(bytes(101, 100))).toBeNull();
  });

  test.each([
    [bytes(999, 1000), '99 %'],
    [bytes(1000, 1000), '100 %'],
    [bytes(0, 1000), '0 %'],
    [bytes(0, 0), null],
    [bytes(5, null), null],
  ])('%j has the share %s: whole only where it is', (amount, share) => {
    expect(shareWords(amount)).toBe(share);
  });
});

test.each([
  [35.4 * MIB, '35 MiB/s'],
  [3.54 * MIB, '3.5 MiB/s'],
  [20 * 1024, '20 KiB/s'],
])('a rate of %d bytes is "%s"', (rate, words) => {
  expect(rateWords(rate)).toBe(words);
});

test.each([
  [1, 'about 1 s left'],
  [9400, 'about 10 s left'],
  [17_000, 'about 20 s left'],
  [61_000, 'about 2 min left'],
  [89 * 60_000, 'about 89 min left'],
  [100 * 60_000, 'about 2 h left'],
])('a rest of %d ms is "%s"', (ms, words) => {
  expect(restWords(ms)).toBe(words);
});

describe('a gauge', () => {
  /** Asked at each of these times, in seconds, with what was counted until then. */
  async function asked(...steps: readonly (readonly [atS: number, amount: Amount | null])[]) {
    const answers = steps.map(([, amount]) => amount);
    const gauge = new Gauge(() => answers.shift() ?? null, 0);
    for (const [atS] of steps) await gauge.ask(() => atS * 1000);
    return gauge.words();
  }

  test('says nothing before it was asked', () => {
    const gauge = new Gauge(() => bytes(1, 2), 0);
    expect(gaugeText(gauge.words(), 80)).toBe('');
  });

  test('tells pace and rest by what was done since the stage began', async () => {
    expect(await asked([4, bytes(40 * MIB, 100 * MIB)])).toEqual({
      amount: '40 of 100 MiB read',
      share: '40 %',
      rate: '10 MiB/s',
      rest: 'about 6 s left',
    });
  });

  test('forgets the pace of what is long past', async () => {
    const words = await asked(
      [10, bytes(200 * MIB, 1000 * MIB)],
      [30, bytes(210 * MIB, 1000 * MIB)],
      [50, bytes(220 * MIB, 1000 * MIB)],
    );
    expect([words.rate, words.rest]).toEqual(['512 KiB/s', 'about 26 min left']);
  });

  test.each([
    ['nobody knows the whole', [4, bytes(40 * MIB, null)]],
    ['all is read', [4, bytes(100 * MIB, 100 * MIB)]],
    ['more is read than was expected', [4, bytes(110 * MIB, 100 * MIB)]],
    ['it has only begun', [4, bytes(1 * MIB, 100 * MIB)]],
    ['too little time has passed', [1, bytes(40 * MIB, 100 * MIB)]],
    ['nothing was done', [4, bytes(0, 100 * MIB)]],
  ] as const)('guesses no rest where %s', async (_, step) => {
    expect((await asked(step)).rest).toBeNull();
  });

  test('has no pace any more where all is read', async () => {
    const words = await asked([4, bytes(40 * MIB, 100 * MIB)], [9, bytes(100 * MIB, 100 * MIB)]);
    expect([words.amount, words.rate]).toEqual(['100 of 100 MiB read', null]);
    const afterwards = 'now indexes and constraints';
    const gone = await asked([4, { ...bytes(100 * MIB, 100 * MIB), afterwards }]);
    expect(gaugeText(gone, 80)).toBe('100 of 100 MiB read, now indexes and constraints');
    const going = await asked([4, { ...bytes(40 * MIB, 100 * MIB), afterwards }]);
    expect(gaugeText(going, 80)).toBe('40 of 100 MiB read, 10 MiB/s, about 6 s left');
  });

  test('has no pace left where nothing was done for long', async () => {
    const words = await asked(
      [10, bytes(50 * MIB, 100 * MIB)],
      [20, bytes(50 * MIB, 100 * MIB)],
      [31, bytes(50 * MIB, 100 * MIB)],
    );
    expect([words.amount, words.rate, words.rest]).toEqual(['50 of 100 MiB read', null, null]);
  });

  test('begins anew where less is done than before', async () => {
    const words = await asked([10, bytes(90 * MIB, 100 * MIB)], [11, bytes(5 * MIB, 100 * MIB)]);
    expect([words.amount, words.rate]).toEqual(['5 of 100 MiB read', null]);
  });

  test('says nothing where nobody can count any more, and fails with nobody', async () => {
    expect((await asked([4, bytes(40, 100)], [5, null])).amount).toBeNull();
    const failing = new Gauge(() => Promise.reject(new Error('the server is gone')), 0);
    await failing.ask(() => 4000);
    expect(failing.words().amount).toBeNull();
  });

  test('is not asked again while it is asked', async () => {
    const answers: PromiseWithResolvers<Amount>[] = [];
    const gauge = new Gauge(() => {
      const answer = Promise.withResolvers<Amount>();
      answers.push(answer);
      return answer.promise;
    }, 0);
    const both = [gauge.ask(() => 1000), gauge.ask(() => 2000)];
    answers[0]?.resolve(bytes(1, 2));
    await Promise.all(both);
    expect(answers).toHaveLength(1);
    void gauge.ask(() => 3000);
    expect(answers).toHaveLength(2);
  });

  test.each([
    [80, '40 of 100 MiB read, 10 MiB/s, about 6 s left'],
    [40, '40 of 100 MiB read, about 6 s left'],
    [22, '40 %, about 6 s left'],
    [18, '40 of 100 MiB read'],
    [10, '40 %'],
    [2, ''],
  ])('says in %d columns "%s"', async (columns, text) => {
    const words = await asked([4, bytes(40 * MIB, 100 * MIB)]);
    expect(gaugeText(words, columns)).toBe(text);
  });
});
