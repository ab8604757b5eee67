// Reads one file of a tree as raw bytes: bounded, whole, and never through a link that leaves it.
import { constants, type BigIntStats } from 'node:fs';
import { lstat, open, readlink } from 'node:fs/promises';
import path from 'node:path';

export type Read =
  | { readonly kind: 'read'; readonly bytes: Uint8Array }
  | {
      readonly kind: 'missing' | 'not-a-file' | 'leaves-tree' | 'unreadable';
      readonly why: string;
    };

/** Links to follow before they are called a circle; what Linux itself allows. */
const LINKS_FOLLOWED = 40;

/** What stands at a plain path within `root`; `limit` in bytes. */
export async function readWithin(root: string, plainPath: string, limit: number): Promise<Read> {
  try {
    const place = await placeWithin(root, plainPath);
    return place.kind === 'place' ? await readPlain(place.place, limit) : place;
  } catch (error) {
    return absent(errnoOf(error));
  }
}

/** The same for a file that may be no link and lie behind none. */
export async function readUnlinked(root: string, plainPath: string, limit: number): Promise<Read> {
  try {
    const place = await placeWithin(root, plainPath);
    if (place.kind !== 'place') return place;
    if (place.links > 0) return { kind: 'not-a-file', why: 'it is a link, or lies behind one' };
    return await readPlain(place.place, limit);
  } catch (error) {
    return absent(errnoOf(error));
  }
}

export type Place =
  | { readonly kind: 'place'; readonly place: string; readonly links: number }
  | { readonly kind: 'leaves-tree' | 'not-a-file'; readonly why: string };

/**
 * Where a path leads, link by link: one that is absolute, or climbs out of the tree on its way,
 * leads elsewhere in any other checkout, even if it ends within this one. @throws the system's error
 */
export async function placeWithin(root: string, plainPath: string): Promise<Place> {
  const pending = plainPath.split('/').reverse();
  const here: string[] = [];
  let links = 0;
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (here.pop() === undefined) return { kind: 'leaves-tree', why: 'a link climbs out of it' };
      continue;
    }
    const place = path.join(root, ...here, part);
    if (!(await lstat(place)).isSymbolicLink()) {
      here.push(part);
      continue;
    }
    links += 1;
    if (links > LINKS_FOLLOWED) return { kind: 'not-a-file', why: 'its links lead in a circle' };
    const target = await readlink(place);
    if (path.isAbsolute(target)) return { kind: 'leaves-tree', why: 'a link is absolute' };
    pending.push(...target.split('/').reverse());
  }
  return { kind: 'place', place: path.join(root, ...here), links };
}

/**
 * Opened without waiting, as a pipe with nobody at its other end would hold the gate for ever, and
 * without following a link that was put there since.
 */
async function readPlain(place: string, limit: number): Promise<Read> {
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;
  const file = await open(place, flags);
  try {
    return await readWhole(
      {
        stat: async () => await file.stat({ bigint: true }),
        read: async (into, from) =>
          (await file.read(into, from, into.length - from, from)).bytesRead,
        // Another file may have been put in its place while this one was read.
        standing: async () => await lstat(place, { bigint: true }),
      },
      limit,
    );
  } finally {
    await file.close();
  }
}

type Identity = Pick<BigIntStats, 'dev' | 'ino' | 'size' | 'mtimeNs' | 'ctimeNs'>;

/** An open file, as far as reading it whole goes. */
export interface OpenFile {
  readonly stat: () => Promise<Identity & { readonly isFile: () => boolean }>;
  /** How many bytes were read into the buffer, from this place on. */
  readonly read: (into: Uint8Array, from: number) => Promise<number>;
  /** What stands at its path now. */
  readonly standing: () => Promise<Identity>;
}

/** The bytes, if they were the same file's from beginning to end. */
export async function readWhole(file: OpenFile, limit: number): Promise<Read> {
  const before = await file.stat();
  if (!before.isFile()) return { kind: 'not-a-file', why: 'it is no plain file' };
  if (before.size > limit) {
    return { kind: 'unreadable', why: `${before.size} bytes, ${limit} at the most` };
  }
  const size = Number(before.size);
  // One byte more than there is: a file that grew shows.
  const bytes = new Uint8Array(size + 1);
  let length = 0;
  for (let count = -1; count !== 0 && length < bytes.length; length += count) {
    count = await file.read(bytes, length);
  }
  const isSame =
    length === size &&
    isIdentical(before, await file.stat()) &&
    isIdentical(before, await file.standing());
  if (!isSame) return { kind: 'unreadable', why: 'it changed while it was read' };
  return { kind: 'read', bytes: bytes.subarray(0, size) };
}

function isIdentical(left: Identity, right: Identity): boolean {
  return (['dev', 'ino', 'size', 'mtimeNs', 'ctimeNs'] as const).every(
    (key) => left[key] === right[key],
  );
}

/** Only the error's short name goes on: its message would hold a path of this machine. */
function absent(errno: string): Read {
  switch (errno) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { kind: 'missing', why: 'nothing is there' };
    case 'ENXIO':
    case 'EISDIR':
    case 'ELOOP':
      return { kind: 'not-a-file', why: 'it is no plain file' };
    default:
      return { kind: 'unreadable', why: `it cannot be read (${errno})` };
  }
}

/** Asked of the value, not of its class: an error may come from another realm. */
export function errnoOf(error: unknown): string {
  const hasCode = typeof error === 'object' && error !== null && 'code' in error;
  return hasCode ? String(error.code) : 'unknown';
}
