// Reads one file of a packet that came from anywhere: bounded, and never waiting for anybody.
import { constants } from 'node:fs';
import { lstat, open, stat, type FileHandle } from 'node:fs/promises';
import { finding, LIMITS, type Code, type Finding } from '../kernel/index.ts';

export type FileRead =
  | { readonly kind: 'read'; readonly bytes: Uint8Array }
  | { readonly kind: 'absent' }
  | { readonly kind: 'refused'; readonly finding: Finding };

const CHUNK_BYTES = 1024 * 1024;

/**
 * `where` names the file in findings. A link is followed only where the caller named it: inside a
 * packet nobody did. Codes: PACKET_NOT_A_FILE, PACKET_FILE_TOO_LARGE, PACKET_UNREADABLE.
 */
export async function readPacketFile(
  file: string,
  where: string,
  { followsLink }: { readonly followsLink: boolean },
): Promise<FileRead> {
  const refused = (code: Code, what: string): FileRead => ({
    kind: 'refused',
    finding: finding(code, where, what),
  });
  const notAFile = refused('PACKET_NOT_A_FILE', 'it is a link, a folder, a FIFO or a device');
  try {
    // Before the open: to open some devices is to act on them.
    if (!(await (followsLink ? stat : lstat)(file)).isFile()) return notAFile;
    // It may be swapped meanwhile: this open waits for no FIFO.
    const link = followsLink ? 0 : constants.O_NOFOLLOW;
    const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY | link;
    await using handle = await open(file, flags);
    const facts = await handle.stat();
    if (!facts.isFile()) return notAFile;
    const bytes = await readBounded(handle);
    if (bytes === null) {
      return refused('PACKET_FILE_TOO_LARGE', `${LIMITS.proofBytes} bytes at the most`);
    }
    return bytes.length === facts.size
      ? { kind: 'read', bytes }
      : refused('PACKET_UNREADABLE', 'its length changed while it was read');
  } catch (error) {
    const state = errnoOf(error);
    if (state === 'ENOENT' || state === 'ENOTDIR') return { kind: 'absent' };
    if (state === 'ELOOP') return notAFile;
    return refused('PACKET_UNREADABLE', state || 'it cannot be read');
  }
}

/** By what comes, not by the length that is claimed: a file may grow without end. Null: too much. */
async function readBounded(handle: FileHandle): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  while (total <= LIMITS.proofBytes) {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(CHUNK_BYTES));
    if (bytesRead === 0) return Buffer.concat(chunks);
    chunks.push(buffer.subarray(0, bytesRead));
    total += bytesRead;
  }
  return null;
}

/** `ENOENT` and the like; empty for any other error. */
export function errnoOf(error: unknown): string {
  const hasCode = typeof error === 'object' && error !== null && 'code' in error;
  return hasCode && typeof error.code === 'string' ? error.code : '';
}
