// The one way to standard output and standard error: every line is checked before it leaves.
import { writeSync } from 'node:fs';
import { defuseTokens } from '../kernel/index.ts';

/** Control characters other than line feed and tab would let a table's name redraw a terminal. */
function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are what is taken out
  return text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g,
    '\ufffd',
  );
}

export function toStdout(line: string): void {
  writeAll(1, `${defuseTokens(printable(line))}\n`);
}

/** Same, in a colour (an SGR number of terminals); the line's own control characters stay out. */
export function toStdoutIn(colour: number, line: string): void {
  writeAll(1, `\u001b[${colour}m${defuseTokens(printable(line))}\u001b[0m\n`);
}

export function toStderr(line: string): void {
  writeAll(2, `${defuseTokens(printable(line))}\n`);
}

/** Synchronous, so that the last line is out before the process ends; a reader that left is no error. */
function writeAll(descriptor: number, text: string): void {
  let rest = Buffer.from(text, 'utf8');
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      if (code === 'EAGAIN') continue;
      if (code === 'EPIPE') return;
      throw error;
    }
  }
}
