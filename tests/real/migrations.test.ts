// Migrations as teams write them, in every layout, on the real dumps: up, down, up, each on the last.
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { executionEvidenceSchema } from '../../harness/scenario/evidence-contract.ts';
import { ROOT, runCli } from '../container/cli.ts';
import { attest } from '../container/made-dumps.ts';

const DUMPS = process.env['REAL_DUMPS'] ?? path.resolve(ROOT, '../shared/dumps');
const SLOW_MS = 400_000;
const isThere = existsSync(path.join(DUMPS, 'chinook.dump'));
if (!isThere) process.stderr.write(`real dumps: none at ${DUMPS}, passed over (set REAL_DUMPS)\n`);

(isThere ? describe : describe.skip)('the migrations of', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'real-migrations-'));
    for (const name of ['chinook.dump', 'directus-birth-surface.dump']) {
      await copyFile(path.join(DUMPS, name), path.join(folder, name));
      await attest(path.join(folder, name), folder);
    }
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test.each([
    ['golang-migrate', 'chinook.dump', 'ratings-and-labels', 4, []],
    ['node-pg-migrate', 'chinook.dump', 'kinds-and-keys', 3, []],
    ['numbered', 'chinook.dump', 'playlists-and-history', 3, []],
    ['sqitch', 'directus-birth-surface.dump', 'issues-and-audit', 4, []],
    ['flyway', 'directus-birth-surface.dump', 'expiry-and-archive', 5, [3, 5]],
    ['dbmate', 'directus-birth-surface.dump', 'review-state', 4, []],
  ])(
    '%s go up, back and up again on %s',
    async (layout, dump, id, count, without) => {
      const out = path.join(folder, layout);
      const config = path.join(import.meta.dirname, 'migrations', layout, 'rehearsal.config.yaml');
      const run = ['run', '--dump', path.join(folder, dump), '--config', config, '--out', out];
      const result = await runCli(run);
      const codes = [...result.stderr.matchAll(/^([A-Z][A-Z0-9_]+) at /gm)].map(([, code]) => code);
      expect(codes.filter((code) => code !== 'MIGRATION_NO_WAY_BACK')).toEqual([]);
      expect([result.exitCode, result.lastLine.endsWith('ROLLBACK_READY')]).toEqual([0, true]);

      const file = path.join(out, 'clone-rehearsal-execution-evidence.json');
      const { scenarios } = executionEvidenceSchema.parse(JSON.parse(await readFile(file, 'utf8')));
      const expected = Array.from({ length: count }, (_each, index) => [
        `${id}-${index + 1}`,
        without.includes(index + 1) ? 'snapshot' : 'up-down-up',
      ]);
      const steps = scenarios.filter((each) => each.id.startsWith(`${id}-`));
      expect(steps.map((each) => [each.id, each.kind])).toEqual(expected);
    },
    SLOW_MS,
  );
});
