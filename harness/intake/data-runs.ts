// Content as runs of bytes, one after the other, and the same as parts: one for each source.
import type { DataPart, DataSource } from './contract.ts';

/** Bytes that hold until the next run is asked for. Sources are told apart by identity. */
export interface DataRun {
  readonly source: DataSource;
  readonly bytes: Uint8Array;
}

/**
 * Runs of one source that stand side by side become one part. A part that is not read to its end
 * ends the reading: what nobody looked at must not pass for checked.
 */
export async function* partsOf(runs: AsyncIterable<DataRun>): AsyncGenerator<DataPart> {
  const iterator = runs[Symbol.asyncIterator]();
  try {
    let next = await iterator.next();
    while (next.done !== true) {
      const { source } = next.value;
      const chunks = async function* (): AsyncGenerator<Uint8Array> {
        while (next.done !== true && next.value.source === source) {
          if (next.value.bytes.length > 0) yield next.value.bytes;
          next = await iterator.next();
        }
      };
      yield { source, chunks: chunks() };
      if (next.value?.source === source) throw new Error('content was left unread');
    }
  } finally {
    await iterator.return?.();
  }
}
