// What can be told of a run that was ended from outside: the engine is asked, nothing is assumed.
import { LIMITS } from '../kernel/index.ts';
import { askBegun } from '../sandbox/index.ts';
import { interruptedWords, type Left } from './interrupted.ts';

/** One line for people; a sandbox that is still there is named as such. */
export async function interruptedLine(): Promise<string> {
  return `interrupted: ${interruptedWords(await leftOf(askBegun()))}, no packet was written, nothing is claimed`;
}

/** What an engine says of what it was asked, if it says anything. */
export async function leftOf(asked: Promise<Left | null>): Promise<Left | null | 'nobody answers'> {
  const late = Promise.withResolvers<'nobody answers'>();
  const timer = setTimeout(() => late.resolve('nobody answers'), LIMITS.engineAnswerMs);
  try {
    return await Promise.race([asked.catch(() => 'nobody answers' as const), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
