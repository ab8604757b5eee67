// Restoring hostile plain dumps for real: what reads harmless must not become a command of psql.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { scanPlainFile, takeIn } from '../../harness/intake/index.ts';
import { restoreDump } from '../../harness/restore/index.ts';
import { attest, dumpMaker } from './made-dumps.ts';
import { testSandbox } from './sandboxes.ts';

const SLOW_MS = 120_000;

// Read with standard-conforming strings this is one string; read without, it ends after the second
// quote, and the next line is a command for a shell. The setting is changed where no reader of the
// dump can see it: in code that runs while it is restored.
const HIDDEN_COMMAND = [
  "DO $x$ BEGIN EXECUTE chr(83) || 'ET standard_conforming' || chr(95) || 'strings = off'; END $x$;",
  "SELECT 'x\\'';",
  '\\! touch /rehearsal/socket/owned',
  "--';",
  '',
].join('\n');

describe('a plain dump', () => {
  let folder: string;
  let plain: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'plain-test-'));
    await using maker = await dumpMaker(folder, 15);
    plain = await readFile(await maker.make('plain.sql', '', ['--format=plain']), 'utf8');
  }, SLOW_MS);
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  async function restored(text: string): Promise<{ judgement: string; socketFolder: string }> {
    const dumpPath = path.join(folder, 'changed.sql');
    await writeFile(dumpPath, text);
    await attest(dumpPath, folder);
    const workFolder = await mkdtemp(path.join(folder, 'staged-'));
    // What is on trial here is the restore: intake alone would refuse such statements.
    const allowances = [{ code: 'HOSTILE_STATEMENT', reason: 'a trial of the restore' }] as const;
    const intake = await takeIn({ dumpPath, where: 'changed.sql', workFolder, allowances });
    if (intake.kind !== 'accepted') return { judgement: intake.kind, socketFolder: '' };
    const { dump } = intake;
    await using held = await testSandbox(15, { stagedDumpPath: dump.stagedPath });
    const outcome = await restoreDump({
      sandbox: held.sandbox,
      dump,
      allowedExtensions: ['plpgsql'],
      jobs: 1,
      limitSeconds: 60,
      scanPlain: scanPlainFile,
    });
    const { stdout } = await held.sandbox.run(['ls', '/rehearsal/socket']);
    return { judgement: outcome.evidence.judgement, socketFolder: stdout };
  }

  test(
    'that is as pg_dump wrote it restores without a finding',
    async () => {
      expect(await restored(plain)).toEqual({ judgement: 'HELD', socketFolder: '' });
    },
    SLOW_MS,
  );

  test(
    'whose code changes how the rest is read runs no command of its own',
    async () => {
      const end = plain.lastIndexOf('--\n-- PostgreSQL database dump complete');
      const text = plain.slice(0, end) + HIDDEN_COMMAND + plain.slice(end);
      // The string is written so that it ends in the same place under either setting.
      expect(await restored(text)).toEqual({ judgement: 'HELD', socketFolder: '' });
    },
    SLOW_MS,
  );
});
