// Parts of a file that hold both directions, each with the lines it has in the file.

export interface Piece {
  /** Its first line, counted from 0. */
  readonly from: number;
  /** The line behind its last. */
  readonly to: number;
  /** Whether it is to stand between a BEGIN and a COMMIT. */
  readonly isFramed: boolean;
}

/** The pieces of a file and nothing else of it; no line moves. */
export function onlyPieces(text: string, pieces: readonly Piece[]): string {
  const lines = text.split('\n');
  const kept = lines.map(() => '');
  for (const { from, to, isFramed } of pieces) {
    for (let line = from; line < to; line += 1) kept[line] = lines[line] ?? '';
    if (!isFramed) continue;
    kept[from] = `BEGIN; ${kept[from] ?? ''}`;
    // The line behind a piece is a marker of the other direction, or behind the file.
    kept[to] = ';COMMIT;';
  }
  return kept.join('\n');
}

/** The first line of a stretch that is neither blank nor a comment; null where there is none. */
export function firstWritten(text: string, from: number, to: number): number | null {
  const lines = text.split('\n');
  for (let line = from; line < to; line += 1) {
    if (!/^\s*(?:--.*)?$/.test(lines[line] ?? '')) return line;
  }
  return null;
}
