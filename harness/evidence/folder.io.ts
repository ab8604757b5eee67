// The folder a packet goes to: asked about before a run starts, and what an error there means.
import { lstat, mkdir, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { finding, LIMITS, messageOf, type Code, type Finding } from '../kernel/index.ts';
import { asideOf, sweepAside } from '../output/index.ts';

/**
 * Whether a packet could be written to `folder`, found out by building and removing as much beside
 * it. Asked before anything is started, so that a rehearsal is not lost for want of a right or of
 * space.
 */
export async function checkPacketFolder(folder: string): Promise<Finding[]> {
  const target = path.resolve(folder);
  const taken = await takenFindings(target);
  if (taken.length > 0) return taken;
  try {
    await mkdir(path.dirname(target), { recursive: true });
    // What a killed run has left beside its packet; never what a live one writes.
    await sweepAside(path.dirname(target));
    const trial = await asideOf(target);
    await mkdir(trial, { mode: 0o700 });
    try {
      await writeFile(path.join(trial, 'trial'), Buffer.alloc(LIMITS.packetTrialBytes));
    } finally {
      await rm(trial, { recursive: true, force: true });
    }
    return [];
  } catch (error) {
    return [folderFinding(target, error)];
  }
}

/** Where the folder that a packet will stand in really is, behind all links. */
export async function homeOf(folder: string): Promise<string> {
  return await realpath(path.dirname(path.resolve(folder)));
}

/** Findings where it is elsewhere by now: what was chosen at the start is what is written to. */
export async function movedFindings(target: string, home: string): Promise<Finding[]> {
  // Where it was removed it is made again, behind no link that has come since.
  await mkdir(home, { recursive: true });
  if ((await homeOf(target)) === home) return [];
  const what = 'another folder, or a link, stands in its place since the run began';
  return [finding('EVIDENCE_FOLDER_MOVED', path.dirname(target), what)];
}

/** A link is refused even where it leads to an empty folder: a packet is never written through one. */
export async function takenFindings(target: string): Promise<Finding[]> {
  try {
    const there = await lstat(target);
    if (!there.isDirectory()) {
      return [finding('EVIDENCE_FOLDER_TAKEN', target, 'something that is no folder stands there')];
    }
    const names = await readdir(target);
    if (names.length === 0) return [];
    return [finding('EVIDENCE_FOLDER_TAKEN', target, `it holds ${names.length} files already`)];
  } catch (error) {
    return errnoOf(error) === 'ENOENT' ? [] : [folderFinding(target, error)];
  }
}

const CODE_OF: Readonly<Record<string, Code>> = {
  EACCES: 'EVIDENCE_NO_ACCESS',
  EPERM: 'EVIDENCE_NO_ACCESS',
  EROFS: 'EVIDENCE_READ_ONLY',
  ENOSPC: 'EVIDENCE_NO_SPACE',
  EDQUOT: 'EVIDENCE_NO_SPACE',
  EEXIST: 'EVIDENCE_FOLDER_TAKEN',
  ENOTEMPTY: 'EVIDENCE_FOLDER_TAKEN',
  ENOTDIR: 'EVIDENCE_FOLDER_TAKEN',
};

/** What an error of the file system means for a packet. */
export function folderFinding(target: string, error: unknown): Finding {
  return finding(CODE_OF[errnoOf(error)] ?? 'EVIDENCE_NOT_WRITTEN', target, messageOf(error));
}

/** Error code of the system, empty where there is none; asked of the value, not of its class. */
export function errnoOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
