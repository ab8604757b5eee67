// Holds a scan's worker: hands it content in memory that moves to and fro, and waits where it lags.
import type { DataSource } from '../intake/contract.ts';
import type { FromWorker, Mark, ScanSettings, ToWorker } from './protocol.ts';
import { giveBackThread, takeThread, type ScanThread } from './thread.io.ts';

/** Memory that is on its way at the most: more only waits, and counts to the process. */
const BUFFERS = 4;
const BUFFER_BYTES = 512 * 1024;
/** Parts that begin or end in one message at the most; their names count to the process too. */
const MARKS = 4096;

export type Answer = Exclude<FromWorker, { readonly kind: 'read' }>;

export class ScanWorker implements AsyncDisposable {
  readonly #thread: ScanThread;
  readonly #free: ArrayBuffer[] = [];
  readonly #answer = Promise.withResolvers<Answer>();
  /** Whether all that was said has been answered: only then another scan may follow. */
  #isDone = false;
  #current: Uint8Array<ArrayBuffer> | null = null;
  #filled = 0;
  #marks: Mark[] = [];
  #wanting: (() => void) | null = null;
  #hasEnded = false;

  constructor(settings: ScanSettings) {
    for (let count = 0; count < BUFFERS; count += 1) this.#free.push(new ArrayBuffer(BUFFER_BYTES));
    this.#thread = takeThread();
    this.#thread.listener = {
      take: (message) => this.#take(message),
      fail: (error) => this.#fail(error),
    };
    // Whoever asks hears of it; nobody may be asking yet.
    this.#answer.promise.catch(() => {});
    this.#post({ kind: 'settings', settings });
  }

  /** Whether the worker wants no more: it has answered, or died. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  async begin(source: DataSource): Promise<void> {
    await this.#mark({ kind: 'begin', at: this.#filled, source });
  }

  async push(content: Uint8Array): Promise<void> {
    let rest = content;
    while (rest.length > 0 && !this.#hasEnded) {
      this.#current ??= await this.#room();
      if (this.#current === null) return;
      const part = rest.subarray(0, this.#current.length - this.#filled);
      this.#current.set(part, this.#filled);
      this.#filled += part.length;
      rest = rest.subarray(part.length);
      if (this.#filled === this.#current.length) this.#flush();
    }
  }

  async end(): Promise<void> {
    await this.#mark({ kind: 'end', at: this.#filled });
  }

  /** All was handed over: what it came to. Rejects where the thread died. */
  async finish(): Promise<Answer> {
    await this.#handOver();
    this.#post({ kind: 'finish' });
    return this.#answer.promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#hasEnded = true;
    this.#wanting?.();
    if (this.#isDone) await giveBackThread(this.#thread);
    else await this.#thread.worker.terminate();
  }

  async #mark(mark: Mark): Promise<void> {
    this.#marks.push(mark);
    if (this.#marks.length >= MARKS) await this.#handOver();
  }

  /** What is there, though the buffer is not full, or there is none yet. */
  async #handOver(): Promise<void> {
    if (this.#filled === 0 && this.#marks.length === 0) return;
    this.#current ??= await this.#room();
    this.#flush();
  }

  #flush(): void {
    if (this.#current === null) return;
    const memory = this.#current.buffer;
    const content = { memory, length: this.#filled, marks: this.#marks };
    this.#post({ kind: 'content', content }, [memory]);
    this.#current = null;
    this.#filled = 0;
    this.#marks = [];
  }

  /** Null where the worker wants no more. */
  async #room(): Promise<Uint8Array<ArrayBuffer> | null> {
    while (this.#free.length === 0 && !this.#hasEnded) {
      await new Promise<void>((resolve) => {
        this.#wanting = resolve;
      });
    }
    const memory = this.#free.pop();
    return memory === undefined ? null : new Uint8Array(memory);
  }

  #take(message: FromWorker): void {
    if (message.kind === 'read') {
      this.#free.push(message.memory);
    } else {
      this.#hasEnded = true;
      this.#isDone = message.kind === 'result';
      this.#answer.resolve(message);
    }
    this.#wanting?.();
  }

  #fail(error: unknown): void {
    this.#hasEnded = true;
    this.#isDone = false;
    this.#answer.reject(error);
    this.#wanting?.();
  }

  #post(message: ToWorker, moved: readonly ArrayBuffer[] = []): void {
    if (!this.#hasEnded) this.#thread.worker.postMessage(message, [...moved]);
  }
}
