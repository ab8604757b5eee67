// The content of pg_dump's archives: custom files, tar files, folders.
import { openToc } from './archive.io.ts';
import type { Archive, PromisedData } from './archive.ts';
import { blobList, foundAs, type ArchiveFile, type ArchiveFiles } from './archive-files.ts';
import type { DataSource, TocEntry } from './contract.ts';
import { copyTarget, type RowTarget } from './copy-target.ts';
import { rowsBeforeEnd } from './copy-rows.ts';
import { DataBlocks } from './data-blocks.io.ts';
import { OpenBytes, type Progress } from './data-bytes.io.ts';
import { DataError, placed } from './data-error.ts';
import { entryLabel } from './entry-name.ts';
import type { DataRun } from './data-runs.ts';
import { ForeignStatementError, insertedRows, type InsertRules } from './insert-stream.ts';
import { refuseUnnamed, TableColumns } from './table-columns.ts';
import { unpacked, type Packing } from './unpack.ts';

const NOTHING = new Uint8Array(0);

/** Definitions first, then the data. @throws DataError */
export async function* archiveRuns(
  place: string,
  format: 'custom' | 'tar' | 'directory',
  progress: Progress,
): AsyncGenerator<DataRun> {
  const { archive, files } = await orPlaced('table of contents', openToc(place, format));
  for (const entry of archive.toc) {
    if (entry.definition === '') continue;
    const source: DataSource = { kind: 'definition', name: entryName(entry) };
    yield { source, bytes: Buffer.from(entry.definition) };
  }
  yield* dataRuns(place, archive, files, progress);
}

/** The data alone. @throws DataError */
export async function* dataRuns(
  place: string,
  archive: Archive,
  files: ArchiveFiles | null,
  progress: Progress,
  isWanted: (data: PromisedData) => boolean = () => true,
): AsyncGenerator<DataRun> {
  const tables = new Tables(archive.toc);
  if (files === null) yield* customRuns(place, archive, tables, progress, isWanted);
  else yield* fileRuns(archive, files, tables, progress, isWanted);
}

async function* customRuns(
  file: string,
  archive: Archive,
  tables: Tables,
  progress: Progress,
  isWanted: (data: PromisedData) => boolean,
): AsyncGenerator<DataRun> {
  const place = { file, start: 0, byteLength: Number.MAX_SAFE_INTEGER };
  await using bytes = await OpenBytes.open(place, progress);
  progress.packedBytes += archive.tocBytes;
  const blocks = new DataBlocks(bytes, archive);
  const { compression } = archive.header;
  const packing = compression === 'gzip' ? 'zlib' : compression;
  for (;;) {
    const data = await orPlaced('data', blocks.next());
    if (data === null) return;
    const where = entryName(data.entry);
    if (data.isBlobs) {
      for (;;) {
        const oid = await orPlaced(where, blocks.nextBlob());
        if (oid === 0) break;
        if (isWanted(data)) yield* blobRuns(oid, unpacked(blocks.packed(), packing));
        else await orPlaced(where, blocks.pass());
      }
    } else if (isWanted(data)) {
      yield* entryRuns(data, unpacked(blocks.packed(), packing), tables);
    } else await orPlaced(where, blocks.pass());
  }
}

async function* fileRuns(
  archive: Archive,
  files: ArchiveFiles,
  tables: Tables,
  progress: Progress,
  isWanted: (data: PromisedData) => boolean,
): AsyncGenerator<DataRun> {
  for (const data of archive.data) {
    if (!isWanted(data)) continue;
    const where = entryName(data.entry);
    if (data.isBlobs) {
      for (const { oid, name } of await orPlaced(where, blobList(data, files))) {
        await using opened = await openFound(name, files, progress, where);
        yield* blobRuns(oid, opened.chunks());
      }
    } else {
      await using opened = await openFound(data.fileName ?? '', files, progress, where);
      yield* entryRuns(data, opened.chunks(), tables);
    }
  }
}

interface Opened extends AsyncDisposable {
  readonly chunks: () => AsyncIterable<Uint8Array>;
}

/** A file by its name, or under it and the suffix of a compression. */
async function openFound(
  name: string,
  files: ArchiveFiles,
  progress: Progress,
  where: string,
): Promise<Opened> {
  const found: { readonly file: ArchiveFile; readonly packing: Packing } | null = foundAs(
    name,
    files,
  );
  if (found === null) throw new DataError('INTAKE_TRUNCATED', where, 'its file is missing');
  const { file, start, size } = found.file;
  const bytes = await OpenBytes.open({ file, start, byteLength: size }, progress);
  return {
    chunks: () => unpacked(bytes.chunks(), found.packing),
    [Symbol.asyncDispose]: () => bytes[Symbol.asyncDispose](),
  };
}

async function* blobRuns(oid: number, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<DataRun> {
  const source: DataSource = { kind: 'large-object', name: `large object ${oid}` };
  yield { source, bytes: NOTHING };
  try {
    for await (const bytes of chunks) yield { source, bytes };
  } catch (error) {
    throw placed(error, source.name);
  }
}

/** An entry without rows has a run too, of no bytes: that it was read is worth knowing. */
async function* entryRuns(
  { entry, isCopy, copy }: PromisedData,
  chunks: AsyncIterable<Uint8Array>,
  tables: Tables,
): AsyncGenerator<DataRun> {
  const where = entryName(entry);
  try {
    if (!isCopy) {
      // Where the dump does not say so, pg_restore reads backslashes in strings as escapes.
      if (!tables.hasPlainStrings) {
        throw new ForeignStatementError('its data are statements whose strings cannot be followed');
      }
      yield* insertedRows(chunks, tables.rulesFor(entry));
      return;
    }
    const target = copyTarget(copy);
    if (target === null) {
      const what = 'its rows are not announced as pg_dump announces rows';
      throw new DataError('INTAKE_UNPARSABLE', where, what);
    }
    const { schema, table } = target;
    const source: DataSource = { kind: 'rows', schema, table, columns: target.columns ?? [] };
    yield { source, bytes: NOTHING };
    for await (const bytes of rowsBeforeEnd(chunks)) {
      if (target.columns === null) refuseUnnamed(schema, table, bytes);
      yield { source, bytes };
    }
  } catch (error) {
    if (error instanceof ForeignStatementError) {
      throw new DataError('INTAKE_UNPARSABLE', where, error.message, { cause: error });
    }
    throw placed(error, where);
  }
}

const STRINGS_ARE_PLAIN = "SET standard_conforming_strings = 'on';";

/** Tables as the table of contents has them; definitions are read when somebody asks. */
class Tables {
  readonly #definitions: ReadonlyMap<string, string>;
  readonly #toc: readonly TocEntry[];
  #columns: TableColumns | null = null;

  /** Whether backslashes in strings are ordinary. */
  readonly hasPlainStrings: boolean;

  constructor(toc: readonly TocEntry[]) {
    this.#toc = toc;
    const strings = toc.filter(({ description }) => description === 'STDSTRINGS');
    this.hasPlainStrings =
      strings.length > 0 &&
      strings.every(({ definition }) => definition.trim() === STRINGS_ARE_PLAIN);
    this.#definitions = new Map(
      toc
        .filter(({ description }) => description === 'TABLE')
        .map(({ namespace, tag, definition }) => [keyOf(namespace ?? '', tag), definition]),
    );
  }

  columnsOf(schema: string, table: string): readonly string[] | null {
    this.#columns ??= columnsIn(this.#toc);
    return this.#columns.of(schema, table);
  }

  /** Rows of a partition may go in through its root: a table of another name, but of this dump. */
  rulesFor({ namespace, tag }: TocEntry): InsertRules {
    return {
      columnsOf: (schema, table) => this.columnsOf(schema, table),
      mayInsertInto: ({ schema, table }: RowTarget) =>
        (schema === namespace && table === tag) || this.#definitions.has(keyOf(schema, table)),
    };
  }
}

/** By what the definitions say, not by what their entries are called. */
function columnsIn(toc: readonly TocEntry[]): TableColumns {
  const columns = new TableColumns();
  for (const { definition } of toc) columns.add(definition);
  return columns;
}

function keyOf(schema: string, table: string): string {
  return JSON.stringify([schema, table]);
}

/** `TABLE DATA public.t`. */
export function entryName(entry: TocEntry): string {
  return `${entry.description} ${entryLabel(entry)}`;
}

async function orPlaced<Value>(where: string, value: Promise<Value>): Promise<Value> {
  try {
    return await value;
  } catch (error) {
    throw placed(error, where);
  }
}
