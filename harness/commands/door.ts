// What the command line hands to each command: where it speaks, how it ends, what interrupts it.
import type { Finding } from '../kernel/index.ts';

/** What a command came to: with --json it is the one object on standard output. */
export interface Answer {
  readonly exitCode: number;
  readonly findings: readonly Finding[];
  readonly [key: string]: unknown;
}

/**
 * What holds for every command (--json, --quiet, colours, signals) is decided behind this door: a
 * command says all that it has to say, and the door lets through what was asked for.
 */
export interface Door {
  /** On the way: progress, notes. Not with --quiet; on standard error with --json. */
  say(line: string): void;
  /** Beside the answer, on standard error; not with --quiet. */
  note(line: string): void;
  /** A part of the answer for people: neither with --quiet nor with --json. */
  tell(line: string): void;
  /** Same, in a colour (an SGR number) where a terminal shows it. */
  tellIn(colour: number, line: string): void;
  /** What went wrong, on standard error; with --json it stands in the answer alone. */
  complain(findings: readonly Finding[]): void;
  /** Last and once: the line is for people, the answer for machines. */
  answer(answer: Answer, lastLine: string): void;
  /** Whether what goes on may move on a terminal: people watch it, and nothing else is asked for. */
  mayMove(): boolean;
  /**
   * For commands that have something to end. Every other one ends where it stands, even in the
   * middle of a computation, because nobody has taken the signals from it.
   */
  interruptible(): AbortSignal;
}
