// Finds and reads what is to be sealed: raw bytes, never through a link that leaves the tree.
import { constants } from 'node:fs';
import { lstat, open, readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { LIMITS } from '../kernel/index.ts';
import type { FileFact } from './contract.ts';
import { fileFact } from './drift.ts';
import { fixedPart, inByteOrder, matches } from './paths.ts';

/** What stands at a plain path within `root`. */
export async function factAt(root: string, plainPath: string): Promise<FileFact> {
  try {
    const tree = await realpath(root);
    const real = await realpath(path.join(tree, plainPath));
    if (!real.startsWith(`${tree}${path.sep}`)) {
      return { kind: 'leaves-tree', why: 'a link leads out of the sealed folder' };
    }
    return await readFact(real);
  } catch (error) {
    return absent(errnoOf(error));
  }
}

/** Opened without waiting: a pipe with nobody at its other end would hold the gate for ever. */
async function readFact(real: string): Promise<FileFact> {
  const file = await open(real, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = await file.stat();
    if (!stat.isFile()) return { kind: 'not-a-file', why: 'it is no plain file' };
    if (stat.size > LIMITS.sealedFileBytes) {
      return {
        kind: 'unreadable',
        why: `${stat.size} bytes, ${LIMITS.sealedFileBytes} at the most`,
      };
    }
    return fileFact(await file.readFile());
  } finally {
    await file.close();
  }
}

/** Only the error's short name goes on: its message would hold a path of this machine. */
function absent(errno: string): FileFact {
  switch (errno) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { kind: 'missing', why: 'nothing is there' };
    case 'ENXIO':
    case 'EISDIR':
      return { kind: 'not-a-file', why: 'it is no plain file' };
    default:
      return { kind: 'unreadable', why: `it cannot be read (${errno})` };
  }
}

export interface Listing {
  /** Sorted by bytes. */
  readonly paths: readonly string[];
  /** Why it may be incomplete. */
  readonly problem: string | null;
}

/** Paths of all files and links that a pattern means; links are listed, never walked. */
export async function filesOf(root: string, pattern: string): Promise<Listing> {
  const found: string[] = [];
  const listing = (problem: string | null): Listing => ({ paths: inByteOrder(found), problem });
  const pending = [fixedPart(pattern)];
  try {
    for (let here = pending.pop(); here !== undefined; here = pending.pop()) {
      const kind = await kindOf(path.join(root, here));
      if (kind === 'folder') {
        const names = await readdir(path.join(root, here));
        for (const name of names) pending.push(here === '' ? name : `${here}/${name}`);
      } else if (kind === 'other' && matches(pattern, here)) found.push(here);
      if (found.length + pending.length > LIMITS.sealedFiles) {
        return listing(`it finds more than ${LIMITS.sealedFiles} files`);
      }
    }
    return listing(null);
  } catch (error) {
    return listing(`a folder cannot be read (${errnoOf(error)})`);
  }
}

async function kindOf(place: string): Promise<'folder' | 'other' | 'nothing'> {
  try {
    return (await lstat(place)).isDirectory() ? 'folder' : 'other';
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return 'nothing';
    throw error;
  }
}

/** Asked of the value, not of its class: an error may come from another realm. */
function errnoOf(error: unknown): string {
  const hasCode = typeof error === 'object' && error !== null && 'code' in error;
  return hasCode ? String(error.code) : 'unknown';
}
