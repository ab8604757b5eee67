// A small disk of its own for a fault: it can be full, and become read-only under a run. Needs root.
import { mkdir } from 'node:fs/promises';
import { execa } from 'execa';

export interface Disk extends AsyncDisposable {
  readonly folder: string;
  /** From now on nothing can be written; fails while a file is open for writing. */
  freeze(): Promise<void>;
}

/** In memory, mounted at `folder`, which is made; gone with the scope. */
export async function smallDisk(folder: string, sizeKiB: number): Promise<Disk> {
  await mkdir(folder, { recursive: true });
  await execa('mount', ['-t', 'tmpfs', '-o', `size=${sizeKiB}k`, 'none', folder]);
  return {
    folder,
    freeze: async () => void (await execa('mount', ['-o', 'remount,ro', folder])),
    [Symbol.asyncDispose]: async () => void (await execa('umount', ['--lazy', folder])),
  };
}
