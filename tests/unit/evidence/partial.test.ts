// Halves of packets: known by their mark, removed when their run has ended, and never written elsewhere.
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  checkPacketFolder,
  homeOf,
  sweepPartials,
  writePacket,
} from '../../../harness/evidence/index.ts';
import { beginPartial } from '../../../harness/evidence/partial.io.ts';
import { request, STORY, temporaryFolder } from './packets.ts';

const all = (): Promise<boolean> => Promise.resolve(true);

describe('what a killed run leaves of a packet', () => {
  test('is removed with its mark once the run has ended, and not before', async () => {
    await using folder = await temporaryFolder();
    for (const owner of ['ended', 'alive']) {
      const half = await beginPartial(path.join(folder.path, owner), owner);
      await writeFile(path.join(half.folder, 'run.json'), '{}');
    }
    const asked: string[] = [];
    const swept = await sweepPartials(folder.path, (owner) => {
      asked.push(owner);
      return Promise.resolve(owner === 'ended');
    });
    expect(asked.toSorted()).toEqual(['alive', 'ended']);
    expect(swept).toEqual({ removed: [expect.stringMatching(/^ended\.partial-/)], failed: [] });
    expect(
      (await readdir(folder.path)).map((name) => name.replace(/-.*?(\.owner)?$/, '$1')),
    ).toEqual(['alive.partial', 'alive.partial.owner']);
  });

  test.each<readonly [string, (half: string) => Promise<unknown>, readonly string[]]>([
    ['a mark whose folder was renamed already', (half) => rm(half, { recursive: true }), []],
    ['a folder without a mark', (half) => rm(`${half}.owner`), ['half']],
    [
      'a mark in words that are not ours',
      (half) => writeFile(`${half}.owner`, 'x'),
      ['half', 'mark'],
    ],
    [
      'a mark cut off',
      (half) => writeFile(`${half}.owner`, 'half of a packet, of the run at x'),
      ['half', 'mark'],
    ],
    [
      'a link in place of the half',
      async (half) => {
        await rename(half, `${half}-away`);
        await symlink(`${half}-away`, half);
      },
      ['half', 'half', 'mark'],
    ],
  ])('%s: nothing goes that is not ours', async (_what, change, left) => {
    await using folder = await temporaryFolder();
    const half = (await beginPartial(path.join(folder.path, 'packet'), 'x')).folder;
    await writeFile(path.join(half, 'run.json'), '{}');
    await change(half);
    await sweepPartials(folder.path, all);
    const names = await readdir(folder.path);
    expect(names.toSorted().map((name) => (name.endsWith('.owner') ? 'mark' : 'half'))).toEqual(
      left,
    );
  });

  test('is not looked for where there is no folder', async () => {
    await using folder = await temporaryFolder();
    expect(await sweepPartials(path.join(folder.path, 'none'), all)).toEqual({
      removed: [],
      failed: [],
    });
  });
});

describe('while a packet is built', () => {
  test('its half says whose it is, and nothing of either stands there afterwards', async () => {
    await using folder = await temporaryFolder();
    const seen: string[] = [];
    const judge: typeof STORY.judge = (...story) => {
      seen.push('judged');
      return STORY.judge(...story);
    };
    const wanted = { ...request(path.join(folder.path, 'packet')), owner: 'boot mnt /tmp/x' };
    const writing = writePacket({ ...wanted, story: { ...STORY, judge } });
    expect(await writing).toMatchObject({ kind: 'written', findings: [] });
    expect(seen).toEqual(['judged']);
    expect(await readdir(folder.path)).toEqual(['packet']);
    const half = await beginPartial(path.join(folder.path, 'next'), 'boot mnt /tmp/x');
    const mark = await readFile(`${half.folder}.owner`, 'utf8');
    expect(mark).toBe('half of a packet, of the run at boot mnt /tmp/x\n');
    await half.end();
    await half.end();
    expect(await readdir(folder.path)).toEqual(['packet']);
  });
});

describe('a folder for packets that is not what it was when the run began', () => {
  test('is refused behind a link, and nothing is written through it', async () => {
    await using folder = await temporaryFolder();
    const evidence = path.join(folder.path, 'evidence');
    await mkdir(evidence);
    const home = await homeOf(path.join(evidence, 'packet'));
    await rename(evidence, path.join(folder.path, 'moved'));
    await mkdir(path.join(folder.path, 'elsewhere'));
    await symlink(path.join(folder.path, 'elsewhere'), evidence);
    expect(await writePacket({ ...request(path.join(evidence, 'packet')), home })).toEqual({
      kind: 'refused',
      findings: [
        {
          code: 'EVIDENCE_FOLDER_MOVED',
          where: evidence,
          what: 'another folder, or a link, stands in its place since the run began',
        },
      ],
    });
    expect(await readdir(path.join(folder.path, 'elsewhere'))).toEqual([]);
    expect(await readdir(path.join(folder.path, 'moved'))).toEqual([]);
  });

  test('may have been a link all along, if it leads where it led', async () => {
    await using folder = await temporaryFolder();
    const [real, evidence] = [path.join(folder.path, 'real'), path.join(folder.path, 'evidence')];
    await mkdir(real);
    await symlink(real, evidence);
    const wanted = request(path.join(evidence, 'packet'));
    const home = await homeOf(wanted.folder);
    expect(await writePacket({ ...wanted, home })).toMatchObject({ kind: 'written' });
    expect(await readdir(real)).toEqual(['packet']);
    await rm(evidence);
    await symlink(folder.path, evidence);
    expect(await writePacket({ ...request(path.join(evidence, 'two')), home })).toMatchObject({
      findings: [{ code: 'EVIDENCE_FOLDER_MOVED' }],
    });
  });

  test('is made again where it was removed', async () => {
    await using folder = await temporaryFolder();
    const wanted = request(path.join(folder.path, 'evidence', 'packet'));
    await mkdir(path.dirname(wanted.folder));
    const home = await homeOf(wanted.folder);
    await rm(home, { recursive: true });
    expect(await writePacket({ ...wanted, home })).toMatchObject({ kind: 'written' });
  });
});

test('asking beforehand leaves neither a half nor a mark', async () => {
  await using folder = await temporaryFolder();
  expect(await checkPacketFolder(path.join(folder.path, 'packet'), 'x')).toEqual([]);
  expect(await readdir(folder.path)).toEqual([]);
});
