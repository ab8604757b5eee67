// Where sequences stand, as the lines of a print say it.

export interface SequencePosition {
  readonly label: string;
  readonly isCalled: boolean;
  readonly value: string;
}

/** A sequence's name may hold anything, even a line's own words: the last ones count. */
export function positionOf(line: string): SequencePosition | null {
  const match = /^(.*) (has given|will give) (-?\d+)$/s.exec(line);
  if (match === null) return null;
  const [, label = '', given, value = ''] = match;
  return { label, isCalled: given === 'has given', value };
}

/** Positions of `wanted` that are not so in `found`, of sequences that are in both. */
export function movedBack(wanted: readonly string[], found: readonly string[]): SequencePosition[] {
  const lines = new Set(found);
  const labels = new Set(found.map((line) => positionOf(line)?.label));
  return wanted
    .filter((line) => !lines.has(line))
    .map(positionOf)
    .filter((position) => position !== null)
    .filter(({ label }) => labels.has(label));
}
