// SIGINT, SIGTERM and SIGKILL of the harness, at every stage in turn.
import { claimsNothing, type Ending, type Fault, type Stage } from '../fault.ts';
import { applyingClone, containerOf } from '../containers.ts';
import { AFTER_RENAME, BEFORE_RENAME, BEGINS, FIRST_FILE } from '../moments.ts';
import { SLOW } from '../slow.ts';
import type { Halt } from '../victim.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGKILL'] as const;
type Signal = (typeof SIGNALS)[number];

/** As shells have it: 128 and the number of the signal. */
const EXIT = { SIGINT: 130, SIGTERM: 143, SIGKILL: 'SIGKILL' } as const;

interface Moment {
  readonly stage: Stage;
  /** `while ...`, of which no two are the same. */
  readonly words: string;
  readonly halt: Halt;
  /** Not at once, but as soon as the run's container is there. */
  readonly isContainerThere?: boolean;
}

const MOMENTS: readonly Moment[] = [
  { stage: 'intake', words: 'the dump is taken in', halt: BEGINS.intake },
  {
    stage: 'sandbox',
    words: 'its container starts, before anybody holds a lease on it',
    halt: BEGINS.sandbox,
    isContainerThere: true,
  },
  { stage: 'restore', words: 'the dump is restored', halt: BEGINS.restore },
  { stage: 'schema', words: 'the schema is checked', halt: BEGINS.schema },
  {
    stage: 'scan of the clone',
    words: 'the clone is looked through',
    halt: BEGINS['scan of the clone'],
  },
  { stage: 'baseline', words: 'the baseline is read', halt: BEGINS.baseline },
  { stage: 'clones', words: 'the first clone is made', halt: BEGINS.clones },
  { stage: 'calibration', words: 'the fingerprint is calibrated', halt: BEGINS.calibration },
  { stage: 'scenarios', words: 'the first scenario begins', halt: BEGINS.scenarios },
  { stage: 'baseline again', words: 'the baseline is read again', halt: BEGINS['baseline again'] },
  { stage: 'probes', words: 'the probes are judged', halt: BEGINS.probes },
  { stage: 'packet', words: 'the packet is begun', halt: BEGINS.packet },
  { stage: 'packet', words: 'the first file of the packet is written', halt: FIRST_FILE },
  { stage: 'packet', words: 'the packet is about to get its name', halt: BEFORE_RENAME },
];

function endingBy(signal: Signal, stage: Stage): Ending {
  if (signal === 'SIGKILL') return claimsNothing('SIGKILL');
  const looked = stage === 'intake' ? 'no sandbox was begun' : 'the sandbox is gone';
  return claimsNothing(
    EXIT[signal],
    `${signal}: ending the sandbox\n`,
    `interrupted: ${looked}, no packet was written, nothing is claimed\n`,
  );
}

const atMoments = MOMENTS.flatMap(({ stage, words, halt, isContainerThere = false }) =>
  SIGNALS.map((signal): Fault => ({
    name: `${signal} while ${words}`,
    stage,
    done: `the harness gets ${signal}`,
    inflict: async (place) => {
      const victim = await place.startRun({ halt });
      await victim.halted();
      if (isContainerThere) {
        victim.goOn();
        await containerOf(place, victim, 'sandbox');
      }
      victim.signal(signal);
      victim.goOn();
      return await victim.ended;
    },
    ends: endingBy(signal, stage),
    gone: signal === 'SIGKILL' ? whoRemoves(halt) : 'at its end',
  })),
);

/** A packet that was written all but its name goes when the next one is written beside it. */
function whoRemoves(halt: Halt): Fault['gone'] {
  return halt === BEFORE_RENAME ? 'after the next run' : 'after a sweep';
}

const inStatement = SIGNALS.map((signal): Fault => ({
  name: `${signal} in the middle of a scenario's statement`,
  stage: 'scenarios',
  done: `the harness gets ${signal} while a clone works on a statement`,
  inflict: async (place) => {
    const victim = await place.startRun({ config: SLOW });
    await victim.said('calibration');
    await applyingClone(place, victim);
    victim.signal(signal);
    return await victim.ended;
  },
  ends: endingBy(signal, 'scenarios'),
  gone: signal === 'SIGKILL' ? 'after the next run' : 'at its end',
}));

/** The packet has its name: it is whole, and the verdict stands whatever comes then. */
const tooLate = SIGNALS.map((signal): Fault => ({
  name: `${signal} once the packet has its name`,
  stage: 'packet',
  done: `the harness gets ${signal} after the packet was put in its place`,
  inflict: async (place) => {
    const victim = await place.startRun({ halt: AFTER_RENAME });
    await victim.halted();
    victim.signal(signal);
    victim.goOn();
    return await victim.ended;
  },
  ends:
    signal === 'SIGKILL'
      ? { ...claimsNothing('SIGKILL'), packet: 'whole', packetSays: 'ROLLBACK_READY' }
      : { exit: 0, status: 'ROLLBACK_READY', says: [], packet: 'whole' },
  gone: signal === 'SIGKILL' ? 'after a sweep' : 'at its end',
}));

export const SIGNAL_FAULTS: readonly Fault[] = [...atMoments, ...inStatement, ...tooLate];

export function signalFaults(signal: Signal): Fault[] {
  return SIGNAL_FAULTS.filter(({ name }) => name.startsWith(`${signal} `));
}
