// Rehearses within a bound of time, on clones that are ended where it is reached, and finds out which
// bound it was where a clone was lost.
import { finding, LIMITS, Problem, type Code, type Finding } from '../../kernel/index.ts';
import { lossWords, type Loss } from '../../sandbox/contract.ts';
import type { Clone, CloneGround, CloneRequest } from '../../sandbox/ground-contract.ts';
import type { RehearsalGround } from '../contract.ts';
import { scenarioTooLong } from './bounds.ts';
import { isServerLost } from './failure.ts';

/** `cut`: it came to no end; what was seen until then shows nothing. */
export type Within<Answer> =
  | { readonly kind: 'done'; readonly answer: Answer }
  | { readonly kind: 'cut'; readonly finding: Finding; readonly answer: Answer | null };

/** `where` names what is rehearsed; `limitMs` is its bound. */
export async function within<Answer>(
  ground: RehearsalGround,
  where: string,
  limitMs: number,
  work: (ground: RehearsalGround) => Promise<Answer>,
): Promise<Within<Answer>> {
  const clones = new CutClones(ground.ground);
  const timer = setTimeout(() => clones.cut(), Math.min(limitMs, LIMITS.timerMs));
  const outcome = await work({ ...ground, ground: clones.ground }).then(
    (answer) => ({ answer }),
    (error: unknown) => ({ answer: null, error }),
  );
  clearTimeout(timer);
  await clones.settled();
  const { answer } = outcome;
  const cut = (why: Finding): Within<Answer> => ({ kind: 'cut', finding: why, answer });
  if ('error' in outcome && isBreach(outcome.error)) throw outcome.error;
  if (clones.isCut) return cut(scenarioTooLong(where, limitMs));
  if (clones.loss !== null) return cut(finding(CODES[clones.loss], where, lossWords(clones.loss)));
  if ('error' in outcome) {
    if (!isServerLost(outcome.error)) throw outcome.error;
    return cut(finding('SCENARIO_SERVER_LOST', where, LOST));
  }
  return { kind: 'done', answer: outcome.answer };
}

/** Whatever else went wrong: a clone that could reach something ends the run. */
function isBreach(error: unknown): boolean {
  return (
    error instanceof Problem && error.findings.some(({ code }) => code === 'SANDBOX_NOT_ISOLATED')
  );
}

const LOST = 'the server of its clone ended meanwhile';

const CODES = {
  memory: 'SCENARIO_OUT_OF_MEMORY',
  processes: 'SCENARIO_OUT_OF_PROCESSES',
  disk: 'SCENARIO_DISK_FULL',
  life: 'SCENARIO_TIMED_OUT',
} as const satisfies Record<Loss, Code>;

/** The time was up before the clone was there. */
class CloneCut extends Error {
  override readonly name = 'CloneCut';
}

async function endOf(clone: Clone): Promise<void> {
  await clone[Symbol.asyncDispose]();
}

/** The clones of one scenario: all of them can be ended at once. */
class CutClones {
  readonly ground: CloneGround;
  readonly #alive = new Set<Clone>();
  readonly #ending: Promise<void>[] = [];
  isCut = false;
  loss: Loss | null = null;

  constructor(ground: CloneGround) {
    this.ground = { ...ground, fresh: (wanted) => this.#fresh(ground, wanted) };
  }

  /** Whoever works on a clone hears of its end as of a server that is lost. */
  cut(): void {
    this.isCut = true;
    for (const clone of this.#alive) this.#ending.push(endOf(clone));
  }

  /** @throws the first that could not be ended */
  async settled(): Promise<void> {
    const ended = await Promise.allSettled(this.#ending);
    for (const each of ended) if (each.status === 'rejected') throw each.reason;
  }

  async #fresh(ground: CloneGround, wanted: CloneRequest | undefined): Promise<Clone> {
    if (this.isCut) throw new CloneCut('the time of this scenario is up');
    const clone = await ground.fresh(wanted);
    this.#alive.add(clone);
    const end = async (): Promise<void> => {
      this.#alive.delete(clone);
      await clone[Symbol.asyncDispose]();
      this.loss ??= clone.lost();
    };
    if (this.isCut) {
      await end();
      throw new CloneCut('the time of this scenario is up');
    }
    return { ...clone, [Symbol.asyncDispose]: end };
  }
}
