// Holds the probes' own process: it goes on beside the run, and ends with it whatever happens.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { LIMITS, messageOf } from '../../kernel/index.ts';
import { noteBegun } from '../../sandbox/index.ts';
import type { OnClone } from './on-clone.io.ts';
import { END, type BesideRequest, type FromBeside, type ToBeside } from './beside-contract.ts';

export interface CloneProbes extends AsyncDisposable {
  /** Never rejects: a process that died, or took too long, has asked nothing. */
  readonly found: Promise<OnClone>;
}

const BESIDE_MIB = 512;

/** Begins at once; what it starts on the engine is gone when its scope has ended. */
export function startBeside(request: BesideRequest): CloneProbes {
  const child = fork(path.join(import.meta.dirname, 'beside-main.io.ts'), [], {
    execArgv: [`--max-old-space-size=${BESIDE_MIB}`, '--disable-warning=ExperimentalWarning'],
    serialization: 'advanced',
    // It says what it has to say in its answer.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const gone = once(child, 'exit');
  const answer = Promise.withResolvers<OnClone>();
  const fail = (why: string): void => answer.resolve({ ...NOTHING, troubles: [why] });
  const tell = (said: ToBeside): void => {
    if (child.connected) child.send(said, () => undefined); // who has ended hears nothing
  };
  child.on('message', (said: FromBeside) => {
    if (said.kind === 'answered') answer.resolve(said.found);
    else if (said.kind === 'failed') fail(said.why);
    else for (const runId of said.runIds) noteBegun(runId, request.access?.named ?? null);
  });
  child.on('error', (error) => fail(messageOf(error)));
  child.on('exit', (code, signal) => fail(`the probes' process ended (${code ?? signal})`));
  tell({ kind: 'begin', request });
  const late = setTimeout(() => {
    fail(`no answer within ${LIMITS.probesMs} ms`);
    tell(END);
  }, LIMITS.probesMs);
  return {
    found: answer.promise,
    [Symbol.asyncDispose]: async () => {
      clearTimeout(late);
      tell(END);
      // Its containers end with its sessions, whether it answers or not; the next sweep does the rest.
      const hard = setTimeout(() => child.kill('SIGKILL'), LIMITS.disposalMs);
      await gone;
      clearTimeout(hard);
    },
  };
}

const NOTHING: OnClone = { attempts: new Map(), leftovers: null, troubles: [] };
