// Files in the root that take over what is typed there: refused until they are sealed.
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { checkSeal, writeSeal, type SealVerdict } from '../../../harness/gate/index.ts';
import { takesOver } from '../../../harness/gate/doors.ts';
import { ROOT } from '../../house/files.ts';

const run = promisify(execFile);
const MANIFEST = 'seal-manifest.sha256';
const PATTERNS = ['Makefile', 'sql/**'];
const SAID = 'it takes over what the commands here run; remove it, or name it under "sealed" first';
let root = '';

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'gate-'));
  await mkdir(path.join(root, 'sql'));
  await writeFile(path.join(root, 'sql/a.sql'), 'SELECT 1;\n');
  await copyFile(path.join(ROOT, 'Makefile'), path.join(root, 'Makefile'));
  expect(await writeSeal(root, PATTERNS, MANIFEST)).toEqual({ sealed: 2, findings: [] });
});
afterEach(async () => rm(root, { recursive: true }));

const put = async (name: string, text = ''): Promise<void> =>
  writeFile(path.join(root, name), text);
const told = ({ findings }: Pick<SealVerdict, 'findings'>): string[] =>
  findings.map(({ code, where, what }) => `${code} ${where}: ${what}`);

const DOORS = [
  'GNUmakefile',
  'gnumakefile',
  'BSDmakefile',
  'makefile',
  'Makefile.sh',
  'Makefile.c',
  'Makefile,v',
  's.Makefile',
  'package.json.sh',
  'package-lock.json.sh',
  '.npmrc',
  'npm-shrinkwrap.json',
  'node.config.json',
];

describe('a door in the root', () => {
  test.each(DOORS)('%s is refused, and nothing is sealed beside it', async (name) => {
    await put(name);
    const verdict = await checkSeal(root, MANIFEST, PATTERNS);
    expect(told(verdict)).toEqual([`SEAL_FILE_UNSEALED ${name}: ${SAID}`]);
    expect(verdict).toMatchObject({ judgement: 'NOT_HELD', identical: 2, sealed: 2 });
    expect(told(await writeSeal(root, PATTERNS, MANIFEST))).toEqual(told(verdict));
  });

  test.each(['RCS', 'SCCS'])('may be a folder: %s', async (name) => {
    await mkdir(path.join(root, name));
    expect(told(await checkSeal(root, MANIFEST))).toEqual([`SEAL_FILE_UNSEALED ${name}: ${SAID}`]);
  });

  test('holds where it is sealed with the rest, and only with the bytes that were', async () => {
    await put('.npmrc', 'ignore-scripts=true\n');
    const patterns = [...PATTERNS, '.npmrc'];
    expect(await writeSeal(root, patterns, MANIFEST)).toEqual({ sealed: 3, findings: [] });
    expect(await checkSeal(root, MANIFEST, patterns)).toMatchObject({ judgement: 'HELD' });
    await put('.npmrc', 'node-options=--import=./x.mjs\n');
    expect((await checkSeal(root, MANIFEST, patterns)).judgement).toBe('NOT_HELD');
  });

  test('is looked for in a tree elsewhere, and not in the one that is trusted', async () => {
    const other = path.join(root, 'other');
    await mkdir(path.join(other, 'sql'), { recursive: true });
    for (const name of ['Makefile', 'sql/a.sql']) {
      await copyFile(path.join(root, name), path.join(other, name));
    }
    const check = async (): Promise<SealVerdict> =>
      await checkSeal(other, MANIFEST, PATTERNS, { manifestRoot: root });
    await put('.npmrc');
    expect((await check()).judgement).toBe('HELD');
    await put('other/GNUmakefile');
    expect(told(await check())).toEqual([`SEAL_FILE_UNSEALED GNUmakefile: ${SAID}`]);
  });

  test('is no file in a folder, and none whose name only looks alike', async () => {
    await mkdir(path.join(root, 'docs'));
    const others = ['docs/makefile', 'docs/.npmrc', 'Makefiles', 'jest.config.cjs', '.env'];
    for (const name of others) await put(name);
    expect(await checkSeal(root, MANIFEST, PATTERNS)).toMatchObject({ judgement: 'HELD' });
    expect(['Makefile', 'package.json', 'package-lock.json'].some(takesOver)).toBe(false);
  });

  test('cannot be ruled out in a root that cannot be listed', async () => {
    const verdict = await checkSeal(path.join(root, 'gone'), MANIFEST, [], { manifestRoot: root });
    expect(verdict.judgement).not.toBe('HELD');
    expect(told(verdict)).toContain('SEAL_UNREADABLE the root: it cannot be listed (ENOENT)');
  });
});

// Why these names: the make of this machine, on the Makefile of this project.
test.each(['GNUmakefile', 'makefile', 'Makefile.sh'])(
  'make takes %s before, or instead of, the Makefile that is sealed',
  async (name) => {
    await put(name, 'help:\n\t@echo taken over\n');
    await utimes(path.join(root, 'Makefile'), 0, 0);
    const { stdout } = await run('make', ['help'], { cwd: root });
    expect(stdout).toMatch(/^taken over$/m);
  },
);
