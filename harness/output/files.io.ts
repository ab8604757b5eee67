// The one way for a text to become a file that outlives a run: checked, written aside, put in place whole.
import { randomUUID } from 'node:crypto';
import { link, open, rename, rm } from 'node:fs/promises';
import { guardText } from './guard.ts';

export interface FileOut {
  /** Absolute path. */
  readonly file: string;
  readonly text: string;
  /** `new`: fails with EEXIST where something stands there. `replace`: takes its place. */
  readonly how: 'new' | 'replace';
}

/** A reader sees what stood there before or the whole text, never half of it. @throws the system's error */
export async function writeOut({ file, text, how }: FileOut): Promise<void> {
  const aside = `${file}.partial-${randomUUID()}`;
  try {
    const handle = await open(aside, 'wx', 0o644);
    try {
      await handle.writeFile(guardText(text));
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (how === 'replace') await rename(aside, file);
    else await link(aside, file);
  } finally {
    await rm(aside, { force: true });
  }
}
