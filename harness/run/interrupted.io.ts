// What can be told of a run that was ended from outside: the engine is asked, nothing is assumed.
import { LIMITS } from '../kernel/index.ts';
import { askBegun, type Leftovers } from '../sandbox/index.ts';
import { interruptedWords } from './interrupted.ts';

/** One line for people; a sandbox that is still there is named as such. */
export async function interruptedLine(): Promise<string> {
  return `interrupted: ${interruptedWords(await left())}, no packet was written, nothing is claimed`;
}

async function left(): Promise<Parameters<typeof interruptedWords>[0]> {
  const late = Promise.withResolvers<'nobody answers'>();
  const timer = setTimeout(() => late.resolve('nobody answers'), LIMITS.engineAnswerMs);
  const asked: Promise<Omit<Leftovers, 'socketFolderGone'> | null | 'nobody answers'> = askBegun();
  try {
    return await Promise.race([asked.catch(() => 'nobody answers' as const), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
