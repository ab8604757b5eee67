// Asks how far a stage is, keeps the pace of it, and says so; what nobody knows is not guessed.
import type { Amount, Measure } from '../contract.ts';
import { amountWords, rateWords, restWords, shareWords } from './words.ts';

/** What happened longer ago says little of what comes. */
const WINDOW_MS = 20_000;
/** Before that, any number would be chance. */
const FIRST_MS = 2000;
/** Of the whole: what a beginning takes, a list of contents or a plan, is no pace of the rest. */
const FIRST_SHARE = 0.02;

interface Mark {
  readonly atMs: number;
  readonly done: number;
}

/** In the order in which they are left out where there is no room for them, the last one first. */
export interface GaugeWords {
  /** `412 of 1,024 MiB read` */
  readonly amount: string | null;
  /** The same, shorter: `40 %`. */
  readonly share: string | null;
  readonly rest: string | null;
  readonly rate: string | null;
}

const NOTHING: GaugeWords = { amount: null, share: null, rest: null, rate: null };

/** Of one stage; `beganMs` is when nothing of it was done. */
export class Gauge {
  readonly #measure: Measure;
  #asking: Promise<void> | null = null;
  #last: Amount | null = null;
  #marks: readonly Mark[];

  constructor(measure: Measure, beganMs: number) {
    this.#measure = measure;
    this.#marks = [{ atMs: beganMs, done: 0 }];
  }

  /** Asks, unless it is being asked. Never fails: a run does not end because nobody could count. */
  ask(now: () => number): Promise<void> {
    this.#asking ??= this.#ask(now).finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  async #ask(now: () => number): Promise<void> {
    try {
      this.#last = await this.#measure();
    } catch {
      this.#last = null;
    }
    if (this.#last !== null) this.#mark({ atMs: now(), done: this.#last.done });
  }

  #mark(mark: Mark): void {
    // Less than before: it was begun anew, and nobody saw when.
    const known = mark.done < (this.#marks.at(-1)?.done ?? 0) ? [] : this.#marks;
    const edgeMs = mark.atMs - WINDOW_MS;
    const before = known.filter(({ atMs }) => atMs <= edgeMs).slice(-1);
    this.#marks = [...before, ...known.filter(({ atMs }) => atMs > edgeMs), mark];
  }

  words(): GaugeWords {
    const amount = this.#last;
    if (amount === null) return NOTHING;
    const words = { ...NOTHING, amount: amountWords(amount), share: shareWords(amount) };
    const pace = this.#pacePerMs();
    // Whoever has read all does something else by now.
    if (amount.total !== null && amount.done >= amount.total) {
      return { ...words, rest: amount.afterwards ?? null };
    }
    if (amount.unit !== 'bytes' || pace === null) return words;
    return { ...words, rate: rateWords(pace * 1000), rest: restOf(amount, pace) };
  }

  #pacePerMs(): number | null {
    const [first, last] = [this.#marks[0], this.#marks.at(-1)];
    if (first === undefined || last === undefined) return null;
    const passed = last.atMs - first.atMs;
    const done = last.done - first.done;
    return passed < FIRST_MS || done <= 0 ? null : done / passed;
  }
}

function restOf({ done, total }: Amount, pacePerMs: number): string | null {
  if (total === null || done < total * FIRST_SHARE) return null;
  return restWords((total - done) / pacePerMs);
}

/** As many of the words as fit, the rate last of all to come and first to go. */
export function gaugeText(words: GaugeWords, columns: number): string {
  const { amount, share, rest, rate } = words;
  const tries = [[amount, rate, rest], [amount, rest], [share, rest], [amount], [share]];
  const texts = tries.map((parts) => parts.filter((part) => part !== null).join(', '));
  return texts.find((text) => text !== '' && text.length <= columns) ?? '';
}
