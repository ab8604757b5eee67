// The watch over a sandbox's disk: one exec that looks how much room the run takes, and says when it
// is too much. Like the container's first process it ends when this process does, however that dies.
import { PassThrough } from 'node:stream';
import { createInterface } from 'node:readline';
import { LIMITS } from '../kernel/index.ts';
import { diskOver, type DiskOver } from './disk.ts';
import { bounded, demultiplex, type EngineContainer } from './engine.io.ts';

const MIB = 1024 * 1024;

export interface Lease extends Disposable {
  /** The last that was said of too much room; null: it never was too much. */
  over(): DiskOver | null;
  /** Called each time it is said, a second apart. */
  onOver(listener: (over: DiskOver) => void): void;
}

const UNWATCHED: Lease = {
  over: () => null,
  onOver: () => undefined,
  [Symbol.dispose]: () => undefined,
};

/** Resolves once the program inside has said that it looks. `diskMiB` null: nobody does. */
export async function takeLease(
  container: EngineContainer,
  diskMiB: number | null,
): Promise<Lease> {
  if (diskMiB === null) return UNWATCHED;
  const exec = await container.exec({
    Cmd: ['rehearsal-lease', String(diskMiB * MIB)],
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await exec.start({ hijack: true, stdin: true });
  // The container's end breaks this stream; whoever waits for the container is told elsewhere.
  stream.on('error', () => undefined);
  const said = new PassThrough();
  demultiplex(container, stream, said, new PassThrough());
  const held = Promise.withResolvers<void>();
  const listeners: ((over: DiskOver) => void)[] = [];
  let last: DiskOver | null = null;
  createInterface({ input: said }).on('line', (line) => {
    if (line === 'held') held.resolve();
    const over = diskOver(line);
    if (over === null) return;
    last = over;
    for (const listener of listeners) listener(over);
  });
  await bounded(held.promise, LIMITS.sandboxReadyMs);
  return {
    over: () => last,
    onOver: (listener) => void listeners.push(listener),
    [Symbol.dispose]: () => void stream.destroy(),
  };
}
