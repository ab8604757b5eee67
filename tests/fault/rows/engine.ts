// The engine restarted or killed under a run, at every stage in turn: a second one, never the machine's.
import { applyingClone, containerOf } from '../containers.ts';
import { claimsNothing, type Ending, type Fault, type Stage } from '../fault.ts';
import { BEGINS } from '../moments.ts';
import type { Place } from '../place.ts';
import { SLOW } from '../slow.ts';
import type { Ended, Halt } from '../victim.ts';

type How = 'is restarted' | 'is killed, and comes back' | 'is killed, and stays away';

const DONE: Readonly<Record<How, string>> = {
  'is restarted': 'SIGTERM, until it has ended; then it is started again',
  'is killed, and comes back': 'SIGKILL; then it is started again',
  'is killed, and stays away': 'SIGKILL; it is started again when the run has ended',
};

const GONE = 'ENGINE_LOST at docker engine: it went away while it was used; the sandbox is gone\n';
const AWAY =
  'ENGINE_LOST at docker engine: it went away while it was used; ' +
  'the engine does not say whether the sandbox is gone ("make sweep" removes what is left)\n';
const LOST = claimsNothing(70, GONE);
/** Nothing is asked of an engine by then. */
const READY: Ending = { exit: 0, status: 'ROLLBACK_READY', says: [], packet: 'whole' };

interface Moment {
  readonly stage: Stage;
  /** `while ...`, of which no two are the same. */
  readonly words: string;
  readonly halt: Halt;
  /** Not at once, but as soon as the run's container is there. */
  readonly isContainerThere?: boolean;
  readonly how: How;
  readonly ends?: Ending;
}

const MOMENTS: readonly Moment[] = [
  {
    stage: 'sandbox',
    words: 'the sandbox is opened',
    halt: BEGINS.sandbox,
    isContainerThere: true,
    how: 'is killed, and comes back',
  },
  {
    stage: 'restore',
    words: 'the dump is restored',
    halt: BEGINS.restore,
    how: 'is restarted',
  },
  {
    stage: 'restore',
    words: 'the dump is restored',
    halt: BEGINS.restore,
    how: 'is killed, and comes back',
  },
  {
    stage: 'restore',
    words: 'the dump is restored',
    halt: BEGINS.restore,
    how: 'is killed, and stays away',
    ends: claimsNothing(70, AWAY),
  },
  {
    stage: 'calibration',
    words: 'the fingerprint is calibrated',
    halt: BEGINS.calibration,
    how: 'is killed, and comes back',
  },
  {
    stage: 'baseline again',
    words: 'the baseline is read again',
    halt: BEGINS['baseline again'],
    how: 'is killed, and comes back',
  },
  {
    stage: 'packet',
    words: 'the packet is begun',
    halt: BEGINS.packet,
    how: 'is killed, and comes back',
    ends: READY,
  },
];

/** Ends the engine while the run goes on; where it comes back, the run meets it or what is left. */
async function harm({ second }: Place, how: How): Promise<void> {
  if (second === null) throw new TypeError('the engine of this machine is not ours to end');
  await second.stop(how === 'is restarted' ? 'SIGTERM' : 'SIGKILL');
  if (how !== 'is killed, and stays away') await second.start();
}

async function afterwards({ second }: Place, how: How): Promise<void> {
  if (how === 'is killed, and stays away') await second?.start();
}

const atMoments = MOMENTS.map(
  ({ stage, words, halt, isContainerThere = false, how, ends = LOST }): Fault => ({
    name: `the engine ${how} while ${words}`,
    stage,
    done: DONE[how],
    inflict: async (place): Promise<Ended> => {
      const victim = await place.startRun({ halt });
      await victim.halted();
      if (isContainerThere) {
        victim.goOn();
        await containerOf(place, victim, 'sandbox');
      }
      const harming = harm(place, how);
      victim.goOn();
      await harming;
      const ended = await victim.ended;
      await afterwards(place, how);
      return ended;
    },
    ends,
    gone: how === 'is killed, and stays away' ? 'after a sweep' : 'at its end',
  }),
);

const inStatement = (['is restarted', 'is killed, and comes back'] as const).map((how): Fault => ({
  name: `the engine ${how} in the middle of a scenario's statement`,
  stage: 'scenarios',
  done: DONE[how],
  inflict: async (place): Promise<Ended> => {
    const victim = await place.startRun({ config: SLOW });
    await victim.said('calibration');
    await applyingClone(place, victim);
    await harm(place, how);
    return await victim.ended;
  },
  ends: LOST,
  gone: 'at its end',
}));

export const ENGINE_FAULTS: readonly Fault[] = [...atMoments, ...inStatement];
