// The folder for packets during a run: exchanged, removed, and asked about beforehand.
import { chmod, chown, mkdir, readdir, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { checkPacketFolder, homeOf, writePacket } from '../../../harness/evidence/index.ts';
import { request, temporaryFolder } from './packets.ts';

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

test('a packet whose name is not safe on the disk is taken away again, not called missing', async () => {
  await using folder = await temporaryFolder();
  using _user = await anyUserOf(folder.path);
  const home = path.join(folder.path, 'evidence');
  await mkdir(home);
  // Names can be made in it, but nobody may open it to have them written out.
  await chmod(home, 0o300);
  const { findings, kind } = await writePacket({ ...request(path.join(home, 'packet')), home });
  await chmod(home, 0o700);
  expect([kind, findings.map(({ code }) => code)]).toEqual(['refused', ['EVIDENCE_NO_ACCESS']]);
  expect(await readdir(home)).toEqual([]);
});

const NOBODY = 65_534;

/** A superuser may open everything: for as long as this is held the process is nobody's. */
async function anyUserOf(folder: string): Promise<Disposable> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) await chown(folder, NOBODY, NOBODY);
  if (isRoot) process.seteuid?.(NOBODY);
  return { [Symbol.dispose]: () => void (isRoot && process.seteuid?.(0)) };
}

test('asking beforehand leaves neither a half nor a mark', async () => {
  await using folder = await temporaryFolder();
  expect(await checkPacketFolder(path.join(folder.path, 'packet'))).toEqual([]);
  expect(await readdir(folder.path)).toEqual([]);
});
