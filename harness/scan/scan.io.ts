// Scans all content of a dump for secrets and live pointers, in a thread of its own.
import type { ScanRequest, ScanResult } from './contract.ts';
import {
  notScanned,
  readerTrouble,
  scanResult,
  threadTrouble,
  tooLarge,
  type Scanned,
  type Trouble,
} from './result.ts';
import { ScanWorker } from './scan-worker.io.ts';

const NOTHING_READ: Scanned = { hits: [], tables: [], bytes: 0 };

/**
 * Reads every part once, in order. HELD only where all of it was read and nothing found that
 * refuses; notes (`DATA_SUSPECT`) do not. Rejects with the reason of `signal`, and with faults that
 * the content is not to blame for: a reader, an engine or a scanner that broke is no verdict.
 *
 * Codes: DATA_*, INTAKE_TOO_LARGE, INTAKE_ROW_TOO_LARGE, and those of the reader's own errors.
 */
export async function scanData(request: ScanRequest): Promise<ScanResult> {
  const { allowedHosts, rowBytes, signal } = request;
  signal?.throwIfAborted();
  await using worker = new ScanWorker({ allowedHosts, rowBytes });
  const reading = await readAll(request, worker);
  signal?.throwIfAborted();
  const bytes = reading.bytes;
  try {
    const answer = await worker.finish();
    switch (answer.kind) {
      case 'result': {
        const { hits, tables } = answer;
        return scanResult({ hits, tables, bytes }, reading.trouble);
      }
      case 'row-too-large': {
        const what = `a row is longer than ${rowBytes} bytes`;
        const trouble = tooLarge('INTAKE_ROW_TOO_LARGE', answer.where, what);
        return scanResult({ ...NOTHING_READ, bytes }, trouble);
      }
      default:
        return answer satisfies never;
    }
  } catch (error) {
    const trouble = reading.trouble ?? threadTrouble(error);
    if (trouble === null) throw error;
    return scanResult({ ...NOTHING_READ, bytes }, trouble);
  }
}

interface Reading {
  readonly bytes: number;
  readonly trouble: Trouble | null;
}

async function readAll(request: ScanRequest, worker: ScanWorker): Promise<Reading> {
  const { parts, budgetBytes, signal } = request;
  let bytes = 0;
  let count = 0;
  try {
    for await (const { source, chunks } of parts) {
      count += 1;
      await worker.begin(source);
      for await (const chunk of chunks) {
        signal?.throwIfAborted();
        bytes += chunk.length;
        if (bytes > budgetBytes) {
          const what = `its content is longer than ${budgetBytes} bytes, unpacked`;
          return { bytes, trouble: tooLarge('INTAKE_TOO_LARGE', 'the dump', what) };
        }
        await worker.push(chunk);
        if (worker.hasEnded) return { bytes, trouble: null };
      }
      await worker.end();
    }
  } catch (error) {
    const trouble = readerTrouble(error);
    if (trouble === null) throw error;
    return { bytes, trouble };
  }
  const trouble = count === 0 ? notScanned('the dump', 'no content came to be scanned') : null;
  return { bytes, trouble };
}
