// What a fault is: where it comes, what is done, and what must be true afterwards.
import type { Ended } from './victim.ts';
import type { Place } from './place.ts';

/** The stages of a run, in their order, and what stands around a run. */
export const STAGES = [
  'intake',
  'scan',
  'sandbox',
  'restore',
  'schema',
  'scan of the clone',
  'baseline',
  'clones',
  'calibration',
  'scenarios',
  'baseline again',
  'probes',
  'packet',
  'any',
] as const;
export type Stage = (typeof STAGES)[number];

/** How one run must have ended, exactly. */
export interface Ending {
  /** As its parent sees it: a number, or the signal that it died of. */
  readonly exit: number | NodeJS.Signals;
  /** The status without the lane's prefix; null: none may be told, anywhere. */
  readonly status: string | null;
  /** Each must stand on standard error. */
  readonly says: readonly (string | RegExp)[];
  /** A whole one must verify, and tell the same status. */
  readonly packet: 'absent' | 'whole';
  /** What a whole one says, where the run could not tell it any more. */
  readonly packetSays?: string;
}

export interface Fault {
  /** A sentence, and its name on the page of faults: no two are the same. */
  readonly name: string;
  readonly stage: Stage;
  /** For the page: what is done to whom. */
  readonly done: string;
  /** Starts what it needs in the place, does its harm, and answers how each run ended. */
  readonly inflict: (place: Place) => Promise<Ended | readonly Ended[]>;
  /** One for all runs, or one for each. */
  readonly ends: Ending | readonly Ending[];
  /**
   * When all of it must be gone: as soon as the run has ended, after "sweep", or after the next
   * rehearsal, which must then be ready.
   */
  readonly gone: 'at its end' | 'after a sweep' | 'after the next run';
}

/** Of a run that was ended from outside: nothing is claimed, nothing is there. */
export function claimsNothing(exit: Ending['exit'], ...says: Ending['says']): Ending {
  return { exit, status: null, says, packet: 'absent' };
}
