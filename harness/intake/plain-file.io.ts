// Opens a plain dump, unpacked where it is compressed, by what its first bytes say it is.
import { stat } from 'node:fs/promises';
import { readAt } from './archive.io.ts';
import type { PlainPiece } from './contract.ts';
import { OpenBytes, type Progress } from './data-bytes.io.ts';
import { HEAD_BYTES, recogniseFile } from './format.ts';
import { scanPlainSql } from './plain-scan.ts';
import { unpacked } from './unpack.ts';

/** Pieces of a staged plain dump, unpacked where it is compressed. */
export async function* scanPlainFile(
  file: string,
  progress: Progress = { packedBytes: 0 },
): AsyncGenerator<PlainPiece> {
  yield* scanPlainSql(unpackedFile(file, progress));
}

/** Chunks stay as they are: whoever splits them keeps parts of them. @throws UnpackError */
export async function* unpackedFile(
  file: string,
  progress: Progress = { packedBytes: 0 },
): AsyncGenerator<Uint8Array> {
  const recognised = recogniseFile(await readAt(file, 0, HEAD_BYTES), file);
  const { size } = await stat(file);
  await using bytes = await OpenBytes.open({ file, start: 0, byteLength: size }, progress);
  const packing = recognised.kind === 'dump' ? recognised.compression : 'none';
  const chunks = unpacked(bytes.chunks(), packing);
  if (packing === 'gzip' || packing === 'zstd') yield* chunks;
  // These use their buffer again.
  else for await (const chunk of chunks) yield Buffer.from(chunk);
}
