// One thin clone's container: started on its layers, measured, and talked to over the attached
// stream that is its lease too. However this process dies, the container ends with it.
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { finding, LIMITS, messageOf, Problem } from '../kernel/index.ts';
import { openConnection, type Door } from './connection.io.ts';
import { MAINTENANCE_DATABASE, type IsolationProof } from './contract.ts';
import { destroyContainer } from './disposal.io.ts';
import { bounded, type EngineContainer } from './engine.io.ts';
import { bindMount, hardenedHostConfig, INSIDE, volumeMount } from './hardening.io.ts';
import { judgeIsolation } from './isolation.ts';
import { labelsOf } from './labels.io.ts';
import { talkOver, type LineTalk, type Said } from './line-stream.io.ts';
import type { CloneSettings } from './ground-contract.ts';
import type { Place } from './places.io.ts';
import { startRelay } from './relay.io.ts';
import { lastWordsOf } from './server-log.ts';
import { sharedFolder } from './shared-folder.io.ts';

/** A new connection is tried at once; waiting longer would be most of a clone's start. */
const ASK_AGAIN_MS = 4;

export interface ContainerRequest {
  readonly place: Place;
  /** The engine's inspect document of the image. */
  readonly image: unknown;
  /** Names the folder of its socket. */
  readonly slot: number;
  /** The volume that shows this clone's data folder. */
  readonly overlay: Readonly<Record<string, string>>;
  readonly settings: CloneSettings;
}

export interface CloneContainer extends AsyncDisposable {
  readonly container: EngineContainer;
  readonly door: Door;
  readonly proof: IsolationProof;
  /** A clean stop. @throws Problem GROUND_NOT_MADE where recovery would be needed */
  stop(): Promise<void>;
  /** Serves another data folder, once stopped, and waits until it may be written. */
  serve(settings: CloneSettings, dataFolder: string): Promise<void>;
}

/** @throws what the engine says, or Problem GROUND_NOT_MADE where Postgres did not come up */
export async function startCloneContainer(request: ContainerRequest): Promise<CloneContainer> {
  const { place, slot } = request;
  const { transport } = place;
  await using stack = new AsyncDisposableStack();
  const socketFolder =
    transport === 'exec'
      ? null
      : stack.use(await sharedFolder(path.join(place.request.workFolder, `s${slot}`))).path;

  const container = await place.engine.createContainer(containerOptions(request, socketFolder));
  stack.defer(() => destroyContainer(place.engine, container.id));
  const attach = { stream: true, hijack: true, stdin: true, stdout: true, stderr: true };
  const talk = stack.use(talkOver(container, await container.attach(attach)));
  await container.start();
  // Beside the measuring; it ends with the container, and whoever waits for it hears why.
  const waiting = socketFolder ?? startRelay(container);
  if (typeof waiting !== 'string') waiting.catch(() => undefined);

  const measured = await bounded(talk.next(), LIMITS.sandboxReadyMs);
  if (measured.mark !== 'measured') throw notMade(endWords(measured));
  const way = typeof waiting === 'string' ? waiting : stack.use(await waiting);
  const door = { way, clusterName: place.request.runId };
  let serving = new Serving(talk);
  const [inspect] = await Promise.all([
    container.inspect(),
    untilWritable(door, serving, LIMITS.sandboxReadyMs),
  ]);
  const inside = measured.lines.join('\n');
  const ownFolder = place.request.workFolder;
  const { image } = request;
  const proof = judgeIsolation({ of: 'clone', transport, inside, inspect, image, ownFolder });

  const owned = stack.move();
  return {
    container,
    door,
    proof,
    stop: async () => {
      talk.write('stop');
      const words = endWords(await bounded(serving.ended, LIMITS.ownStatementMs));
      if (words !== 'ended 0 shut down') throw notMade(`Postgres did not stop cleanly: ${words}`);
    },
    serve: async (settings, dataFolder) => {
      talk.write(`start ${settings} ${dataFolder}`);
      serving = new Serving(talk);
      await untilWritable(door, serving, LIMITS.ownStatementMs);
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function containerOptions(
  { place, overlay, settings }: ContainerRequest,
  socketFolder: string | null,
): Parameters<Place['engine']['createContainer']>[0] {
  const { runId, limits } = place.request;
  return {
    Image: place.image,
    User: 'postgres',
    Labels: labelsOf(runId),
    Entrypoint: ['rehearsal-clone'],
    Cmd: [settings, runId, String(limits.lifeSeconds)],
    // Not even the network without devices: to make it takes the engine as long as all the rest.
    // Before 15 Postgres counts rows over a socket of "localhost", a name that only a network brings.
    NetworkDisabled: place.request.serverMajor >= 15,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    OpenStdin: true,
    StdinOnce: true,
    HostConfig: {
      ...hardenedHostConfig(limits, [
        socketFolder === null
          ? volumeMount(runId, INSIDE.socket)
          : bindMount(socketFolder, INSIDE.socket),
        volumeMount(runId, INSIDE.pgdata, overlay),
        volumeMount(runId, INSIDE.kept),
      ]),
      // All that it prints is read here as it comes; a copy on the engine's disk serves nobody.
      LogConfig: { Type: 'none', Config: {} },
    },
  };
}

/** One Postgres inside from its start to its end, which the program inside tells. */
class Serving {
  readonly ended: Promise<Said>;
  /** What the end said, once it has come. */
  last: string | null = null;

  constructor(talk: LineTalk) {
    this.ended = talk.next();
    this.ended.then(
      (said) => (this.last = endWords(said)),
      (error: unknown) => (this.last = messageOf(error)),
    );
  }
}

/** Asks on the socket until the server answers and has left recovery. */
async function untilWritable(door: Door, serving: Serving, limitMs: number): Promise<void> {
  const started = performance.now();
  for (;;) {
    let lastError: unknown;
    try {
      await using session = await openConnection(door, { database: MAINTENANCE_DATABASE });
      const { rows } = await session.client.query<{ recovering: boolean }>(
        'SELECT pg_catalog.pg_is_in_recovery() AS recovering',
      );
      if (rows[0]?.recovering === false) return;
    } catch (error) {
      const codes = error instanceof Problem ? error.findings.map(({ code }) => code) : [];
      if (codes.includes('SANDBOX_WRONG_SERVER')) throw error;
      lastError = error;
    }
    if (serving.last !== null) throw notMade(serving.last);
    if (performance.now() - started > limitMs) {
      throw notMade('Postgres did not come to answer', lastError);
    }
    await pause(ASK_AGAIN_MS);
  }
}

function endWords({ lines, mark }: Said): string {
  const isEnd = mark.startsWith('ended 0 ');
  return isEnd ? mark : `${mark}: ${lastWordsOf(lines)}`;
}

function notMade(what: string, cause?: unknown): Problem {
  return new Problem([finding('GROUND_NOT_MADE', 'clone', what)], { cause });
}
