// Walks from tab to tab and hands on the values of the columns whose names say something.
import type { Place } from './places.ts';
import type { Stretch } from './searcher.ts';
import { fromCopy } from './unescape.ts';

export interface WatchedValue {
  /** Without the escapes of COPY; its beginning where it is long. Never null or empty. */
  readonly value: string;
  readonly place: Place;
  readonly row: number;
}

/** A value that is judged whole is not longer; of a longer one the beginning is enough. */
const VALUE_BYTES = 4096;

/** Whole rows in [lo, hi). `watched` is in the order of the columns. */
export function watchRows(
  bytes: Buffer,
  lo: number,
  hi: number,
  offset: number,
  watched: readonly Place[],
  hand: (value: WatchedValue) => void,
): void {
  let row = lo;
  while (row < hi) {
    let at = row;
    let column = 0;
    for (const place of watched) {
      while (column < place.index && bytes[at] !== 0x0a) {
        if (bytes[at] === 0x09) column += 1;
        at += 1;
      }
      if (column < place.index) break;
      const start = at;
      while (bytes[at] !== 0x09 && bytes[at] !== 0x0a) at += 1;
      handOn(bytes, start, at, { place, row: offset + row }, hand);
    }
    while (bytes[at] !== 0x0a) at += 1;
    row = at + 1;
  }
}

/** A window of one long row: fields that begin in it. */
export function watchLongRow(
  { bytes, lo, from, to, hi }: Stretch,
  start: { readonly column: number; readonly row: number; readonly isFirst: boolean },
  watched: readonly Place[],
  hand: (value: WatchedValue) => void,
): void {
  let index = start.column;
  for (let at = lo; at < to; at += 1) {
    const isStart = at > lo ? bytes[at - 1] === 0x09 : start.isFirst;
    if (at > lo && isStart) index += 1;
    if (!isStart || at < from) continue;
    const place = watched.find((each) => each.index === index);
    if (place === undefined) continue;
    let end = at;
    while (end < hi && end - at < VALUE_BYTES && !isEnd(bytes[end])) end += 1;
    handOn(bytes, at, end, { place, row: start.row }, hand);
  }
}

function handOn(
  bytes: Buffer,
  start: number,
  end: number,
  told: Omit<WatchedValue, 'value'>,
  hand: (value: WatchedValue) => void,
): void {
  const isNull = end - start === 2 && bytes[start] === 0x5c && bytes[start + 1] === 0x4e;
  if (end === start || isNull) return;
  const value = fromCopy(bytes.toString('utf8', start, Math.min(end, start + VALUE_BYTES)));
  hand({ value, ...told });
}

function isEnd(byte: number | undefined): boolean {
  return byte === 0x09 || byte === 0x0a;
}
