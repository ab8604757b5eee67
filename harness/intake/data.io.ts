// Reads all content of a staged dump in the order it stands there, unpacked, at constant memory.
import type { DataPart, DumpFacts, PlainPiece } from './contract.ts';
import { archiveRuns } from './data-archive.io.ts';
import type { Progress } from './data-bytes.io.ts';
import { placed } from './data-error.ts';
import { plainRuns } from './data-plain.ts';
import { partsOf, type DataRun } from './data-runs.ts';
import { scanPlainFile } from './plain-file.io.ts';

export interface DataReading {
  /**
   * Can be read once. Ends with a `DataError` where not all content could be read: where it ends
   * early, does not unpack, does not match a checksum that it has, or goes on behind its end. A bit
   * that flipped in what has no checksum (rows that are not packed; pg_dump's LZ4 and zstd) may pass:
   * that shows in the attested sha256 alone.
   */
  readonly parts: AsyncIterable<DataPart>;
  /** Bytes of the dump itself that were read so far. */
  readonly packedBytesRead: () => number;
  readonly packedBytes: number;
}

/** What may be read: a staged dump and what was found out about it. */
export interface ReadableDump {
  readonly stagedPath: string;
  readonly facts: Pick<DumpFacts, 'format' | 'byteLength'>;
}

/** Nothing is opened before the first part is asked for. */
export function readData({ stagedPath, facts }: ReadableDump): DataReading {
  const progress: Progress = { packedBytes: 0 };
  const runs =
    facts.format === 'plain'
      ? placedRuns(scanPlainFile(stagedPath, progress))
      : archiveRuns(stagedPath, facts.format, progress);
  return {
    parts: partsOf(runs),
    packedBytesRead: () => progress.packedBytes,
    packedBytes: facts.byteLength,
  };
}

async function* placedRuns(pieces: AsyncIterable<PlainPiece>): AsyncGenerator<DataRun> {
  try {
    yield* plainRuns(pieces);
  } catch (error) {
    throw placed(error, 'plain dump');
  }
}
