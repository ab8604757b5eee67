// The stages of a run: what goes on, since when, and how long what has ended took.
import type { Lap, Measure, Progress } from '../contract.ts';
import { Gauge } from './gauge.ts';
import { secondsOf } from './words.ts';

/** A stage that goes on, or something over several of them. */
export interface GoingOn {
  readonly name: string;
  readonly beganMs: number;
  /** null where nobody counts. */
  readonly gauge: Gauge | null;
}

/** Whoever shows it: a log, or a terminal. */
export interface Show {
  begins(each: GoingOn): void;
  ends(each: GoingOn): void;
  says(line: string): void;
}

/** `now` counts milliseconds from anywhere; the run starts here. */
export function stagesShownBy(show: Show, now: () => number): Progress {
  const startMs = now();
  const laps: Lap[] = [];
  const begin = (name: string, measure: Measure | undefined): GoingOn => {
    const beganMs = now();
    const gauge = measure === undefined ? null : new Gauge(measure, beganMs);
    const each = { name, beganMs, gauge };
    show.begins(each);
    return each;
  };
  return {
    laps,
    say: (line) => show.says(`  ${line}`),
    over: (name, measure) => {
      const each = begin(name, measure);
      return { [Symbol.dispose]: () => show.ends(each) };
    },
    stage: (name, measure) => {
      const each = begin(name, measure);
      return (result) => {
        const ms = now() - each.beganMs;
        laps.push({
          stage: name,
          startMs: Math.round(each.beganMs - startMs),
          ms: Math.round(ms),
        });
        show.ends(each);
        show.says(lineOf(name, ms, result));
      };
    },
  };
}

/** What stands in a log, whoever reads it. */
export function lineOf(name: string, ms: number, words: string): string {
  return `  ${name.padEnd(NAME_COLUMNS)} ${secondsOf(ms).padStart(SECONDS_COLUMNS)}  ${words}`;
}

export const NAME_COLUMNS = 34;
export const SECONDS_COLUMNS = 8;
