// What a scenario's session may not go beyond, and how it is told where it did.
import { finding, type Code, type Finding } from '../../kernel/index.ts';
import type { ScenarioBounds } from '../contract.ts';

/** Where a statement came to a bound: its code, and words for behind the statement's head. */
export class BoundReached extends Error {
  override readonly name = 'BoundReached';
  readonly finds: Code;

  constructor(finds: Code, words: string, options?: { cause?: unknown }) {
    super(words, options);
    this.finds = finds;
  }
}

const seconds = (ms: number): string => `${ms / 1000} s`;

export function statementTooLong({ statementMs }: ScenarioBounds, cause?: unknown): BoundReached {
  const words = `longer than the ${seconds(statementMs)} of limits.statementSeconds`;
  return new BoundReached('SCENARIO_TIMED_OUT', words, { cause });
}

export function transactionTooLong({ transactionMs }: ScenarioBounds): BoundReached {
  const words = `its transaction took longer than the ${seconds(transactionMs)} of limits.transactionSeconds`;
  return new BoundReached('SCENARIO_TIMED_OUT', words);
}

export function lockTooLong({ lockMs }: ScenarioBounds, cause?: unknown): BoundReached {
  const words = `waited for a lock longer than the ${seconds(lockMs)} of limits.lockSeconds`;
  return new BoundReached('SCENARIO_LOCK_TIMED_OUT', words, { cause });
}

export function answerTooLarge({ answerBytes }: ScenarioBounds): BoundReached {
  const words = `answered more than the ${answerBytes / MIB} MiB of limits.answerMiB`;
  return new BoundReached('SCENARIO_OUTPUT_TOO_LARGE', words);
}

export function scenarioTooLong(where: string, limitMs: number): Finding {
  const what = `not at its end after the ${seconds(limitMs)} of limits.scenarioSeconds`;
  return finding('SCENARIO_TIMED_OUT', where, what);
}

/**
 * What the server's own bounds say, which a script may set lower than the harness does. Those of the
 * harness strike first as errors of the server: nothing has to be ended then.
 */
export function ownWords(
  error: unknown,
  tookMs: number,
  bounds: ScenarioBounds,
): BoundReached | null {
  const code = boundCode(error);
  if (code === 'SCENARIO_TIMED_OUT' && tookMs >= bounds.statementMs) {
    return statementTooLong(bounds, error);
  }
  if (code === 'SCENARIO_LOCK_TIMED_OUT' && tookMs >= bounds.lockMs) {
    return lockTooLong(bounds, error);
  }
  return null;
}

/** The code of an error by which a server says that it came to a bound; null for all others. */
export function boundCode(error: unknown): Code | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof BoundReached) return error.finds;
  const state: unknown = Reflect.get(error, 'code');
  switch (state) {
    case '57014':
      return error.message.includes('statement timeout') ? 'SCENARIO_TIMED_OUT' : null;
    case '25P04':
      return 'SCENARIO_TIMED_OUT';
    case '55P03':
      return error.message.includes('lock timeout') ? 'SCENARIO_LOCK_TIMED_OUT' : null;
    // Memory that servers share is a folder of the container, of a size that it may fill.
    case '53100':
      return error.message.includes('shared memory')
        ? 'SCENARIO_OUT_OF_MEMORY'
        : 'SCENARIO_DISK_FULL';
    case '53200':
      return 'SCENARIO_OUT_OF_MEMORY';
    default:
      return null;
  }
}

const MIB = 1024 * 1024;
