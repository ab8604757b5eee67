// A seal on real files: what it holds, what it refuses, and what may not lead it out of its tree.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { checkSeal, writeSeal, type SealVerdict } from '../../../harness/gate/index.ts';
import { filesOf } from '../../../harness/gate/files.io.ts';
import { LIMITS } from '../../../harness/kernel/index.ts';

const run = promisify(execFile);
const MANIFEST = 'seal-manifest.sha256';
let root = '';

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'gate-'));
  await mkdir(path.join(root, 'sql/deep'), { recursive: true });
  await writeFile(path.join(root, 'sql/a b.sql'), 'SELECT \u2014;\n');
  await writeFile(path.join(root, 'sql/deep/c.sql'), 'SELECT 2;\n');
  await writeFile(path.join(root, 'sql/notes.txt'), 'not sealed\n');
});
afterEach(async () => rm(root, { recursive: true }));

const codesOf = ({ findings }: Pick<SealVerdict, 'findings'>): string[] =>
  findings.map(({ code }) => code);

describe('a seal on real files', () => {
  test('is written the same twice, holds, and sha256sum -c accepts it', async () => {
    expect(await writeSeal(root, ['sql/**/*.sql'], MANIFEST)).toEqual({ sealed: 2, findings: [] });
    const first = await readFile(path.join(root, MANIFEST), 'utf8');
    await writeSeal(root, ['sql/**/*.sql', 'sql/deep/c.sql'], MANIFEST);
    expect(await readFile(path.join(root, MANIFEST), 'utf8')).toBe(first);
    const { stdout } = await run('sha256sum', ['-c', '--strict', MANIFEST], { cwd: root });
    expect(stdout).toBe('sql/a b.sql: OK\nsql/deep/c.sql: OK\n');
    expect(await checkSeal(root, MANIFEST, ['sql/**/*.sql'])).toEqual({
      judgement: 'HELD',
      identical: 2,
      sealed: 2,
      findings: [],
    });
    expect(await readdir(root)).toEqual(['seal-manifest.sha256', 'sql']);
  });

  test('does not hold once a file was edited, added or removed', async () => {
    await writeSeal(root, ['sql/**/*.sql'], MANIFEST);
    await writeFile(path.join(root, 'sql/a b.sql'), 'SELECT -;\n');
    await writeFile(path.join(root, 'sql/new.sql'), 'SELECT 3;\n');
    await rm(path.join(root, 'sql/deep/c.sql'));
    const verdict = await checkSeal(root, MANIFEST, ['sql/**/*.sql']);
    expect(verdict.judgement).toBe('NOT_HELD');
    expect(codesOf(verdict)).toEqual([
      'SEAL_UNICODE_DRIFT',
      'SEAL_FILE_MISSING',
      'SEAL_FILE_UNSEALED',
    ]);
  });

  test('cannot be decided without a manifest, or with a broken one', async () => {
    const missing = await checkSeal(root, MANIFEST);
    expect([missing.judgement, ...codesOf(missing)]).toEqual([
      'NOT_DECIDED',
      'SEAL_MANIFEST_MISSING',
    ]);
    await writeFile(path.join(root, MANIFEST), 'x\n');
    const broken = await checkSeal(root, MANIFEST);
    expect([broken.judgement, ...codesOf(broken)]).toEqual([
      'NOT_DECIDED',
      'SEAL_MANIFEST_INVALID',
    ]);
  });

  test('cannot be decided where a pattern means nothing any more', async () => {
    await writeSeal(root, ['sql/**'], MANIFEST);
    const verdict = await checkSeal(root, MANIFEST, ['sql/**', 'spec/**']);
    expect([verdict.judgement, ...codesOf(verdict)]).toEqual([
      'NOT_DECIDED',
      'SEAL_NOTHING_TO_SEAL',
    ]);
  });

  test.each([
    ['SEAL_NOTHING_TO_SEAL', []],
    ['SEAL_NOTHING_TO_SEAL', ['sql/**', 'spec/**']],
    ['SEAL_PATH_FORBIDDEN', ['../**']],
    ['SEAL_PATH_FORBIDDEN', ['/etc/hostname']],
  ])('is not written (%s) for the patterns %j', async (code, patterns) => {
    expect(codesOf(await writeSeal(root, patterns, MANIFEST))).toEqual([code]);
    expect(await readdir(root)).not.toContain(MANIFEST);
  });

  test('never holds its own manifest', async () => {
    await writeSeal(root, ['**'], MANIFEST);
    expect(await writeSeal(root, ['**'], MANIFEST)).toEqual({ sealed: 3, findings: [] });
    expect((await checkSeal(root, MANIFEST, ['**'])).judgement).toBe('HELD');
  });

  test('is not written over more than may be read', async () => {
    await writeFile(path.join(root, 'sql/large.sql'), '');
    await truncate(path.join(root, 'sql/large.sql'), LIMITS.sealedFileBytes + 1);
    const { findings } = await writeSeal(root, ['sql/**'], MANIFEST);
    expect(findings).toMatchObject([{ code: 'SEAL_UNREADABLE', where: 'sql/large.sql' }]);
  });

  test('is not written over more files than anybody means', async () => {
    const few = await filesOf(root, 'sql/**', MANIFEST, 5);
    expect([few.paths.length, few.findings]).toEqual([3, []]);
    const many = await filesOf(root, 'sql/**', MANIFEST, 3);
    expect(many.findings).toEqual([
      { code: 'SEAL_UNREADABLE', where: 'sql/**', what: 'it finds more than 3 files' },
    ]);
  });

  test('is not written over two files that another system takes for one', async () => {
    await writeFile(path.join(root, 'sql/A B.sql'), 'x');
    expect(codesOf(await writeSeal(root, ['sql/**'], MANIFEST))).toEqual(['SEAL_PATH_TWICE']);
  });
});
