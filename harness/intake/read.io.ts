// Reads a staged dump: its format from its bytes, then its facts and contents.
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { extract } from 'tar-stream';
import { finding, LIMITS, messageOf, type Finding } from '../kernel/index.ts';
import { ArchiveError, readArchive, type Archive } from './archive.ts';
import type { DumpContents, DumpFacts, PlainPiece } from './contract.ts';
import { collectToc, type ContentsCollector } from './contents.ts';
import { HEAD_BYTES, recogniseFile, recogniseText } from './format.ts';
import { readPlain } from './plain-contents.ts';
import { scanPlainSql } from './plain-scan.ts';
import type { Staged } from './staging.io.ts';

export interface DumpReading {
  readonly facts: Partial<DumpFacts>;
  readonly contents: DumpContents | null;
  readonly findings: readonly Finding[];
}

/** `attestedDatabase`: name of the source database for dumps that do not say it. */
export async function readDump(
  staged: Staged,
  where: string,
  attestedDatabase: string | null,
): Promise<DumpReading> {
  const base = { sha256: staged.sha256, byteLength: staged.byteLength };
  if (staged.isDirectory) {
    const toc = await headOf(path.join(staged.stagedPath, 'toc.dat'), LIMITS.tocBytes).catch(() => null);
    if (toc === null) return refusal(base, 'INTAKE_NOT_A_DUMP', where, 'the folder has no toc.dat');
    return archiveReading({ ...base, format: 'directory' }, where, () => readArchive(toc), 0);
  }
  const recognised = recogniseFile(await headOf(staged.stagedPath, HEAD_BYTES), where);
  if (recognised.kind === 'refused') return { facts: base, contents: null, findings: [recognised.finding] };
  const facts = { ...base, format: recognised.format, compression: recognised.compression };
  switch (recognised.format) {
    case 'custom': {
      const archive = await customArchive(staged.stagedPath);
      return archiveReading(facts, where, archive, staged.byteLength);
    }
    case 'tar': {
      const toc = await tocOfTar(staged.stagedPath);
      if (toc === null) return refusal(facts, 'INTAKE_NOT_A_DUMP', where, 'the tar file has no toc.dat');
      return archiveReading(facts, where, () => readArchive(toc), 0);
    }
    case 'plain':
      return await plainReading(staged.stagedPath, facts, where, attestedDatabase);
  }
}

function refusal(facts: Partial<DumpFacts>, code: Finding['code'], where: string, what: string): DumpReading {
  return { facts, contents: null, findings: [finding(code, where, what)] };
}

/** Pieces of a staged plain dump, unpacked where it is compressed. */
export async function* scanPlainFile(file: string): AsyncGenerator<PlainPiece> {
  yield* scanPlainSql(await unpacked(file));
}

async function unpacked(file: string): Promise<AsyncIterable<Uint8Array>> {
  const recognised = recogniseFile(await headOf(file, HEAD_BYTES), file);
  const raw = createReadStream(file, { highWaterMark: 1024 * 1024 });
  const compression = recognised.kind === 'dump' ? recognised.compression : 'none';
  if (compression === 'gzip') return pipeline(raw, createGunzip({ chunkSize: 262_144 }), () => undefined);
  if (compression === 'zstd') return pipeline(raw, createZstdDecompress(), () => undefined);
  return raw;
}

async function plainReading(
  file: string,
  facts: Partial<DumpFacts>,
  where: string,
  attestedDatabase: string | null,
): Promise<DumpReading> {
  if (facts.compression === 'lz4') {
    return refusal(facts, 'INTAKE_COMPRESSION', where, 'a plain dump compressed with lz4 cannot be read');
  }
  try {
    if (facts.compression !== 'none') {
      for await (const chunk of await unpacked(file)) {
        const inner = recogniseText(chunk.subarray(0, HEAD_BYTES), where);
        if (inner.kind === 'refused') return { facts, contents: null, findings: [inner.finding] };
        break;
      }
    }
    const { collector, findings, serverVersion, pgDumpVersion } = await readPlain(await unpacked(file));
    return complete({ ...facts, ...collected(collector, serverVersion, pgDumpVersion, attestedDatabase) }, collector.contents([]), findings, where);
  } catch (error) {
    return refusal(facts, 'INTAKE_TRUNCATED', where, `it cannot be unpacked: ${messageOf(error)}`);
  }
}

function archiveReading(
  facts: Partial<DumpFacts>,
  where: string,
  read: () => Archive,
  byteLength: number,
): DumpReading {
  try {
    const { header, toc, lastDataOffset } = read();
    const collector = collectToc(toc);
    const findings =
      lastDataOffset > 0 && lastDataOffset >= byteLength
        ? [finding('INTAKE_TRUNCATED', where, 'the archive ends before its last data begins')]
        : [];
    const own = collected(collector, header.serverVersion, header.pgDumpVersion, header.databaseName);
    return complete({ ...facts, compression: header.compression, ...own }, collector.contents(toc), findings, where);
  } catch (error) {
    if (error instanceof ArchiveError) {
      const code = error.needsMoreBytes ? 'INTAKE_TRUNCATED' : 'INTAKE_NOT_A_DUMP';
      return refusal(facts, code, where, error.message);
    }
    return refusal(facts, 'INTAKE_UNPARSABLE', where, 'a statement of the table of contents does not parse');
  }
}

function collected(
  collector: ContentsCollector,
  serverVersion: string | null,
  pgDumpVersion: string | null,
  databaseName: string | null,
): Partial<DumpFacts> {
  const name = collector.databaseName ?? databaseName;
  const major = /^\d+/.exec(serverVersion ?? '')?.[0];
  return {
    ...(serverVersion === null ? {} : { serverVersion }),
    ...(major === undefined ? {} : { serverMajor: Number(major) }),
    ...(name === null || name === '' ? {} : { databaseName: name }),
    ...(collector.encoding === null ? {} : { encoding: collector.encoding }),
    locale: collector.locale,
    pgDumpVersion,
  };
}

/** Everything that restoring needs must have been found; what is missing is refused by name. */
function complete(
  facts: Partial<DumpFacts>,
  contents: DumpContents,
  findings: readonly Finding[],
  where: string,
): DumpReading {
  const needed = ['serverVersion', 'serverMajor', 'databaseName', 'encoding'] as const;
  const lacking = needed.filter((name) => facts[name] === undefined);
  return {
    facts,
    contents,
    findings: [
      ...findings,
      ...lacking.map((name) => finding('INTAKE_HEADER', where, `its ${name} cannot be read`)),
    ],
  };
}

async function customArchive(file: string): Promise<() => Archive> {
  for (let size = CUSTOM_HEAD_BYTES; ; size *= 4) {
    const head = await headOf(file, Math.min(size, LIMITS.tocBytes));
    try {
      const archive = readArchive(head);
      return () => archive;
    } catch (error) {
      const isCut = error instanceof ArchiveError && error.needsMoreBytes;
      const isAll = head.length < size || size >= LIMITS.tocBytes;
      if (!isCut || isAll) {
        return () => {
          throw error;
        };
      }
    }
  }
}

const CUSTOM_HEAD_BYTES = 1024 * 1024;

async function headOf(file: string, bytes: number): Promise<Uint8Array> {
  await using handle = await open(file, 'r');
  const size = Math.min(bytes, (await handle.stat()).size);
  const buffer = Buffer.alloc(size);
  let at = 0;
  while (at < size) {
    const { bytesRead } = await handle.read(buffer, at, size - at, at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return buffer.subarray(0, at);
}

/** The member toc.dat of a tar archive; pg_dump writes it first. */
async function tocOfTar(file: string): Promise<Uint8Array | null> {
  const entries = extract();
  const raw = pipeline(createReadStream(file), entries, () => undefined);
  try {
    for await (const entry of entries) {
      if (entry.header.name !== 'toc.dat') return null;
      if ((entry.header.size ?? 0) > LIMITS.tocBytes) return null;
      const chunks: Buffer[] = [];
      for await (const chunk of entry) chunks.push(chunk as Buffer); // tar-stream yields buffers
      return Buffer.concat(chunks);
    }
    return null;
  } catch {
    return null; // a tar that cannot be read has no table of contents that could
  } finally {
    raw.destroy();
  }
}
