// Real dumps, where they are: a user of the project does not have them, and then this says so.
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readData } from '../../harness/intake/index.ts';
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

  test.each(['chinook.dump', 'directus-birth-surface.dump'])(
    '%s is refused for nothing when it is inspected',
    async (name) => {
      const dump = path.join(folder, `inspected-${name}`);
      await copyFile(path.join(DUMPS, name), dump);
      await attest(dump, folder);
      const { exitCode, stderr, stdout } = await runCli(['inspect', '--dump', dump, '--json']);
      const { findings } = JSON.parse(stdout) as { readonly findings: readonly { code: string }[] }; // read in tests only
      expect([exitCode, stderr.includes('REFUSED')]).toEqual([0, false]);
      const codes = new Set(findings.map(({ code }) => code));
      expect([...codes].filter((code) => code !== 'INTAKE_SECURITY_DEFINER')).toEqual([]);
    },
    SLOW_MS,
  );

  test(
    'directus-birth-surface.unsanitized.dump is refused with every planted item, and shows none',
    async () => {
      const dump = path.join(folder, 'unsanitized.dump');
      await copyFile(path.join(DUMPS, 'directus-birth-surface.unsanitized.dump'), dump);
      await attest(dump, folder);
      const out = path.join(folder, 'packet-unsanitized');
      const result = await runCli(['run', '--dump', dump, '--out', out]);
      expect([result.exitCode, result.lastLine.endsWith('INPUT_REJECTED')]).toEqual([4, true]);
      const found = [...result.stderr.matchAll(/^(DATA_\w+) at ([\w.]+)/gm)].map(
        ([, code, where]) => `${code} ${where}`,
      );
      expect(found).toEqual(PLANTED);

      const outputs = [result.stdout, result.stderr];
      for (const name of await readdir(out))
        outputs.push(await readFile(path.join(out, name), 'utf8'));
      const planted = await plantedWords(dump);
      expect(planted.length).toBeGreaterThan(7);
      for (const word of planted) {
        for (const text of outputs) expect(text.includes(word)).toBe(false);
      }
    },
    SLOW_MS,
  );
});

const PLANTED = [
  'DATA_CONNECTION_URL public.birth_registry.payload',
  'DATA_LIVE_HOST public.birth_registry.payload',
  'DATA_LIVE_HOST public.directus_settings.project_url',
  'DATA_DIRECTUS_CREDENTIAL public.directus_users.password',
  'DATA_PASSWORD_HASH public.directus_users.password',
  'DATA_DIRECTUS_CREDENTIAL public.directus_users.token',
  'DATA_LIVE_HOST public.directus_webhooks.url',
  'DATA_WEBHOOK public.directus_webhooks.url',
  'DATA_JSON_WEB_TOKEN public.os_proposal_approvals.note',
  'DATA_CONNECTION_URL public.system_issues.title',
  'DATA_LIVE_HOST public.system_issues.title',
  'DATA_PRIVATE_KEY public.system_issues.title',
];

/** Words of the rows that only the unsanitized twin has, as far as they stand in no other row. */
async function plantedWords(dump: string): Promise<string[]> {
  const clean = await wordsOf(path.join(DUMPS, 'directus-birth-surface.dump'));
  const added = [...(await wordsOf(dump))].filter((word) => !clean.has(word));
  // Ordinary words ("postgres", "create") stand elsewhere in the outputs with good reason.
  return added.filter(
    (word) => (word.length >= 10 && /\d/.test(word)) || word.includes('.internal'),
  );
}

async function wordsOf(stagedPath: string): Promise<Set<string>> {
  const words = new Set<string>();
  const { parts } = readData({ stagedPath, facts: { format: 'custom', byteLength: 0 } });
  for await (const { source, chunks } of parts) {
    let text = '';
    for await (const chunk of chunks) text += Buffer.from(chunk).toString('utf8');
    if (source.kind !== 'rows') continue;
    for (const [word] of text.matchAll(/[A-Za-z0-9+/=_.-]{6,}/g)) words.add(word);
  }
  return words;
}
