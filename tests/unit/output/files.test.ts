// A file is there whole or not at all, guarded, and never takes the place of one it should not.
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { writeOut } from '../../../harness/output/index.ts';
import { SEAL } from '../evidence/packets.ts';
import { child } from './child.ts';

const BROKEN = 'REAL_RUN\u00b7PASS';
let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'output-test-'));
  file = path.join(folder, 'out.yaml');
});
afterEach(async () => {
  await chmod(folder, 0o700);
  await rm(folder, { recursive: true });
});

describe('a file', () => {
  test('is written guarded, for everybody to read', async () => {
    await writeOut({ file, text: `name: ${SEAL}\n`, how: 'new' });
    expect(await readFile(file, 'utf8')).toBe(`name: ${BROKEN}\n`);
    expect((await stat(file)).mode & 0o777).toBe(0o644);
    expect(await readdir(folder)).toEqual(['out.yaml']);
  });

  test('takes no place that is taken, unless it is told to', async () => {
    await writeFile(file, 'before');
    await expect(writeOut({ file, text: 'x', how: 'new' })).rejects.toMatchObject({
      code: 'EEXIST',
    });
    expect(await readFile(file, 'utf8')).toBe('before');
    await writeOut({ file, text: 'x', how: 'replace' });
    expect(await readFile(file, 'utf8')).toBe('x');
    expect(await readdir(folder)).toEqual(['out.yaml']);
  });

  test('keeps the words that its owner had written there, and takes in no further one', async () => {
    const before = `role: ${SEAL}\n`;
    await writeFile(file, before);
    await writeOut({ file, text: `${before}more: 1\n`, how: 'replace', before });
    expect(await readFile(file, 'utf8')).toBe(`role: ${SEAL}\nmore: 1\n`);
    const other = SEAL.replace('REAL', 'DRY');
    await writeOut({ file, text: `${before}more: ${other}\n`, how: 'replace', before });
    expect(await readFile(file, 'utf8')).toBe(`role: ${BROKEN}\nmore: DRY_RUN\u00b7PASS\n`);
  });

  test('leaves nothing behind in a folder that may not be written', async () => {
    const text = { text: 'x', how: 'new' } as const;
    await expect(writeOut({ file: path.join(folder, 'no', 'x'), ...text })).rejects.toMatchObject({
      code: 'ENOENT',
    });
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('where the disk is full', () => {
  const written = (how: string): string => `
    const file = ${JSON.stringify(file)};
    await output.writeOut({ file, text: 'x'.repeat(1_000_000), how: '${how}' })
      .catch((error) => { output.toStdout(error.code); });`;
  // Files of 64 KiB at the most: what a process writes beyond that fails as on a full disk.
  const before = "trap '' XFSZ; ulimit -f 64; exec";

  test('there is no half of a file', async () => {
    const { stdout } = await child({ code: written('new'), before });
    expect(stdout).toBe('EFBIG\n');
    expect(await readdir(folder)).toEqual([]);
  });

  test('what stood there stays', async () => {
    await writeFile(file, 'before');
    const { stdout } = await child({ code: written('replace'), before });
    expect(stdout).toBe('EFBIG\n');
    expect(await readFile(file, 'utf8')).toBe('before');
    expect(await readdir(folder)).toEqual(['out.yaml']);
  });

  test('a process that is killed for it leaves what stood there', async () => {
    await writeFile(file, 'before');
    const code = `process.on('SIGXFSZ', () => process.kill(process.pid, 'SIGKILL'));${written('replace')}`;
    await child({ code, before: 'ulimit -f 64; exec' });
    expect(await readFile(file, 'utf8')).toBe('before');
  });
});
