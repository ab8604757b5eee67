// One session over the relay: to whoever holds it, a stream like the socket's own.
import { Duplex } from 'node:stream';
import { frameBytes, numberIn, takenBytes, WINDOW_BYTES, type Frame } from './relay-frames.ts';
import type { SessionStream, TakeBytes } from './session-stream-contract.ts';

type Done = (error?: Error | null) => void;

/** What a channel asks of the stream that all of them share. */
export interface ChannelHost {
  send(bytes: Buffer): void;
  forget(channel: number): void;
}

/**
 * Never has more than a window of bytes on their way to the server, and never holds more than a
 * window that its reader has not taken, however much is copied.
 */
export class RelayChannel extends Duplex implements SessionStream {
  readonly #host: ChannelHost;
  readonly #channel: number;
  #mayTake = WINDOW_BYTES;
  #maySend = WINDOW_BYTES;
  /** Came and was not yet told to the other side as taken. */
  #untold = 0;
  #waiting: { readonly bytes: Buffer; readonly done: Done } | null = null;
  #isGone = false;
  #take: TakeBytes | null = null;

  constructor(host: ChannelHost, channel: number) {
    super({ allowHalfOpen: true });
    this.#host = host;
    this.#channel = channel;
  }

  /** As `net.Socket` has it; where it leads is settled already. */
  connect(): this {
    this.#host.send(frameBytes('open', this.#channel));
    return this;
  }

  /** Asked of every socket by those who speak Postgres; nothing waits here anyway. */
  setNoDelay(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  divert(take: TakeBytes | null): void {
    this.#take = take;
  }

  handOn(bytes: Uint8Array): void {
    this.push(Buffer.from(bytes));
  }

  goOn(): void {
    this.#tellTaken();
  }

  /** @throws Error where more came than was allowed */
  received(frame: Frame): void {
    switch (frame.kind) {
      case 'opened':
        this.emit('connect');
        return;
      case 'data':
        this.#mayTake -= frame.payload.length;
        if (this.#mayTake < 0) throw new Error('the relay sends more than it may');
        this.#untold += frame.payload.length;
        if (this.#take === null ? this.push(frame.payload) : this.#take(frame.payload)) {
          this.#tellTaken();
        }
        return;
      case 'end':
        this.push(null);
        return;
      case 'gone':
        this.#isGone = true;
        this.destroy(lost(frame.payload.toString('utf8')));
        return;
      case 'taken':
        this.#maySend += numberIn(frame);
        if (!(this.#maySend <= WINDOW_BYTES)) throw new Error('the relay takes what was not sent');
        this.#sendWaiting();
        return;
      case 'open':
        throw new Error('the relay opens nothing');
    }
  }

  override _read(): void {
    this.#tellTaken();
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: Done): void {
    this.#waiting = { bytes, done };
    this.#sendWaiting();
  }

  override _final(done: Done): void {
    if (!this.#isGone) this.#host.send(frameBytes('end', this.#channel));
    done();
  }

  override _destroy(error: Error | null, done: Done): void {
    if (!this.#isGone) this.#host.send(frameBytes('gone', this.#channel));
    this.#host.forget(this.#channel);
    this.#waiting = null;
    done(error);
  }

  #sendWaiting(): void {
    const waiting = this.#waiting;
    if (waiting === null || this.#maySend === 0) return;
    const now = waiting.bytes.subarray(0, this.#maySend);
    this.#maySend -= now.length;
    if (now.length > 0) this.#host.send(frameBytes('data', this.#channel, now));
    const rest = waiting.bytes.subarray(now.length);
    this.#waiting = rest.length === 0 ? null : { ...waiting, bytes: rest };
    if (rest.length === 0) waiting.done();
  }

  /** Told in quarters of the window: a word for each small answer would be as long as the answer. */
  #tellTaken(): void {
    if (this.#untold < WINDOW_BYTES / 4) return;
    this.#host.send(takenBytes(this.#channel, this.#untold));
    this.#mayTake += this.#untold;
    this.#untold = 0;
  }
}

/** As a socket would say it, so that its end means the same to whoever has it. */
function lost(why: string): Error {
  return Object.assign(new Error(why === '' ? 'the relay let the session go' : why), {
    code: 'ECONNRESET',
  });
}
