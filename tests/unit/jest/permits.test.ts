// Permits are given in turn, and one that is given back twice is still one.
import { expect, test } from '@jest/globals';
import { Permits } from '../../../harness/jest/permits.ts';

test('permits are had in the order in which they were asked for', async () => {
  const permits = new Permits(1);
  const order: string[] = [];
  const first = await permits.take();
  const others = ['second', 'third'].map(async (name) => {
    using _permit = await permits.take();
    order.push(name);
  });
  expect(order).toEqual([]);
  first[Symbol.dispose]();
  await Promise.all(others);
  expect(order).toEqual(['second', 'third']);
});

test('a permit that is given back twice is given to one only', async () => {
  const permits = new Permits(1);
  const first = await permits.take();
  first[Symbol.dispose]();
  first[Symbol.dispose]();
  const second = await permits.take();
  let isThird = false;
  const third = permits.take().then((permit) => {
    isThird = true;
    return permit;
  });
  await Promise.resolve();
  expect(isThird).toBe(false);
  second[Symbol.dispose]();
  (await third)[Symbol.dispose]();
  expect(isThird).toBe(true);
});
