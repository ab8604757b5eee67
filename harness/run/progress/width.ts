// How many columns of a terminal a text takes, and a text cut to so many.

/** Made where it is needed first: that takes longer than to write all lines of most runs. */
let graphemes: Intl.Segmenter | null = null;
const PLAIN = /^[\u0020-\u007e]*$/;
/** East Asian wide and full-width letters, and pictures. Too wide by one is safe, too narrow is not. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe10-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2ff}\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;
/** What stands on the letter before it, or nowhere. */
const NOTHING = /^[\p{Mark}\p{Format}\p{Control}]*$/u;
const CUT = '\u2026';

export function widthOf(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const { segment } of segmentsOf(text)) width += widthOfOne(segment);
  return width;
}

function segmentsOf(text: string): Intl.Segments {
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return graphemes.segment(text);
}

function widthOfOne(grapheme: string): number {
  if (NOTHING.test(grapheme)) return 0;
  return WIDE.test(grapheme) ? 2 : 1;
}

/** At most so wide, with a sign where something is missing; exactly so wide with `fill`. */
export function fitted(text: string, columns: number, fill = false): string {
  const cut = widthOf(text) <= columns ? text : cutTo(text, columns);
  return fill ? cut + ' '.repeat(columns - widthOf(cut)) : cut;
}

function cutTo(text: string, columns: number): string {
  if (columns < 1) return '';
  let kept = '';
  let width = 0;
  for (const { segment } of segmentsOf(text)) {
    const own = widthOfOne(segment);
    if (width + own > columns - 1) break;
    kept += segment;
    width += own;
  }
  return kept + CUT;
}
