// Removes what ended runs have left: what bears their label on the engine, and their work folders.
import { finding, messageOf, type Finding } from '../kernel/index.ts';
import { destroyRun, runsOnEngine } from './disposal.io.ts';
import type { Engine } from './engine.io.ts';
import { lifeOfOwner } from './labels.io.ts';
import { isEnded } from './left-behind.ts';
import { ownedFolders, removeWorkFolder, workFolderOf } from './work-folder.io.ts';

export interface Swept {
  /** Ids of runs of which nothing is left on the engine any more. */
  readonly runs: readonly string[];
  readonly folders: number;
  /** What could not be removed, each with its reason. */
  readonly findings: readonly Finding[];
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
  const standing = await runsOnEngine(engine);
  const engineNowMs = standing.length === 0 ? 0 : await timeOf(engine);
  // After the engine: a run that began meanwhile has its folder, and nothing that was seen there.
  const owned = await ownedFolders();
  const ended: string[] = [];
  const live = new Set(owned.filter(({ life }) => life !== 'ended').map(({ runId }) => runId));
  for (const each of standing) {
    const here = owned.filter(({ runId }) => runId === each.runId).map(({ life }) => life);
    const lives = here.length > 0 ? here : await Promise.all(each.owners.map(lifeOfOwner));
    if (isEnded(each, lives, engineNowMs)) ended.push(each.runId);
    else live.add(each.runId);
  }
  const dead = owned.filter(({ life, runId }) => life === 'ended' && !live.has(runId));
  return { ended, folders: dead.map(({ folder }) => folder), live: [...live] };
}

/**
 * Never touches a live run: neither one whose container lives nor one whose process does. Goes on
 * with the others where one cannot be removed.
 */
export async function sweep(engine: Engine): Promise<Swept> {
  const { ended, folders } = await leftBehind(engine);
  const runs: string[] = [];
  const kept = new Set<string>();
  const findings: Finding[] = [];
  const failed = (where: string, error: unknown): void =>
    void findings.push(finding('SWEEP_INCOMPLETE', where, messageOf(error)));
  for (const runId of ended) {
    await destroyRun(engine, runId).then(
      () => runs.push(runId),
      (error: unknown) => {
        kept.add(workFolderOf(runId));
        failed(runId, error);
      },
    );
  }
  let removed = 0;
  // A folder tells the next sweep that its run has ended.
  for (const folder of folders.filter((each) => !kept.has(each))) {
    await removeWorkFolder(folder).then(
      () => (removed += 1),
      (error: unknown) => failed(folder, error),
    );
  }
  return { runs, folders: removed, findings };
}

/** By the engine's own clock: it says when something was made, and may be another machine's. */
async function timeOf(engine: Engine): Promise<number> {
  const info: unknown = await engine.info(); // the library's types call it `any`
  const time: unknown =
    typeof info === 'object' && info !== null ? Reflect.get(info, 'SystemTime') : undefined;
  // One that does not tell (NaN) makes nothing old.
  return Date.parse(String(time));
}
