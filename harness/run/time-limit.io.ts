// The bound of a whole run: at its end the sandbox is ended, as by a signal, and it is told where the
// run was.
import { finding, LIMITS, Problem } from '../kernel/index.ts';
import type { Progress, RunRequest } from './contract.ts';

/**
 * Reading the dump heeds the signal at every piece. What else is not in the sandbox (the probes,
 * writing the packet) is let come to its end; whoever begins the next stage asks the signal. What has
 * not ended `endingMs` after it was told to is given up: no bound may rest on everybody's good will.
 * @throws Problem RUN_TIMED_OUT
 */
export async function withinTime<Answer>(
  request: RunRequest,
  work: (request: RunRequest) => Promise<Answer>,
  endingMs: number = LIMITS.endingMs,
): Promise<Answer> {
  const { runSeconds } = request.config.limits;
  const ending = new AbortController();
  const goingOn = new Set<{ readonly name: string }>();
  let timedOut: Problem | null = null;
  const timer = setTimeout(() => {
    const where = [...goingOn].map(({ name }) => name).join(', ');
    const what = `not at its end after the ${runSeconds} s of limits.runSeconds`;
    timedOut = new Problem([finding('RUN_TIMED_OUT', where === '' ? 'run' : where, what)]);
    ending.abort(timedOut);
  }, runSeconds * 1000);
  const signal = AbortSignal.any([request.signal, ending.signal]);
  const givenUp = Promise.withResolvers<never>();
  let late: NodeJS.Timeout | undefined;
  const giveUp = (): void => {
    late = setTimeout(() => givenUp.reject(signal.reason), endingMs);
  };
  signal.addEventListener('abort', giveUp);
  if (signal.aborted) giveUp();
  try {
    const progress = watched(request.progress, goingOn);
    return await Promise.race([work({ ...request, signal, progress }), givenUp.promise]);
  } catch (error) {
    // Whatever broke first, it broke because the sandbox was ended.
    throw timedOut ?? error;
  } finally {
    clearTimeout(timer);
    clearTimeout(late);
    signal.removeEventListener('abort', giveUp);
  }
}

function watched(progress: Progress, goingOn: Set<{ readonly name: string }>): Progress {
  return {
    say: progress.say,
    over: progress.over,
    get laps() {
      return progress.laps;
    },
    stage: (name, measure) => {
      const each = { name };
      goingOn.add(each);
      const done = progress.stage(name, measure);
      return (result) => {
        goingOn.delete(each);
        done(result);
      };
    },
  };
}
