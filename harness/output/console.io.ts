// The one way to standard output and standard error: every line is checked before it leaves.
import { createInterface } from 'node:readline/promises';
import { guardValue } from './guard.ts';
import { LineGuard } from './lines.ts';
import { annotationLine, type Annotation } from './server-commands.ts';
import { leave } from './streams.io.ts';

// A terminal shows both; a log keeps one of them.
const both = new LineGuard();
const output = new LineGuard();
const errors = new LineGuard();

export function toStdout(line: string): void {
  leave(1, `${output.next(both.next(line))}\n`);
}

/** Same, in a colour (an SGR number of terminals); the line's own control characters stay out. */
export function toStdoutIn(colour: number, line: string): void {
  leave(1, `\u001b[${colour}m${output.next(both.next(line))}\u001b[0m\n`);
}

/** Whether a person looks on: 1 is standard output, 2 standard error. Nothing is animated else. */
export function isTerminal(descriptor: 1 | 2): boolean {
  const stream = descriptor === 1 ? process.stdout : process.stderr;
  return stream.isTTY && process.env['TERM'] !== 'dumb';
}

/** The one place that decides on colour: NO_COLOR is kept (no-color.org). */
export function showsColour(descriptor: 1 | 2): boolean {
  return isTerminal(descriptor) && (process.env['NO_COLOR'] ?? '') === '';
}

/** A value as one line of JSON; its strings are guarded before they are escaped, and once more after. */
export function toStdoutJson(value: unknown): void {
  toStdout(JSON.stringify(guardValue(value)));
}

export function toStderr(line: string): void {
  leave(2, `${errors.next(both.next(line))}\n`);
}

/** For the server that reads the log, on the stream that is not for answers. */
export function toServer(annotation: Annotation): void {
  leave(2, `${annotationLine(annotation)}\n`);
}

/**
 * Asks whoever sits at the terminal, on standard error: the other one is for answers. What is typed is shown by the terminal itself, never by us.
 * @throws an AbortError where the signal comes first, and where the input ends without an answer
 */
export async function ask(question: string, signal: AbortSignal): Promise<string> {
  const ended = new AbortController();
  const lines = createInterface({ input: process.stdin, terminal: false });
  lines.once('close', () => ended.abort());
  try {
    leave(2, `${errors.next(both.next(question))} `);
    return await lines.question('', { signal: AbortSignal.any([signal, ended.signal]) });
  } finally {
    lines.close();
  }
}
