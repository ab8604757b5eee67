// Opens the sandbox: image, container, lease, measured isolation. What was begun is ended, always.
import { chmod } from 'node:fs/promises';
import path from 'node:path';
import { finding, Problem } from '../kernel/index.ts';
import { noteBegun } from './begun.io.ts';
import { openConnection, type Door } from './connection.io.ts';
import type { Breach, startContainer as Start } from './container.io.ts';
import {
  type Crossing,
  type Sandbox,
  type SandboxRequest,
  type ServerSettings,
  type TransportChoice,
} from './contract.ts';
import { destroyRun } from './disposal.io.ts';
import { compareDump, dumpVolume, type Sent } from './dump-volume.io.ts';
import { unnamed } from './engine-address.ts';
import {
  connectEngine,
  engineAddress,
  engineProcessors,
  type Engine,
  type EngineContainer,
} from './engine.io.ts';
import { execInside } from './exec.io.ts';
import { INSIDE } from './hardening.io.ts';
import { ensureImage } from './image.io.ts';
import { takeLease } from './lease.io.ts';
import { lossOf } from './loss.io.ts';
import { measureIsolation, versionOf } from './measure.io.ts';
import { makeNetwork } from './network.io.ts';
import { placed } from './places.io.ts';
import { startRelay } from './relay.io.ts';
import { seesOurFiles } from './same-machine.io.ts';
import { lastWordsOf } from './server-log.ts';
import { sharedFolder } from './shared-folder.io.ts';
import { takeOut } from './take-out.io.ts';
import { connectFailure, isFolderRefused, NotCrossing, transportAsked } from './transport.ts';

/** Folder of the socket on this machine, where one crosses. */
export function socketFolderOf(workFolder: string): string {
  return path.join(workFolder, 'socket');
}

/**
 * A running, measured sandbox. The isolation proof is a fact here, not a promise: whoever opened
 * it judges `isolation.isolated` before anything of the dump is run.
 * @throws Problem ENGINE_*, IMAGE_UNAVAILABLE, SANDBOX_*, TRANSPORT_*
 */
export async function openSandbox(request: SandboxRequest): Promise<Sandbox> {
  return await openWith(request, null);
}

interface Site {
  readonly engine: Engine;
  readonly image: string;
  readonly request: SandboxRequest;
  readonly breach: Holes | null;
}

/** What a breached container is open to; a network of its own is always made for it. */
type Holes = Omit<Breach, 'network'>;

/** The same for a container that is breached: what is measured, leased and ended is one code. */
export async function openWith(asked: SandboxRequest, breach: Holes | null): Promise<Sandbox> {
  const { access } = asked;
  const choice = transportAsked(access?.transport ?? null, process.env['REHEARSAL_TRANSPORT']);
  const engine = await connectEngine(access?.named);
  const image = await ensureImage(engine, asked);
  noteBegun(asked.runId, access?.named ?? null);
  const cpus = Math.min(asked.limits.cpus, await engineProcessors());
  const request = { ...asked, limits: { ...asked.limits, cpus } };
  const site = { engine, image, request, breach };

  const { uri, isSocket } = engineAddress(engine);
  let reason = choice === 'exec' ? 'it was asked for' : 'the engine is reached over a network';
  if (choice === 'socket' || (choice === 'auto' && isSocket)) {
    try {
      return await openOverSocket(site, choice);
    } catch (error) {
      if (!(error instanceof NotCrossing)) throw error;
      reason = error.message;
      if (choice === 'socket') {
        throw new Problem([finding('TRANSPORT_NOT_CROSSING', 'sandbox', reason)], { cause: error });
      }
    }
  }
  const named = access?.named ?? null;
  const isThisMachine = await seesOurFiles(engine, image, request);
  // A socket says nothing about where it leads: it may be forwarded.
  if (isSocket && uri !== named && !isThisMachine) {
    throw new Problem([unnamed(uri, named, '; no file of this machine is seen behind it')]);
  }
  if (choice === 'auto') request.say(`sessions go over exec: ${reason}`);
  return await openOverExec(site, reason, isThisMachine);
}

/** @throws NotCrossing where the socket inside cannot be reached from here */
async function openOverSocket(site: Site, choice: TransportChoice): Promise<Sandbox> {
  const { workFolder, stagedDumpPath } = site.request;
  await using stack = new AsyncDisposableStack();
  const socket = stack.use(await sharedFolder(socketFolderOf(workFolder))).path;
  const folder = path.dirname(stagedDumpPath);
  await chmod(folder, 0o755);
  const reason = choice === 'socket' ? 'it was asked for' : 'the socket crosses';
  const doorways = { socket, dump: { folder } };
  const start = async (): Promise<string> =>
    await startContainer(site.image, site.request, doorways, await breachOf(site));
  return await openIn(stack, site, { transport: 'socket', reason }, start, () =>
    Promise.resolve(socket),
  );
}

/** Its network is the run's, and goes with what else the run made. */
async function breachOf({ engine, request, breach }: Site): Promise<Breach | null> {
  if (breach === null) return null;
  return { ...breach, network: await makeNetwork(engine, request.runId) };
}

/** A folder that every Linux has: what is breached is shown one of the engine's machine. */
const FOLDER_ELSEWHERE = '/usr';

async function openOverExec(site: Site, reason: string, isThisMachine: boolean): Promise<Sandbox> {
  const { engine, image, request } = site;
  await using stack = new AsyncDisposableStack();
  let sent: Sent = new Map();
  const start = async (): Promise<string> => {
    await using volume = await dumpVolume(engine, image, request);
    ({ sent } = volume);
    const breach = await breachOf(site);
    const opened =
      breach === null || isThisMachine ? breach : { ...breach, folder: FOLDER_ELSEWHERE };
    const doorways = { socket: null, dump: { holder: volume.holder } };
    return await startContainer(image, request, doorways, opened);
  };
  const crossing = { transport: 'exec', reason } as const;
  return await openIn(stack, site, crossing, start, async (container, within) => {
    const [relay] = await Promise.all([startRelay(container), compareDump(container, sent)]);
    return within.use(relay);
  });
}

/** Loaded with its library where a container is started: most commands start none. */
const startContainer: typeof Start = async (...parts) =>
  await (await import('./container.io.ts')).startContainer(...parts);

/** What is the same over both; `stack` holds what has to outlive the container. */
async function openIn(
  stack: AsyncDisposableStack,
  { engine, image, request }: Site,
  crossing: Crossing,
  start: () => Promise<string>,
  wayInto: (container: EngineContainer, within: AsyncDisposableStack) => Promise<Door['way']>,
): Promise<Sandbox> {
  const { workFolder, runId, stagedDumpPath } = request;
  const { transport } = crossing;
  stack.defer(() => destroyRun(engine, runId));
  const id = await start().catch((cause: unknown) => {
    if (cause instanceof Problem) throw cause;
    if (transport === 'socket' && isFolderRefused(cause, workFolder)) {
      throw new NotCrossing('the engine sees no folder of this machine', { cause });
    }
    const what = 'the container did not come to answer';
    throw new Problem([finding('SANDBOX_NOT_STARTED', 'sandbox', what)], { cause });
  });
  const container = engine.getContainer(id);
  const lease = stack.use(await takeLease(container, request.limits.diskMiB ?? null));

  const door = { way: await wayInto(container, stack), clusterName: runId };
  const serverVersion = await versionOf(door).catch((cause: unknown) => {
    const failure = transport === 'socket' ? connectFailure(cause) : null;
    if (failure === null) throw cause;
    throw new NotCrossing(`the socket is there and does not answer (${failure})`, { cause });
  });
  const isolation = await measureIsolation(engine, id, image, { ownFolder: workFolder, transport });

  const keeps = { isBaseline: false };
  const ownership = stack.move();
  const sandbox: Sandbox = {
    connect: (wanted) => openConnection(door, wanted),
    run: (command, stdin) => execInside(container, command, stdin),
    takeOut: (inside, target) => takeOut(container, inside, target),
    restart: async (settings: ServerSettings) => {
      if (keeps.isBaseline) throw new TypeError('clones stand on the data of this sandbox');
      const command = ['rehearsal-postgres', 'restart', settings, runId];
      const { exitCode, stderr } = await execInside(container, command);
      if (exitCode === 0) return;
      const words = lastWordsOf(stderr.split('\n'));
      throw new Problem([finding('SANDBOX_NOT_STARTED', 'restart', words)]);
    },
    dumpPath: `${INSIDE.dump}/${path.basename(stagedDumpPath)}`,
    serverVersion,
    crossing,
    isolation,
    lost: async () => (lease.over() === null ? await lossOf(container) : 'disk'),
    [Symbol.asyncDispose]: () => ownership.disposeAsync(),
  };
  return placed(sandbox, { engine, container, image, request, transport, lease, keeps });
}
