// Postgres and the containers of a run killed under it, at every stage in turn.
import {
  applyingClone,
  containerOf,
  killContainer,
  killPostgres,
  probeContainers,
  type Which,
} from '../containers.ts';
import { claimsNothing, type Ending, type Fault, type Stage } from '../fault.ts';
import { BEGINS } from '../moments.ts';
import { SLOW } from '../slow.ts';
import type { Halt } from '../victim.ts';

const KILLS = { Postgres: killPostgres, container: killContainer } as const;
type What = keyof typeof KILLS;

interface Moment {
  readonly stage: Stage;
  /** `while ...`, of which no two are the same. */
  readonly words: string;
  readonly halt: Halt;
  readonly which: Which;
  /** Whether it is there already; else the run goes on until it is. */
  readonly isThere: boolean;
  readonly ends: Readonly<Record<What, Ending>>;
}

/** What everything stands on went away: no verdict on anything. */
const LOST: Readonly<Record<What, Ending>> = {
  Postgres: claimsNothing(70, 'SANDBOX_LOST at sandbox: its server does not answer any more'),
  container: claimsNothing(70, 'SANDBOX_LOST at sandbox: its container does not run any more'),
};
const NOT_STARTED = claimsNothing(70, 'SANDBOX_NOT_STARTED at sandbox');

/** Before it answered, or after. */
const CLONE_LOST = /^(?:SANDBOX_LOST|GROUND_NOT_MADE) at clone: /mu;

/** One clone went away: what was tried on it is not proven, and everything else was seen. */
const unproven = (...says: string[]): Ending => ({
  exit: 1,
  status: 'ROLLBACK_NOT_PROVEN',
  says,
  packet: 'whole',
});
const both = (ending: Ending): Moment['ends'] => ({ Postgres: ending, container: ending });

const onSandbox = (stage: keyof typeof BEGINS, words: string): Moment => ({
  stage,
  words,
  halt: BEGINS[stage],
  which: 'sandbox',
  isThere: true,
  ends: LOST,
});

const MOMENTS: readonly Moment[] = [
  {
    ...onSandbox('sandbox', 'the sandbox is opened'),
    isThere: false,
    ends: both(NOT_STARTED),
  },
  onSandbox('restore', 'the dump is restored'),
  onSandbox('schema', 'the schema is checked'),
  onSandbox('scan of the clone', 'the clone is looked through'),
  onSandbox('baseline', 'the baseline is read'),
  onSandbox('clones', 'the first clone is made'),
  {
    stage: 'calibration',
    words: 'the fingerprint is to be calibrated on it',
    halt: BEGINS.calibration,
    which: 'clone',
    isThere: true,
    ends: both(claimsNothing(70, CLONE_LOST)),
  },
  {
    stage: 'baseline again',
    words: 'the baseline is read again through it',
    halt: BEGINS['baseline again'],
    which: 'clone',
    isThere: false,
    ends: both(claimsNothing(70, CLONE_LOST)),
  },
];

const OF: Readonly<Record<Which, string>> = { sandbox: 'the sandbox', clone: 'a clone' };

const atMoments = MOMENTS.flatMap(({ stage, words, halt, which, isThere, ends }) =>
  (['Postgres', 'container'] as const).map((what): Fault => ({
    name: `${what} of ${OF[which]} killed while ${words}`,
    stage,
    done: what === 'Postgres' ? 'kill -9 of its main process' : 'kill -9 of its first process',
    inflict: async (place) => {
      const victim = await place.startRun({ halt });
      await victim.halted();
      if (!isThere) victim.goOn();
      await KILLS[what](await containerOf(place, victim, which));
      victim.goOn();
      return await victim.ended;
    },
    ends: ends[what],
    gone: 'at its end',
  })),
);

interface InStatement {
  readonly which: Which;
  readonly what: What;
  readonly ends: Ending;
}

const IN_STATEMENT: readonly InStatement[] = [
  { which: 'clone', what: 'Postgres', ends: unproven('SCENARIO_SERVER_LOST at slow-insert') },
  { which: 'clone', what: 'container', ends: unproven('SCENARIO_SERVER_LOST at slow-insert') },
  { which: 'sandbox', what: 'container', ends: LOST.container },
];

const inStatement = IN_STATEMENT.map(({ which, what, ends }): Fault => ({
  name: `${what} of ${OF[which]} killed in the middle of a scenario's statement`,
  stage: 'scenarios',
  done: 'kill -9, while a clone works on a statement',
  inflict: async (place) => {
    const victim = await place.startRun({ config: SLOW });
    await victim.said('calibration');
    const clone = await applyingClone(place, victim);
    await KILLS[what](which === 'clone' ? clone : await containerOf(place, victim, which));
    return await victim.ended;
  },
  ends,
  gone: 'at its end',
}));

/** What the probes would have shown is not shown: the run's own proofs are no use without them. */
const ofProbes: Fault = {
  name: 'containers of the probes killed while they are asked',
  stage: 'probes',
  done: 'kill -9 of the first process of both',
  inflict: async (place) => {
    const victim = await place.startRun({ halt: BEGINS.restore });
    await victim.halted();
    for (const each of await probeContainers(place, victim)) await killContainer(each);
    victim.goOn();
    return await victim.ended;
  },
  ends: unproven('PROBE_NOT_DECIDED'),
  gone: 'at its end',
};

export const SERVER_FAULTS: readonly Fault[] = [...atMoments, ...inStatement, ofProbes];
