// Whether what stands on an engine under a run's label still has somebody who lives. Pure.
import { LIMITS } from '../kernel/index.ts';
import type { Life } from './life.io.ts';

/** What an engine shows of one run. */
export interface Standing {
  readonly runId: string;
  /** A container of it runs: its lease is held, or its deadline is still to come. */
  readonly isRunning: boolean;
  /** When the youngest thing of it was made, by the engine's own clock; NaN: nobody can tell. */
  readonly madeMs: number;
  /** Values of the owner's label on any of it. */
  readonly owners: readonly string[];
}

/** Values that our own label can have; another one is somebody else's, whatever it stands on. */
const RUN_ID = /^(?:run-[A-Za-z0-9]{6}|base-image)$/u;

export function isRunId(value: string): boolean {
  return RUN_ID.test(value);
}

/**
 * `lives`: what the work folders that the run names say, seen from here. Where they say nothing (the
 * run is another machine's, or of another world of files), a container that runs is believed, and
 * what was only made (a dump may be on its way into it) is left alone for as long as a sandbox lives.
 */
export function isEnded(standing: Standing, lives: readonly Life[], engineNowMs: number): boolean {
  if (lives.includes('alive')) return false;
  if (lives.includes('ended')) return !lives.includes('unknown');
  if (standing.isRunning) return false;
  return engineNowMs - standing.madeMs > LIMITS.sandboxLifeSeconds * 1000;
}
