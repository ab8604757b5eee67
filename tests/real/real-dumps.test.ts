// Real dumps, where they are: a user of the project does not have them, and then this says so.
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ROOT, runCli } from '../container/cli.ts';
import { attest } from '../container/made-dumps.ts';

const DUMPS = process.env['REAL_DUMPS'] ?? path.resolve(ROOT, '../shared/dumps');
const SLOW_MS = 180_000;
const isThere = existsSync(path.join(DUMPS, 'chinook.dump'));
if (!isThere) process.stderr.write(`real dumps: none at ${DUMPS}, passed over (set REAL_DUMPS)\n`);

(isThere ? describe : describe.skip)('the real dump', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'real-test-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test.each([
    ['chinook.dump', path.join(import.meta.dirname, 'chinook/rehearsal.config.yaml')],
    ['directus-birth-surface.dump', path.join(ROOT, 'rehearsal.config.yaml')],
  ])(
    '%s is rehearsed to ready',
    async (name, config) => {
      const dump = path.join(folder, name);
      await copyFile(path.join(DUMPS, name), dump);
      await attest(dump, folder);
      const out = path.join(folder, `packet-${name}`);
      const result = await runCli(['run', '--dump', dump, '--config', config, '--out', out]);
      expect(result.stderr).toBe('');
      expect([result.exitCode, result.lastLine.endsWith('ROLLBACK_READY')]).toEqual([0, true]);
    },
    SLOW_MS,
  );
});
