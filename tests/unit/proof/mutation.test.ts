// Each rule of the validator taken away, each small slip in it: something must notice, every time.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const ROOT = path.join(import.meta.dirname, '../../..');

test('every mutant of the validator is noticed, and the page shows by what', async () => {
  // In a process of its own: a mutant is a module, and jest loads modules in its own way.
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', 'tests/mutation/validator.ts'],
    { cwd: ROOT, env: {}, maxBuffer: 16 * 1024 * 1024 },
  );
  expect(stderr).toBe('');
  const page = readFileSync(path.join(ROOT, 'docs/validator-codes.md'), 'utf8');
  const shown = /<!-- mutation: begin -->\n\n(.*?)\n\n<!-- mutation: end -->/s.exec(page)?.[1];
  expect(`${shown}\n`).toBe(stdout);
}, 300_000);
