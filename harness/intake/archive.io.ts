// Opens the archives that pg_dump writes: a custom file, a tar file, a folder. Of a custom file
// only the head is held in memory; the data is passed over block by block.
import { open, readdir, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { LIMITS } from '../kernel/index.ts';
import {
  checkFiles,
  checkOrder,
  foundAs,
  type ArchiveFile,
  type ArchiveFiles,
} from './archive-files.ts';
import { ArchiveError, readArchive, type Archive } from './archive.ts';
import { DataBlocks } from './data-blocks.io.ts';
import { OpenBytes } from './data-bytes.io.ts';
import { unpackLz4 } from './lz4-frame.ts';
import { readTarHeader, TAR_BLOCK_BYTES } from './tar.ts';

export interface OpenedArchive {
  readonly archive: Archive;
  /** Null for a custom archive, which is one file. */
  readonly files: ArchiveFiles | null;
  /** Why its data is not what the table of contents promises; null where it is. */
  readonly dataProblem: ArchiveError | null;
}

const CHUNK_BYTES = 1024 * 1024;
const ZEROS = Buffer.alloc(64 * 1024);
/** One a table and one a large object; more would eat the memory. */
const MEMBERS = 4_000_000;

/** @throws ArchiveError where there is no table of contents that can be read */
export async function openArchive(
  place: string,
  format: 'custom' | 'tar' | 'directory',
): Promise<OpenedArchive> {
  const { archive, files } = await openToc(place, format);
  const check = async (): Promise<void> => {
    if (files === null) return await walkData(place, archive);
    await checkFiles(archive.data, files);
    if (format === 'tar') await checkOrder(archive.data, files);
  };
  return { archive, files, dataProblem: await problemOf(check) };
}

/** The table of contents, and the files of an archive that is made of files. @throws ArchiveError */
export async function openToc(
  place: string,
  format: 'custom' | 'tar' | 'directory',
): Promise<{ readonly archive: Archive; readonly files: ArchiveFiles | null }> {
  if (format === 'custom') return { archive: await customArchive(place), files: null };
  const files = format === 'tar' ? await tarFiles(place) : await folderFiles(place);
  const archive = readArchive(await tocOf(files, format === 'directory'));
  if (archive.header.container !== 'tar') {
    throw new ArchiveError('its table of contents belongs to another format');
  }
  return { archive, files };
}

async function problemOf(work: () => Promise<void>): Promise<ArchiveError | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof ArchiveError) return error;
    throw error;
  }
}

async function customArchive(file: string): Promise<Archive> {
  const { size } = await stat(file);
  for (let bytes = CHUNK_BYTES; ; bytes *= 4) {
    const head = await readAt(file, 0, Math.min(bytes, size, LIMITS.tocBytes));
    try {
      const archive = readArchive(head);
      if (archive.header.container === 'custom') return archive;
      throw new ArchiveError('it is only the table of contents of a directory or tar dump');
    } catch (error) {
      const wantsMore = error instanceof ArchiveError && error.needsMoreBytes;
      if (!wantsMore || head.length === size) throw error;
      if (bytes >= LIMITS.tocBytes) throw new ArchiveError('its table of contents is too long');
    }
  }
}

async function walkData(file: string, archive: Archive): Promise<void> {
  const place = { file, start: 0, byteLength: Number.MAX_SAFE_INTEGER };
  await using bytes = await OpenBytes.open(place, { packedBytes: 0 });
  const blocks = new DataBlocks(bytes, archive);
  for (let data = await blocks.next(); data !== null; data = await blocks.next()) {
    if (!data.isBlobs) await blocks.pass();
    else while ((await blocks.nextBlob()) !== 0) await blocks.pass();
  }
}

async function tocOf(files: ArchiveFiles, mayBePacked: boolean): Promise<Uint8Array> {
  const whole = async (file: ArchiveFile): Promise<Uint8Array> => {
    if (file.size > LIMITS.tocBytes) throw new ArchiveError('its table of contents is too long');
    return await file.read(0, file.size);
  };
  const found = foundAs('toc.dat', files);
  if (found === null || (found.packing !== 'none' && !mayBePacked))
    throw new ArchiveError('it has no toc.dat');
  const bytes = await whole(found.file);
  switch (found.packing) {
    case 'none':
      return bytes;
    case 'gzip':
    case 'zlib':
      return unpack(gunzipSync, bytes);
    case 'lz4':
      return unpack(unpackLz4, bytes);
    case 'zstd':
      return unpack(zstdDecompressSync, bytes);
  }
}

function unpack(
  how: (bytes: Uint8Array, options: { readonly maxOutputLength: number }) => Uint8Array,
  bytes: Uint8Array,
): Uint8Array {
  try {
    return how(bytes, { maxOutputLength: LIMITS.tocBytes });
  } catch {
    throw new ArchiveError('its table of contents cannot be unpacked', true);
  }
}

async function folderFiles(folder: string): Promise<ArchiveFiles> {
  const files = new Map<string, ArchiveFile>();
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    const { size } = await stat(file);
    const read = (offset: number, bytes: number): Promise<Uint8Array> =>
      readAt(file, offset, bytes);
    files.set(name, { size, file, start: 0, read });
  }
  return files;
}

/** Reads headers only: each says where the next one stands. */
async function tarFiles(file: string): Promise<ArchiveFiles> {
  const files = new Map<string, ArchiveFile>();
  await using handle = await open(file, 'r');
  const { size: end } = await handle.stat();
  const block = Buffer.alloc(TAR_BLOCK_BYTES);
  for (let at = 0; ;) {
    const { bytesRead } = await handle.read(block, 0, TAR_BLOCK_BYTES, at);
    const member = readTarHeader(block.subarray(0, bytesRead));
    if (member === null) {
      await checkZeros(handle, at);
      return files;
    }
    const start = at + TAR_BLOCK_BYTES;
    at = start + Math.ceil(member.size / TAR_BLOCK_BYTES) * TAR_BLOCK_BYTES;
    if (at > end) throw new ArchiveError('the tar file is cut off', true);
    if (files.has(member.name) || files.size >= MEMBERS) {
      throw new ArchiveError('the tar file holds a name twice, or too many');
    }
    const read = (offset: number, bytes: number): Promise<Uint8Array> =>
      readAt(file, start + offset, bytes);
    files.set(member.name, { size: member.size, file, start, read });
  }
}

/** pg_restore passes over zeros and goes on with what stands behind them. */
async function checkZeros(handle: FileHandle, from: number): Promise<void> {
  const chunk = Buffer.alloc(ZEROS.length);
  for (let at = from; ;) {
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, at);
    if (bytesRead === 0) return;
    if (chunk.compare(ZEROS, 0, bytesRead, 0, bytesRead) !== 0) {
      throw new ArchiveError('the tar file goes on behind its end');
    }
    at += bytesRead;
  }
}

/** The bytes from `offset`; fewer where the file ends before. */
export async function readAt(file: string, offset: number, bytes: number): Promise<Uint8Array> {
  await using handle = await open(file, 'r');
  const buffer = Buffer.alloc(bytes);
  let at = 0;
  while (at < bytes) {
    const { bytesRead } = await handle.read(buffer, at, bytes - at, offset + at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return buffer.subarray(0, at);
}
