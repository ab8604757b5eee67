// No deadline inside a container rests on the wall clock, which may be set while it runs.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { ROOT } from '../../container/cli.ts';

const BIN = path.join(ROOT, 'docker/sandbox/bin');
/** bash counts all of these by the wall clock. */
const WALL_CLOCK = /\b(?:SECONDS|EPOCHSECONDS|EPOCHREALTIME)\b|\$\(date\b/;

test('the programs of the sandbox count by the time since the machine started', async () => {
  expect('deadline - SECONDS').toMatch(WALL_CLOCK);
  expect('DEADLINE_SECONDS').not.toMatch(WALL_CLOCK);
  const names = await readdir(BIN);
  expect(names).toContain('rehearsal-clone');
  for (const name of names) {
    expect(await readFile(path.join(BIN, name), 'utf8')).not.toMatch(WALL_CLOCK);
  }
});
