// What one step came to, before it is written down.
import type { Finding, Judgement } from '../../kernel/index.ts';

export interface Judged {
  readonly judgement: Judgement;
  readonly shows: readonly string[];
  readonly findings?: readonly Finding[];
}

export function undecided(why: string): Judged {
  return { judgement: 'NOT_DECIDED', shows: [why] };
}
