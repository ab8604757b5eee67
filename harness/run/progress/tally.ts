// Counts the bytes that pass by on their way to whoever reads them.
import type { DataPart } from '../../intake/contract.ts';
import type { ScanResult } from '../../scan/contract.ts';
import type { Measure } from '../contract.ts';

export class Tally {
  #bytes = 0;

  /** Stands alone, so that it can be handed on. */
  readonly add = (bytes: number): void => {
    this.#bytes += bytes;
  };

  /** `total`: what will have passed by at the end. */
  measure(total: number | null): Measure {
    return () => ({ done: this.#bytes, total, unit: 'bytes' });
  }

  /** The same parts. */
  async *passing(parts: AsyncIterable<DataPart>): AsyncGenerator<DataPart> {
    for await (const { source, chunks } of parts) yield { source, chunks: this.#counted(chunks) };
  }

  async *#counted(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.add(chunk.length);
      yield chunk;
    }
  }
}

/** Rows alone, as COPY writes them: what a fingerprint reads too. */
export function rowBytesOf({ tables }: Pick<ScanResult, 'tables'>): number {
  return tables.reduce((sum, { bytes }) => sum + bytes, 0);
}
