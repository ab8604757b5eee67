// The project at another place of the disk, as another person would have it.
import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './cli.ts';

const run = promisify(execFile);

/** The project as it stands here, at another place; packages by hard links, never by one link. */
export async function checkoutAt(place: string): Promise<void> {
  const left = ['.git', '.cache', 'node_modules', 'evidence', 'dumps', 'coverage', 'tmp'];
  await mkdir(place);
  for (const name of await readdir(ROOT)) {
    if (!left.includes(name)) {
      const kept = { recursive: true, preserveTimestamps: true }; // make looks at them
      await cp(path.join(ROOT, name), path.join(place, name), kept);
    }
  }
  const packages = [path.join(ROOT, 'node_modules'), path.join(place, 'node_modules')];
  await run('cp', ['-al', ...packages]).catch(async () => {
    await rm(packages[1] ?? '', { recursive: true, force: true });
    await run('cp', ['-a', ...packages]); // another file system has no hard links to this one
  });
}
