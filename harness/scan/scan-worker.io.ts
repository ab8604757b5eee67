// Holds the scan's worker: hands it content in memory that moves to and fro, and waits where it lags.
import { Worker } from 'node:worker_threads';
import type { DataSource } from '../intake/contract.ts';
import type { FromWorker, Mark, ToWorker, WorkerSettings } from './protocol.ts';

/** Memory that is on its way at the most: more only waits, and counts to the process. */
const BUFFERS = 4;
const BUFFER_BYTES = 512 * 1024;
/** Parts that begin or end in one message at the most; their names count to the process too. */
const MARKS = 4096;
/** Its own memory is a few MiB and secretlint's rules; past this something is wrong. */
const HEAP_MIB = 128;

export type Answer = Exclude<FromWorker, { readonly kind: 'read' }>;

export class ScanWorker implements AsyncDisposable {
  readonly #worker: Worker;
  readonly #free: ArrayBuffer[] = [];
  readonly #answer = Promise.withResolvers<Answer>();
  #current: Uint8Array<ArrayBuffer> | null = null;
  #filled = 0;
  #marks: Mark[] = [];
  #wanting: (() => void) | null = null;
  #hasEnded = false;

  constructor(settings: WorkerSettings) {
    for (let count = 0; count < BUFFERS; count += 1) this.#free.push(new ArrayBuffer(BUFFER_BYTES));
    this.#worker = new Worker(new URL('./worker.io.ts', import.meta.url), {
      workerData: settings,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
      // Nothing of the operator's environment is needed to scan.
      env: {},
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    this.#worker.on('message', (message: FromWorker) => this.#take(message));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', (code) => this.#fail(new Error(`the scan's thread ended (${code})`)));
    // Whoever asks hears of it; nobody may be asking yet.
    this.#answer.promise.catch(() => {});
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
    await this.#worker.terminate();
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
      this.#answer.resolve(message);
    }
    this.#wanting?.();
  }

  #fail(error: unknown): void {
    this.#hasEnded = true;
    this.#answer.reject(error);
    this.#wanting?.();
  }

  #post(message: ToWorker, moved: readonly ArrayBuffer[] = []): void {
    if (!this.#hasEnded) this.#worker.postMessage(message, [...moved]);
  }
}
