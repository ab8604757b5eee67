// A door that keeps what a command says and comes to.
import type { Answer, Door } from '../../../harness/commands/door.ts';
import type { Finding } from '../../../harness/kernel/index.ts';

export interface KeptDoor extends Door {
  readonly lines: string[];
  readonly findings: Finding[];
  /** In the order they were given; a command gives one. */
  readonly answers: Answer[];
}

export function keepingDoor(): KeptDoor {
  const lines: string[] = [];
  const findings: Finding[] = [];
  const answers: Answer[] = [];
  const keep = (line: string): void => void lines.push(line);
  return {
    lines,
    findings,
    answers,
    say: keep,
    note: keep,
    tell: keep,
    tellIn: (_colour, line) => keep(line),
    mayMove: () => false,
    complain: (more) => void findings.push(...more),
    answer: (answer, lastLine) => {
      answers.push(answer);
      keep(lastLine);
    },
    interruptible: () => new AbortController().signal,
  };
}
