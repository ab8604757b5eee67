// Has a program inside look how much room a run takes, which says when it is too much.
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { LIMITS } from '../kernel/index.ts';
import { diskOver, type DiskOver } from './disk.ts';
import { bounded, demultiplex, type EngineContainer } from './engine.io.ts';

const MIB = 1024 * 1024;

export interface DiskWatch extends Disposable {
  /** The last that was said of too much room; null: it never was too much. */
  over(): DiskOver | null;
  /** Called each time it is said, a second apart. */
  onOver(listener: (over: DiskOver) => void): void;
}

/** Where no dump comes in, nobody looks. */
export const UNWATCHED: DiskWatch = {
  over: () => null,
  onOver: () => undefined,
  [Symbol.dispose]: () => undefined,
};

/** Resolves once the program inside looks. */
export async function watchDisk(container: EngineContainer, diskMiB: number): Promise<DiskWatch> {
  const exec = await container.exec({
    Cmd: ['rehearsal-disk', String(diskMiB * MIB)],
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await exec.start({ hijack: true, stdin: true });
  // The container's end breaks this stream; whoever waits for the container is told elsewhere.
  stream.on('error', () => undefined);
  const said = new PassThrough();
  const unread = new PassThrough();
  unread.resume();
  demultiplex(container, stream, said, unread);
  const watched = Promise.withResolvers<void>();
  const listeners: ((over: DiskOver) => void)[] = [];
  let last: DiskOver | null = null;
  createInterface({ input: said }).on('line', (line) => {
    if (line === 'watched') watched.resolve();
    const over = diskOver(line);
    if (over === null) return;
    last = over;
    for (const listener of listeners) listener(over);
  });
  await bounded(watched.promise, LIMITS.sandboxReadyMs);
  return {
    over: () => last,
    onOver: (listener) => void listeners.push(listener),
    [Symbol.dispose]: () => void stream.destroy(),
  };
}
