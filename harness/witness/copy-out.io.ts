// The rows of one COPY ... TO STDOUT, taken from the session's stream before its client sees them.
// They end well only where the server said all of it: that rows come, that these were all, how many,
// and that it is ready again.
import type { Client, Connection, Submittable } from 'pg';
import { isSessionStream, type SessionStream } from '../sandbox/session-stream-contract.ts';
import { CopyFrames } from './copy-frames.ts';
import { giveBack, SLAB_BYTES, takeSlab } from './slabs.ts';

/** Slabs of one session that wait; then its server does. */
const MOST_WAITING = 2;

/**
 * The text in large pieces, which are `giveBack`'s once they were used. `ended`: told of the rows,
 * at the end.
 */
export async function* copiedOut(
  client: Client,
  query: string,
  ended: (rows: number) => void,
): AsyncGenerator<Uint8Array> {
  const copy = client.query(new CopyOut(query));
  try {
    for (let bytes = await copy.next(); bytes !== null; bytes = await copy.next()) yield bytes;
  } finally {
    copy.leave();
  }
  ended(copy.rows);
}

class CopyOut implements Submittable {
  readonly text: string;
  readonly #frames = new CopyFrames({
    text: (bytes) => this.#keep(bytes),
    other: (bytes) => this.#handOn(bytes),
  });
  readonly #waiting: Uint8Array[] = [];
  #slab: Buffer | null = null;
  #filled = 0;
  #stream: SessionStream | null = null;
  #isHeld = false;
  #isLeft = false;
  /** As the server counts them. */
  #rows: number | null = null;
  #isDone = false;
  #failure: { readonly cause: unknown } | null = null;
  /** Wakes whoever waits for the next piece. */
  #moved = Promise.withResolvers<void>();

  constructor(text: string) {
    this.text = text;
  }

  get rows(): number {
    if (!this.#isDone || this.#rows === null)
      throw new TypeError('rows were not read to their end');
    return this.#rows;
  }

  /** null: those were all. @throws where they did not end well */
  async next(): Promise<Uint8Array | null> {
    for (;;) {
      if (this.#failure !== null) throw this.#failure.cause;
      const bytes = this.#waiting.shift();
      if (bytes !== undefined) {
        if (this.#isHeld && this.#waiting.length < MOST_WAITING) this.#goOn();
        return bytes;
      }
      if (this.#isDone) return null;
      await this.#moved.promise;
    }
  }

  /** What may still come is nobody's: the session is of use again once its server has sent it. */
  leave(): void {
    this.#isLeft = true;
    this.#giveUp();
  }

  /** As the client asks it of what it runs: an error is told where the query cannot be sent. */
  submit(connection: Connection): Error | undefined {
    const { stream } = connection;
    if (!isSessionStream(stream)) return new TypeError('this session cannot hand out rows');
    this.#stream = stream;
    stream.divert((bytes) => this.#take(bytes));
    connection.query(this.text);
    return undefined;
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    const told = /^COPY (\d+)$/.exec(text)?.[1];
    if (this.#frames.phase !== 'complete' || told === undefined) this.#refuse(`"${text}"`);
    else if (Number(told) !== this.#frames.rows) {
      this.#refuse(`${told} rows, of which ${this.#frames.rows} came`);
    } else this.#rows = Number(told);
  }

  handleReadyForQuery(): void {
    if (this.#rows === null) return this.#refuse('an end without their number');
    this.#handOut();
    this.#isDone = true;
    this.#wake();
  }

  handleError(error: unknown): void {
    this.#fail(error);
  }

  // What no COPY TO STDOUT is answered with.
  handleRowDescription(): void {
    this.#refuse('rows of a query');
  }
  handleDataRow(): void {
    this.#refuse('rows of a query');
  }
  handleEmptyQuery(): void {
    this.#refuse('an empty query');
  }
  handlePortalSuspended(): void {
    this.#refuse('a portal');
  }
  handleCopyInResponse(): void {
    this.#refuse('a wish for rows');
  }
  handleCopyData(): void {
    this.#refuse('a row in the wrong place');
  }

  #take(bytes: Uint8Array): boolean {
    try {
      this.#frames.take(bytes);
    } catch (error) {
      this.#fail(error);
      this.#stream?.divert(null);
      this.#stream?.destroy(error instanceof Error ? error : new Error(String(error)));
    }
    this.#isHeld = this.#frames.phase === 'rows' && this.#waiting.length >= MOST_WAITING;
    return !this.#isHeld;
  }

  #keep(text: Uint8Array): void {
    if (this.#isLeft || this.#failure !== null) return;
    for (let from = 0; from < text.length;) {
      this.#slab ??= takeSlab();
      const part = text.subarray(from, from + SLAB_BYTES - this.#filled);
      this.#slab.set(part, this.#filled);
      this.#filled += part.length;
      from += part.length;
      if (this.#filled === SLAB_BYTES) this.#handOut();
    }
  }

  #handOut(): void {
    if (this.#slab === null) return;
    this.#waiting.push(this.#slab.subarray(0, this.#filled));
    this.#slab = null;
    this.#filled = 0;
    this.#wake();
  }

  #handOn(message: Uint8Array): void {
    const { phase } = this.#frames;
    // Before it is handed on: at its end the client may send the next query at once.
    if (phase === 'complete' || phase === 'over') this.#stream?.divert(null);
    this.#stream?.handOn(message);
  }

  #goOn(): void {
    this.#isHeld = false;
    this.#stream?.goOn();
  }

  #refuse(answer: string): void {
    this.#fail(new Error(`COPY was answered with ${answer}`));
  }

  #fail(cause: unknown): void {
    this.#failure ??= { cause };
    this.#giveUp();
    this.#wake();
  }

  #giveUp(): void {
    for (const bytes of this.#waiting.splice(0)) giveBack(bytes);
    if (this.#slab !== null) giveBack(this.#slab);
    this.#slab = null;
    this.#filled = 0;
    if (this.#isHeld) this.#goOn();
  }

  #wake(): void {
    this.#moved.resolve();
    this.#moved = Promise.withResolvers<void>();
  }
}
