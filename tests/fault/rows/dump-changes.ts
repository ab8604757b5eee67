// Dumps that somebody is at while the run reads them, and a temporary folder without room for a copy.
import { execFile } from 'node:child_process';
import { appendFile, copyFile, mkdir, open, rename, rm, symlink, truncate } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { demoDump } from '../../container/made-dumps.ts';
import { claimsNothing, type Ending, type Fault } from '../fault.ts';
import { smallDisk } from '../mounts.ts';
import type { Place } from '../place.ts';
import type { Ended, Halt } from '../victim.ts';

const run = promisify(execFile);

/** The dump is open, and nothing of it has been read yet. */
const WHILE_OPEN: Halt = { kind: 'call', pattern: '^open .*/staged/dump' };
/** The dump has been copied whole; its attestation is about to be read. */
const BEFORE_SIDECAR: Halt = { kind: 'call', pattern: '^open .*\\.attestation\\.yaml' };

async function ownDump(place: Place): Promise<string> {
  const [from, folder] = [await demoDump(15), path.join(place.folder, 'dumps')];
  await mkdir(folder);
  const dump = path.join(folder, 'clone.dump');
  await copyFile(from, dump);
  await copyFile(`${from}.attestation.yaml`, `${dump}.attestation.yaml`);
  return dump;
}

function whileRead(
  what: string,
  harm: (dump: string) => Promise<unknown>,
  { halt = WHILE_OPEN, ends = CHANGED }: { readonly halt?: Halt; readonly ends?: Ending } = {},
): Fault {
  return {
    name: `${what} while it is read`,
    stage: 'intake',
    done: `${what}, for real, while the run stands still in the middle of its intake`,
    inflict: async (place): Promise<Ended> => {
      const dump = await ownDump(place);
      const victim = await place.startRun({ dump, halt });
      await victim.halted();
      await harm(dump);
      victim.goOn();
      return await victim.ended;
    },
    ends,
    gone: 'at its end',
  };
}

function refused(code: string): Ending {
  return { exit: 4, status: 'INPUT_REJECTED', says: [code], packet: 'whole' };
}

const CHANGED = refused('INTAKE_CHANGED');

async function putInPlace(place: string, make: (aside: string) => Promise<unknown>): Promise<void> {
  await make(`${place}.new`);
  await rename(`${place}.new`, place);
}

export const DUMP_FAULTS: readonly Fault[] = [
  whileRead('the dump is truncated', (dump) => truncate(dump, 4096)),
  whileRead('the dump grows', (dump) => appendFile(dump, 'more')),
  whileRead('the dump is written over in place', async (dump) => {
    await using file = await open(dump, 'r+');
    await file.write('x', 100_000);
  }),
  whileRead('the dump is replaced by another file', (dump) =>
    putInPlace(dump, (aside) => copyFile(dump, aside)),
  ),
  whileRead('the dump is replaced by a link', (dump) =>
    putInPlace(dump, async (aside) => {
      await copyFile(dump, `${dump}.away`);
      await symlink(`${dump}.away`, aside);
    }),
  ),
  whileRead('the dump is replaced by a pipe', (dump) =>
    putInPlace(dump, (aside) => run('mkfifo', [aside])),
  ),
  whileRead('the dump is removed', (dump) => rm(dump)),
  whileRead('the attestation is removed', (dump) => rm(`${dump}.attestation.yaml`), {
    halt: BEFORE_SIDECAR,
    ends: {
      exit: 3,
      status: 'READY_NOT_APPLIED',
      says: ['ATTESTATION_MISSING'],
      packet: 'whole',
    },
  }),
  whileRead(
    'the attestation is replaced by a pipe',
    (dump) => putInPlace(`${dump}.attestation.yaml`, (aside) => run('mkfifo', [aside])),
    { halt: BEFORE_SIDECAR, ends: refused('ATTESTATION_INVALID') },
  ),
  {
    name: 'the temporary folder is full',
    stage: 'intake',
    done: 'its disk has room for half of the copy of the dump',
    inflict: async (place): Promise<Ended> => {
      await using disk = await smallDisk(path.join(place.folder, 'small'), 1024);
      const dump = await ownDump(place);
      const victim = await place.startRun({ dump, environment: { TMPDIR: disk.folder } });
      return await victim.ended;
    },
    ends: claimsNothing(70, 'INTAKE_NOT_COPIED', 'no space left'),
    gone: 'at its end',
  },
];
