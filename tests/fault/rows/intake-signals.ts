// Ctrl-C while a large dump is taken in: obeyed at the next piece, not when all of it was read.
import { truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { claimsNothing, type Fault } from '../fault.ts';
import type { Ended, Halt } from '../victim.ts';

const MIB = 1024 * 1024;
/** The copy is open, and nothing of it is written yet. */
const BEFORE_COPY: Halt = { kind: 'call', pattern: '^open .*/staged/dump' };
/** It is copied; what it holds is read next. */
const BEFORE_READ: Halt = { kind: 'call', pattern: '^open .*/staged/dump r$' };

const HEAD = '--\n-- PostgreSQL database dump\n--\n\n-- Dumped from database version 15.1\n\n';
const LINE = `-- ${'a comment that has to be read '.repeat(30)}\n`;

interface Moment {
  readonly words: string;
  readonly halt: Halt;
  /** Writes a dump that takes long at this moment. */
  readonly dump: (file: string) => Promise<void>;
}

const MOMENTS: readonly Moment[] = [
  {
    words: 'copied',
    halt: BEFORE_COPY,
    dump: async (file) => {
      await writeFile(file, HEAD);
      await truncate(file, 2048 * MIB);
    },
  },
  {
    words: 'read',
    halt: BEFORE_READ,
    dump: async (file) => {
      const lines = Buffer.from(LINE.repeat(Math.ceil(MIB / LINE.length)));
      await writeFile(file, HEAD);
      for (let at = 0; at < 256; at += 1) await writeFile(file, lines, { flag: 'a' });
    },
  },
];

export const INTAKE_SIGNAL_FAULTS: readonly Fault[] = MOMENTS.map(({ words, halt, dump }) => ({
  name: `SIGINT while a large dump is ${words}`,
  stage: 'intake',
  done: `the harness gets SIGINT as a dump is about to be ${words}`,
  inflict: async (place): Promise<Ended> => {
    const file = path.join(place.folder, 'large.sql');
    await dump(file);
    const victim = await place.startRun({ dump: file, halt });
    await victim.halted();
    victim.signal('SIGINT');
    victim.goOn();
    const ended = await victim.ended;
    // The line that a run says when its intake has come to its end.
    if (/^ {2}intake /mu.test(ended.stdout)) throw new Error(`it went on: ${ended.stdout}`);
    return ended;
  },
  ends: claimsNothing(
    130,
    'SIGINT: ending the sandbox\n',
    'interrupted: no sandbox was begun, no packet was written, nothing is claimed\n',
  ),
  gone: 'at its end',
}));
