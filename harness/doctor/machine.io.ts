// Looks at this machine: version of Node, clock, temporary folder, limits. What it writes is gone after.
import { constants } from 'node:fs';
import { access, mkdtemp, readFile, rmdir, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { messageOf } from '../kernel/index.ts';
import type { Read } from './contract.ts';
import type { MachineFacts } from './machine.ts';

/** `socketPath`: the longest path of a socket that a run makes in a folder of its own. */
export async function lookAtMachine(
  socketPath: (workFolder: string) => string,
  folder = tmpdir(),
): Promise<MachineFacts> {
  const tried = await tryFolder(folder);
  return {
    nodeVersion: process.versions.node,
    nowMs: Date.now(),
    temporary: {
      folder,
      refusal: tried.refusal,
      socketPathBytes: Buffer.byteLength(socketPath(tried.made)),
    },
    temporaryFreeBytes: await freeBytes(folder),
    openFiles: await openFiles(),
    dockerCommand: await dockerCommand(),
  };
}

const PREFIX = 'clone-rehearsal-';

/** Makes a folder in it as a run does, and takes it away again. */
async function tryFolder(
  folder: string,
): Promise<{ readonly made: string; readonly refusal: string | null }> {
  try {
    const made = await mkdtemp(path.join(folder, PREFIX));
    await rmdir(made);
    return { made, refusal: null };
  } catch (error) {
    return { made: path.join(folder, `${PREFIX}xxxxxx`), refusal: withoutPath(error) };
  }
}

/**
 * Why nothing can be written in a folder; null where it can. Asked of the nearest folder that is
 * there: a run makes the others.
 */
export async function refusalToWrite(folder: string): Promise<string | null> {
  const isThere = await access(folder).then(
    () => true,
    () => false,
  );
  const above = path.dirname(folder);
  if (!isThere && above !== folder) return await refusalToWrite(above);
  try {
    await access(folder, constants.W_OK | constants.X_OK);
    // Root may write everywhere but on a read-only disk: only making something tells.
    await rmdir(await mkdtemp(path.join(folder, '.doctor-')));
    return null;
  } catch (error) {
    return withoutPath(error);
  }
}

async function freeBytes(folder: string): Promise<Read<number>> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return { kind: 'read', value: bavail * bsize };
  } catch (error) {
    return { kind: 'unread', why: withoutPath(error) };
  }
}

async function openFiles(): Promise<Read<number>> {
  try {
    const [, soft] =
      /^Max open files\s+(\S+)/m.exec(await readFile('/proc/self/limits', 'utf8')) ?? [];
    if (soft === undefined) return { kind: 'unread', why: 'the kernel does not say' };
    return { kind: 'read', value: soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft) };
  } catch {
    return { kind: 'unread', why: 'this system has no procfs' };
  }
}

const ANSWER_MS = 10_000;

/** Asks the command what it is; nothing of an engine is asked for. */
async function dockerCommand(): Promise<MachineFacts['dockerCommand']> {
  const { execa } = await import('execa');
  const { code, failed, stdout, timedOut } = await execa('docker', ['--version'], {
    reject: false,
    stdin: 'ignore',
    timeout: ANSWER_MS,
    maxBuffer: 10_000,
    extendEnv: false,
    env: { PATH: process.env['PATH'] ?? '' },
  });
  if (code === 'ENOENT') return { kind: 'read', value: null };
  if (timedOut) return { kind: 'unread', why: 'it does not answer' };
  if (failed) return { kind: 'unread', why: 'it does not say its version' };
  return { kind: 'read', value: stdout.split('\n')[0]?.replace(/^Docker version /, '') ?? '' };
}

/** Node's message goes on with the call and the path, which stands beside it already. */
function withoutPath(error: unknown): string {
  return messageOf(error).replace(/, .*$/s, '');
}
