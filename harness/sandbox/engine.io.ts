// Finds the Docker engine that the operator has chosen and speaks to it; refuses one on another
// machine that no configuration names.
import { access } from 'node:fs/promises';
import path from 'node:path';
import type { getContainerRuntimeClient } from 'testcontainers';
import { finding, LIMITS, messageOf, Problem } from '../kernel/index.ts';
import { chosenEngine, type ChosenEngine } from './docker-context.io.ts';
import {
  addressFindings,
  addressIn,
  addressOf,
  notSpoken,
  type ClientFacts,
  type EngineAddress,
} from './engine-address.ts';
import { isSilent } from './silent-engine.io.ts';

// Nothing here needs testcontainers' reaper (a container with the engine's socket inside): the
// lease ends a sandbox by itself. The library reads this variable when it first wants a reaper.
process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true';
// Nor a host for ports that nobody publishes: inside a container the library asks a network for it,
// and gives an engine up that has none.
process.env['TESTCONTAINERS_HOST_OVERRIDE'] = 'localhost';

type RuntimeClient = Awaited<ReturnType<typeof getContainerRuntimeClient>>;
/** The engine's API as testcontainers holds it. */
export type Engine = RuntimeClient['container']['dockerode'];
export type EngineContainer = ReturnType<Engine['getContainer']>;

/**
 * Connects to the engine that was chosen, else to this machine's. `named` is the one that the
 * configuration allows beside this machine's: nothing is sent to any other.
 * @throws Problem ENGINE_*
 */
export async function connectEngine(named: string | null = null): Promise<Engine> {
  const chosen = await chosenEngine();
  const wanted = chosen === null ? null : await toldToTheClient(chosen);
  if (wanted !== null) refuse(addressFindings(wanted, named));
  await refuseSilence(wanted?.uri ?? `unix://${DEFAULT_SOCKET}`, chosen?.by ?? 'docker engine');
  const { container } = await runtimeClient();
  const address = engineAddress(container.dockerode);
  refuse(addressFindings(address, named));
  // The library goes on to the next engine that it finds; the operator meant this one.
  if (chosen !== null && wanted !== null && wanted.uri !== address.uri) {
    const what = `it names "${wanted.uri}", which does not answer`;
    throw new Problem([finding('ENGINE_UNREACHABLE', chosen.by, what)]);
  }
  return container.dockerode;
}

const DEFAULT_SOCKET = '/var/run/docker.sock';

async function refuseSilence(uri: string, where: string): Promise<void> {
  if (!uri.startsWith('unix://') || !(await isSilent(uri.slice('unix://'.length)))) return;
  const what = `no answer within ${LIMITS.engineAnswerMs} ms`;
  throw new Problem([finding('ENGINE_UNREACHABLE', where, what)]);
}

export function engineAddress({ modem }: Engine): EngineAddress {
  return addressOf(modem as ClientFacts); // the library's types call it `any`
}

/** How many processors it has: a container that asks for more is refused. */
export async function engineProcessors(): Promise<number> {
  return (await runtimeClient()).info.containerRuntime.cpus;
}

async function runtimeClient(): Promise<RuntimeClient> {
  try {
    // Loaded where an engine is asked for: it takes as long as all that most other commands do.
    const library = await import('testcontainers');
    return await bounded(library.getContainerRuntimeClient(), LIMITS.engineAnswerMs);
  } catch (cause) {
    throw new Problem([finding('ENGINE_UNREACHABLE', 'docker engine', messageOf(cause))], {
      cause,
    });
  }
}

/** The library knows no contexts: what one says becomes what it does know. */
async function toldToTheClient({ uri, certificates }: ChosenEngine): Promise<EngineAddress> {
  if (certificates !== null) {
    process.env['DOCKER_HOST'] = uri;
    const hasOwn = await access(path.join(certificates, 'ca.pem')).then(
      () => true,
      () => false,
    );
    if (hasOwn) {
      process.env['DOCKER_TLS_VERIFY'] = '1';
      process.env['DOCKER_CERT_PATH'] = certificates;
    }
  }
  const { DOCKER_TLS_VERIFY: verify, DOCKER_CERT_PATH: folder } = process.env;
  const address = addressIn(uri, verify === '1' && folder !== undefined);
  if (address === null) throw new Problem([notSpoken(uri)]);
  return address;
}

function refuse(findings: readonly ReturnType<typeof notSpoken>[]): void {
  if (findings.length > 0) throw new Problem(findings);
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
