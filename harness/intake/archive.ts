// Reads the header and the table of contents of pg_dump's archives, versions 1.12 to 1.16.
// The order of fields is that of PostgreSQL's pg_backup_archiver.c (WriteHead, WriteToc). Every
// length is checked against what is left: an archive is hostile input.
import { LIMITS } from '../kernel/index.ts';
import type { TocEntry } from './contract.ts';

export interface ArchiveHeader {
  /** e.g. `1.14`. */
  readonly archiveVersion: string;
  readonly container: 'custom' | 'tar' | 'directory';
  readonly databaseName: string;
  readonly serverVersion: string;
  readonly pgDumpVersion: string;
  readonly compression: 'none' | 'gzip' | 'lz4' | 'zstd';
}

export interface Archive {
  readonly header: ArchiveHeader;
  readonly toc: readonly TocEntry[];
  /** Where the last part of the data begins, in bytes; 0 where the archive does not say. */
  readonly lastDataOffset: number;
}

/** Why bytes are not an archive that can be read. */
export class ArchiveError extends Error {
  readonly needsMoreBytes: boolean;
  constructor(message: string, needsMoreBytes = false) {
    super(message);
    this.needsMoreBytes = needsMoreBytes;
  }
}

const CONTAINERS: Readonly<Record<number, ArchiveHeader['container']>> = {
  1: 'custom',
  3: 'tar',
  5: 'directory',
};
/** Sections as numbered by pg_dump (teSection). */
const SECTIONS = ['none', 'none', 'pre-data', 'data', 'post-data'] as const;
const ALGORITHMS = ['none', 'gzip', 'lz4', 'zstd'] as const;
const OLDEST = 12;
const NEWEST = 16;
/** The shortest possible entry takes more bytes than this. */
const SMALLEST_ENTRY_BYTES = 20;

/** @throws ArchiveError; `needsMoreBytes` where the bytes end inside the table of contents */
export function readArchive(bytes: Uint8Array): Archive {
  const reader = new Reader(bytes);
  if (reader.text(5) !== 'PGDMP') throw new ArchiveError('it does not begin with PGDMP');
  const major = reader.byte();
  const minor = reader.byte();
  reader.byte();
  if (major !== 1 || minor < OLDEST || minor > NEWEST) {
    throw new ArchiveError(`archive version ${major}.${minor} is not one of 1.${OLDEST} to 1.${NEWEST}`);
  }
  reader.intSize = reader.sizeByte();
  const offsetSize = reader.sizeByte();
  const container = CONTAINERS[reader.byte()];
  if (container === undefined) throw new ArchiveError('the archive names an unknown format');
  // Until 1.14 a level stood here; since then the algorithm.
  const compression = minor >= 15 ? ALGORITHMS[reader.byte()] : reader.int() === 0 ? 'none' : 'gzip';
  if (compression === undefined) throw new ArchiveError('the archive names an unknown compression');
  for (let field = 0; field < 7; field += 1) reader.int(); // creation time
  const databaseName = reader.string() ?? '';
  const serverVersion = reader.string() ?? '';
  const pgDumpVersion = reader.string() ?? '';
  const header = { archiveVersion: `${major}.${minor}`, container, databaseName, serverVersion, pgDumpVersion, compression };
  return { header, ...readEntries(reader, minor, container, offsetSize) };
}

function readEntries(
  reader: Reader,
  minor: number,
  container: ArchiveHeader['container'],
  offsetSize: number,
): Pick<Archive, 'toc' | 'lastDataOffset'> {
  const count = reader.int();
  if (count < 0 || count > LIMITS.tocBytes / SMALLEST_ENTRY_BYTES) {
    throw new ArchiveError('the table of contents claims an impossible number of entries');
  }
  const toc: TocEntry[] = [];
  const ids = new Set<number>();
  let lastDataOffset = 0;
  for (let index = 0; index < count; index += 1) {
    const dumpId = reader.int();
    if (dumpId <= 0 || ids.has(dumpId)) throw new ArchiveError('an entry has a bad or repeated id');
    ids.add(dumpId);
    reader.int(); // whether it has a data dumper
    reader.string(); // table oid
    reader.string(); // oid
    const tag = reader.string() ?? '';
    const description = reader.string() ?? '';
    const section = SECTIONS[reader.int()];
    if (section === undefined) throw new ArchiveError('an entry stands in an unknown section');
    const definition = reader.string() ?? '';
    reader.string(); // drop statement
    reader.string(); // copy statement
    const namespace = reader.string();
    reader.string(); // tablespace
    if (minor >= 14) reader.string(); // table access method
    if (minor >= 16) reader.int(); // relation kind
    const owner = reader.string();
    reader.string(); // with oids
    while (reader.string() !== null); // dependencies, ended by a null
    if (container === 'custom') lastDataOffset = Math.max(lastDataOffset, reader.offset(offsetSize));
    else reader.string(); // file name of the data
    toc.push({ dumpId, description, tag, namespace: emptyToNull(namespace), owner: emptyToNull(owner), definition, section });
  }
  return { toc, lastDataOffset };
}

function emptyToNull(text: string | null): string | null {
  return text === '' ? null : text;
}

/** A cursor that never passes the end. Integers are a sign byte and little-endian bytes. */
class Reader {
  readonly #bytes: Buffer;
  #at = 0;
  intSize = 4;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  #take(length: number): Buffer {
    if (length > this.#bytes.length - this.#at) {
      throw new ArchiveError('the table of contents is cut off', true);
    }
    const taken = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return taken;
  }

  byte(): number {
    return this.#take(1)[0] ?? 0;
  }

  sizeByte(): number {
    const size = this.byte();
    if (size < 1 || size > 8) throw new ArchiveError('the archive names an impossible integer size');
    return size;
  }

  int(): number {
    const isNegative = this.byte() !== 0;
    const value = this.#take(this.intSize).reduceRight((sum, byte) => sum * 256 + byte, 0);
    if (!Number.isSafeInteger(value)) throw new ArchiveError('an integer is out of range');
    return isNegative ? -value : value;
  }

  string(): string | null {
    const length = this.int();
    if (length < 0) return null;
    if (length > LIMITS.tocBytes) throw new ArchiveError('a text claims an impossible length');
    return this.#take(length).toString('utf8');
  }

  text(length: number): string {
    return this.#take(length).toString('latin1');
  }

  /** A data state and an offset; only state 2 says that the offset is set. */
  offset(size: number): number {
    const state = this.byte();
    const value = this.#take(size).reduceRight((sum, byte) => sum * 256 + byte, 0);
    return state === 2 ? value : 0;
  }
}
