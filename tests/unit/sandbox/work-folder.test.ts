// Work folders on a real disk: whose they are, who lives in them, and that nothing else is ours.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, chmod, mkdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { lifeOfOwner, ownerOf } from '../../../harness/sandbox/labels.io.ts';
import { makeWorkFolder, ownedFolders } from '../../../harness/sandbox/work-folder.io.ts';

const HOLDER = path.join(import.meta.dirname, 'hold-work-folder.ts');

const made: string[] = [];
afterEach(async () => {
  for (const place of made.splice(0)) await rm(place, { recursive: true, force: true });
});

/** A place in the folder of temporary files, gone after the test. */
function placeOf(name: string): string {
  made.push(path.join(tmpdir(), name));
  return path.join(tmpdir(), name);
}

/** As mkdtemp gives them. */
function ourName(): string {
  return `clone-rehearsal-${randomBytes(3).toString('hex')}`;
}

/** A process that holds a work folder, behind `prefix` if there is one. */
async function holder(
  ...prefix: readonly string[]
): Promise<{ folder: string; end: () => Promise<void> }> {
  const [program, ...words] = [...prefix, process.execPath];
  const child = spawn(program, [...words, HOLDER], { stdio: ['pipe', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  const [said] = (await once(child.stdout, 'data')) as [Buffer]; // the folder is one write
  const end = async (): Promise<void> => {
    child.kill('SIGKILL');
    await gone;
  };
  return { folder: said.toString().trim(), end };
}

async function lifeSeen(folder: string): Promise<string> {
  const found = (await ownedFolders()).find((each) => each.folder === folder);
  return found?.life ?? 'not ours';
}

test('a folder lives while its process does, and is gone with the scope', async () => {
  let folder = '';
  {
    await using work = await makeWorkFolder();
    folder = work.path;
    expect(await lifeSeen(folder)).toBe('alive');
    expect(await lifeOfOwner(ownerOf(work.runId))).toBe('alive');
  }
  await expect(access(folder)).rejects.toThrow('ENOENT');
  expect(await lifeSeen(folder)).toBe('not ours');
});

test('the folder of a killed process is known to have ended', async () => {
  const { folder, end } = await holder();
  expect(await lifeSeen(folder)).toBe('alive');
  await end();
  expect(await lifeSeen(folder)).toBe('ended');
  await rm(folder, { recursive: true });
});

test.each([
  ['process numbers', ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc']],
  ['time since boot', ['unshare', '--time', '--fork', '--kill-child', '--boottime', '86400']],
])('a process of another world of %s is seen to live, and to end', async (_world, prefix) => {
  const { folder, end } = await holder(...prefix);
  expect(await lifeSeen(folder)).toBe('alive');
  // By the mark alone nobody could tell: what it says is counted otherwise there.
  await rm(path.join(folder, 'alive'));
  expect(await lifeSeen(folder)).toBe('unknown');
  await end();
  await rm(folder, { recursive: true });
});

test('a run is told from elsewhere by where its life shows, and by nothing less', async () => {
  await using work = await makeWorkFolder();
  const owner = ownerOf(work.runId);
  const [boot = '', space = '', folder = ''] = owner.split(' ');
  expect(await lifeOfOwner(`${boot} ${space} ${folder}x`)).toBe('ended');
  expect(await lifeOfOwner(`${boot}0 ${space} ${folder}x`)).toBe('unknown');
  expect(await lifeOfOwner(`${boot} mnt:[1] ${folder}x`)).toBe('unknown');
  expect(await lifeOfOwner('')).toBe('unknown');
  // Something stands there, and tells nothing.
  expect(await lifeOfOwner(`${boot} ${space} ${tmpdir()}`)).toBe('unknown');
});

test.each<readonly [string, string, (folder: string) => Promise<unknown>]>([
  ['has a name of its own', 'clone-rehearsal-longer-name', (at) => marked(at)],
  ['is open to others', ourName(), async (at) => await chmod(await marked(at), 0o755)],
  ['holds something and no mark', ourName(), (at) => marked(at, 'todo')],
  ['holds a file of that name that is no mark', ourName(), (at) => marked(at, 'owner', 'mine')],
  ['holds a folder in place of the mark', ourName(), (at) => mkdir(`${at}/owner`, { mode: 0o700 })],
])('a folder is not ours that %s', async (_what, name, make) => {
  const folder = placeOf(name);
  await mkdir(folder, { mode: 0o700 });
  await make(folder);
  expect(await lifeSeen(folder)).toBe('not ours');
  await access(folder);
});

test('neither is a file, nor a link to a folder that is', async () => {
  const [folder, link, file] = [placeOf(ourName()), placeOf(ourName()), placeOf(ourName())];
  await mkdir(folder, { mode: 0o700 });
  await marked(folder);
  await symlink(folder, link);
  await writeFile(file, ENDED);
  const seen = await Promise.all([folder, link, file].map(lifeSeen));
  expect(seen).toEqual(['ended', 'not ours', 'not ours']);
});

test('a folder whose maker was killed at it is left alone at first, and later is not', async () => {
  const folder = placeOf(ourName());
  await mkdir(folder, { mode: 0o700 });
  await writeFile(path.join(folder, 'owner.new'), '');
  expect(await lifeSeen(folder)).toBe('unknown');
  await utimes(folder, new Date(0), new Date(0));
  expect(await lifeSeen(folder)).toBe('ended');
});

/** Of a process that no machine has. */
const ENDED = '999999999 -';

async function marked(folder: string, name = 'owner', text = ENDED): Promise<string> {
  await writeFile(path.join(folder, name), text);
  return folder;
}
