// The folder for packets, not fit before a run: read-only, closed, full.
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import { claimsNothing, type Ending, type Fault } from '../fault.ts';
import { smallDisk, type Disk } from '../mounts.ts';
import type { Place } from '../place.ts';
import type { Ended, Halt } from '../victim.ts';

export const MIB_IN_KIB = 1024;

/** A run whose packet goes to a folder of this fault's own, harmed at a moment. */
export async function harmed(
  place: Place,
  halt: Halt | null,
  harm: (folder: string) => Promise<unknown>,
): Promise<Ended> {
  const folder = packetsOf(place);
  await mkdir(folder, { recursive: true });
  const asked = { name: path.relative(place.evidence, path.join(folder, 'packet')) };
  if (halt === null) {
    await harm(folder);
    return await (
      await place.startRun(asked)
    ).ended;
  }
  const victim = await place.startRun({ ...asked, halt });
  await victim.halted();
  await harm(folder);
  victim.goOn();
  return await victim.ended;
}

export function packetsOf(place: Place): string {
  return path.join(place.folder, 'packets');
}

/** The same on a disk of the fault's own; what is on it at the end is looked at before it goes. */
export async function onDisk(
  place: Place,
  sizeKiB: number,
  halt: Halt | null,
  harm: (disk: Disk) => Promise<unknown>,
  left: readonly RegExp[] = [],
): Promise<Ended> {
  await using disk = await smallDisk(packetsOf(place), sizeKiB);
  const ended = await harmed(place, halt, () => harm(disk));
  const names = (await readdir(disk.folder)).filter((name) => name !== 'full');
  const isAsTold =
    names.length === left.length && left.every((each, at) => each.test(names[at] ?? ''));
  if (!isAsTold) throw new Error(`on the disk stands: ${names.join(', ')}`);
  return ended;
}

/** Nothing was started: no stage has been told. */
function atOnce(code: string): Ending {
  return claimsNothing(code === 'EVIDENCE_NO_SPACE' ? 70 : 2, code);
}

export const EVIDENCE_FOLDER_FAULTS: readonly Fault[] = [
  {
    name: 'the evidence folder is on a read-only disk',
    stage: 'packet',
    done: 'a disk that is mounted read-only takes its place before the run',
    inflict: (place) => onDisk(place, MIB_IN_KIB, null, (disk) => disk.freeze()),
    ends: atOnce('EVIDENCE_READ_ONLY'),
    gone: 'at its end',
  },
  {
    name: 'the evidence folder may not be written',
    stage: 'packet',
    done: 'nobody may write it, not even root (chattr +i)',
    inflict: async (place) => {
      const folder = packetsOf(place);
      try {
        return await harmed(place, null, () => execa('chattr', ['+i', folder]));
      } finally {
        await execa('chattr', ['-i', folder]);
      }
    },
    ends: atOnce('EVIDENCE_NO_ACCESS'),
    gone: 'at its end',
  },
  {
    name: 'the evidence folder is full',
    stage: 'packet',
    done: 'its disk has room for less than a packet before the run',
    inflict: (place) => onDisk(place, 256, null, () => Promise.resolve()),
    ends: atOnce('EVIDENCE_NO_SPACE'),
    gone: 'at its end',
  },
];
