// The ways a reader may take a file: as bytes, and with the escapes of its own format undone.
// A forbidden word must not hide behind an escape that a parser, or a browser, takes away again.
import { forbiddenTokensIn } from '../kernel/index.ts';

/** Raw text first, then the text with its format's escapes undone. */
export function readingsOf(name: string, text: string): string[] {
  if (name.endsWith('.json')) return [text, ...stringsOf(text)];
  if (name.endsWith('.jsonl')) return [text, ...text.split('\n').flatMap(stringsOf)];
  if (name.endsWith('.md'))
    return [text, withoutEntities(text.replace(/\\([!-/:-@[-`{-~])/g, '$1'))];
  return [text, withoutEntities(text), withoutEntities(withoutTags(text))];
}

/** From each `<` to the next `>`, by hand: an expression would look for a `>` from every `<` anew. */
function withoutTags(text: string): string {
  const pieces: string[] = [];
  let done = 0;
  for (;;) {
    const open = text.indexOf('<', done);
    const close = open === -1 ? -1 : text.indexOf('>', open);
    if (close === -1) return pieces.join('') + text.slice(done);
    pieces.push(text.slice(done, open));
    done = close + 1;
  }
}

/** How many forbidden words a file holds, read in any of these ways. */
export function forbiddenCount(name: string, text: string): number {
  const found = new Set(readingsOf(name, text).flatMap(forbiddenTokensIn));
  return found.size;
}

/** Which of the given names stand in a file, as positions in the list: the names stay unsaid. */
export function mentionsIn(name: string, text: string, neverMention: readonly string[]): number[] {
  const readings = readingsOf(name, text);
  return neverMention.flatMap((word, index) =>
    word.trim() !== '' && readings.some((reading) => standsIn(reading, word)) ? [index] : [],
  );
}

/** A path stands anywhere; a bare word (a host's name) only where it is not part of a longer one. */
function standsIn(text: string, word: string): boolean {
  if (word.includes('/')) return text.includes(word);
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text[at + word.length] ?? ' ';
    if (!/[\p{L}\p{N}_]/u.test(before) && !/[\p{L}\p{N}_]/u.test(after)) return true;
  }
  return false;
}

/** Every key and every string of a JSON text; nothing where it is not JSON (checked elsewhere). */
function stringsOf(text: string): string[] {
  // Lines by the million that are none of JSON take long to refuse one by one.
  if (!text.includes('"')) return [];
  const found: string[] = [];
  const waiting: unknown[] = [];
  try {
    waiting.push(JSON.parse(text));
  } catch {
    return [];
  }
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === 'string') found.push(value);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) {
        found.push(key);
        waiting.push(item);
      }
    }
  }
  return found;
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  lowbar: '_',
  UnderBar: '_',
};

function withoutEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z]{2,8}));/g,
    (all, ten, hex, word) => {
      if (typeof word === 'string') return NAMED[word] ?? all;
      const code =
        typeof ten === 'string' ? Number.parseInt(ten, 10) : Number.parseInt(String(hex), 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : all;
    },
  );
}
