// Clocks that are set under a run and under a sweep: no verdict, no deadline and no life rests on them.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runRecordSchema, timingsSchema } from '../../../harness/evidence/index.ts';
import { FEW } from '../../container/cli.ts';
import { msUntil } from '../../until.ts';
import { untilQuiet } from '../aftermath.ts';
import { claimsNothing, type Fault } from '../fault.ts';
import { BEGINS } from '../moments.ts';
import type { Place } from '../place.ts';
import { startVictim, type Ended, type Victim } from '../victim.ts';

const YEAR_MS = 365 * 24 * 3_600_000;
const CLOCK = path.join(import.meta.dirname, '../clock.mjs');
/** Longer than any run: what is told to have taken longer was measured by a clock that was set. */
const MOST_MS = 30 * 60_000;
const TURN_MS = 50;

interface Clock {
  readonly environment: Readonly<Record<string, string>>;
  set(offMs: number): Promise<void>;
}

async function clockIn(place: Place, offMs: number): Promise<Clock> {
  const file = path.join(place.folder, 'clock');
  const set = (ms: number): Promise<void> => writeFile(file, String(ms));
  await set(offMs);
  return { environment: { NODE_OPTIONS: `--import=${CLOCK}`, FAULT_CLOCK: file }, set };
}

/** All that was told to have taken time took what it took. */
async function wrongTimes({ out }: Ended): Promise<string[]> {
  const read = async (name: string): Promise<unknown> =>
    JSON.parse(await readFile(path.join(out, name), 'utf8'));
  const record = runRecordSchema.parse(await read('run.json'));
  const timings = timingsSchema.parse(await read('timings.json'));
  const wholeMs = Date.parse(record.ended_at) - Date.parse(record.started_at);
  const told = [
    ['the run', wholeMs],
    ...timings.stages.flatMap(({ stage, startMs, ms }) => [
      [stage, ms],
      [stage, startMs],
    ]),
  ] as const;
  return told
    .filter(([, ms]) => Number(ms) < 0 || Number(ms) > MOST_MS)
    .map(([what, ms]) => `${what} is told to have taken ${ms} ms`);
}

/** A run that stands still before its first scenario. */
async function standing(place: Place): Promise<Victim> {
  const victim = await place.startRun({ halt: BEGINS.scenarios });
  await victim.halted();
  return victim;
}

/** Sweeps by a clock that is off; answers how the sweep ended. */
async function sweepBy(place: Place, offMs: number): Promise<Ended> {
  const { environment } = await clockIn(place, offMs);
  const args = ['sweep', '--config', FEW, '--packets', place.evidence];
  const { temp } = place;
  await using sweeping = startVictim({
    args,
    out: path.join(place.evidence, 'none'),
    temp,
    environment,
  });
  return await sweeping.ended;
}

export const CLOCK_FAULTS: readonly Fault[] = [
  {
    name: 'the clock jumps a year to and fro all through a run',
    stage: 'any',
    done: 'the wall clock of its processes is set twenty times a second, a year on and a year back',
    inflict: async (place) => {
      const clock = await clockIn(place, 0);
      const victim = await place.startRun({ environment: clock.environment });
      let turn = 0;
      const setAgain = async (): Promise<boolean> => {
        turn += 1;
        await clock.set(turn % 2 === 0 ? YEAR_MS : -YEAR_MS);
        const pause = new Promise<null>((resolve) => void setTimeout(resolve, TURN_MS, null));
        return (await Promise.race([victim.ended, pause])) !== null;
      };
      await msUntil(setAgain, MOST_MS);
      const ended = await victim.ended;
      const wrong = await wrongTimes(ended);
      if (wrong.length > 0) throw new Error(wrong.join('; '));
      return ended;
    },
    ends: { exit: 0, status: 'ROLLBACK_READY', says: [], packet: 'whole' },
    gone: 'at its end',
  },
  {
    name: 'a sweep whose clock is ten years on, beside a live run',
    stage: 'scenarios',
    done: 'while the run stands still, another process sweeps by such a clock',
    inflict: async (place) => {
      const victim = await standing(place);
      const swept = await sweepBy(place, 10 * YEAR_MS);
      victim.goOn();
      return [swept, await victim.ended];
    },
    ends: [claimsNothing(0), { exit: 0, status: 'ROLLBACK_READY', says: [], packet: 'whole' }],
    gone: 'at its end',
  },
  {
    name: 'a sweep whose clock is ten years back, after a killed run',
    stage: 'scenarios',
    done: 'the harness gets SIGKILL, and what it leaves is swept by such a clock',
    inflict: async (place) => {
      const victim = await standing(place);
      victim.signal('SIGKILL');
      const ended = await victim.ended;
      const restless = await untilQuiet(place);
      const swept = await sweepBy(place, -10 * YEAR_MS);
      if (restless.length > 0) throw new Error(restless.join('; '));
      return [ended, swept];
    },
    ends: [claimsNothing('SIGKILL'), claimsNothing(0)],
    gone: 'at its end',
  },
];
