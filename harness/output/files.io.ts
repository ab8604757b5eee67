// The one way for a text to become a file that outlives a run: checked, written aside, put in place whole.
import { constants } from 'node:fs';
import { link, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { forbiddenTokensIn } from '../kernel/index.ts';
import { asideOf } from './aside.io.ts';
import { guardText } from './guard.ts';

export interface FileOut {
  /** Absolute path. */
  readonly file: string;
  readonly text: string;
  /** `new`: fails with EEXIST where something stands there. `replace`: takes its place. */
  readonly how: 'new' | 'replace';
  /** The operator's own text that stands there: words that it holds already are left as they are. */
  readonly before?: string;
}

/** A reader sees what stood there before or the whole text, never half of it. @throws the system's error */
export async function writeOut({ file, text, how, before }: FileOut): Promise<void> {
  const aside = await asideOf(file);
  try {
    const handle = await open(aside, 'wx', 0o644);
    try {
      await handle.writeFile(
        before !== undefined && addsNothing(before, text) ? text : guardText(text),
      );
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (how === 'replace') await rename(aside, file);
    else await link(aside, file);
    await syncFolder(path.dirname(file));
  } finally {
    await rm(aside, { force: true });
  }
}

/**
 * Adds to a file that somebody else began, and never makes one: a server's own, for what it shows.
 * @throws the system's error, also where it is no plain file
 */
export async function addToFile(file: string, text: string): Promise<void> {
  const handle = await open(file, constants.O_WRONLY | constants.O_APPEND | constants.O_NONBLOCK);
  try {
    if (!(await handle.stat()).isFile()) throw new Error('it is no plain file');
    await handle.writeFile(guardText(text));
  } finally {
    await handle.close();
  }
}

/** Whoever wrote a configuration in which a role bears such a name wants it kept as it is. */
function addsNothing(before: string, text: string): boolean {
  const own = new Set(forbiddenTokensIn(before));
  return forbiddenTokensIn(text).every((token) => own.has(token));
}

/** Without this, a name can be lost with the machine although its bytes are on the disk. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
