// What a scenario comes to on clones that are ended under it: by its own time, by a bound of theirs, or
// by the change itself. The clones here are only ends: what is tried is who ends them, and what is told.
import { describe, expect, test } from '@jest/globals';
import { finding, Problem } from '../../../harness/kernel/index.ts';
import { within } from '../../../harness/scenario/passes/within.io.ts';
import type { RehearsalGround } from '../../../harness/scenario/index.ts';
import type { Clone, CloneGround, Loss } from '../../../harness/sandbox/index.ts';

const HOUR_MS = 3_600_000;
const SERVER_LOST = new Error('Connection terminated unexpectedly');

interface Made {
  readonly ground: RehearsalGround;
  readonly ended: () => number;
  /** Resolves with the first clone's end, as a session on it would break. */
  readonly firstEnd: Promise<void>;
}

function madeGround(loss: Loss | null = null): Made {
  let ended = 0;
  const first = Promise.withResolvers<void>();
  const clone = {
    lost: () => loss,
    [Symbol.asyncDispose]: () => {
      ended += 1;
      first.resolve();
      return Promise.resolve();
    },
  } as Partial<Clone> as Clone; // its end is all that is asked of it
  const clones = { fresh: () => Promise.resolve(clone) } as Partial<CloneGround> as CloneGround; // the same
  const ground = { ground: clones } as Partial<RehearsalGround> as RehearsalGround; // the same
  return { ground, ended: () => ended, firstEnd: first.promise };
}

const told = (code: string, what: string): object => ({
  kind: 'cut',
  finding: { code, where: 'grow', what },
});

describe('a scenario', () => {
  test('that comes to its end is answered', async () => {
    const { ground, ended } = madeGround();
    const outcome = await within(ground, 'grow', HOUR_MS, async ({ ground: own }) => {
      await using _ = await own.fresh();
      return 7;
    });
    expect([outcome, ended()]).toEqual([{ kind: 'done', answer: 7 }, 1]);
  });

  test('whose time is up loses its clone, gets no other, and is told', async () => {
    const { ground, ended, firstEnd } = madeGround();
    const outcome = await within(ground, 'grow', 10, async ({ ground: own }) => {
      {
        await using _ = await own.fresh();
        await firstEnd;
      }
      await using second = await own.fresh();
      return second.database;
    });
    const what = 'not at its end after the 0.01 s of limits.scenarioSeconds';
    expect(outcome).toEqual({ ...told('SCENARIO_TIMED_OUT', what), answer: null });
    expect(ended()).toBeGreaterThanOrEqual(1);
  });

  test('with more time than a timer can wait is not cut at once', async () => {
    const { ground, firstEnd } = madeGround();
    const outcome = await within(ground, 'grow', 2 ** 31, async ({ ground: own }) => {
      const clone = await own.fresh();
      // A timer that was told too much ends before this one.
      const later = new Promise<string>((resolve) => void setTimeout(resolve, 5, 'not cut'));
      const ending = await Promise.race([firstEnd.then(() => 'cut'), later]);
      await clone[Symbol.asyncDispose]();
      return ending;
    });
    expect(outcome).toEqual({ kind: 'done', answer: 'not cut' });
  });

  test('whose time is up is not believed, whatever it says at its end', async () => {
    const { ground, firstEnd } = madeGround();
    const outcome = await within(ground, 'grow', 10, async ({ ground: own }) => {
      await using _ = await own.fresh();
      await firstEnd;
      return 'HELD';
    });
    expect(outcome).toMatchObject({ kind: 'cut', answer: 'HELD' });
  });

  test.each([
    [null, 'SCENARIO_SERVER_LOST', 'the server of its clone ended meanwhile'],
    [
      'memory',
      'SCENARIO_OUT_OF_MEMORY',
      'a process of its server was killed: limits.memoryMiB was reached',
    ],
    [
      'processes',
      'SCENARIO_OUT_OF_PROCESSES',
      'its server was refused a process: limits.pids was reached',
    ],
    ['disk', 'SCENARIO_DISK_FULL', 'its server was ended: limits.diskMiB was reached'],
    ['life', 'SCENARIO_TIMED_OUT', 'its server was ended: limits.lifeSeconds was reached'],
  ] as const)('whose server is lost is told why: %s', async (loss, code, what) => {
    const { ground } = madeGround(loss);
    const outcome = await within(ground, 'grow', HOUR_MS, async ({ ground: own }) => {
      await using _ = await own.fresh();
      throw SERVER_LOST;
    });
    expect(outcome).toEqual({ ...told(code, what), answer: null });
  });

  test('whose program was killed is cut short, although it went on', async () => {
    const { ground } = madeGround('memory');
    const outcome = await within(ground, 'grow', HOUR_MS, async ({ ground: own }) => {
      await using _ = await own.fresh();
      return 'HELD';
    });
    expect(outcome).toMatchObject({ kind: 'cut', finding: { code: 'SCENARIO_OUT_OF_MEMORY' } });
  });

  test('does not hide a fault of the harness', async () => {
    const { ground } = madeGround();
    const fault = new TypeError('a bug');
    await expect(within(ground, 'grow', HOUR_MS, () => Promise.reject(fault))).rejects.toBe(fault);
  });

  test('does not hide a clone that is not isolated, whatever else ended', async () => {
    const { ground, firstEnd } = madeGround('disk');
    const breach = new Problem([finding('SANDBOX_NOT_ISOLATED', 'clone', 'it reaches a host')]);
    await expect(
      within(ground, 'grow', 10, async ({ ground: own }) => {
        await using _ = await own.fresh();
        await firstEnd;
        throw breach;
      }),
    ).rejects.toBe(breach);
  });
});
