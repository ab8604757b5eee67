// A scan's thread waits for the next scan, and for no longer than a while.
import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { giveBackThread, takeThread } from '../../../harness/scan/thread.io.ts';

test('a thread that was given back is the next one’s, and lives', async () => {
  const thread = takeThread();
  await giveBackThread(thread, 0);
  expect(takeThread()).toBe(thread);
  await thread.worker.terminate();
});

test('a thread that nobody takes ends, and another one comes after it', async () => {
  const thread = takeThread();
  await giveBackThread(thread, 0);
  await once(thread.worker, 'exit');
  const next = takeThread();
  expect(next).not.toBe(thread);
  await next.worker.terminate();
});
