// Takes apart what a server answers to COPY ... TO STDOUT: text of rows, and what its client has to
// know of it.

const HEADER_BYTES = 5;
/** The length tells of itself, too. */
const LENGTH_BYTES = 4;

const COPY_OUT = 0x48; // H
const COPY_DATA = 0x64; // d
const COPY_DONE = 0x63; // c
/** A notice, a setting that changed, a notification: may stand anywhere between two rows. */
const BESIDE: ReadonlySet<number> = new Set([0x4e, 0x53, 0x41]); // N, S, A

/**
 * `before` the answer, among its `rows`; `complete`: those were all. `over`: something else came, an
 * error above all.
 */
export type Phase = 'before' | 'rows' | 'complete' | 'over';

/** What comes is no message: whatever sent it is not to be believed. */
export class NoMessage extends Error {}

/** Told of bytes in the order they came; they are there during the call alone. */
type Told = (bytes: Uint8Array) => void;

export class CopyFrames {
  readonly #text: Told;
  readonly #other: Told;
  readonly #header = new Uint8Array(HEADER_BYTES);
  /** Of the header of the message that is under way. */
  #known = 0;
  /** Of its content, still to come. */
  #left = 0;
  #isRow = false;
  #phase: Phase = 'before';
  #rows = 0;

  /** `text` of rows, many at once; `other`: all messages that are none, as they came. */
  constructor({ text, other }: { readonly text: Told; readonly other: Told }) {
    this.#text = text;
    this.#other = other;
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** The server sends each row in a message of its own. */
  get rows(): number {
    return this.#rows;
  }

  /**
   * Any piece of what came. Rows are moved together in it.
   * @throws NoMessage
   */
  take(bytes: Uint8Array): void {
    const end = bytes.length;
    let at = 0;
    while (at < end) {
      const isOver = this.#phase === 'complete' || this.#phase === 'over';
      if (this.#left === 0 && !isOver) {
        at = this.#isBetween() ? this.#takeWholeRows(bytes, at) : at;
        at = this.#takeHeader(bytes, at);
        continue;
      }
      const to = isOver ? end : Math.min(end, at + this.#left);
      const part = bytes.subarray(at, to);
      if (this.#isRow) this.#text(part);
      else this.#other(part);
      this.#left -= Math.min(this.#left, to - at);
      at = to;
    }
  }

  #isBetween(): boolean {
    return this.#known === 0 && this.#phase === 'rows';
  }

  /** Most are whole, and nothing of them has to be remembered. */
  #takeWholeRows(bytes: Uint8Array, from: number): number {
    const end = bytes.length;
    let at = from;
    let text = from;
    while (at + HEADER_BYTES <= end && bytes[at] === COPY_DATA) {
      const first = at + HEADER_BYTES;
      const next = first + contentBytes(bytes, at);
      if (next > end) break;
      bytes.copyWithin(text, first, next);
      text += next - first;
      this.#rows += 1;
      at = next;
    }
    if (text > from) this.#text(bytes.subarray(from, text));
    return at;
  }

  /** As much of it as there is; its content follows. */
  #takeHeader(bytes: Uint8Array, from: number): number {
    const part = bytes.subarray(from, from + HEADER_BYTES - this.#known);
    this.#header.set(part, this.#known);
    this.#known += part.length;
    if (this.#known === HEADER_BYTES) {
      this.#known = 0;
      this.#left = contentBytes(this.#header, 0);
      this.#begin(this.#header[0] ?? 0);
      if (!this.#isRow) this.#other(this.#header);
    }
    return from + part.length;
  }

  #begin(kind: number): void {
    this.#isRow = kind === COPY_DATA && this.#phase === 'rows';
    if (this.#isRow) this.#rows += 1;
    else if (kind === COPY_OUT && this.#phase === 'before') this.#phase = 'rows';
    else if (kind === COPY_DONE && this.#phase === 'rows') this.#phase = 'complete';
    else if (!BESIDE.has(kind)) this.#phase = 'over';
  }
}

function contentBytes(bytes: Uint8Array, at: number): number {
  const high = ((bytes[at + 1] ?? 0) << 24) | ((bytes[at + 2] ?? 0) << 16);
  const length = high | ((bytes[at + 3] ?? 0) << 8) | (bytes[at + 4] ?? 0);
  if (length < LENGTH_BYTES) throw new NoMessage(`a message of ${length} bytes`);
  return length - LENGTH_BYTES;
}
