// The threads that scans run in: one that has answered waits for the next scan, because to start one
// takes longer than to scan a small dump.
import { Worker } from 'node:worker_threads';
import type { FromWorker } from './protocol.ts';

/** Its own memory is a few MiB and secretlint's rules; past this something is wrong. */
const HEAP_MIB = 128;
/** A run scans its dump beside the dumps of its probes. */
const MOST_WAITING = 2;
/** Between the scan of a dump and that of its clone lies the restore; who scans no more gives it up. */
const IDLE_MS = 15_000;

/** Who is told what a thread says; between two scans nobody is. */
export interface Listener {
  take(message: FromWorker): void;
  fail(error: unknown): void;
}

export class ScanThread {
  readonly worker: Worker;
  listener: Listener | null = null;

  constructor() {
    this.worker = new Worker(new URL('./worker.io.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
      env: compiledFolder(),
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    this.worker.on('message', (message: FromWorker) => this.listener?.take(message));
    this.worker.on('error', (error) => this.#end(error));
    this.worker.on('exit', (code) => this.#end(new Error(`the scan's thread ended (${code})`)));
  }

  #end(error: unknown): void {
    clearTimeout(waiting.get(this));
    waiting.delete(this);
    this.listener?.fail(error);
  }
}

/** Each with what ends it after a while. */
const waiting = new Map<ScanThread, NodeJS.Timeout>();

export function takeThread(): ScanThread {
  const [thread = new ScanThread()] = waiting.keys();
  clearTimeout(waiting.get(thread));
  waiting.delete(thread);
  thread.worker.ref();
  return thread;
}

/** Of one that has answered its scan to the end: nothing more comes from it. */
export async function giveBackThread(thread: ScanThread, idleMs = IDLE_MS): Promise<void> {
  thread.listener = null;
  if (waiting.size >= MOST_WAITING) {
    await thread.worker.terminate();
    return;
  }
  const end = (): void => {
    waiting.delete(thread);
    void thread.worker.terminate();
  };
  waiting.set(thread, setTimeout(end, idleMs).unref());
  // One that waits keeps no process from ending.
  thread.worker.unref();
}

/** Of the operator's environment nothing is needed to scan but where Node keeps what it compiled. */
function compiledFolder(): Record<string, string> {
  const folder = process.env['NODE_COMPILE_CACHE'];
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: folder };
}
