// A folder of this machine that the user inside may write; gone at the end of its scope.
import { chmod, mkdir, rm } from 'node:fs/promises';

/** Its parent is private: it admits everybody, and only the container gets there. */
export async function sharedFolder(path: string): Promise<AsyncDisposable & { path: string }> {
  await mkdir(path, { recursive: true });
  await chmod(path, 0o777);
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
