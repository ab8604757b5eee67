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

/** Never touches a live run: neither one whose container lives nor one whose process does. */
export async function sweep(engine: Engine): Promise<Swept> {
  const owned = await ownedFolders();
  const live = new Set(owned.filter(({ isAlive }) => isAlive).map(({ runId }) => runId));
  const dead = owned.filter(({ isAlive }) => !isAlive);
  // A container that runs is a live run's, unless the process that its work folder names is gone.
  const orphans = new Set(dead.map(({ runId }) => runId));
  const runs = [...(await runsOnEngine(engine))]
    .filter(([runId, state]) => !live.has(runId) && (state === 'ended' || orphans.has(runId)))
    .map(([runId]) => runId);
  for (const runId of runs) await destroyRun(engine, runId);
  await Promise.all(dead.map(({ folder }) => rm(folder, { recursive: true, force: true })));
  return { runs, folders: dead.length };
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
