// Whether something is said to be better than its own facts allow.
import { weakest, type Judgement } from '../../kernel/index.ts';

/** Held where the facts do not, or undecided where they speak against it. */
export function isBetter(said: Judgement, allowed: Judgement): boolean {
  return weakest([said, allowed]) !== said;
}
