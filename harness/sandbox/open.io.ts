// Opens the sandbox: image, container, lease, measured isolation. What was begun is ended, always.
import { chmod } from 'node:fs/promises';
import path from 'node:path';
import { finding, messageOf, Problem } from '../kernel/index.ts';
import { noteBegun } from './begun.io.ts';
import { openConnection, type Door } from './connection.io.ts';
import { startServed, type ContainerOptions, type ServedContainer } from './container.io.ts';
import type {
  Crossing,
  Sandbox,
  SandboxRequest,
  ServerSettings,
  TransportChoice,
} from './contract.ts';
import { UNWATCHED, watchDisk } from './disk.io.ts';
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
import { lossOf } from './loss.io.ts';
import { makeNetwork } from './network.io.ts';
import { placed } from './places.io.ts';
import { startRelay } from './relay.io.ts';
import { sandboxOptions, type Breach } from './sandbox-container.io.ts';
import { seesOurFiles } from './same-machine.io.ts';
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
  /** The engine's inspect document of it. */
  readonly imageDocument: unknown;
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
  const imageDocument: unknown = await engine.getImage(image).inspect();
  const cpus = Math.min(asked.limits.cpus, await engineProcessors());
  const request = { ...asked, limits: { ...asked.limits, cpus } };
  const site = { engine, image, imageDocument, request, breach };

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
  return await openIn(
    stack,
    site,
    { transport: 'socket', reason },
    {
      options: async () => sandboxOptions(site.image, site.request, doorways, await breachOf(site)),
      wayInto: () => Promise.resolve(socket),
    },
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
  await using holding = new AsyncDisposableStack();
  let sent: Sent = new Map();
  return await openIn(
    stack,
    site,
    { transport: 'exec', reason },
    {
      options: async () => {
        // Ends once the container that is made from this has the volume, or was not made.
        const volume = holding.use(await dumpVolume(engine, image, request));
        ({ sent } = volume);
        const breach = await breachOf(site);
        const opened =
          breach === null || isThisMachine ? breach : { ...breach, folder: FOLDER_ELSEWHERE };
        const doorways = { socket: null, dump: { holder: volume.holder } };
        return sandboxOptions(image, request, doorways, opened);
      },
      wayInto: async (container) => {
        const [relay] = await Promise.all([startRelay(container), compareDump(container, sent)]);
        return relay;
      },
    },
  );
}

interface Entrance {
  readonly options: () => Promise<ContainerOptions>;
  readonly wayInto: (container: EngineContainer) => Promise<Door['way']>;
}

/** What is the same over both; `stack` holds what has to outlive the container. */
async function openIn(
  stack: AsyncDisposableStack,
  { engine, image, imageDocument, request }: Site,
  crossing: Crossing,
  { options, wayInto }: Entrance,
): Promise<Sandbox> {
  const { workFolder, runId, stagedDumpPath } = request;
  const { transport } = crossing;
  stack.defer(() => destroyRun(engine, runId));
  const beganMs = performance.now();
  const served = await startServed({
    engine,
    options: await options(),
    of: 'sandbox',
    transport,
    image: imageDocument,
    runId,
    ownFolder: workFolder,
    wayInto,
    givesUp: (cause) => {
      // The program inside has seen the socket by now.
      const failure = transport === 'socket' ? connectFailure(cause) : null;
      if (failure === null) return null;
      return new NotCrossing(`the socket is there and does not answer (${failure})`, { cause });
    },
    refusal: (what, cause) => notStarted('sandbox', what, cause),
  }).catch((cause: unknown) => {
    if (cause instanceof Problem || cause instanceof NotCrossing) throw cause;
    if (transport === 'socket' && isFolderRefused(cause, workFolder)) {
      throw new NotCrossing('the engine sees no folder of this machine', { cause });
    }
    throw notStarted('sandbox', 'the container did not come to answer', cause);
  });
  stack.use(served);

  const { container, door, proof: isolation, serverVersion } = served;
  const { diskMiB } = request.limits;
  const disk = stack.use(diskMiB === undefined ? UNWATCHED : await watchDisk(container, diskMiB));
  const keeps = { isBaseline: false };
  const ownership = stack.move();
  const sandbox: Sandbox = {
    connect: (wanted) => openConnection(door, wanted),
    run: (command, stdin) => execInside(container, command, stdin),
    takeOut: (inside, target) => takeOut(container, inside, target),
    restart: async (settings: ServerSettings) => {
      if (keeps.isBaseline) throw new TypeError('clones stand on the data of this sandbox');
      await restart(served, settings);
    },
    dumpPath: `${INSIDE.dump}/${path.basename(stagedDumpPath)}`,
    serverVersion,
    crossing,
    isolation,
    lost: async () => {
      if (disk.over() !== null) return 'disk';
      const ageMs = performance.now() - beganMs;
      return isAtItsEnd(ageMs, request.limits) ? 'life' : await lossOf(container);
    },
    [Symbol.asyncDispose]: () => ownership.disposeAsync(),
  };
  const { stop } = served;
  return placed(sandbox, {
    engine,
    container,
    image,
    imageDocument,
    request,
    transport,
    disk,
    keeps,
    stop,
  });
}

/** Inside, whole seconds are counted, from a little later on. */
function isAtItsEnd(ageMs: number, { lifeSeconds }: SandboxRequest['limits']): boolean {
  return ageMs >= (lifeSeconds - 1) * 1000;
}

async function restart(
  { stop, serve }: Pick<ServedContainer, 'stop' | 'serve'>,
  settings: ServerSettings,
): Promise<void> {
  try {
    await stop();
    await serve(settings, INSIDE.pgdata);
  } catch (cause) {
    if (cause instanceof Problem) throw cause;
    throw notStarted('restart', messageOf(cause), cause);
  }
}

function notStarted(where: string, what: string, cause?: unknown): Problem {
  return new Problem([finding('SANDBOX_NOT_STARTED', where, what)], { cause });
}
