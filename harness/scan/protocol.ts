// What the scan's two threads say to each other.
import type { DataSource } from '../intake/contract.ts';
import type { ScannedTable, ScanHit } from './contract.ts';

/** What one scan is told before its content. */
export interface ScanSettings {
  readonly allowedHosts: readonly string[];
  readonly rowBytes: number;
}

/** A part begins or ends at this byte of a message: many small ones go in one. */
export type Mark =
  | { readonly kind: 'begin'; readonly at: number; readonly source: DataSource }
  | { readonly kind: 'end'; readonly at: number };

/** Bytes in the order of the dump, and where its parts begin and end among them. */
export interface Content {
  readonly memory: ArrayBuffer;
  readonly length: number;
  /** In order. */
  readonly marks: readonly Mark[];
}

/**
 * To the worker, in order: one scan is `settings`, content, `finish`. The memory of `content` moves
 * over, and comes back to be filled again.
 */
export type ToWorker =
  | { readonly kind: 'settings'; readonly settings: ScanSettings }
  | { readonly kind: 'content'; readonly content: Content }
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
