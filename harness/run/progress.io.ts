// Tells how far a run is, one line a stage, and keeps the time of each.
import type { Lap, Progress } from './contract.ts';

/** `write` gets whole lines; nothing is animated, so a log reads like a terminal. */
export function progressTo(write: (line: string) => void): Progress {
  const laps: Lap[] = [];
  const began = performance.now();
  return {
    laps,
    say: (line) => write(`  ${line}`),
    over: () => ({ [Symbol.dispose]: () => undefined }),
    stage: (name) => {
      const started = performance.now();
      return (result) => {
        const ms = performance.now() - started;
        laps.push({ stage: name, startMs: Math.round(started - began), ms: Math.round(ms) });
        write(`  ${name.padEnd(34)} ${`${(ms / 1000).toFixed(1)} s`.padStart(8)}  ${result}`);
      };
    },
  };
}
