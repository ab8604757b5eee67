// A log that nobody watches: a line when a stage has ended, and one now and then while it goes on.
import { gaugeText } from './gauge.ts';
import { lineOf, type GoingOn, type Show } from './stages.ts';

/** Servers end a job that says nothing for some minutes; more often than this nobody wants to read. */
export const SPEAK_MS = 30_000;
/** Who cannot say how far it is by then is not waited for. */
const ANSWER_MS = 2000;

/** Clock and timers of whoever shows something; none of them keeps the process from ending. */
export interface Clock {
  now(): number;
  /** Until the answer is called. */
  every(ms: number, act: () => void): () => void;
  wait(ms: number): Promise<void>;
}

export function plainShow(write: (line: string) => void, clock: Clock): Show & Disposable {
  const going = new Map<GoingOn, () => void>();
  const speak = async (each: GoingOn): Promise<void> => {
    if (each.gauge !== null) {
      await Promise.race([each.gauge.ask(() => clock.now()), clock.wait(ANSWER_MS)]);
    }
    if (!going.has(each)) return;
    const words = each.gauge === null ? '' : gaugeText(each.gauge.words(), Infinity);
    const told = words === '' ? 'going on' : `going on: ${words}`;
    write(lineOf(each.name, clock.now() - each.beganMs, told));
  };
  const ends = (each: GoingOn): void => {
    going.get(each)?.();
    going.delete(each);
  };
  return {
    begins: (each) => {
      going.set(
        each,
        clock.every(SPEAK_MS, () => void speak(each)),
      );
    },
    ends,
    says: write,
    [Symbol.dispose]: () => {
      for (const each of going.keys()) ends(each);
    },
  };
}
