// The moving part of the screen as rows of text: what goes on, for how long, and how far it is.
import { gaugeText, type Gauge } from './gauge.ts';
import { NAME_COLUMNS, SECONDS_COLUMNS } from './stages.ts';
import { fitted } from './width.ts';
import { secondsOf } from './words.ts';

export interface FrameRow {
  readonly name: string;
  readonly ms: number;
  readonly gauge: Gauge | null;
}

/** Of a terminal; whoever draws keeps two columns in front of each row. */
export interface FrameSize {
  readonly columns: number;
  readonly rows: number;
}

/** In front, and one that stays free: a terminal may turn the line in its last column. */
const TAKEN_COLUMNS = 3;
const BETWEEN_COLUMNS = 3;
/** A name shrinks to this, so that there is room for what it came to. */
const NAME_AT_LEAST = 10;
/** `412 of 1,024 MiB read, about 55 min left`; the rate where there is room for a whole name too. */
const WORDS_COLUMNS = 40;
/** More would hide what has ended, and nobody reads so many moving lines. */
const MOST_ROWS = 12;

/** Never wider nor higher than the terminal. */
export function frameOf(going: readonly FrameRow[], size: FrameSize): string[] {
  const most = Math.max(1, Math.min(MOST_ROWS, size.rows - 2));
  const shown = going.length <= most ? going : going.slice(0, most - 1);
  const rows = shown.map((each) => rowOf(each, size.columns - TAKEN_COLUMNS));
  const left = going.length - shown.length;
  if (left > 0) rows.push(`and ${left} more`);
  return rows.map((row) => fitted(row, Math.max(0, size.columns - TAKEN_COLUMNS)));
}

function rowOf({ name, ms, gauge }: FrameRow, columns: number): string {
  const room = columns - BETWEEN_COLUMNS - SECONDS_COLUMNS;
  const nameColumns = Math.min(NAME_COLUMNS, Math.max(NAME_AT_LEAST, room - WORDS_COLUMNS));
  const words = gauge === null ? '' : gaugeText(gauge.words(), room - nameColumns);
  const shown = fitted(name, nameColumns, true);
  return `${shown} ${secondsOf(ms).padStart(SECONDS_COLUMNS)}  ${words}`.trimEnd();
}
