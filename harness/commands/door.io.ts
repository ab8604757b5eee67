// Makes the door of this process: what --json, --quiet and a signal do to every command.
import { constants } from 'node:os';
import { explain } from '../kernel/index.ts';
import { showsColour, toStderr, toStdout, toStdoutIn, toStdoutJson } from '../output/index.ts';
import type { Answer, Door } from './door.ts';
import { annotate } from './server.io.ts';

/** What was asked for, as far as it is known: options are read while the command line is parsed. */
export interface Asked {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export interface OpenDoor extends Door {
  readonly signal: AbortSignal;
  /** The exit code of a process that a signal has ended, as shells have it; null: none came. */
  interrupted(): number | null;
  /** Ends what is open, as a signal would. */
  interrupt(reason: Error): void;
  /** Says the answer, when nothing can take it back any more. Null: the command gave none. */
  conclude(): Answer | null;
  /** Instead of an answer of the command's own; for machines alone. */
  failed(answer: Answer): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export function openDoor(asked: () => Asked): OpenDoor {
  const interrupting = new AbortController();
  let exitCode: number | null = null;
  let given: { readonly answer: Answer; readonly lastLine: string } | null = null;

  const interrupted = (name: (typeof SIGNALS)[number]): void => {
    if (interrupting.signal.aborted) {
      toStderr('still ending; if this hangs, kill the process and run "make sweep"');
      return;
    }
    toStderr(`${name}: ending the sandbox`);
    exitCode = 128 + constants.signals[name];
    interrupting.abort(new Error(`ended by ${name}`));
  };
  const isForPeople = (): boolean => asked().json !== true && asked().quiet !== true;

  return {
    signal: interrupting.signal,
    interrupted: () => exitCode,
    interrupt: (reason) => interrupting.abort(reason),
    interruptible: () => {
      for (const name of SIGNALS) process.on(name, () => interrupted(name));
      return interrupting.signal;
    },
    mayMove: isForPeople,
    say: (line) => {
      if (asked().quiet === true) return;
      if (asked().json === true) toStderr(line);
      else toStdout(line);
    },
    note: (line) => {
      if (asked().quiet !== true) toStderr(line);
    },
    tell: (line) => {
      if (isForPeople()) toStdout(line);
    },
    tellIn: (colour, line) => {
      if (!isForPeople()) return;
      if (showsColour(1)) toStdoutIn(colour, line);
      else toStdout(line);
    },
    complain: (findings) => {
      if (asked().json !== true) for (const each of findings) toStderr(explain(each));
    },
    answer: (answer, lastLine) => {
      given = { answer, lastLine };
    },
    conclude: () => {
      if (given === null) return null;
      if (asked().json === true) toStdoutJson(given.answer);
      else toStdout(given.lastLine);
      return given.answer;
    },
    failed: (answer) => {
      annotate(answer.findings, [], process.cwd());
      if (asked().json === true) toStdoutJson(answer);
    },
  };
}
