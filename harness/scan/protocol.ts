// What the scan's two threads say to each other.
import type { DataSource } from '../intake/contract.ts';
import type { ScannedTable, ScanHit } from './contract.ts';

/** Given to the worker when it starts. */
export interface WorkerSettings {
  readonly allowedHosts: readonly string[];
  readonly rowBytes: number;
}

/** To the worker, in order. The memory of `bytes` moves over, and comes back to be filled again. */
export type ToWorker =
  | { readonly kind: 'begin'; readonly source: DataSource }
  | { readonly kind: 'bytes'; readonly memory: ArrayBuffer; readonly length: number }
  | { readonly kind: 'end' }
  | { readonly kind: 'finish' };

/** From the worker. */
export type FromWorker =
  | { readonly kind: 'read'; readonly memory: ArrayBuffer }
  | { readonly kind: 'row-too-large'; readonly where: string }
  | {
      readonly kind: 'result';
      readonly hits: readonly ScanHit[];
      readonly tables: readonly ScannedTable[];
    };
