// Asks every door that needs an engine, on two containers of the probes' own: one as it ought to be,
// one that is not isolated. All of it in an environment that leads to a trap.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { LaneFile } from '../../decision/index.ts';
import { messageOf } from '../../kernel/index.ts';
import type { AttemptFacts, ProbeLeftovers, ProbesFacts } from '../../probes/index.ts';
import {
  askLeftovers,
  connectEngine,
  destroyRun,
  makeWorkFolder,
  socketFolderOf,
  type EngineAccess,
  type SandboxRequest,
  type WorkFolder,
} from '../../sandbox/index.ts';
import type { GateSelftest } from '../../gate/index.ts';
import { askBreached } from './on-breached.io.ts';
import { CLONE_DOORS, type CloneDoors } from './clone-doors.io.ts';
import { reportForReal, type Reporter } from './out.io.ts';
import { askSound } from './on-sound.io.ts';
import { plant, setTrap } from './trap.io.ts';

export interface CloneProbesRequest {
  /** Of the run's own dump. */
  readonly major: number;
  /** Image of the operator's own, or null. */
  readonly image: string | null;
  /** Of the run's own clone; this machine's engine where absent. */
  readonly access?: EngineAccess;
  readonly lane: LaneFile;
  readonly selftest: GateSelftest;
  readonly signal: AbortSignal;
  /** Told the ids of the probes' runs, before anything of them is made. */
  readonly begins?: (runIds: readonly string[]) => void;
}

export interface OnClone extends Pick<ProbesFacts, 'attempts' | 'leftovers'> {
  /** What kept doors from being asked, for the log: no verdict rests on it. */
  readonly troubles: readonly string[];
}

const LIMITS_OF_PROBES = { memoryMiB: 1024, cpus: 1, pids: 128, lifeSeconds: 600 };

/** Never throws for what a door does; only where the probes cannot begin, or are ended. */
export async function probeClone(
  request: CloneProbesRequest,
  doors: CloneDoors = CLONE_DOORS,
  report: Reporter = reportForReal,
): Promise<OnClone> {
  const { signal } = request;
  signal.throwIfAborted();
  const engine = await connectEngine(request.access?.named);
  await using trap = await setTrap();
  using _planted = plant(trap.environment);
  await using sound = await makeWorkFolder();
  await using breached = await makeWorkFolder();
  request.begins?.([sound.runId, breached.runId]);
  const end = (): void => {
    for (const { runId } of [sound, breached]) {
      void destroyRun(engine, runId).catch(() => undefined);
    }
  };
  signal.addEventListener('abort', end);
  const troubles: string[] = [];
  const part = async (
    asked: Promise<ReadonlyMap<string, AttemptFacts>>,
  ): Promise<ReadonlyMap<string, AttemptFacts>> => {
    try {
      return await asked;
    } catch (error) {
      troubles.push(messageOf(error));
      return new Map();
    }
  };
  try {
    const { promise: isolation, resolve } = Promise.withResolvers<SoundIsolation>();
    const [inner, outer] = await Promise.all([
      part(
        askSound({
          request,
          doors,
          report,
          trap,
          work: sound,
          sandbox: await sandboxOf(sound, request),
          tell: resolve,
        }),
      ).finally(() => resolve(null)),
      part(
        askBreached({
          doors,
          work: breached,
          sandbox: await sandboxOf(breached, request),
          twin: isolation,
        }),
      ),
    ]);
    signal.throwIfAborted();
    const leftovers = await leftoversOf([sound, breached]);
    return { attempts: new Map([...inner, ...outer]), leftovers, troubles };
  } finally {
    signal.removeEventListener('abort', end);
  }

  async function leftoversOf(works: readonly WorkFolder[]): Promise<ProbeLeftovers> {
    const found = await Promise.all(
      works.map((work) => askLeftovers(engine, work.runId, socketFolderOf(work.path))),
    );
    const sum = (of: 'containers' | 'volumes' | 'networks'): number =>
      found.reduce((total, each) => total + each[of], 0);
    return {
      containers: sum('containers'),
      volumes: sum('volumes'),
      networks: sum('networks'),
      socket_folders_gone: found.every((each) => each.socketFolderGone),
    };
  }
}

/** Whether the sound sandbox was found to be isolated; null where it came to none. */
export type SoundIsolation = 'HELD' | 'NOT_HELD' | null;

/** Its dump stands alone in a folder; the breached one has an empty file there. */
async function sandboxOf(
  { path: workFolder, runId }: WorkFolder,
  { major, image, access }: CloneProbesRequest,
): Promise<SandboxRequest> {
  const staged = path.join(workFolder, 'staged');
  await mkdir(staged);
  const stagedDumpPath = path.join(staged, 'none');
  await writeFile(stagedDumpPath, '');
  return {
    runId,
    serverMajor: major,
    image,
    workFolder,
    stagedDumpPath,
    limits: LIMITS_OF_PROBES,
    ...(access === undefined ? {} : { access }),
    say: () => undefined,
  };
}
