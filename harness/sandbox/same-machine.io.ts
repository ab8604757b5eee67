// Whether the engine behind a socket sees this machine's files: a socket may be forwarded from
// another machine, and then a dump would go to one that nobody named.
import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { SandboxRequest } from './contract.ts';
import type { Engine } from './engine.io.ts';
import { bindMount, hardenedHostConfig, INSIDE } from './hardening.io.ts';
import { statusOf } from './image.io.ts';
import { labelsOf } from './labels.io.ts';

const FILE = 'word';
/** An archive of one word is less than this. */
const MOST_BYTES = 64 * 1024;

/** Reads a word that nobody could know out of our own folder, through a container that never runs. */
export async function seesOurFiles(
  engine: Engine,
  image: string,
  { runId, limits, workFolder }: SandboxRequest,
): Promise<boolean> {
  const folder = path.join(workFolder, 'seen');
  const word = randomBytes(32).toString('hex');
  await using stack = new AsyncDisposableStack();
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, FILE), word);
  try {
    const container = await engine.createContainer({
      Image: image,
      Labels: labelsOf(runId),
      Entrypoint: ['false'],
      HostConfig: hardenedHostConfig(limits, [bindMount(folder, INSIDE.dump, true)]),
    });
    stack.defer(async () => void (await container.remove({ force: true, v: true })));
    const archive = await container.getArchive({ path: `${INSIDE.dump}/${FILE}` });
    const read: Buffer[] = [];
    for await (const bytes of archive) {
      read.push(Buffer.from(bytes));
      if (read.reduce((sum, { length }) => sum + length, 0) > MOST_BYTES) return false;
    }
    return Buffer.concat(read).includes(word);
  } catch (error) {
    // The engine has no such folder, or may not show it.
    if (statusOf(error) > 0) return false;
    throw error;
  }
}
