// The last way out: what Node itself would print of a crash or a warning goes through the guard.
import { CODES, exitCodeOf, faultLines, messageOf } from '../kernel/index.ts';
import { toStderr } from './console.io.ts';

/** What a crash still has to do; the process ends on its own after it, or when time is over. */
export interface CrashPlan {
  readonly withStack: () => boolean;
  /** Ends what is open: the sandbox first of all. */
  readonly end: (error: Error) => void;
}

/** Ending a container takes seconds; whatever hangs, its lease ends with the process. */
const ENDING_MS = 60_000;

/** Node's own exit code where what was waited for can never come. */
const NEVER_SETTLED = 13;

let plan: CrashPlan | null = null;
let crashes = 0;

/** Installed before anything else is loaded: Node prints an error with all that hangs on it. */
export function guardProcess(): void {
  process.on('uncaughtException', crashed);
  process.on('unhandledRejection', crashed);
  process.removeAllListeners('warning');
  process.on('exit', (code) => {
    if (code !== NEVER_SETTLED) return;
    process.exitCode = exitCodeOf('INTERNAL_FAULT');
    tellFault(new Error('the program ended before it had an answer'), false);
  });
  process.on('warning', (warning) => say(`warning: ${warning.name}: ${messageOf(warning)}`));
}

export function planCrash(given: CrashPlan): void {
  plan = given;
}

/** Whether the process goes on only to end what is open. */
export function hasCrashed(): boolean {
  return crashes > 0;
}

function crashed(error: unknown): void {
  crashes += 1;
  process.exitCode = exitCodeOf('INTERNAL_FAULT');
  tellFault(error, plan?.withStack() ?? false);
  if (plan === null) process.exit();
  if (crashes > 1) return;
  setTimeout(() => process.exit(), ENDING_MS).unref();
  plan.end(new Error('the harness crashed'));
}

/** What went wrong, then that it is a bug; never a row's value, however the error carries it. */
export function tellFault(error: unknown, withStack: boolean): void {
  const [first = 'unknown', ...others] = faultLines(error, withStack);
  say(`internal fault: ${first}`);
  for (const line of others) say(line);
  say(`  ${CODES.INTERNAL_FAULT.title}; ${CODES.INTERNAL_FAULT.hint}`);
}

/** A crash while telling of a crash has nowhere to go. */
function say(line: string): void {
  try {
    toStderr(line);
  } catch {
    process.exitCode = exitCodeOf('INTERNAL_FAULT');
  }
}
