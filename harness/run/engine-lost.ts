// What broke because the engine went away under a run, told as that.
import { finding, Problem } from '../kernel/index.ts';
import { interruptedWords } from './interrupted.ts';

/** `left` as the engine says it by now. */
export function engineLost(left: Parameters<typeof interruptedWords>[0], cause: unknown): Problem {
  const what = `it went away while it was used; ${interruptedWords(left)}`;
  return new Problem([finding('ENGINE_LOST', 'docker engine', what)], { cause });
}
