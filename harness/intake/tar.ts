// Reads one header of a tar archive as pg_dump writes it; anything else a tar may hold is refused.
import { ArchiveError } from './archive.ts';

export const TAR_BLOCK_BYTES = 512;

export interface TarMember {
  readonly name: string;
  readonly size: number;
}

/** Null for the block of zeros that ends an archive. @throws ArchiveError */
export function readTarHeader(block: Uint8Array): TarMember | null {
  if (block.length < TAR_BLOCK_BYTES) throw new ArchiveError('the tar file is cut off', true);
  const header = Buffer.from(block.subarray(0, TAR_BLOCK_BYTES));
  if (header.every((byte) => byte === 0)) return null;
  if (number(header.subarray(148, 156)) !== checksum(header)) {
    throw new ArchiveError('a header of the tar file is damaged');
  }
  const type = header[156] ?? 0;
  // A link or a device is something that pg_dump never packs; pg_restore takes all for files.
  if (type !== 0x30) throw new ArchiveError('the tar file holds something else than files');
  return { name: textOf(header.subarray(0, 100)), size: number(header.subarray(124, 136)) };
}

/** The sum of all bytes, with the checksum's own place read as spaces. */
function checksum(header: Buffer): number {
  return header.reduce((sum, byte, index) => sum + (index >= 148 && index < 156 ? 0x20 : byte), 0);
}

/**
 * Octal digits, or for what does not fit in them the bytes themselves after a 0x80. Nothing stands
 * before the digits: pg_restore reads as far as there are digits, and 0 where there is a space.
 */
function number(field: Buffer): number {
  if (field[0] === 0x80) {
    const value = field.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0);
    if (!Number.isSafeInteger(value))
      throw new ArchiveError('a size in the tar file is out of range');
    return value;
  }
  const digits = /^([0-7]+)[ \0]*$/.exec(field.toString('latin1'))?.[1];
  if (digits === undefined) throw new ArchiveError('a header of the tar file is damaged');
  return Number.parseInt(digits, 8);
}

function textOf(field: Buffer): string {
  const end = field.indexOf(0);
  return field.toString('latin1', 0, end === -1 ? field.length : end);
}
