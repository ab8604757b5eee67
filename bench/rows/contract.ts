// What a row of the table of measurements offers: laps, each with both sides in it.
import type { Shape, Size } from '../data/shapes.ts';

export const ROWS = {
  'whole-run': 'a whole run, against docker run and pg_restore by hand',
  fingerprint: 'a full fingerprint, against psql COPY | sha256sum',
  baseline: 'back to the baseline by thin clones, 1 GB against 100 MB',
  peers: 'back by a template, by testcontainers’ snapshot, and by restoring again',
  demo: 'make demo, images and dump present',
} as const;
export type RowId = keyof typeof ROWS;

/** One row of the table, on one shape of one size. */
export interface Entry {
  readonly row: RowId;
  readonly shape: Shape;
  readonly size: Size;
  readonly times: number;
}

/** What one lap found, by measure. */
export type Values = Readonly<Record<string, number>>;

export interface LapRequest {
  /** Whether the other side is measured first: laps take turns, as A B B A. */
  readonly isReversed: boolean;
}

export interface OpenRow extends AsyncDisposable {
  lap(request: LapRequest): Promise<Values>;
}

export interface RowRequest {
  readonly shape: Shape;
  readonly size: Size;
  readonly say: (line: string) => void;
}

export type Row = (request: RowRequest) => Promise<OpenRow>;
