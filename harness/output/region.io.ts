// Rows at the end of a terminal that are drawn again and again, and are gone when it is over.
import { isTerminal, showsColour } from './console.io.ts';
import { LineGuard } from './lines.ts';
import { atOnce, isFree, putBelow, writeAll, type Below } from './streams.io.ts';

export interface RegionRow {
  /** One sign in front of the text, coloured where colours are shown; the program's own. */
  readonly mark: string;
  readonly text: string;
}

export interface Region extends Disposable {
  size(): { readonly columns: number; readonly rows: number };
  draw(rows: readonly RegionRow[]): void;
}

const CYAN = 36;
/** Where a terminal does not say. */
const NO_SIZE = { columns: 80, rows: 24 } as const;

/**
 * `widthOf`: columns that a text takes. null where the stream ends on no terminal, or another region stands there. The cursor is never
 * hidden and no mode is left on: whatever kills the process, the terminal is as it was.
 */
export function openRegion(
  stream: 'stdout' | 'stderr',
  widthOf: (text: string) => number,
): Region | null {
  const terminal = process[stream];
  const descriptor = stream === 'stdout' ? 1 : 2;
  if (!isTerminal(descriptor) || !isFree()) return null;
  const colour = showsColour(descriptor) ? CYAN : null;
  let wanted: readonly RegionRow[] = [];
  let high = 0;
  const size = (): { columns: number; rows: number } => ({
    columns: terminal.columns || NO_SIZE.columns,
    rows: terminal.rows || NO_SIZE.rows,
  });
  const below: Below = {
    descriptor,
    isShared: isTerminal,
    lift: () => {
      // A terminal that was made narrower may have turned these rows, and then some of it stays.
      // It may as well not have: whoever went up further would take a line away that is to stay.
      const taken = high === 0 ? '' : `\r\u001b[${high}A\u001b[J`;
      high = 0;
      return taken;
    },
    lower: () => {
      // Each row leaves through the guard; the mark in front keeps its words from those above it.
      const guard = new LineGuard();
      const { columns } = size();
      const rows = wanted.map(({ mark, text }) => {
        const guarded = guard.next(`${mark} ${text.replaceAll(/\s/g, ' ')}`);
        return widthOf(guarded) < columns ? guarded : TOO_WIDE;
      });
      high = rows.length;
      return rows.map((row) => `${coloured(row, colour)}\n`).join('');
    },
  };
  const forget = (): void => {
    high = 0; // stopped and taken up again: what stands above belongs to others
  };
  const end = (): void => {
    writeAll(below.descriptor, below.lift());
    putBelow(null);
    process.off('SIGCONT', forget);
    process.off('exit', end);
  };
  putBelow(below);
  process.on('SIGCONT', forget);
  process.on('exit', end);
  return {
    size,
    draw: (rows) => {
      wanted = rows;
      const [lifted, lowered] = [below.lift(), below.lower()];
      if (lifted + lowered !== '') writeAll(below.descriptor, atOnce(lifted + lowered));
    },
    [Symbol.dispose]: end,
  };
}

/** What the guard has put in place of something can be longer than that was. */
const TOO_WIDE = '';

/** The mark is one character, and the guard leaves it as it is. */
function coloured(row: string, colour: number | null): string {
  const [mark = '', ...rest] = row;
  return colour === null || row === '' ? row : `\u001b[${colour}m${mark}\u001b[0m${rest.join('')}`;
}
