// The relay of a container: one exec that carries every session with the Postgres inside, for where
// its socket cannot be reached from this process. It ends with the exec's input, or the container.
import { readFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import path from 'node:path';
import { PassThrough, Writable, type Duplex } from 'node:stream';
import { finding, LIMITS, messageOf, Problem } from '../kernel/index.ts';
import { bounded, demultiplex, type EngineContainer } from './engine.io.ts';
import { RelayChannel } from './relay-channel.ts';
import { FrameReader, type Frame } from './relay-frames.ts';
import { lastWordsOf } from './server-log.ts';

const PROGRAM = path.resolve(import.meta.dirname, '../../docker/relay.pl');

export interface Relay extends Disposable {
  /** A stream to the Postgres socket inside; it is opened by its own `connect()`. */
  dial(): Duplex;
}

/**
 * Its program travels with the order to run it: whatever image is used, both sides are of one
 * version.
 * @throws Problem TRANSPORT_NOT_STARTED
 */
export async function startRelay(container: EngineContainer): Promise<Relay> {
  const exec = await container.exec({
    Cmd: ['perl', '-e', await readFile(PROGRAM, 'utf8')],
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await exec.start({ hijack: true, stdin: true });
  if (stream instanceof Socket) stream.setNoDelay(true);
  const relay = new RelayStream(stream);
  const errors = new PassThrough();
  demultiplex(container, stream, relay.incoming, errors);
  try {
    await bounded(relay.isHere, LIMITS.sandboxReadyMs);
  } catch (cause) {
    relay[Symbol.dispose]();
    const said: unknown = errors.read();
    const words = Buffer.isBuffer(said) ? lastWordsOf(said.toString('utf8').split('\n')) : '';
    const what = words === '' ? messageOf(cause) : words;
    throw new Problem([finding('TRANSPORT_NOT_STARTED', 'relay', what)], { cause });
  }
  errors.resume();
  return relay;
}

class RelayStream implements Relay {
  readonly incoming: Writable;
  readonly isHere: Promise<void>;
  readonly #stream: NodeJS.ReadWriteStream;
  readonly #channels = new Map<number, RelayChannel>();
  readonly #frames = new FrameReader();
  readonly #greeting = Promise.withResolvers<void>();
  #last = 0;
  #hasEnded = false;

  constructor(stream: NodeJS.ReadWriteStream) {
    this.#stream = stream;
    this.isHere = this.#greeting.promise;
    this.isHere.catch(() => undefined); // whoever waits for it hears of it
    this.incoming = new Writable({
      write: (bytes: Buffer, _encoding, done) => {
        this.#take(bytes);
        done();
      },
    });
    for (const event of ['error', 'end', 'close'] as const) {
      stream.on(event, () => this.#end('the relay has ended'));
    }
  }

  dial(): Duplex {
    this.#last += 1;
    const number = this.#last;
    const channel = new RelayChannel(
      {
        send: (bytes) => {
          if (!this.#hasEnded) this.#stream.write(bytes);
        },
        forget: (gone) => void this.#channels.delete(gone),
      },
      number,
    );
    if (this.#hasEnded) channel.destroy(new Error('the relay has ended'));
    else this.#channels.set(number, channel);
    return channel;
  }

  [Symbol.dispose](): void {
    this.#end('the relay was ended');
  }

  #take(bytes: Buffer): void {
    if (this.#hasEnded) return;
    try {
      for (const frame of this.#frames.read(bytes)) this.#hand(frame);
    } catch (error) {
      // Nothing that such a relay says can be believed.
      this.#end(messageOf(error));
    }
  }

  #hand(frame: Frame): void {
    if (frame.channel === 0) this.#greeting.resolve();
    // One that was let go here, while something for it was under way.
    else this.#channels.get(frame.channel)?.received(frame);
  }

  #end(why: string): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#greeting.reject(new Error(why));
    for (const channel of this.#channels.values()) channel.destroy(new Error(why));
    if (this.#stream instanceof Socket) this.#stream.destroy();
    else this.#stream.end();
  }
}
