// The files of a tar or directory archive: are all there that the table of contents promises, and
// does it name nothing else? pg_restore opens whatever name stands there, `../` included.
import { ArchiveError, type PromisedData } from './archive.ts';
import type { Packing } from './unpack.ts';

/** A file of the archive; `read` gives the bytes from `offset`, as many as there are. */
export interface ArchiveFile {
  readonly size: number;
  /** Where it stands: a file of its own, or `start` bytes into the tar. */
  readonly file: string;
  readonly start: number;
  readonly read: (offset: number, bytes: number) => Promise<Uint8Array>;
}
export type ArchiveFiles = ReadonlyMap<string, ArchiveFile>;

/** As pg_dump names its files: `3803.dat`, `blobs_12.toc`, `blob_17114.dat`. */
const OWN_NAME = /^[A-Za-z0-9_]{1,80}\.(?:dat|toc)$/;
/** pg_restore finds a file that was compressed under its own name and a suffix, in this order. */
const SUFFIXES: readonly (readonly [suffix: string, packing: Packing])[] = [
  ['', 'none'],
  ['.gz', 'gzip'],
  ['.lz4', 'lz4'],
  ['.zst', 'zstd'],
];
/** How pg_dump ends the data of a table that is not compressed. */
const COPY_END = '\\.\n\n\n';
/** Three million large objects; a longer list would eat the memory. */
const BLOB_LIST_BYTES = 64 * 1024 * 1024;

/** @throws ArchiveError for the first file that is missing, cut off or of a name of its own */
export async function checkFiles(
  data: readonly PromisedData[],
  files: ArchiveFiles,
): Promise<void> {
  const lacking: string[] = [];
  for (const each of data) {
    const names = each.isBlobs ? await lackingBlobs(each, files) : await lackingRows(each, files);
    for (const name of names) lacking.push(name);
  }
  await checkBlobs(data, files);
  if (lacking.length > 0) {
    const first = lacking.slice(0, 3).join('", "');
    throw new ArchiveError(
      `${lacking.length} files of its data are missing or empty: "${first}"`,
      true,
    );
  }
}

/** pg_restore takes what it finds under the names of large objects, listed or not. */
async function checkBlobs(data: readonly PromisedData[], files: ArchiveFiles): Promise<void> {
  const listed = new Set<string>();
  for (const each of data) {
    const list = each.isBlobs ? listName(each, files) : null;
    if (list === null) continue;
    listed.add(list);
    for (const { name } of await blobList(each, files)) {
      // Written over each other they would be another content than each is.
      if (listed.has(name)) throw new ArchiveError('it holds a large object twice');
      listed.add(name);
    }
  }
  for (const name of files.keys()) {
    const isListed = SUFFIXES.some(
      ([suffix]) => name.endsWith(suffix) && listed.has(name.slice(0, name.length - suffix.length)),
    );
    if (/^blobs?[_.]/.test(name) && !isListed)
      throw new ArchiveError('it holds a large object that no list names');
  }
}

/**
 * The members of a tar file stand there as pg_dump puts them: pg_restore reads on from where it is,
 * and takes for large objects whatever comes next. @throws ArchiveError
 */
export async function checkOrder(
  data: readonly PromisedData[],
  files: ArchiveFiles,
): Promise<void> {
  const expected = ['toc.dat'];
  for (const each of data) {
    if (each.isBlobs) for (const { name } of await blobList(each, files)) expected.push(name);
    expected.push((each.isBlobs ? listName(each, files) : each.fileName) ?? '');
  }
  if (files.has('restore.sql')) expected.push('restore.sql');
  const names = [...files.keys()];
  if (names.length !== expected.length || names.some((name, index) => name !== expected[index])) {
    throw new ArchiveError('the tar file holds other files, or in another order, than it lists');
  }
}

async function lackingRows(
  { fileName, isCopy }: PromisedData,
  files: ArchiveFiles,
): Promise<string[]> {
  const name = ownName(fileName ?? '');
  const found = foundAs(name, files);
  if (found === null || (found.packing !== 'none' && found.file.size === 0)) return [name];
  if (found.packing === 'none' && isCopy && !(await endsAsCopy(found.file))) {
    throw new ArchiveError(`"${name}" is cut off`, true);
  }
  return [];
}

/** An empty large object is an empty file. */
async function lackingBlobs(data: PromisedData, files: ArchiveFiles): Promise<string[]> {
  if (listName(data, files) === null) return [ownName(data.fileName ?? '')];
  const blobs = await blobList(data, files);
  return blobs.flatMap(({ name }) => (foundAs(name, files) === null ? [name] : []));
}

/** The file that pg_restore would read under this name; null where there is none. */
export function foundAs(
  name: string,
  files: ArchiveFiles,
): { readonly file: ArchiveFile; readonly packing: Packing } | null {
  for (const [suffix, packing] of SUFFIXES) {
    const file = files.get(`${name}${suffix}`);
    if (file !== undefined) return { file, packing };
  }
  return null;
}

export interface BlobFile {
  readonly oid: number;
  readonly name: string;
}

/** The large objects that an entry's list names. @throws ArchiveError */
export async function blobList(data: PromisedData, files: ArchiveFiles): Promise<BlobFile[]> {
  const list = files.get(listName(data, files) ?? '');
  if (list === undefined) throw new ArchiveError('a list of large objects is missing', true);
  if (list.size > BLOB_LIST_BYTES) throw new ArchiveError('a list of large objects is too long');
  const text = Buffer.from(await list.read(0, list.size)).toString('latin1');
  if (text !== '' && !text.endsWith('\n'))
    throw new ArchiveError('a list of large objects is cut off', true);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const [, digits, name = ''] = /^([1-9]\d{0,9}) (.*)$/.exec(line) ?? [];
      // A folder's are numbered by the list, a tar file's by their names.
      if (name !== `blob_${digits}.dat` || Number(digits) > LARGEST_OID) {
        throw new ArchiveError('a list of large objects is not as pg_dump writes it');
      }
      return { oid: Number(digits), name };
    });
}

const LARGEST_OID = 0xffff_ffff;

/** A tar file keeps the list under another name than its table of contents says. */
function listName({ dumpId, fileName }: PromisedData, files: ArchiveFiles): string | null {
  const name = ownName(fileName ?? '');
  const names = /^blobs[_.]/.test(name) ? [name] : [`blobs_${dumpId}.toc`, 'blobs.toc'];
  return names.find((each) => files.has(each)) ?? null;
}

function ownName(name: string): string {
  if (!OWN_NAME.test(name)) throw new ArchiveError('it names a file that pg_dump would not make');
  return name;
}

async function endsAsCopy(file: ArchiveFile): Promise<boolean> {
  if (file.size < COPY_END.length) return false;
  const tail = await file.read(file.size - COPY_END.length, COPY_END.length);
  return Buffer.from(tail).toString('latin1') === COPY_END;
}
