// The rows of COPY data as an archive keeps it: everything before its end, and nothing of the end.
import { CopyEscapes, ODD_ESCAPE } from './copy-escapes.ts';
import { UnpackError } from './data-error.ts';

const LF = 0x0a;
const CR = 0x0d;
const BACKSLASH = 0x5c;
const DOT = 0x2e;
const END_ON_A_LINE = Buffer.from('\n\\.');
/** How pg_dump ends the data of a table in an archive. */
const END = '\\.\n\n\n';

/**
 * A chunk holds until the next is asked for.
 * @throws UnpackError where the end is missing, or where the server could read other rows than these
 */
export async function* rowsBeforeEnd(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const escapes = new CopyEscapes();
  let isLineStart = true;
  /** A backslash at the start of a line, which the next byte explains. */
  let isPending = false;
  /** What stands from the end mark on. */
  let tail: string | null = null;
  for await (const chunk of chunks) {
    if (chunk.length === 0) continue;
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (tail !== null) {
      tail = grown(tail, bytes);
      continue;
    }
    if (isPending && bytes[0] === DOT) {
      tail = grown('\\', bytes);
      continue;
    }
    if (isPending) yield written(Buffer.of(BACKSLASH), escapes);
    const end: number = isLineStart && !isPending && startsAsEnd(bytes) ? 0 : endIn(bytes);
    isPending = end === -1 && isPendingAfter(bytes, isLineStart && !isPending);
    isLineStart = bytes[bytes.length - 1] === LF || isPending;
    const rows = end === -1 ? bytes.length - (isPending ? 1 : 0) : end;
    if (end !== -1) tail = grown('', bytes.subarray(end));
    if (rows > 0) yield written(bytes.subarray(0, rows), escapes);
  }
  if (tail !== END) throw new UnpackError('its rows end early', 'cut off');
}

function startsAsEnd(bytes: Buffer): boolean {
  return bytes[0] === BACKSLASH && bytes[1] === DOT;
}

function endIn(bytes: Buffer): number {
  const found = bytes.indexOf(END_ON_A_LINE);
  return found === -1 ? -1 : found + 1;
}

function isPendingAfter(bytes: Buffer, isLineStart: boolean): boolean {
  if (bytes[bytes.length - 1] !== BACKSLASH) return false;
  return bytes.length === 1 ? isLineStart : bytes[bytes.length - 2] === LF;
}

/** The server reads nothing behind the end; but pg_dump writes nothing there either. */
function grown(tail: string, bytes: Buffer): string {
  const whole = tail + bytes.toString('latin1', 0, END.length + 1);
  if (!END.startsWith(whole)) {
    throw new UnpackError('something stands behind the end of its rows', 'damaged');
  }
  return whole;
}

/** To the server a bare carriage return may end a row; pg_dump always writes `\r`. */
function written(rows: Buffer, escapes: CopyEscapes): Buffer {
  if (rows.includes(CR)) throw new UnpackError('a row holds a bare carriage return', 'damaged');
  if (escapes.oddIn(rows) !== -1) throw new UnpackError(ODD_ESCAPE, 'damaged');
  return rows;
}
