// Reads the header and the table of contents of pg_dump's archives, versions 1.12 to 1.16.
// The order of fields is that of PostgreSQL's pg_backup_archiver.c (WriteHead, WriteToc). Every
// length is checked against what is left: an archive is hostile input.
import { LIMITS } from '../kernel/index.ts';
import type { TocEntry } from './contract.ts';

export interface ArchiveHeader {
  /** e.g. `1.14`. */
  readonly archiveVersion: string;
  /** A directory's table of contents says tar too. */
  readonly container: 'custom' | 'tar';
  readonly databaseName: string;
  readonly serverVersion: string;
  readonly pgDumpVersion: string;
  readonly compression: 'none' | 'gzip' | 'lz4' | 'zstd';
}

/** Data that an entry promises, and where the archive says it is. */
export interface PromisedData {
  readonly dumpId: number;
  /** Of a custom archive, in bytes; null where pg_dump could not go back to write it. */
  readonly offset: number | null;
  /** Of a tar or directory archive: the name of its file. */
  readonly fileName: string | null;
  readonly isBlobs: boolean;
  /** Whether it ends as COPY data ends. */
  readonly isCopy: boolean;
  readonly entry: TocEntry;
  /** The statement that pg_restore sends before it; empty where the data are statements. */
  readonly copy: string;
}

/** An entry with every text of it that pg_restore may run. */
export interface EntryStatements {
  readonly entry: TocEntry;
  /** Sent before its data, whether or not there are any; empty where the data are statements. */
  readonly copy: string;
  /** Run by --clean; ALTER ... OWNER TO is made of it too, for functions and operators. */
  readonly drop: string;
  /** Whether pg_restore fills it with data instead of running its definition. */
  readonly hasDumper: boolean;
  /** Whether the archive says where its data is. */
  readonly hasPlace: boolean;
}

export interface Archive {
  readonly header: ArchiveHeader;
  /** One for each entry of `toc`, in its order. */
  readonly statements: readonly EntryStatements[];
  readonly toc: readonly TocEntry[];
  readonly data: readonly PromisedData[];
  /** Length of header and table of contents; a custom archive's data follows. */
  readonly tocBytes: number;
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
};
/** Sections as numbered by pg_dump (teSection), from 1. */
const SECTIONS = ['none', 'pre-data', 'data', 'post-data'] as const;
const ALGORITHMS = ['none', 'gzip', 'lz4', 'zstd'] as const;
/** Of integers, behind their sign, and of offsets, on every machine that pg_dump runs on. */
export const INT_BYTES = 4;
const OFFSET_BYTES = 8;
export const LARGEST_INT = 0x7fff_ffff;
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
    throw new ArchiveError(
      `archive version ${major}.${minor} is not one of 1.${OLDEST} to 1.${NEWEST}`,
    );
  }
  // pg_restore would read other numbers than stand there.
  if (reader.byte() !== INT_BYTES || reader.byte() !== OFFSET_BYTES) {
    throw new ArchiveError('the archive names an impossible integer size');
  }
  const container = CONTAINERS[reader.byte()];
  if (container === undefined) throw new ArchiveError('the archive names an unknown format');
  // Until 1.14 a level stood here; since then the algorithm.
  const compression =
    minor >= 15 ? ALGORITHMS[reader.byte()] : reader.int() === 0 ? 'none' : 'gzip';
  if (compression === undefined) throw new ArchiveError('the archive names an unknown compression');
  for (let field = 0; field < 7; field += 1) reader.int(); // creation time
  const databaseName = reader.string() ?? '';
  const serverVersion = reader.string() ?? '';
  const pgDumpVersion = reader.string() ?? '';
  const archiveVersion = `${major}.${minor}`;
  const header = {
    archiveVersion,
    container,
    databaseName,
    serverVersion,
    pgDumpVersion,
    compression,
  };
  const entries = readEntries(reader, minor, container);
  return { header, ...entries, tocBytes: reader.position };
}

function readEntries(
  reader: Reader,
  minor: number,
  container: ArchiveHeader['container'],
): Pick<Archive, 'toc' | 'data' | 'statements'> {
  const count = reader.int();
  if (count < 0 || count > LIMITS.tocBytes / SMALLEST_ENTRY_BYTES) {
    throw new ArchiveError('the table of contents claims an impossible number of entries');
  }
  const toc: TocEntry[] = [];
  const statements: EntryStatements[] = [];
  const data: PromisedData[] = [];
  const ids = new Set<number>();
  for (let index = 0; index < count; index += 1) {
    const { copy, drop, hasDumper, ...entry } = readEntry(reader, minor);
    if (entry.dumpId <= 0 || ids.has(entry.dumpId)) {
      throw new ArchiveError('an entry has a bad or repeated id');
    }
    ids.add(entry.dumpId);
    toc.push(entry);
    const place = container === 'custom' ? reader.offset() : fileOf(reader.string());
    statements.push({ entry, copy, drop, hasDumper, hasPlace: place !== null });
    if (place === null) continue;
    const isBlobs = entry.description === 'BLOBS';
    const isCopy = !isBlobs && copy !== '';
    data.push({ dumpId: entry.dumpId, ...place, isBlobs, isCopy, entry, copy });
  }
  return { toc, data, statements };
}

function readEntry(
  reader: Reader,
  minor: number,
): TocEntry & Omit<EntryStatements, 'entry' | 'hasPlace'> {
  const dumpId = reader.int();
  const dumper = reader.int();
  if (dumper !== 0 && dumper !== 1) throw new ArchiveError('an entry is not as pg_dump writes it');
  reader.string(); // table oid
  reader.string(); // oid
  const tag = reader.string() ?? '';
  const description = reader.string() ?? '';
  const section = SECTIONS[reader.int() - 1];
  if (section === undefined) throw new ArchiveError('an entry stands in an unknown section');
  const definition = reader.string() ?? '';
  const drop = reader.string() ?? '';
  const copy = reader.string() ?? '';
  const namespace = emptyToNull(reader.string());
  reader.string(); // tablespace
  if (minor >= 14) reader.string(); // table access method
  if (minor >= 16) reader.int(); // relation kind
  const owner = emptyToNull(reader.string());
  reader.string(); // with oids
  while (reader.string() !== null); // dependencies, ended by a null
  const hasDumper = dumper === 1;
  return { dumpId, description, tag, namespace, owner, definition, section, copy, drop, hasDumper };
}

function fileOf(fileName: string | null): Pick<PromisedData, 'offset' | 'fileName'> | null {
  return fileName === null || fileName === '' ? null : { offset: null, fileName };
}

function emptyToNull(text: string | null): string | null {
  return text === '' ? null : text;
}

/** A cursor that never passes the end. Integers are a sign byte and little-endian bytes. */
class Reader {
  readonly #bytes: Buffer;
  #at = 0;

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

  get position(): number {
    return this.#at;
  }

  byte(): number {
    return this.#take(1)[0] ?? 0;
  }

  int(): number {
    const isNegative = this.byte() !== 0;
    const value = littleEndian(this.#take(INT_BYTES));
    if (value > LARGEST_INT) throw new ArchiveError('an integer is out of range');
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

  /** A state and an offset: 1 data somewhere, 2 data at the offset, 3 no data; null for the last. */
  offset(): Pick<PromisedData, 'offset' | 'fileName'> | null {
    const state = this.byte();
    const offset = littleEndian(this.#take(OFFSET_BYTES));
    if (state === 3) return null;
    if (state !== 1 && state !== 2) throw new ArchiveError('an entry has an unknown data state');
    return { offset: state === 2 ? offset : null, fileName: null };
  }
}

/** @throws ArchiveError where the number is not exact in a double */
function littleEndian(bytes: Uint8Array): number {
  const value = bytes.reduceRight((sum, byte) => sum * 256 + byte, 0);
  if (!Number.isSafeInteger(value)) throw new ArchiveError('an integer is out of range');
  return value;
}
