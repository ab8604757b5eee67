// A dump in a folder of its own, taken in and attested as an operator's is; gone after each test.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach } from '@jest/globals';
import {
  CONFIRMATION,
  takeIn,
  writeAttestation,
  type IntakeOutcome,
} from '../../../harness/intake/index.ts';
import { writeArchive } from './archives.ts';
import { FOOT, HEAD } from './scripts.ts';

export const ARCHIVE = writeArchive();
export const TOC = writeArchive({ container: 3 });
export const ROWS = Buffer.from('1\n2\n\\.\n\n\n');
export const SCRIPT = `${HEAD}COPY t FROM stdin;\n1\n\\.\n${FOOT}`;

export interface Given {
  /** The folder of one test, and the dump's place in it. */
  root: string;
  dump: string;
  take(): Promise<IntakeOutcome>;
  attest(change?: Partial<Parameters<typeof writeAttestation>[0]>): Promise<string>;
}

/** To be called once a file, before its tests. */
export function given(): Given {
  const here: Given = {
    root: '',
    dump: '',
    take: async () =>
      await takeIn({
        dumpPath: here.dump,
        where: 'dumps/clone.dump',
        workFolder: path.join(here.root, 'work'),
      }),
    attest: async (change = {}) => {
      const { sidecar } = await writeAttestation({
        dumpPath: here.dump,
        where: 'dumps/clone.dump',
        workFolder: await mkdtemp(path.join(here.root, 'attest-')),
        operator: 'Ada',
        sanitizedWith: 'synthetic rows only',
        confirmation: CONFIRMATION,
        database: 'directus',
        replace: false,
        ...change,
      });
      return sidecar;
    },
  };
  beforeEach(async () => {
    here.root = await mkdtemp(path.join(tmpdir(), 'intake-'));
    here.dump = path.join(here.root, 'given', 'clone.dump');
    await mkdir(path.dirname(here.dump));
  });
  afterEach(async () => {
    await rm(here.root, { recursive: true });
  });
  return here;
}

export function codesOf({ findings }: IntakeOutcome): string[] {
  return [...new Set(findings.map(({ code }) => code))];
}
