// The private folder of a run: made, marked with its process, and found again by whoever sweeps.
import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Life } from '../output/index.ts';
import { lifeIn, MARK_FILE, showLife } from './life.io.ts';

const PREFIX = 'clone-rehearsal-';
const NAME = /^clone-rehearsal-[A-Za-z0-9]{6}$/u;
/** How often a folder is made anew that somebody removed while it was being marked. */
const TRIES = 3;

export interface WorkFolder extends AsyncDisposable {
  readonly path: string;
  /** Unlikely to be met twice; also the label of all that the run makes. */
  readonly runId: string;
}

/** A private 0700 folder, marked with this process; gone when disposed. */
export async function makeWorkFolder(): Promise<WorkFolder> {
  for (let turn = 1; ; turn += 1) {
    const folder = await mkdtemp(path.join(tmpdir(), PREFIX));
    try {
      const life = await showLife(folder);
      return {
        path: folder,
        runId: `run-${path.basename(folder).slice(PREFIX.length)}`,
        [Symbol.asyncDispose]: async () => {
          await life[Symbol.asyncDispose]();
          await removeWorkFolder(folder);
        },
      };
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      if (turn === TRIES) throw error;
    }
  }
}

/** The mark goes last: whoever is killed on the way leaves what the next sweep knows again. */
export async function removeWorkFolder(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const others = names.filter((name) => name !== MARK_FILE);
  for (const name of others) await rm(path.join(folder, name), { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
}

/** Where the run of this name has its folder, if it is one of this temporary folder. */
export function workFolderOf(runId: string): string {
  return path.join(tmpdir(), `${PREFIX}${runId.slice('run-'.length)}`);
}

export interface OwnedFolder {
  readonly folder: string;
  readonly runId: string;
  readonly life: Life;
}

/** Ours alone: named, owned, closed and marked as only a run does it. Nothing is followed. */
export async function ownedFolders(): Promise<OwnedFolder[]> {
  const names = (await readdir(tmpdir())).filter((name) => NAME.test(name));
  const folders = await Promise.all(
    names.map(async (name): Promise<OwnedFolder | null> => {
      const folder = path.join(tmpdir(), name);
      try {
        const facts = await lstat(folder);
        const isPrivate = facts.isDirectory() && (facts.mode & 0o777) === 0o700;
        if (!isPrivate || facts.uid !== process.getuid?.()) return null;
        const life = (await lifeIn(folder)) ?? (await lifeOfBare(folder, facts.mtimeMs));
        if (life === null) return null;
        return { folder, runId: `run-${name.slice(PREFIX.length)}`, life };
      } catch {
        return null; // it went meanwhile
      }
    }),
  );
  return folders.filter((each) => each !== null);
}

/** A folder that is being made or removed right now has no mark, for a moment. */
const YOUNG_MS = 600_000;

/** Of one without a mark: where anything stands in it, it is not ours. */
async function lifeOfBare(folder: string, madeMs: number): Promise<Life | null> {
  const names = await readdir(folder);
  if (names.some((name) => name !== `${MARK_FILE}.new`)) return null;
  return Date.now() - madeMs < YOUNG_MS ? 'unknown' : 'ended';
}
