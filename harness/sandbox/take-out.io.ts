// Takes what was made inside a container out of it, through the engine: no folder is shared.
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';
import type { EngineContainer } from './engine.io.ts';

/**
 * `inside` becomes `target`, which may not be there yet. Only plain files and folders below it: the
 * archive comes from where a dump was at work, and names what it likes.
 */
export async function takeOut(
  container: EngineContainer,
  inside: string,
  target: string,
): Promise<void> {
  const top = path.posix.basename(inside);
  const archive = await container.getArchive({ path: inside });
  const entries = extract();
  const reading = pipeline(archive, entries);
  reading.catch(() => undefined); // told below
  for await (const entry of entries) {
    const { name, type = 'file' } = entry.header;
    const [first, ...below] = name.replace(/\/$/, '').split('/');
    if (first !== top || below.some((part) => part === '' || part === '.' || part === '..')) {
      throw new Error('the archive names something outside of what was asked for');
    }
    const to = path.join(target, ...below);
    if (type === 'directory') await mkdir(to);
    else if (type === 'file') await pipeline(entry, createWriteStream(to, { flags: 'wx' }));
    else throw new Error(`the archive holds a ${type}`);
    entry.resume();
  }
  await reading;
}
