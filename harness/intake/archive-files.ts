// The files of a tar or directory archive: are all there that the table of contents promises, and
// does it name nothing else? pg_restore opens whatever name stands there, `../` included.
import { ArchiveError, type PromisedData } from './archive.ts';

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
/** pg_restore finds a file that was compressed under its own name and a suffix. */
const SUFFIXES = ['.gz', '.lz4', '.zst'] as const;
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
  for (const { dumpId, fileName, isBlobs, isCopy } of data) {
    const name = ownName(fileName ?? '');
    const plain = files.get(name);
    if (isBlobs) {
      // A tar file keeps the list under another name than its table of contents says.
      const list = plain ?? files.get(`blobs_${dumpId}.toc`) ?? files.get('blobs.toc');
      lacking.push(...(list === undefined ? [name] : await lackingBlobs(list, files)));
    } else if (plain === undefined) {
      if (!isThere(name, files)) lacking.push(name);
    } else if (isCopy && !(await endsAsCopy(plain))) {
      throw new ArchiveError(`"${name}" is cut off`, true);
    }
  }
  if (lacking.length > 0) {
    const first = lacking.slice(0, 3).join('", "');
    throw new ArchiveError(
      `${lacking.length} files of its data are missing or empty: "${first}"`,
      true,
    );
  }
}

/** Names of large objects' files that the list promises and that are not there. */
async function lackingBlobs(list: ArchiveFile, files: ArchiveFiles): Promise<string[]> {
  if (list.size > BLOB_LIST_BYTES) throw new ArchiveError('a list of large objects is too long');
  const text = Buffer.from(await list.read(0, list.size)).toString('latin1');
  if (text !== '' && !text.endsWith('\n'))
    throw new ArchiveError('a list of large objects is cut off', true);
  const lacking: string[] = [];
  for (const line of text.split('\n').slice(0, -1)) {
    const name = ownName(/^\d{1,10} (.*)$/.exec(line)?.[1] ?? '');
    // An empty large object is an empty file.
    if (!files.has(name) && !SUFFIXES.some((suffix) => files.has(`${name}${suffix}`)))
      lacking.push(name);
  }
  return lacking;
}

function ownName(name: string): string {
  if (!OWN_NAME.test(name)) throw new ArchiveError('it names a file that pg_dump would not make');
  return name;
}

function isThere(name: string, files: ArchiveFiles): boolean {
  return SUFFIXES.some((suffix) => (files.get(`${name}${suffix}`)?.size ?? 0) > 0);
}

async function endsAsCopy(file: ArchiveFile): Promise<boolean> {
  if (file.size < COPY_END.length) return false;
  const tail = await file.read(file.size - COPY_END.length, COPY_END.length);
  return Buffer.from(tail).toString('latin1') === COPY_END;
}
