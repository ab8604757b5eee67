// What is asked for: each bar as a number over measures.
import type { Entry, RowId, Values } from './rows/contract.ts';

/** Either a quotient of two measures, lap by lap, or a measure by itself. */
export interface Bar {
  readonly id: string;
  readonly row: RowId;
  readonly title: string;
  readonly of: string;
  readonly against: string | null;
  readonly most: number;
  readonly unit: 'x' | 's' | 'MiB';
  /** Where it is asked for: only on the large table, or wherever the row is measured. */
  readonly asked: 'one-table of 1GB' | 'everywhere';
}

export const BARS: readonly Bar[] = [
  {
    id: 'whole-run',
    row: 'whole-run',
    title: 'a whole run on 1 GB, against docker run and pg_restore by hand',
    of: 'run',
    against: 'by hand',
    most: 1,
    unit: 'x',
    asked: 'one-table of 1GB',
  },
  {
    id: 'scan',
    row: 'whole-run',
    title: 'the scan of the dump, against the restore beside it',
    of: 'stage scan',
    against: 'stage restore',
    most: 1,
    unit: 'x',
    asked: 'everywhere',
  },
  {
    id: 'memory',
    row: 'whole-run',
    title: 'most memory of the harness',
    of: 'run memory',
    against: null,
    most: 300,
    unit: 'MiB',
    asked: 'everywhere',
  },
  {
    id: 'fingerprint',
    row: 'fingerprint',
    title: 'a full fingerprint, against psql COPY | sha256sum',
    of: 'fingerprint',
    against: 'psql | sha256sum',
    most: 0.7,
    unit: 'x',
    asked: 'one-table of 1GB',
  },
  {
    id: 'baseline-flat',
    row: 'baseline',
    title: 'back to the baseline, 1 GB against 100 MB',
    of: 'thin clone, 1 GB',
    against: 'thin clone, 100 MB',
    most: 1.2,
    unit: 'x',
    asked: 'everywhere',
  },
  {
    id: 'baseline',
    row: 'baseline',
    title: 'back to the baseline, 1 GB',
    of: 'thin clone, 1 GB',
    against: null,
    most: 0.5,
    unit: 's',
    asked: 'everywhere',
  },
  {
    id: 'demo',
    row: 'demo',
    title: 'make demo, images and dump present',
    of: 'make demo',
    against: null,
    most: 6,
    unit: 's',
    asked: 'everywhere',
  },
];

export function barsOf({ row, shape, size }: Pick<Entry, 'row' | 'shape' | 'size'>): Bar[] {
  const isLarge = shape === 'one-table' && size === '1GB';
  return BARS.filter((bar) => bar.row === row && (bar.asked === 'everywhere' || isLarge));
}

/** What the bar looks at, lap by lap; a lap without one of its measures is no answer. */
export function judgedValues({ of, against }: Bar, laps: readonly Values[]): readonly number[] {
  return laps.map(
    (lap) => (lap[of] ?? Number.NaN) / (against === null ? 1 : (lap[against] ?? Number.NaN)),
  );
}
