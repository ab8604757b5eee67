// One container of ours with a Postgres in it, the sandbox's or a thin clone's: started, measured
// while its server starts, and talked to over the attached stream that is its lease too. However
// this process dies, the container ends with it. No command inside is asked of the engine for that.
import { setTimeout as pause } from 'node:timers/promises';
import { LIMITS, messageOf, Problem } from '../kernel/index.ts';
import { openConnection, type Door } from './connection.io.ts';
import {
  MAINTENANCE_DATABASE,
  type IsolationFacts,
  type IsolationProof,
  type SandboxRequest,
  type ServerSettings,
  type Transport,
} from './contract.ts';
import { destroyContainer } from './disposal.io.ts';
import { bounded, type Engine, type EngineContainer } from './engine.io.ts';
import type { CloneSettings } from './ground-contract.ts';
import { INSIDE, type HostConfig } from './hardening.io.ts';
import { judgeIsolation } from './isolation.ts';
import { labelsOf } from './labels.io.ts';
import { talkOver, type LineTalk, type Said } from './line-stream.io.ts';
import type { Relay } from './relay.io.ts';
import { lastWordsOf } from './server-log.ts';

/** A new connection is tried at once; waiting longer would be most of a server's start. */
const ASK_AGAIN_MS = 4;

/** What a clean stop says: the data needs no recovery. */
export const STOPPED_CLEANLY = 'ended 0 shut down';

export type ContainerOptions = Parameters<Engine['createContainer']>[0];

export interface ServedRequest {
  readonly engine: Engine;
  /** As `servedOptions` has them. */
  readonly options: ContainerOptions;
  readonly of: IsolationFacts['of'];
  readonly transport: Transport;
  /** The engine's inspect document of the image. */
  readonly image: unknown;
  /** Names the server. */
  readonly runId: string;
  /** Private folder of the run. */
  readonly ownFolder: string;
  /** The way to the socket inside: a folder of this machine, or a relay; begun beside the start. */
  readonly wayInto: (container: EngineContainer) => Promise<Door['way']>;
  /** Asked where no session came about though the socket is there inside. */
  readonly givesUp?: GivesUp;
  /** How it is told that no server came up. */
  readonly refusal: (what: string, cause?: unknown) => Error;
}

/** What is to be thrown at once; null: it is tried again. */
type GivesUp = (cause: unknown) => Error | null;
const NEVER: GivesUp = () => null;

export interface ServedContainer extends AsyncDisposable {
  readonly container: EngineContainer;
  readonly door: Door;
  readonly proof: IsolationProof;
  /** e.g. `15.20`. */
  readonly serverVersion: string;
  /** Ends the server, where one runs; answers what the program inside said of its end. */
  stop(): Promise<string>;
  /** Serves a data folder, once stopped, and waits until it may be written. */
  serve(settings: Settings, dataFolder: string): Promise<void>;
}

type Settings = ServerSettings | CloneSettings;

/** @throws what the engine says, or `refusal` where Postgres did not come up */
export async function startServed(request: ServedRequest): Promise<ServedContainer> {
  const { engine, refusal } = request;
  await using stack = new AsyncDisposableStack();
  const container = await engine.createContainer(request.options);
  stack.defer(() => destroyContainer(engine, container.id));
  const attach = { stream: true, hijack: true, stdin: true, stdout: true, stderr: true };
  const talk = stack.use(talkOver(container, await container.attach(attach)));
  await container.start();
  // Beside the measuring; it ends with the container, and whoever waits for it hears why.
  const waiting = request.wayInto(container);
  waiting.catch(() => undefined);

  const measured = await bounded(talk.next(), LIMITS.sandboxReadyMs).catch((cause: unknown) => {
    throw refusal('the container did not come to answer', cause);
  });
  if (measured.mark !== 'measured') throw refusal(endWords(measured));
  const way = await waiting;
  if (typeof way !== 'string') stack.use<Relay>(way);
  const door = { way, clusterName: request.runId };
  let serving = new Serving(talk);
  const writable = async (limitMs: number, givesUp: GivesUp): Promise<string> =>
    await untilWritable(door, serving, limitMs, { refusal, givesUp });
  const isThere = measured.lines.some((line) => line.endsWith(` ${INSIDE.socket}/.s.PGSQL.5432`));
  const [inspect, serverVersion] = await Promise.all([
    container.inspect(),
    writable(LIMITS.sandboxReadyMs, isThere ? (request.givesUp ?? NEVER) : NEVER),
  ]);
  const inside = measured.lines.join('\n');
  const { of, transport, image, ownFolder } = request;
  const proof = judgeIsolation({ of, transport, inside, inspect, image, ownFolder });

  const owned = stack.move();
  return {
    container,
    door,
    proof,
    serverVersion,
    stop: async () => {
      if (serving.last === null) talk.write('stop');
      return endWords(await bounded(serving.ended, LIMITS.ownStatementMs));
    },
    serve: async (settings, dataFolder) => {
      talk.write(`start ${settings} ${dataFolder}`);
      serving = new Serving(talk);
      await writable(LIMITS.ownStatementMs, NEVER);
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** What every one of them is made with; `hostConfig` brings the hardening, and the mounts. */
export function servedOptions(
  of: Pick<SandboxRequest, 'runId' | 'limits' | 'serverMajor'> & { readonly image: string },
  settings: Settings,
  hostConfig: HostConfig,
): ContainerOptions {
  return {
    Image: of.image,
    User: 'postgres',
    Labels: labelsOf(of.runId),
    Entrypoint: ['rehearsal-clone'],
    Cmd: [settings, of.runId, String(of.limits.lifeSeconds)],
    // Not even the network without devices: to make it takes the engine as long as all the rest.
    // Before 15 Postgres counts rows over a socket of "localhost", a name that only a network brings.
    NetworkDisabled: of.serverMajor >= 15,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    OpenStdin: true,
    StdinOnce: true,
    // All that it prints is read here as it comes; a copy on the engine's disk serves nobody.
    HostConfig: { ...hostConfig, LogConfig: { Type: 'none', Config: {} } },
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

/** Asks on the socket until the server answers and has left recovery; answers its version. */
async function untilWritable(
  door: Door,
  serving: Serving,
  limitMs: number,
  { refusal, givesUp }: Required<Pick<ServedRequest, 'refusal' | 'givesUp'>>,
): Promise<string> {
  const started = performance.now();
  for (;;) {
    let lastError: unknown;
    try {
      await using session = await openConnection(door, { database: MAINTENANCE_DATABASE });
      const { rows } = await session.client.query<{ recovering: boolean; version: string }>(
        `SELECT pg_catalog.pg_is_in_recovery() AS recovering,
                pg_catalog.current_setting('server_version') AS version`,
      );
      const [row] = rows;
      if (row?.recovering === false) return row.version.split(' ')[0] ?? '';
    } catch (error) {
      const codes = error instanceof Problem ? error.findings.map(({ code }) => code) : [];
      if (codes.includes('SANDBOX_WRONG_SERVER')) throw error;
      lastError = error;
    }
    if (serving.last !== null) throw refusal(serving.last);
    const final = givesUp(lastError);
    if (final !== null) throw final;
    if (performance.now() - started > limitMs) {
      throw refusal('Postgres did not come to answer', lastError);
    }
    await pause(ASK_AGAIN_MS);
  }
}

function endWords({ lines, mark }: Said): string {
  const isEnd = mark.startsWith('ended 0 ');
  return isEnd ? mark : `${mark}: ${lastWordsOf(lines)}`;
}
