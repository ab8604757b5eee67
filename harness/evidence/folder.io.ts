// The folder a packet goes to: asked about before a run starts, and what an error there means.
import { randomUUID } from 'node:crypto';
import { lstat, mkdir, readdir, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { finding, messageOf, type Code, type Finding } from '../kernel/index.ts';

/**
 * Whether a packet could be written to `folder`, found out by making and removing a folder beside
 * it. Asked before anything is started, so that a rehearsal is not lost for want of a right.
 */
export async function checkPacketFolder(folder: string): Promise<Finding[]> {
  const target = path.resolve(folder);
  const taken = await takenFindings(target);
  if (taken.length > 0) return taken;
  const trial = partialOf(target);
  try {
    await mkdir(path.dirname(target), { recursive: true });
    await mkdir(trial, { mode: 0o700 });
    await rmdir(trial);
    return [];
  } catch (error) {
    return [folderFinding(target, error)];
  }
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

/** Where a packet is built: beside its place, so that one rename puts it there whole. */
export function partialOf(target: string): string {
  return `${target}.partial-${randomUUID()}`;
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
