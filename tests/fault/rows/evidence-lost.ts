// The folder for packets, lost during a run: frozen, filled, removed, exchanged.
import { mkdir, open, readdir, rename, rm, stat, symlink, truncate } from 'node:fs/promises';
import path from 'node:path';
import { claimsNothing, type Fault } from '../fault.ts';
import { BEGINS } from '../moments.ts';
import type { Disk } from '../mounts.ts';
import type { Halt } from '../victim.ts';
import { harmed, MIB_IN_KIB, onDisk, packetsOf } from './evidence-folder.ts';

/** A packet of the demo takes more, and begins with files that take less. */
const ROOM_BYTES = 64 * 1024;
/** All of the packet is written beside its place. */
const BEFORE_RENAME: Halt = { kind: 'call', pattern: '^rename .*/packets/packet\\.partial-' };

export const EVIDENCE_LOST_FAULTS: readonly Fault[] = [
  {
    name: 'the evidence folder becomes read-only during a run',
    stage: 'packet',
    done: 'its disk is mounted read-only before the packet is begun',
    inflict: (place) => onDisk(place, 8 * MIB_IN_KIB, BEGINS.packet, (disk) => disk.freeze()),
    ends: claimsNothing(70, 'EVIDENCE_NOT_WRITTEN', 'unlike when the run began'),
    gone: 'at its end',
  },
  {
    name: 'the evidence folder becomes read-only before the packet has its name',
    stage: 'packet',
    done: 'its disk is mounted read-only when all of the packet is written beside its place',
    inflict: (place) =>
      onDisk(place, 8 * MIB_IN_KIB, BEFORE_RENAME, (disk) => disk.freeze(), [/^packet\.partial-/]),
    ends: claimsNothing(70, 'EVIDENCE_NOT_WRITTEN', 'EVIDENCE_HALF_LEFT'),
    gone: 'at its end',
  },
  {
    name: 'the evidence folder fills up during a run',
    stage: 'packet',
    done: 'another file takes all of its disk before the packet is begun',
    inflict: (place) => onDisk(place, 8 * MIB_IN_KIB, BEGINS.packet, fill),
    ends: claimsNothing(70, 'EVIDENCE_NO_SPACE'),
    gone: 'at its end',
  },
  {
    name: 'the evidence folder fills up in the middle of the packet',
    stage: 'packet',
    done: 'another file takes all of its disk but for 64 KiB before the packet is begun',
    inflict: (place) =>
      onDisk(place, 8 * MIB_IN_KIB, BEGINS.packet, async (disk) => {
        await fill(disk);
        const full = path.join(disk.folder, 'full');
        await truncate(full, (await stat(full)).size - ROOM_BYTES);
      }),
    ends: claimsNothing(70, 'EVIDENCE_NO_SPACE'),
    gone: 'at its end',
  },
  {
    name: 'the evidence folder is removed during a run',
    stage: 'packet',
    done: 'it is removed before the packet is begun; the run makes it again',
    inflict: (place) => harmed(place, BEGINS.packet, (folder) => rm(folder, { recursive: true })),
    ends: { exit: 0, status: 'ROLLBACK_READY', says: [], packet: 'whole' },
    gone: 'at its end',
  },
  {
    name: 'the evidence folder is removed while the packet is in it',
    stage: 'packet',
    done: 'it is removed when all of the packet is written beside its place',
    inflict: (place) => harmed(place, BEFORE_RENAME, (folder) => rm(folder, { recursive: true })),
    ends: claimsNothing(70, 'EVIDENCE_NOT_WRITTEN'),
    gone: 'at its end',
  },
  {
    name: 'the evidence folder is replaced by a link during a run',
    stage: 'packet',
    done: 'a link to another folder takes its place before the packet is begun',
    inflict: async (place) => {
      const elsewhere = path.join(place.folder, 'elsewhere');
      await mkdir(elsewhere);
      const ended = await harmed(place, BEGINS.packet, async (folder) => {
        await rename(folder, `${folder}-away`);
        await symlink(elsewhere, folder);
      });
      const through = [
        ...(await readdir(elsewhere)),
        ...(await readdir(`${packetsOf(place)}-away`)),
      ];
      if (through.length > 0) throw new Error(`it wrote ${through.join(', ')}`);
      return ended;
    },
    ends: claimsNothing(70, 'EVIDENCE_FOLDER_MOVED'),
    gone: 'at its end',
  },
];

/** A file takes all that is left. */
async function fill({ folder }: Disk): Promise<void> {
  await using file = await open(path.join(folder, 'full'), 'w');
  const zeros = Buffer.alloc(64 * 1024);
  for (;;) {
    const isFull = await file.write(zeros).then(
      ({ bytesWritten }) => bytesWritten < zeros.length,
      () => true,
    );
    if (isFull) return;
  }
}
