// Ends everything of one run, selected by its label alone, and asks the engine what is left.
import { access } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { finding, LIMITS, messageOf, Problem } from '../kernel/index.ts';
import { OWNER_LABEL, RUN_LABEL, type Leftovers } from './contract.ts';
import { bounded, type Engine } from './engine.io.ts';
import { isAway } from './engine-watch.io.ts';
import { statusOf } from './image.io.ts';
import { isRunId, type Standing } from './left-behind.ts';

/**
 * Kills the run's containers and waits until all of them, their volumes and networks are gone.
 * @throws Problem ENGINE_LOST where the engine went away, and stays away
 */
export async function destroyRun(engine: Engine, runId: string): Promise<void> {
  if (!isRunId(runId)) throw new TypeError('this is no name of a run');
  await onceBack(engine, () => destroyAll(engine, runId));
}

/** Since when each engine has not answered: all that has to be removed waits for it together. */
const awaySince = new WeakMap<Engine, number>();

/** An engine that does not answer may be one that restarts: it is waited for, and asked again. */
async function onceBack<Answer>(engine: Engine, work: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      const answer = await work();
      awaySince.delete(engine);
      return answer;
    } catch (cause) {
      if (!isAway(cause)) throw cause;
      const now = performance.now();
      const since = awaySince.get(engine) ?? now;
      awaySince.set(engine, since);
      if (now - since > LIMITS.disposalMs) {
        const what = `no answer within ${LIMITS.disposalMs} ms: ${messageOf(cause)}`;
        throw new Problem([finding('ENGINE_LOST', 'docker engine', what)], { cause });
      }
      await setTimeout(RETRY_MS);
    }
  }
}

async function destroyAll(engine: Engine, runId: string): Promise<void> {
  const filters = { label: [`${RUN_LABEL}=${runId}`] };
  // An engine that understood the question otherwise must not have us remove what is another's.
  const isOurs = ({ Labels: labels }: { readonly Labels?: Labels }): boolean =>
    labels?.[RUN_LABEL] === runId;
  const containers = await engine.listContainers({ all: true, filters });
  await Promise.all(containers.filter(isOurs).map(({ Id }) => destroyNow(engine, Id)));
  const { Volumes } = await engine.listVolumes({ filters });
  for (const { Name } of (Volumes ?? []).filter(isOurs)) {
    await untilGone(() => engine.getVolume(Name).remove());
  }
  const networks = await engine.listNetworks({ filters });
  for (const { Id } of networks.filter(isOurs)) {
    await untilGone(() => engine.getNetwork(Id).remove());
  }
}

const RETRY_MS = 100;

/**
 * A container that ends by itself is off the list before the engine has let go of its volumes and its
 * network: until then it says that they are in use (409, 403), or breaks on a mount that is still
 * busy (500). A loaded engine also gives up (500) on a container whose end it has not seen within
 * its ten seconds.
 */
async function untilGone(remove: () => Promise<unknown>): Promise<void> {
  const until = performance.now() + LIMITS.disposalMs;
  for (;;) {
    try {
      await remove();
      return;
    } catch (error) {
      const status = statusOf(error);
      if (status === 404) return;
      if (![403, 409, 500].includes(status) || performance.now() > until) throw error;
      await setTimeout(RETRY_MS);
    }
  }
}

/** Kills one container; answers once the engine has removed it with its anonymous volumes. */
export async function destroyContainer(engine: Engine, id: string): Promise<void> {
  await onceBack(engine, () => destroyNow(engine, id));
}

async function destroyNow(engine: Engine, id: string): Promise<void> {
  const container = engine.getContainer(id);
  const gone = bounded(container.wait({ condition: 'removed' }), LIMITS.disposalMs).catch(
    unless(404),
  );
  gone.catch(() => undefined); // told below, or the removal's own error comes first
  // Killed, not stopped: nothing inside is worth a clean shutdown.
  await untilGone(() => container.remove({ force: true, v: true }).catch(unless(409)));
  await gone;
}

/** Counts what carries the run's label, and looks for the socket's folder on this machine. */
export async function askLeftovers(
  engine: Engine,
  runId: string,
  socketFolder: string,
): Promise<Leftovers> {
  const [counted, socketFolderGone] = await Promise.all([
    countLabelled(engine, runId),
    access(socketFolder).then(
      () => false,
      () => true,
    ),
  ]);
  return { ...counted, socketFolderGone };
}

/** What the engine alone can tell of a run. */
export async function countLabelled(
  engine: Engine,
  runId: string,
): Promise<Omit<Leftovers, 'socketFolderGone'>> {
  const filters = { label: [`${RUN_LABEL}=${runId}`] };
  const [containers, volumes, networks] = await Promise.all([
    engine.listContainers({ all: true, filters }),
    engine.listVolumes({ filters }),
    engine.listNetworks({ filters }),
  ]);
  return {
    containers: containers.length,
    volumes: volumes.Volumes?.length ?? 0,
    networks: networks.length,
  };
}

/** What stands on this engine under our label, a run at a time, whoever started it. */
export async function runsOnEngine(engine: Engine): Promise<Standing[]> {
  const filters = { label: [RUN_LABEL] };
  // Volumes first: a run that starts meanwhile then shows its container, never only its volume.
  const volumes = await engine.listVolumes({ filters });
  const networks = await engine.listNetworks({ filters });
  const containers = await engine.listContainers({ all: true, filters });
  const runs = new Map<string, Standing>();
  const add = (labels: Labels, madeMs: number, isRunning = false): void => {
    const runId = labels?.[RUN_LABEL] ?? '';
    if (!isRunId(runId)) return;
    const { owners, ...before } = runs.get(runId) ?? NOTHING;
    const owner = labels?.[OWNER_LABEL];
    runs.set(runId, {
      runId,
      isRunning: before.isRunning || isRunning,
      // What cannot be read (NaN) stays so, and is never old.
      madeMs: Math.max(before.madeMs, madeMs),
      owners: owner === undefined || owners.includes(owner) ? owners : [...owners, owner],
    });
  };
  for (const volume of volumes.Volumes ?? []) {
    // The engine tells it, the types of its client do not.
    add(volume.Labels, Date.parse(String(Reflect.get(volume, 'CreatedAt'))));
  }
  for (const { Created = '', Labels } of networks) add(Labels, Date.parse(Created));
  for (const { Created, Labels, State } of containers) {
    add(Labels, Created * 1000, State === 'running');
  }
  return [...runs.values()];
}

const NOTHING: Omit<Standing, 'runId'> = { isRunning: false, madeMs: -Infinity, owners: [] };

type Labels = Readonly<Record<string, string>> | null | undefined;

function unless(...statuses: readonly number[]): (error: unknown) => undefined {
  return (error) => {
    if (statuses.includes(statusOf(error))) return undefined;
    throw error;
  };
}
