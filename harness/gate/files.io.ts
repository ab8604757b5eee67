// Finds what is to be sealed: every file and link that a pattern means, in a tree that may be hostile.
import { lstat, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { finding, LIMITS, type Finding, type Sha256 } from '../kernel/index.ts';
import type { FileFact } from './contract.ts';
import { fileFact } from './drift.ts';
import { shownPath } from './manifest.ts';
import { inByteOrder } from './paths.ts';
import { fixedPart, matches, patternProblem, reaches } from './patterns.ts';
import { errnoOf, placeWithin, readWithin } from './read.io.ts';

/** What stands at a plain path within `root`; `sealed` is the hash that it ought to have. */
export async function factAt(
  root: string,
  plainPath: string,
  sealed: Sha256 | null = null,
): Promise<FileFact> {
  const read = await readWithin(root, plainPath, LIMITS.sealedFileBytes);
  return read.kind === 'read' ? fileFact(read.bytes, sealed) : read;
}

export interface Listing {
  /** Sorted by bytes. */
  readonly paths: readonly string[];
  /** Why it may be incomplete. */
  readonly findings: readonly Finding[];
}

/** Paths of all files and links that a pattern means, but one; links are listed, never walked. */
export async function filesOf(
  root: string,
  pattern: string,
  except: string,
  limit: number = LIMITS.sealedFiles,
): Promise<Listing> {
  const problem = patternProblem(pattern);
  if (problem !== null) {
    return { paths: [], findings: [finding('SEAL_PATH_FORBIDDEN', pattern, problem)] };
  }
  const found: string[] = [];
  const findings: Finding[] = [];
  const pending = [fixedPart(pattern)];
  let looked = 0;
  try {
    for (let here = pending.pop(); here !== undefined; here = pending.pop()) {
      looked += 1;
      if (looked + pending.length > limit) {
        const what = `it finds more than ${limit} files`;
        return { paths: inByteOrder(found), findings: [finding('SEAL_UNREADABLE', pattern, what)] };
      }
      const kind = await kindOf(root, here, looked === 1);
      if (kind === 'folder') {
        if (reaches(pattern, here)) pending.push(...(await namesIn(root, here, findings)));
      } else if (kind === 'gone')
        findings.push(
          finding('SEAL_UNREADABLE', shownPath(here), 'it went away while it was looked for'),
        );
      else if (kind === 'leaves-tree') {
        findings.push(finding('SEAL_PATH_LEAVES_TREE', here, 'a link leads out of the tree'));
      } else if (kind !== 'nothing' && matches(pattern, here)) {
        if (here !== except) found.push(here);
      } else if (kind === 'folder-link' && reaches(pattern, here)) {
        const what = 'it is a link to a folder; what lies behind it is not looked at';
        findings.push(finding('SEAL_NOT_A_FILE', shownPath(here), what));
      }
    }
  } catch (error) {
    const what = `a folder cannot be read (${errnoOf(error)})`;
    findings.push(finding('SEAL_UNREADABLE', pattern, what));
  }
  if (found.length === 0 && findings.length === 0) {
    const folder = pattern.includes('*') ? '' : `; a folder is written "${pattern}/**"`;
    findings.push(finding('SEAL_NOTHING_TO_SEAL', pattern, `no file is there${folder}`));
  }
  return { paths: inByteOrder(found), findings };
}

type Kind = 'folder' | 'folder-link' | 'other' | 'nothing' | 'gone' | 'leaves-tree';

async function kindOf(root: string, here: string, isFirst: boolean): Promise<Kind> {
  try {
    if (isFirst) {
      const parent = await placeWithin(root, path.posix.dirname(here));
      if (parent.kind !== 'place') return 'leaves-tree';
    }
    const place = path.join(root, here);
    const stands = await lstat(place);
    if (stands.isDirectory()) return 'folder';
    return stands.isSymbolicLink() && (await leadsToFolder(place)) ? 'folder-link' : 'other';
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT' && errnoOf(error) !== 'ENOTDIR') throw error;
    return isFirst ? 'nothing' : 'gone';
  }
}

/** Wherever it leads: it is only asked whether files could lie behind it. */
async function leadsToFolder(place: string): Promise<boolean> {
  try {
    return (await stat(place)).isDirectory();
  } catch {
    return false; // a link that leads nowhere hides nothing
  }
}

/** A name that is no UTF-8 cannot be sealed, and would be overlooked if it were read as text. */
async function namesIn(root: string, here: string, findings: Finding[]): Promise<string[]> {
  const names = await readdir(path.join(root, here), { encoding: 'buffer' });
  return names.flatMap((bytes) => {
    const name = bytes.toString('utf8');
    if (!Buffer.from(name).equals(bytes)) {
      findings.push(
        finding('SEAL_PATH_FORBIDDEN', shownPath(here), 'the name of a file in it is not in UTF-8'),
      );
      return [];
    }
    return [here === '' ? name : `${here}/${name}`];
  });
}
