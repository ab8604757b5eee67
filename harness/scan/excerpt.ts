// Cuts the text around an anchor: a field whole where it is short, else what a secret can need.
import type { Excerpt } from './rules.ts';
import type { Stretch } from './searcher.ts';

/** Fields up to this length are judged whole. */
const WHOLE_BYTES = 16 * 1024;
/** Of longer ones: what stands before the anchor and still belongs to what it announces. */
const LEAD_BYTES = 1024;
const CORE_BYTES = 8 * 1024;
const BEFORE_BYTES = 2 * 1024;
const AFTER_BYTES = 16 * 1024;

export interface Bounds {
  readonly from: number;
  readonly to: number;
}

/** The field of a row that a byte stands in, as far as it is to be seen. */
export function fieldAround(stretch: Stretch, at: number): Bounds {
  const { bytes } = stretch;
  // Further away than this, the field is a long one whatever its ends are.
  const lo = Math.max(stretch.lo, at - WHOLE_BYTES - BEFORE_BYTES);
  const hi = Math.min(stretch.hi, at + WHOLE_BYTES + CORE_BYTES + AFTER_BYTES);
  let from = at;
  while (from > lo && !isEnd(bytes[from - 1])) from -= 1;
  let to = at;
  while (to < hi && !isEnd(bytes[to])) to += 1;
  return { from, to };
}

/** The same without a bound: all of it that the stretch holds. */
export function wholeField({ bytes, lo, hi }: Stretch, at: number): Bounds {
  let from = at;
  while (from > lo && !isEnd(bytes[from - 1])) from -= 1;
  let to = at;
  while (to < hi && !isEnd(bytes[to])) to += 1;
  return { from, to };
}

/** `until`: where the search goes on. */
export function excerptAt(
  stretch: Stretch,
  field: Bounds,
  position: number,
  resume: number,
  unescape: (part: string) => string,
): { readonly excerpt: Excerpt; readonly until: number } {
  const { bytes } = stretch;
  const text = (from: number, to: number): string => bytes.toString('utf8', from, to);
  const isWhole = field.to - field.from <= WHOLE_BYTES && field.to <= stretch.to;
  if (isWhole && field.from >= stretch.from) {
    const core = text(field.from, field.to);
    return { excerpt: { before: '', core, after: '', unescape }, until: field.to };
  }
  // What an anchor belongs to may begin before the window's own bytes.
  const looked = resume > stretch.from ? Math.min(resume, position) : field.from;
  const earliest = Math.max(field.from, looked);
  const from = atCharacter(bytes, Math.max(earliest, position - LEAD_BYTES), earliest);
  const to = atCharacter(bytes, Math.min(field.to, stretch.to, position + CORE_BYTES), from + 1);
  const excerpt = {
    before: text(atCharacter(bytes, Math.max(field.from, from - BEFORE_BYTES), field.from), from),
    core: text(from, to),
    after: text(to, atCharacter(bytes, Math.min(field.to, to + AFTER_BYTES), to)),
    unescape,
  };
  return { excerpt, until: Math.max(to, position + 1) };
}

/** The same place, or the beginning of the UTF-8 character that it would cut. */
function atCharacter(bytes: Uint8Array, at: number, lowest: number): number {
  let moved = at;
  while (moved > lowest && at - moved < 3 && ((bytes[moved] ?? 0) & 0xc0) === 0x80) moved -= 1;
  return moved;
}

function isEnd(byte: number | undefined): boolean {
  return byte === 0x09 || byte === 0x0a;
}
