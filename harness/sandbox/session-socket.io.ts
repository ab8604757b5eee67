// A session's socket. All of them read into one memory, so that rows can be taken from it without
// an allocation for each piece; to a client it is the socket that it knows.
import { Socket } from 'node:net';
import type { SessionStream, TakeBytes } from './session-stream-contract.ts';

/** What the kernel holds of a session at the most is less. */
const memory = Buffer.allocUnsafeSlow(256 * 1024);

export class SessionSocket extends Socket implements SessionStream {
  #take: TakeBytes | null = null;

  constructor() {
    super({
      onread: { buffer: memory, callback: (length) => this.#came(memory.subarray(0, length)) },
    });
  }

  divert(take: TakeBytes | null): void {
    this.#take = take;
  }

  handOn(bytes: Uint8Array): boolean {
    // A client keeps what it is given for as long as it likes.
    return this.push(Buffer.from(bytes));
  }

  goOn(): void {
    this.resume();
  }

  #came(bytes: Uint8Array): boolean {
    return this.#take === null ? this.handOn(bytes) : this.#take(bytes);
  }
}
