// The lifetime of a sandbox with a dump in it: whatever happens inside, it is gone afterwards, and
// the engine was asked about it.
import path from 'node:path';
import type { LoadedConfig } from '../config/index.ts';
import type { UnattestedDump } from '../intake/index.ts';
import {
  askLeftovers,
  connectEngine,
  destroyRun,
  openSandbox,
  socketFolderOf,
  sweep,
  watchEngine,
  type Leftovers,
  type Sandbox,
  type TransportChoice,
} from '../sandbox/index.ts';
import type { Progress } from './contract.ts';
import { engineAccess } from './engine-access.ts';
import { engineLost } from './engine-lost.ts';
import { leftOf } from './interrupted.io.ts';
import { isLimit, limitReached } from './limit-reached.ts';
import { refuseLost } from './lost.io.ts';

export interface SandboxedRequest {
  readonly dump: UnattestedDump;
  readonly config: LoadedConfig;
  readonly transport?: TransportChoice;
  readonly runId: string;
  /** Private folder of the run. */
  readonly workFolder: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** What `use` answers, and what the engine says is left. @throws the reason of an aborted signal */
export async function inSandbox<Answer>(
  request: SandboxedRequest,
  use: (sandbox: Sandbox) => Promise<Answer>,
): Promise<{ readonly answer: Answer; readonly leftovers: Leftovers }> {
  const { config, runId, signal } = request;
  const engine = await connectEngine(engineAccess(config, request.transport).named);
  using watch = watchEngine(engine, runId);
  try {
    return await sandboxed(request, engine, use);
  } catch (error) {
    // What an engine leaves undone looks like anything: a bug, a clone, a sandbox that went away.
    if (signal.aborted || isLimit(error) || !(await watch.isLost())) throw error;
    throw engineLost(
      await leftOf(askLeftovers(engine, runId, socketFolderOf(request.workFolder))),
      error,
    );
  }
}

type Engine = Awaited<ReturnType<typeof connectEngine>>;

async function sandboxed<Answer>(
  request: SandboxedRequest,
  engine: Engine,
  use: (sandbox: Sandbox) => Promise<Answer>,
): Promise<{ readonly answer: Answer; readonly leftovers: Leftovers }> {
  const { dump, config, runId, workFolder, progress, signal } = request;
  // What a killed run could not remove; never what a live one owns.
  const swept = await sweep(engine);
  for (const run of swept.runs) progress.say(`removed what ${run} had left`);
  for (const { where, what } of swept.findings) {
    progress.say(`what ${where} has left could not be removed: ${what}`);
  }
  const end = (): void => void destroyRun(engine, runId).catch(() => undefined);
  signal.addEventListener('abort', end);
  let answer: Answer;
  try {
    const opened = progress.stage('sandbox');
    await using sandbox = await openSandbox({
      runId,
      serverMajor: dump.facts.serverMajor,
      image: config.images[String(dump.facts.serverMajor)] ?? null,
      workFolder,
      stagedDumpPath: path.resolve(dump.stagedPath),
      limits: config.limits,
      access: engineAccess(config, request.transport),
      say: progress.say,
    });
    signal.throwIfAborted();
    const over = sandbox.crossing.transport === 'exec' ? ', over exec' : '';
    opened(`Postgres ${sandbox.serverVersion}, no network${over}`);
    answer = await use(sandbox).catch(async (error: unknown) => {
      const loss = await sandbox.lost();
      if (loss !== null) throw limitReached(loss, config.limits, error);
      if (!signal.aborted) await refuseLost(sandbox, error);
      throw error;
    });
  } finally {
    signal.removeEventListener('abort', end);
  }
  signal.throwIfAborted();
  return { answer, leftovers: await askLeftovers(engine, runId, socketFolderOf(workFolder)) };
}
