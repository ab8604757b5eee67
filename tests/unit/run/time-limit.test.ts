// The bound of a whole run: what goes on is told, and whatever broke because of it is not.
import { expect, test } from '@jest/globals';
import { configSchema } from '../../../harness/config/contract.ts';
import { Problem } from '../../../harness/kernel/index.ts';
import type { RunRequest } from '../../../harness/run/contract.ts';
import { progressTo } from '../../../harness/run/progress.io.ts';
import { withinTime } from '../../../harness/run/time-limit.io.ts';

function asked(runSeconds: number, signal = new AbortController().signal): RunRequest {
  const limits = { ...configSchema.shape.limits.parse(undefined), runSeconds };
  const progress = progressTo(() => undefined);
  return { config: { limits }, progress, signal } as Partial<RunRequest> as RunRequest; // no more is read
}

const until = async (signal: AbortSignal): Promise<void> =>
  await new Promise((resolve) => signal.addEventListener('abort', () => resolve()));

const findingsOf = async (run: Promise<unknown>): Promise<unknown> => {
  const error: unknown = await run.catch((problem: unknown) => problem);
  return error instanceof Problem ? error.findings : error;
};

test('a run that is at its end in time is answered, and its stages are kept', async () => {
  const request = asked(60);
  const laps = await withinTime(request, (inner) => {
    inner.progress.stage('restore')('good');
    return Promise.resolve(inner.progress.laps.map(({ stage }) => stage));
  });
  expect(laps).toEqual(['restore']);
});

test('one that is not is told with all that went on', async () => {
  const run = withinTime(asked(0.01), async ({ progress, signal }) => {
    progress.stage('intake')('accepted');
    progress.stage('scan');
    progress.stage('restore');
    await until(signal);
    throw new Error('Connection terminated unexpectedly');
  });
  expect(await findingsOf(run)).toEqual([
    {
      code: 'RUN_TIMED_OUT',
      where: 'scan, restore',
      what: 'not at its end after the 0.01 s of limits.runSeconds',
    },
  ]);
});

test('one that was in no stage is told as the run', async () => {
  const run = withinTime(asked(0.01), async ({ signal }) => {
    await until(signal);
    signal.throwIfAborted();
  });
  expect(await findingsOf(run)).toMatchObject([{ code: 'RUN_TIMED_OUT', where: 'run' }]);
});

test('a signal that comes before is told as what it is', async () => {
  const interrupting = new AbortController();
  const reason = new Error('ended by SIGINT');
  const run = withinTime(asked(60, interrupting.signal), async ({ signal }) => {
    const ended = until(signal);
    interrupting.abort(reason);
    await ended;
    signal.throwIfAborted();
  });
  expect(await findingsOf(run)).toBe(reason);
});

test('one that does not end after it was told to is given up, whoever told it', async () => {
  const forever = (): Promise<never> => new Promise(() => undefined);
  const timedOut = withinTime(asked(0.01), forever, 10);
  expect(await findingsOf(timedOut)).toMatchObject([{ code: 'RUN_TIMED_OUT', where: 'run' }]);
  const interrupting = new AbortController();
  const interrupted = withinTime(asked(60, interrupting.signal), forever, 10);
  const reason = new Error('ended by SIGINT');
  interrupting.abort(reason);
  expect(await findingsOf(interrupted)).toBe(reason);
  // One that was told before it began is no exception.
  const already = withinTime(asked(60, AbortSignal.abort(reason)), forever, 10);
  expect(await findingsOf(already)).toBe(reason);
});
