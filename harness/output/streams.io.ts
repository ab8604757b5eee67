// The two streams of the process, and what moves at the end of a terminal while lines go above it.
import { writeSync } from 'node:fs';

export type Descriptor = 1 | 2;

/** What stands below the last line of a terminal, until the next line comes. */
export interface Below {
  readonly descriptor: Descriptor;
  /** Whether a stream ends on that terminal too. */
  isShared(descriptor: Descriptor): boolean;
  /** What takes it away, and what puts it there again, as a terminal reads it. */
  lift(): string;
  lower(): string;
}

let below: Below | null = null;

/** One terminal, one such thing. */
export function putBelow(next: Below | null): void {
  below = next;
}

export function isFree(): boolean {
  return below === null;
}

/** Whole lines; what moves below them is under them again afterwards. */
export function leave(descriptor: Descriptor, text: string): void {
  if (below?.isShared(descriptor) !== true) return writeAll(descriptor, text);
  if (below.descriptor === descriptor) {
    return writeAll(descriptor, atOnce(below.lift() + text + below.lower()));
  }
  writeAll(below.descriptor, below.lift());
  writeAll(descriptor, text);
  writeAll(below.descriptor, below.lower());
}

/** Terminals that know it show all of it together; the others do not mind. */
export function atOnce(text: string): string {
  return `\u001b[?2026h${text}\u001b[?2026l`;
}

/** Errors of a reader that left: a pipe that was closed, a terminal that is gone. */
const READER_LEFT: ReadonlySet<unknown> = new Set(['EPIPE', 'EIO']);
const RETRY_MS = 5;

/** Synchronous, so that the last line is out before the process ends; a reader that left is no error. */
export function writeAll(descriptor: number, text: string): void {
  let rest = Buffer.from(text, 'utf8');
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      const code: unknown = Reflect.get(Object(error), 'code');
      if (READER_LEFT.has(code)) return;
      if (code !== 'EAGAIN') throw error;
      // A pipe whose reader is slow: nobody else is to run before the line is out.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
    }
  }
}
