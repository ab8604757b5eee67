// Opens a throwaway sandbox as a run does, without a dump; measures it, makes a clone, ends it all.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { BOUNDS_PROGRAM, type Opened, type Trial } from '../../doctor/index.ts';
import { finding, messageOf, Problem, type Finding } from '../../kernel/index.ts';
import {
  askLeftovers,
  destroyRun,
  groundOn,
  MAINTENANCE_DATABASE,
  makeWorkFolder,
  openSandbox,
  socketFolderOf,
  type EngineAccess,
  type Sandbox,
  type SandboxLimits,
} from '../../sandbox/index.ts';
import type { Engine } from './engine.io.ts';

export interface TrialRequest {
  readonly engine: Engine;
  /** A major version whose image is there and current: nothing is built here. */
  readonly serverMajor: number;
  readonly image: string | null;
  readonly limits: SandboxLimits;
  readonly access: EngineAccess;
  /** `way-in`: opened and measured; `whole`: bounds and clones as well. */
  readonly extent: 'way-in' | 'whole';
  readonly signal: AbortSignal;
}

/** @throws the reason of an aborted signal, when nothing is left any more */
export async function trySandbox(request: TrialRequest): Promise<Trial> {
  const { engine, signal } = request;
  await using work = await makeWorkFolder();
  const end = (): void => void destroyRun(engine, work.runId).catch(() => undefined);
  signal.addEventListener('abort', end);
  try {
    const seen = await look(request, work);
    signal.throwIfAborted();
    const leftovers = await askLeftovers(engine, work.runId, socketFolderOf(work.path));
    return { ...seen, leftovers };
  } catch (error) {
    signal.throwIfAborted();
    return { kind: 'refused', findings: findingsOf(error) };
  } finally {
    signal.removeEventListener('abort', end);
    if (signal.aborted) await destroyRun(engine, work.runId);
  }
}

type Work = Awaited<ReturnType<typeof makeWorkFolder>>;

async function look(request: TrialRequest, work: Work): Promise<Omit<Opened, 'leftovers'>> {
  const started = performance.now();
  const staged = path.join(work.path, 'staged');
  await mkdir(staged);
  await using sandbox = await openSandbox({
    runId: work.runId,
    serverMajor: request.serverMajor,
    image: request.image,
    workFolder: work.path,
    stagedDumpPath: path.join(staged, 'none'),
    limits: { ...request.limits, lifeSeconds: LIFE_SECONDS },
    access: request.access,
    say: () => undefined,
  });
  const seconds = (performance.now() - started) / 1000;
  request.signal.throwIfAborted();
  const { serverVersion, isolation, crossing } = sandbox;
  const seen = { kind: 'opened', serverVersion, seconds, isolation, crossing } as const;
  if (request.extent === 'way-in') return { ...seen, bounds: '', clones: { kind: 'not-tried' } };
  const { stdout: bounds } = await sandbox.run(['bash', '-c', BOUNDS_PROGRAM]);
  const clones =
    isolation.isolated === 'HELD' ? await tryClones(sandbox) : ({ kind: 'not-tried' } as const);
  return { ...seen, bounds, clones };
}

/** Enough for a slow machine; whatever happens to this process, it is over then. */
const LIFE_SECONDS = 300;
const DATABASE = 'rehearsal_doctor';

async function tryClones(sandbox: Sandbox): Promise<Opened['clones']> {
  try {
    await inDatabase(sandbox, MAINTENANCE_DATABASE, `CREATE DATABASE ${DATABASE}`);
    await using ground = await groundOn(sandbox, { database: DATABASE, jobs: 1 });
    await using clone = await ground.fresh();
    await inDatabase(clone, clone.database, 'CREATE TABLE written AS SELECT 1 AS one');
    return { kind: 'made', method: ground.method, refusal: ground.refusal };
  } catch (error) {
    return { kind: 'refused', findings: findingsOf(error) };
  }
}

/** What the engine or the system refused is an answer here. @throws whatever is a fault of ours */
function findingsOf(error: unknown): Finding[] {
  if (error instanceof Problem) return withCause(error);
  const isAnswer = error instanceof Error && ('statusCode' in error || 'code' in error);
  if (!isAnswer) throw error;
  return [finding('SANDBOX_NOT_STARTED', 'sandbox', messageOf(error).slice(0, 400))];
}

async function inDatabase(
  server: Pick<Sandbox, 'connect'>,
  database: string,
  statement: string,
): Promise<void> {
  await using session = await server.connect({ database });
  await session.client.query(statement);
}

/** What the engine itself said stands in the cause, and is what helps here. */
function withCause({ findings, cause }: Problem): Finding[] {
  const words = cause === undefined ? '' : messageOf(cause).replaceAll(/\s+/g, ' ').trim();
  return findings.map((each) =>
    words === '' ? each : { ...each, what: `${each.what}: ${words.slice(0, 400)}` },
  );
}
