// What one step came to, before it is written down.
import type { Finding, Judgement } from '../../kernel/index.ts';

export interface Judged {
  readonly judgement: Judgement | 'NOT_IN_PART';
  readonly shows: readonly string[];
  readonly findings?: readonly Finding[];
}

export function undecided(why: string): Judged {
  return { judgement: 'NOT_DECIDED', shows: [why] };
}
