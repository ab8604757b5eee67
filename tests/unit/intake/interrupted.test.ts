// A signal is obeyed while a dump is taken in, not when it has been: at each piece that is copied or read.
import { stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { withinBudget } from '../../../harness/intake/budget.ts';
import { takeIn } from '../../../harness/intake/index.ts';
import { given } from './given.ts';

const MIB = 1024 * 1024;
const here = given();

test('a copy that nobody waits for any more ends after one piece', async () => {
  await writeFile(here.dump, Buffer.alloc(16 * MIB));
  const workFolder = path.join(here.root, 'work');
  const signal = AbortSignal.abort(new Error('ended by SIGINT'));
  const taking = takeIn({ dumpPath: here.dump, where: 'clone.dump', workFolder, signal });
  await expect(taking).rejects.toThrow('ended by SIGINT');
  expect((await stat(path.join(workFolder, 'dump'))).size).toBeLessThanOrEqual(MIB);
});

test('a dump that nobody waits for any more is not read on', async () => {
  const ending = new AbortController();
  let read = 0;
  const budget = {
    unpackedBytes: Infinity,
    packedBytes: 100,
    packedBytesRead: () => read,
    signal: ending.signal,
  };
  const pieces = async function* (): AsyncGenerator<Uint8Array> {
    for (; read < 100; read += 1) {
      await Promise.resolve();
      yield new Uint8Array(1);
    }
  };
  const reading = async (): Promise<void> => {
    for await (const _ of withinBudget(pieces(), ({ length }) => length, budget)) {
      if (read === 2) ending.abort(new Error('ended by SIGINT'));
    }
  };
  await expect(reading()).rejects.toThrow('ended by SIGINT');
  expect(read).toBe(3);
});
