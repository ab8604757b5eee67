// Words that no output of a rehearsal may hold: they would read as authority over production.
import { furtherReadings, tracedReadings } from './disguises.ts';

/** A rehearsal's own verdict words that have the shape of a seal and are allowed. */
const ALLOWED: ReadonlySet<string> = new Set([]);

// Assembled, so that the source and its search results never hold the words themselves. First a
// whole word of the shape, whatever leads it; then the three that nobody may find by searching,
// even where letters or digits are glued to them.
const SEAL_SHAPE =
  /\b_*[A-Z0-9]\w*_(?:PASS|AUTHORIZED|GRANTED)(?![A-Z0-9])|(?:PRODUCTION|REAL_RUN|CUTOVER)_(?:PASS)/gi;

/** What such a word ends in, digits and signs that pass for its letters included. */
const ENDS = 'P[A4@][S5$]{2}|AUTH[O0]R[I1L|!]Z[E3]D|GR[A4@]NT[E3]D';
/** The same shape in a reading of a text: letters of any script may lead it. */
const READ_SHAPE = new RegExp(
  `(?<![\\p{L}\\p{N}_])_*[\\p{L}\\p{N}][\\p{L}\\p{N}_]*_(?:${ENDS})(?![A-Za-z0-9])` +
    '|(?:PRODUCTION|REAL_RUN|CUTOVER)_(?:P[A4@][S5$]{2})',
  'giu',
);
/** Rare, and quick to look for: a line without one holds no word of the shape. */
const ANY_END = new RegExp(`_(?:${ENDS})`, 'giu');
const BEFORE_END = new RegExp(`_(?=${ENDS})`, 'gi');

/**
 * Printable, without a low line, and without anything that an escape, mark-up or another script could
 * hide one in: most texts of a packet (hashes, judgements, plain names) are done with this.
 */
const CANNOT_HOLD = /^[ !"#$'()+,\-./0-9:;=?@A-Z[\]^a-z{|}]*$/;

/** Every forbidden token in a text, however disguised, in order and without duplicates. */
export function forbiddenTokensIn(text: string): string[] {
  if (CANNOT_HOLD.test(text)) return [];
  const found = new Set<string>();
  for (const line of linesWithEnd(text)) {
    for (const [token] of line.matchAll(SEAL_SHAPE)) {
      if (!ALLOWED.has(token)) found.add(token);
    }
  }
  for (const reading of [text, ...furtherReadings(text)]) {
    for (const line of linesWithEnd(reading)) {
      for (const [token] of line.matchAll(READ_SHAPE)) {
        if (!found.has(token) && !isPartOf(token, found) && !ALLOWED.has(token)) found.add(token);
      }
    }
  }
  return [...found];
}

/** No word of either shape goes over a line's end, and what stands beyond it changes none. */
function linesWithEnd(text: string): string[] {
  const lines: string[] = [];
  let done = 0;
  for (const { index } of text.matchAll(ANY_END)) {
    if (index < done) continue;
    const next = text.indexOf('\n', index);
    done = next === -1 ? text.length : next;
    lines.push(text.slice(text.lastIndexOf('\n', index) + 1, done));
  }
  return lines;
}

/** Where so many are found, nobody asks which is a part of which, and comparing all takes forever. */
const COMPARED = 100;

/** One that is a part of another, or has it as a part, is the same one in another reading. */
function isPartOf(token: string, found: ReadonlySet<string>): boolean {
  if (found.size > COMPARED) return false;
  return [...found].some((each) => token.includes(each) || each.includes(token));
}

/**
 * The same text with each token broken by U+00B7 before each of its last words (one token may hold
 * several), so that a person still recognises a table that bears such a name while no reader can
 * mistake it for a seal. What disguises it stays; the low line, however written, goes.
 */
export function defuseTokens(text: string): string {
  if (CANNOT_HOLD.test(text)) return text;
  let current = text.replace(SEAL_SHAPE, (token) =>
    ALLOWED.has(token) ? token : token.replace(/_(?=PASS|AUTHORIZED|GRANTED)/gi, '\u00b7'),
  );
  while (holdsDisguised(current)) current = withoutLowLines(current);
  return current;
}

/** Undoes the breaking of plain words: a spec that the harness wrote still names its columns. */
export function rearmTokens(text: string): string {
  return text.replace(/\u00b7(?=(?:PASS|AUTHORIZED|GRANTED)(?![A-Z0-9]))/gi, '_');
}

function holdsDisguised(text: string): boolean {
  return [text, ...furtherReadings(text)].some((reading) =>
    linesWithEnd(reading).some((line) => line.search(READ_SHAPE) !== -1),
  );
}

/** Every pass takes at least one low line away, so that they come to an end. */
function withoutLowLines(text: string): string {
  const places = Array.from({ length: text.length }, (_, at) => at);
  const asItStands = { text, from: places, to: places.map((at) => at + 1) };
  for (const reading of [asItStands, ...tracedReadings(text)]) {
    const lines: (readonly [number, number])[] = [];
    for (const match of reading.text.matchAll(READ_SHAPE)) {
      for (const { index } of match[0].matchAll(BEFORE_END)) {
        const at = match.index + index;
        lines.push([reading.from[at] ?? 0, reading.to[at] ?? 0]);
      }
    }
    if (lines.length > 0) return withDots(text, lines);
  }
  return text;
}

function withDots(text: string, lines: readonly (readonly [number, number])[]): string {
  let done = 0;
  let written = '';
  for (const [from, to] of lines) {
    if (from < done) continue;
    written += `${text.slice(done, from)}\u00b7`;
    done = to;
  }
  return written + text.slice(done);
}
