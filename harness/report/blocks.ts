// The building blocks of a report's document.
import type { Block, Inline, Line } from './contract.ts';

/** A value that came from somewhere, shown as such. */
export const data = (text: string): Inline => ({ data: text });

export const heading = (level: 1 | 2 | 3, text: string): Block => ({
  kind: 'heading',
  level,
  line: [text],
});
export const paragraph = (...line: Inline[]): Block => ({ kind: 'paragraph', line });

/** At most `rowLimit` rows; the rest is counted, and the file that holds it named. */
export function table(
  head: readonly string[],
  rows: readonly (readonly Line[])[],
  rowLimit: number,
  file: string,
): Block[] {
  const blocks: Block[] = [{ kind: 'table', head, rows: rows.slice(0, rowLimit) }];
  if (rows.length > rowLimit) {
    blocks.push(paragraph(`${rows.length - rowLimit} more in `, data(file), '.'));
  }
  return blocks;
}

/** Names with commas between. */
export function listed(name: string, index: number): Line {
  return index === 0 ? [data(name)] : [', ', data(name)];
}
