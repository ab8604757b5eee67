// Migrations as teams write them, in every layout, on the real dumps: up, down, up, each on the last.
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { executionEvidenceSchema } from '../../harness/scenario/evidence-contract.ts';
import { ROOT, runCli, type CliResult } from '../container/cli.ts';
import { attest } from '../container/made-dumps.ts';

const DUMPS = process.env['REAL_DUMPS'] ?? path.resolve(ROOT, '../shared/dumps');
const SLOW_MS = 400_000;
const isThere = existsSync(path.join(DUMPS, 'chinook.dump'));
if (!isThere) process.stderr.write(`real dumps: none at ${DUMPS}, passed over (set REAL_DUMPS)\n`);

interface Chain {
  readonly layout: string;
  readonly id: string;
  readonly count: number;
  /** Steps without a way back of their own. */
  readonly without: readonly number[];
}

const CHAINS: Readonly<Record<string, readonly Chain[]>> = {
  chinook: [
    { layout: 'golang-migrate', id: 'ratings-and-labels', count: 4, without: [] },
    { layout: 'node-pg-migrate', id: 'kinds-and-keys', count: 3, without: [] },
    { layout: 'numbered', id: 'playlists-and-history', count: 3, without: [] },
  ],
  directus: [
    { layout: 'sqitch', id: 'issues-and-audit', count: 4, without: [] },
    { layout: 'flyway', id: 'expiry-and-archive', count: 5, without: [3, 5] },
    { layout: 'dbmate', id: 'review-state', count: 4, without: [] },
  ],
};

(isThere ? describe : describe.skip).each([
  ['chinook', 'chinook.dump'],
  ['directus', 'directus-birth-surface.dump'],
])('the migrations of %s', (name, dump) => {
  let folder: string;
  let result: CliResult;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'real-migrations-'));
    const own = path.join(folder, dump);
    await copyFile(path.join(DUMPS, dump), own);
    await attest(own, folder);
    const config = path.join(import.meta.dirname, `migrations/on-${name}.config.yaml`);
    const out = path.join(folder, 'packet');
    result = await runCli(['run', '--dump', own, '--config', config, '--out', out]);
  }, SLOW_MS);
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test('are rehearsed to ready', () => {
    const codes = [...result.stderr.matchAll(/^([A-Z][A-Z0-9_]+) at /gm)].map(([, code]) => code);
    expect(codes.filter((code) => code !== 'MIGRATION_NO_WAY_BACK')).toEqual([]);
    expect([result.exitCode, result.lastLine.endsWith('ROLLBACK_READY')]).toEqual([0, true]);
  });

  test.each([...(CHAINS[name] ?? [])])(
    'go up, back and up again as $layout',
    async ({ id, count, without }) => {
      const file = path.join(folder, 'packet/clone-rehearsal-execution-evidence.json');
      const { scenarios } = executionEvidenceSchema.parse(JSON.parse(await readFile(file, 'utf8')));
      const expected = Array.from({ length: count }, (_each, index) => [
        `${id}-${index + 1}`,
        without.includes(index + 1) ? 'snapshot' : 'up-down-up',
        'HELD',
      ]);
      const steps = scenarios.filter((each) => each.id.startsWith(`${id}-`));
      expect(steps.map((each) => [each.id, each.kind, each.judgement])).toEqual(expected);
    },
  );
});
