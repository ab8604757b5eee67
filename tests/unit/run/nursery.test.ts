// The nursery of the process: large enough for a short run, and never as large as V8 would let it be.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

test('the nursery grows once, and no further whatever lives in it', async () => {
  const file = path.join(import.meta.dirname, 'nursery.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [file]);
  const { first, last } = JSON.parse(stdout) as { first: number; last: number }; // its own answer
  // Two halves of 8 MiB; left alone, V8 goes up to 96 MiB and more.
  expect([first, last]).toEqual([16, 16]);
}, 60_000);
