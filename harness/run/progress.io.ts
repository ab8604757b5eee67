// Tells how far a run is, and keeps the time of each stage: on a terminal, or line by line in a log.
import { setTimeout as wait } from 'node:timers/promises';
import { openRegion, type Region } from '../output/index.ts';
import type { Progress } from './contract.ts';
import { plainShow, type Clock } from './progress/plain.ts';
import { stagesShownBy, type Show } from './progress/stages.ts';
import { widthOf } from './progress/width.ts';

/** Ends with its scope: nothing moves any more, and what moved is gone. */
export type OpenProgress = Progress & Disposable;

export interface ProgressRequest {
  /** Gets whole lines. */
  readonly write: (line: string) => void;
  /** The stream whose terminal shows what goes on; null: line by line, wherever it ends. */
  readonly moving: 'stdout' | 'stderr' | null;
}

export async function openProgress({ write, moving }: ProgressRequest): Promise<OpenProgress> {
  const region = moving === null || isServer(process.env) ? null : openRegion(moving, widthOf);
  const show = region === null ? plainShow(write, clock) : await shownOn(region, write);
  return Object.assign(stagesShownBy(show, clock.now), {
    [Symbol.dispose]: () => show[Symbol.dispose](),
  });
}

/** Loaded by whoever has a terminal. */
async function shownOn(region: Region, write: (line: string) => void): Promise<Show & Disposable> {
  return (await import('./progress/live.io.ts')).liveShow(region, clock, write);
}

/** Only a line for each stage that has ended; for whoever keeps the lines. */
export function progressTo(write: (line: string) => void): Progress {
  const show = { begins: () => undefined, ends: () => undefined, says: write };
  return stagesShownBy(show, clock.now);
}

/** Some have a terminal too, and nobody in front of it. */
function isServer({ CI: server = '' }: NodeJS.ProcessEnv): boolean {
  return !['', '0', 'false'].includes(server);
}

const clock: Clock = {
  now: () => performance.now(),
  every: (ms, act) => {
    const timer = setInterval(act, ms).unref();
    return () => clearInterval(timer);
  },
  wait: async (ms) => await wait(ms, undefined, { ref: false }),
};
