// Removes what ended runs have left: volumes and containers by label, work folders by their owner.
import { mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { destroyRun, runsOnEngine } from './disposal.io.ts';
import type { Engine } from './engine.io.ts';
import { isMarkedAlive, markOfThisProcess } from './process-mark.io.ts';

const PREFIX = 'clone-rehearsal-';
const OWNER_FILE = 'owner';
/** A folder without an owner's mark may be one that is being made right now. */
const YOUNG_MS = 60_000;

export interface WorkFolder extends AsyncDisposable {
  readonly path: string;
  /** Unlikely to be met twice; also the label of all that the run makes. */
  readonly runId: string;
}

/** A private 0700 folder, marked with this process; gone when disposed. */
export async function makeWorkFolder(): Promise<WorkFolder> {
  const folder = await mkdtemp(path.join(tmpdir(), PREFIX));
  const mark = path.join(folder, OWNER_FILE);
  await writeFile(`${mark}.new`, await markOfThisProcess());
  await rename(`${mark}.new`, mark);
  return {
    path: folder,
    runId: `run-${path.basename(folder).slice(PREFIX.length)}`,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

export interface Swept {
  readonly runs: readonly string[];
  readonly folders: number;
}

/** What a sweep would take, and which runs it would leave alone. */
export interface LeftBehind {
  /** Ids of runs of which something stands on the engine and nobody lives. */
  readonly ended: readonly string[];
  /** Work folders here whose process is gone. */
  readonly folders: readonly string[];
  /** Ids of runs that live, here or on the engine. */
  readonly live: readonly string[];
}

/** Looks, and touches nothing. */
export async function leftBehind(engine: Engine): Promise<LeftBehind> {
  const owned = await ownedFolders();
  const live = new Set(owned.filter(({ isAlive }) => isAlive).map(({ runId }) => runId));
  const dead = owned.filter(({ isAlive }) => !isAlive);
  // A container that runs is a live run's, unless the process that its work folder names is gone.
  const orphans = new Set(dead.map(({ runId }) => runId));
  const ended: string[] = [];
  for (const [runId, state] of await runsOnEngine(engine)) {
    if (live.has(runId)) continue;
    if (state === 'ended' || orphans.has(runId)) ended.push(runId);
    else live.add(runId);
  }
  return { ended, folders: dead.map(({ folder }) => folder), live: [...live] };
}

/** Never touches a live run: neither one whose container lives nor one whose process does. */
export async function sweep(engine: Engine): Promise<Swept> {
  const { ended, folders } = await leftBehind(engine);
  for (const runId of ended) await destroyRun(engine, runId);
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
  return { runs: ended, folders: folders.length };
}

interface OwnedFolder {
  readonly folder: string;
  readonly runId: string;
  readonly isAlive: boolean;
}

async function ownedFolders(): Promise<OwnedFolder[]> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX));
  const folders = await Promise.all(
    names.map(async (name): Promise<OwnedFolder | null> => {
      const folder = path.join(tmpdir(), name);
      try {
        const facts = await stat(folder);
        if (!facts.isDirectory() || facts.uid !== process.getuid?.()) return null;
        const mark = await readFile(path.join(folder, OWNER_FILE), 'utf8').catch(() => null);
        const isYoung = Date.now() - facts.mtimeMs < YOUNG_MS;
        const isAlive = mark === null ? isYoung : await isMarkedAlive(mark);
        return { folder, runId: `run-${name.slice(PREFIX.length)}`, isAlive };
      } catch {
        return null; // it went meanwhile
      }
    }),
  );
  return folders.filter((each) => each !== null);
}
