// Opens the sandbox: image, container, lease, measured isolation. What was begun is ended, always.
import { chmod, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { finding, Problem } from '../kernel/index.ts';
import { openConnection } from './connection.io.ts';
import { startContainer } from './container.io.ts';
import {
  MAINTENANCE_DATABASE,
  type IsolationProof,
  type Sandbox,
  type SandboxRequest,
  type ServerSettings,
} from './contract.ts';
import { destroyRun } from './disposal.io.ts';
import { connectEngine, type Engine } from './engine.io.ts';
import { execInside } from './exec.io.ts';
import { INSIDE } from './hardening.io.ts';
import { ensureImage } from './image.io.ts';
import { judgeIsolation } from './isolation.ts';
import { takeLease } from './lease.io.ts';
import { placed } from './places.io.ts';
import { lastWordsOf } from './server-log.ts';

/** Folder of the socket on this machine; its parent is private, it must admit the inner user. */
export function socketFolderOf(workFolder: string): string {
  return path.join(workFolder, 'socket');
}

/**
 * A running, measured sandbox. The isolation proof is a fact here, not a promise: whoever opened
 * it judges `isolation.isolated` before anything of the dump is run.
 * @throws Problem ENGINE_*, IMAGE_UNAVAILABLE, SANDBOX_*
 */
export async function openSandbox(request: SandboxRequest): Promise<Sandbox> {
  return await openWith(request, startContainer);
}

/** The same for a container that another starts: what is measured, leased and ended is one code. */
export async function openWith(
  request: SandboxRequest,
  start: (...parts: Parameters<typeof startContainer>) => Promise<string>,
): Promise<Sandbox> {
  const engine = await connectEngine();
  const image = await ensureImage(engine, request);
  await using stack = new AsyncDisposableStack();

  const socketFolder = socketFolderOf(request.workFolder);
  stack.defer(() => rm(socketFolder, { recursive: true, force: true }));
  await mkdir(socketFolder, { recursive: true });
  await chmod(socketFolder, 0o777);
  await chmod(path.dirname(request.stagedDumpPath), 0o755);

  stack.defer(() => destroyRun(engine, request.runId));
  const id = await start(image, request, socketFolder).catch((cause: unknown) => {
    const what = 'the container did not come to answer';
    throw new Problem([finding('SANDBOX_NOT_STARTED', 'sandbox', what)], { cause });
  });
  const container = engine.getContainer(id);
  stack.use(await takeLease(container));

  const door = { socketFolder, clusterName: request.runId };
  const isolation = await measureIsolation(engine, id, image, request.workFolder);
  const serverVersion = await versionOf(door);

  const keeps = { isBaseline: false };
  const ownership = stack.move();
  const sandbox: Sandbox = {
    connect: (wanted) => openConnection(door, wanted),
    run: (command, stdin) => execInside(container, command, stdin),
    restart: async (settings: ServerSettings) => {
      if (keeps.isBaseline) throw new TypeError('clones stand on the data of this sandbox');
      const command = ['rehearsal-postgres', 'restart', settings, request.runId];
      const { exitCode, stderr } = await execInside(container, command);
      if (exitCode === 0) return;
      const words = lastWordsOf(stderr.split('\n'));
      throw new Problem([finding('SANDBOX_NOT_STARTED', 'restart', words)]);
    },
    dumpPath: `${INSIDE.dump}/${path.basename(request.stagedDumpPath)}`,
    serverVersion,
    transport: 'unix-socket',
    isolation,
    [Symbol.asyncDispose]: () => ownership.disposeAsync(),
  };
  return placed(sandbox, { engine, container, image, request, keeps });
}

/**
 * Runs the measuring program inside and asks the engine; both are judged together. `ownFolder` is
 * the run's: without one, nobody can say whose folders are mounted.
 */
export async function measureIsolation(
  engine: Engine,
  containerId: string,
  image: string,
  ownFolder?: string,
): Promise<IsolationProof> {
  const container = engine.getContainer(containerId);
  const [inside, inspect, imageDocument] = await Promise.all([
    execInside(container, ['rehearsal-isolation']),
    container.inspect(),
    engine.getImage(image).inspect(),
  ]);
  // A measurement that did not come to its end is none.
  const measured = inside.exitCode === 0 ? inside.stdout : '';
  return judgeIsolation({
    of: 'sandbox',
    inside: measured,
    inspect,
    image: imageDocument,
    ...(ownFolder === undefined ? {} : { ownFolder }),
  });
}

async function versionOf(door: Parameters<typeof openConnection>[0]): Promise<string> {
  await using session = await openConnection(door, { database: MAINTENANCE_DATABASE });
  const { rows } = await session.client.query<{ version: string }>(
    `SELECT pg_catalog.current_setting('server_version') AS version`,
  );
  return (rows[0]?.version ?? '').split(' ')[0] ?? '';
}
