// Mark-up that is safe by how it is made: whatever is put into it is escaped, unless it is mark-up.
import { escapeMarkup } from '../render-html.ts';
import { oddLetters } from './odd-letters.ts';

/** Made by `markup` and by nothing else. */
export interface Markup {
  readonly markup: string;
}

type Piece = string | number | Markup | readonly Markup[];

/** Longest text of our own, or of a lane file, that is shown as running words. */
const WORDS = 2000;

/** A template whose holes are escaped; the literal parts are ours. */
export function markup(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  const filled = literals(parts).map((part, index) => {
    const piece = pieces[index];
    return piece === undefined ? part : part + written(piece);
  });
  return { markup: filled.join('') };
}

const KNOWN = new WeakMap<TemplateStringsArray, readonly string[]>();

/**
 * The indents of our sources are no part of the page. What ends a value ends in a space: two values
 * that stand beside each other must never read as one word.
 */
function literals(parts: TemplateStringsArray): readonly string[] {
  const known = KNOWN.get(parts);
  if (known !== undefined) return known;
  const made = parts.map((part) =>
    part.replace(/\n\s+/g, '\n').replace(/^(?=<\/(?:td|th|li|dd|p|b|h\d)>)/, ' '),
  );
  KNOWN.set(parts, made);
  return made;
}

export const NOTHING: Markup = { markup: '' };

function written(piece: Piece): string {
  if (typeof piece === 'string') return escapeMarkup(piece, WORDS);
  if (typeof piece === 'number') return String(piece);
  if ('markup' in piece) return piece.markup;
  return piece.map(({ markup }) => markup).join('\n');
}

/** A value that came from somewhere: shown as such, and never mixed with what stands around it. */
export function data(text: string): Markup {
  if (text === '') return markup`<span class="quiet">(empty)</span>`;
  if (text.trim() === '') return markup`<span class="quiet">(white space)</span>`;
  // Its own length is bounded; the file of the packet holds the whole.
  const shown = { markup: escapeMarkup(text) };
  const odd = oddLetters(text);
  if (odd.length === 0) return markup`<code>${shown}</code>`;
  return markup`<code>${shown}</code>
    <small class="odd">(looks like other letters: ${odd.join(', ')})</small>`;
}

/** With commas between. */
export function listed(items: readonly Markup[]): Markup {
  return items.reduce(
    (all, item, index) => (index === 0 ? item : markup`${all}, ${item}`),
    NOTHING,
  );
}
