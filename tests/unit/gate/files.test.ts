import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  checkSeal,
  writeSeal,
  type SealVerdict,
} from '../../../harness/gate/index.ts';
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

  test('never follows a link out of the folder, nor waits for a pipe', async () => {
    await writeSeal(root, ['sql/**/*.sql'], MANIFEST);
    await rm(path.join(root, 'sql/a b.sql'));
    await symlink('/etc/hostname', path.join(root, 'sql/a b.sql'));
    await rm(path.join(root, 'sql/deep/c.sql'));
    await run('mkfifo', [path.join(root, 'sql/deep/c.sql')]);
    expect(codesOf(await checkSeal(root, MANIFEST))).toEqual([
      'SEAL_PATH_LEAVES_TREE',
      'SEAL_NOT_A_FILE',
    ]);
    expect(codesOf(await writeSeal(root, ['sql/**/*.sql'], MANIFEST))).toEqual([
      'SEAL_PATH_LEAVES_TREE',
      'SEAL_NOT_A_FILE',
    ]);
  });

  test('follows a link within the folder, to the bytes it leads to', async () => {
    await symlink('a b.sql', path.join(root, 'sql/z.sql'));
    expect(await writeSeal(root, ['sql/z.sql'], MANIFEST)).toEqual({ sealed: 1, findings: [] });
    expect((await checkSeal(root, MANIFEST)).judgement).toBe('HELD');
    await writeFile(path.join(root, 'sql/a b.sql'), 'x');
    expect((await checkSeal(root, MANIFEST)).judgement).toBe('NOT_HELD');
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
    for (let index = 0; index <= LIMITS.sealedFiles; index += 1) {
      writeFileSync(path.join(root, `sql/${index}`), '');
    }
    expect(codesOf(await writeSeal(root, ['sql/**'], MANIFEST))).toContain('SEAL_UNREADABLE');
    expect(await readdir(root)).not.toContain(MANIFEST);
  });

  test('is not written over two files that another system takes for one', async () => {
    await writeFile(path.join(root, 'sql/A B.sql'), 'x');
    expect(codesOf(await writeSeal(root, ['sql/**'], MANIFEST))).toEqual(['SEAL_PATH_TWICE']);
  });
});
