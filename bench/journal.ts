// Keeps the laps of a row that is not complete yet: the next call goes on where this one ended.
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { CACHE } from './places.ts';
import type { Entry, Values } from './rows/contract.ts';

const journalSchema = z.array(z.record(z.string(), z.number()));

export interface Journal {
  readonly laps: readonly Values[];
  add(lap: Values): Promise<void>;
  /** The row is complete: it begins anew the next time. */
  close(): Promise<void>;
}

/** `build`: laps of another program, or of another machine's engine, are none of this row's. */
export async function openJournal(entry: Entry, build: string): Promise<Journal> {
  const folder = path.join(CACHE, 'unfinished');
  const file = path.join(folder, `${entry.row}-${entry.shape}-${entry.size}-${build}.json`);
  await mkdir(folder, { recursive: true });
  const text = await readFile(file, 'utf8').catch(() => '[]');
  const laps: Values[] = journalSchema.parse(JSON.parse(text));
  return {
    laps,
    add: async (lap) => {
      laps.push(lap);
      await writeFile(`${file}.new`, JSON.stringify(laps));
      await rename(`${file}.new`, file);
    },
    close: () => rm(file, { force: true }),
  };
}
