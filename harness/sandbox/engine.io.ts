// Finds the local Docker engine and speaks to it; refuses one on another machine.
import { getContainerRuntimeClient } from 'testcontainers';
import { finding, LIMITS, messageOf, Problem } from '../kernel/index.ts';

// Nothing here needs testcontainers' reaper (a container with the engine's socket inside): the
// lease ends a sandbox by itself. The library reads this variable when it first wants a reaper.
process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true';

type RuntimeClient = Awaited<ReturnType<typeof getContainerRuntimeClient>>;
/** The engine's API as testcontainers holds it. */
export type Engine = RuntimeClient['container']['dockerode'];
export type EngineContainer = ReturnType<Engine['getContainer']>;

/**
 * Connects to the engine on this machine.
 * @throws Problem ENGINE_REMOTE, ENGINE_UNREACHABLE
 */
export async function connectEngine(): Promise<Engine> {
  const host = process.env['DOCKER_HOST'] ?? '';
  if (host !== '' && !host.startsWith('unix://')) {
    throw new Problem([
      finding('ENGINE_REMOTE', 'DOCKER_HOST', 'it names an engine that is not a local Unix socket'),
    ]);
  }
  try {
    const client = await bounded(getContainerRuntimeClient(), LIMITS.engineAnswerMs);
    return client.container.dockerode;
  } catch (cause) {
    throw new Problem([finding('ENGINE_UNREACHABLE', 'docker engine', messageOf(cause))], {
      cause,
    });
  }
}

/** Parts the one stream of an exec into what was written to standard output and to standard error. */
export function demultiplex(
  container: EngineContainer,
  stream: NodeJS.ReadableStream,
  stdout: NodeJS.WritableStream,
  stderr: NodeJS.WritableStream,
): void {
  // The library's types call its modem `any`; this is the one method of it that is used.
  const modem = container.modem as {
    demuxStream(...streams: readonly (NodeJS.ReadableStream | NodeJS.WritableStream)[]): void;
  };
  modem.demuxStream(stream, stdout, stderr);
}

/** The promise's value, or an error once `limitMs` have gone by. */
export async function bounded<Value>(work: Promise<Value>, limitMs: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
