// What stands beside its place is taken away where its writer is gone, and nothing else is.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { asideOf, sweepAside } from '../../../harness/output/index.ts';
import { LIMITS } from '../../../harness/kernel/index.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'aside-test-'));
});
afterEach(async () => await rm(folder, { recursive: true }));

/** The name that a process would have given it which ended: only the number is another. */
async function ofTheDead(name: string): Promise<string> {
  const child = spawn('true');
  await once(child, 'exit');
  const own = await asideOf(path.join(folder, name));
  return own.replace(`.partial-${process.pid}-`, `.partial-${child.pid}-`);
}

/** As another machine would have named it. */
function elsewhere(own: string): string {
  return own.replace(/-[0-9a-f]{12}(?=-[0-9a-f]{12}$)/u, '-000000000000');
}

test('a folder, a file and a link of a writer that is gone are removed', async () => {
  const packet = await ofTheDead('packet');
  await mkdir(packet);
  await writeFile(path.join(packet, 'run.json'), '{}');
  await writeFile(await ofTheDead('spec.yaml'), 'half');
  await symlink('packet', await ofTheDead('latest'));
  expect(await sweepAside(folder)).toBe(3);
  expect(await readdir(folder)).toEqual([]);
});

test('what this process is writing stays, and so does what is only named alike', async () => {
  await mkdir(await asideOf(path.join(folder, 'packet')));
  const dead = await ofTheDead('packet');
  for (const name of [`${dead}0`, `${dead}.md`, dead.replace('.partial-', '.part-')]) {
    await writeFile(name, 'theirs');
  }
  await writeFile(path.join(folder, 'packet.partial-1-1'), 'theirs');
  const before = await readdir(folder);
  expect(await sweepAside(folder)).toBe(0);
  expect(await readdir(folder)).toEqual(before);
});

test('a folder that holds another folder or a link is no packet of ours, and stays', async () => {
  const [deep, linked] = [await ofTheDead('deep'), await ofTheDead('linked')];
  await mkdir(path.join(deep, 'below'), { recursive: true });
  await mkdir(linked);
  await symlink('/etc', path.join(linked, 'etc'));
  expect(await sweepAside(folder)).toBe(0);
  expect((await readdir(folder)).length).toBe(2);
});

test('of a writer on another machine it is removed only when no run lives that long', async () => {
  const name = elsewhere(await ofTheDead('packet'));
  await writeFile(name, 'half');
  expect(await sweepAside(folder)).toBe(0);
  const then = Date.now() / 1000 - LIMITS.sandboxLifeSeconds - 60;
  await utimes(name, then, then);
  expect(await sweepAside(folder)).toBe(1);
});

test('a folder that is not there has nothing to sweep', async () => {
  expect(await sweepAside(path.join(folder, 'none'))).toBe(0);
});
