// Holds the probes' own thread: it goes on beside the run, and ends with it whatever happens.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { LIMITS, messageOf } from '../../kernel/index.ts';
import type { OnClone } from './on-clone.io.ts';
import { END, type FromThread, type ThreadRequest } from './thread-contract.ts';

export interface CloneProbes extends AsyncDisposable {
  /** Never rejects: a thread that died, or took too long, has asked nothing. */
  readonly found: Promise<OnClone>;
}

const BESIDE_MIB = 512;

/** Begins at once; what it starts on the engine is gone when its scope has ended. */
export function startThread(request: ThreadRequest): CloneProbes {
  const worker = new Worker(new URL('./worker.io.ts', import.meta.url), {
    workerData: request,
    resourceLimits: { maxOldGenerationSizeMb: BESIDE_MIB },
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const gone = once(worker, 'exit');
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  const end = (): void => worker.postMessage(END);
  const answer = Promise.withResolvers<OnClone>();
  const fail = (why: string): void => answer.resolve({ ...NOTHING, troubles: [why] });
  worker.on('message', (said: FromThread) => {
    if (said.kind === 'answered') answer.resolve(said.found);
    else fail(said.why);
  });
  worker.on('error', (error) => fail(messageOf(error)));
  worker.on('exit', (code) => fail(`the probes' thread ended (${code})`));
  const late = setTimeout(() => {
    fail(`no answer within ${LIMITS.probesMs} ms`);
    end();
  }, LIMITS.probesMs);
  return {
    found: answer.promise,
    [Symbol.asyncDispose]: async () => {
      clearTimeout(late);
      end();
      // Its containers end with its sessions, whether it answers or not; the next sweep does the rest.
      const hard = setTimeout(() => void worker.terminate(), LIMITS.disposalMs);
      await gone;
      clearTimeout(hard);
    },
  };
}

const NOTHING: OnClone = { attempts: new Map(), leftovers: null, troubles: [] };
