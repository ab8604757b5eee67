// Tells whether the process that made a work folder lives: it listens on a socket in there, which the
// kernel closes with it. No clock, no number of a process and no namespace can deceive that.
import { lstat, readFile, rename, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import { lifeMarked, markOfThisProcess, type Life } from '../output/index.ts';

export const MARK_FILE = 'owner';

const SOCKET_FILE = 'alive';
/** The kernel answers at once, whatever the process is at; more is a machine that stands still. */
const ANSWER_MS = 5000;
/** A mark is two numbers and two names. */
const MOST_BYTES = 1024;

export type { Life };

/** Marks the folder as this process's, and shows life in it until disposed. */
export async function showLife(folder: string): Promise<AsyncDisposable> {
  const mark = path.join(folder, MARK_FILE);
  await writeFile(`${mark}.new`, await markOfThisProcess());
  await rename(`${mark}.new`, mark);
  const server = createServer((visitor) => visitor.on('error', () => undefined).destroy());
  server.unref();
  try {
    server.listen(path.join(folder, SOCKET_FILE));
    await once(server, 'listening');
  } catch {
    // The path is too long for a socket, or the disk has none: the mark alone has to do.
    return { [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  let closed: Promise<unknown> | null = null;
  return {
    [Symbol.asyncDispose]: async () => {
      closed ??= new Promise((resolve) => server.close(resolve));
      await closed;
    },
  };
}

/** Of whoever made this work folder; null where it bears no mark of ours, whatever its name is. */
export async function lifeIn(folder: string): Promise<Life | null> {
  const mark = path.join(folder, MARK_FILE);
  const facts = await lstat(mark).catch(() => null);
  if (facts === null || !facts.isFile() || facts.size > MOST_BYTES) return null;
  const marked = await lifeMarked(await readFile(mark, 'utf8'));
  return marked === null ? null : ((await asked(path.join(folder, SOCKET_FILE))) ?? marked);
}

/** null: there is no socket. */
async function asked(socket: string): Promise<Life | null> {
  const facts = await lstat(socket).catch(() => null);
  if (facts === null || !facts.isSocket()) return null;
  const visitor = connect(socket);
  try {
    return await new Promise<Life>((resolve) => {
      visitor.setTimeout(ANSWER_MS, () => resolve('unknown'));
      visitor.once('connect', () => resolve('alive'));
      visitor.once('error', (error) => {
        // Nobody listens any more. Whatever else it is (no right, too many at the door) tells nothing.
        resolve('code' in error && error.code === 'ECONNREFUSED' ? 'ended' : 'unknown');
      });
    });
  } finally {
    visitor.on('error', () => undefined).destroy();
  }
}
