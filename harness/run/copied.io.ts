// How much of a dump stands in the run's private folder by now: intake copies it there while it hashes.
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Measure } from './contract.ts';

/** `workFolder` is intake's; nothing is opened, and nothing of this is believed by anybody. */
export function copyMeasure(dumpPath: string, workFolder: string): Measure {
  return async () => ({
    done: await lengthOf(path.join(workFolder, 'dump')),
    total: await lengthOf(dumpPath),
    unit: 'bytes',
    afterwards: 'now what it says of itself',
  });
}

/** A directory dump has no folders in it. */
async function lengthOf(dump: string): Promise<number> {
  const found = await stat(dump);
  if (!found.isDirectory()) return found.size;
  const files = await Promise.all(
    (await readdir(dump)).map(async (name) => await stat(path.join(dump, name))),
  );
  return files.reduce((sum, { size }) => sum + size, 0);
}
