// Finds letters in a name that pass for others: one Cyrillic letter among Latin ones is another table.

/** Named at most; the packet's files hold the whole. */
const NAMED = 4;

/** Their code points, as in `U+0430`; only where a word mixes them with Latin letters. */
export function oddLetters(text: string): string[] {
  if (/^[\x00-\x7f]*$/.test(text)) return [];
  const found = new Set<string>();
  for (const [word] of text.slice(0, 2000).matchAll(/[\p{L}\p{N}_\p{M}]+/gu)) {
    if (!/[A-Za-z]/.test(word)) continue;
    for (const letter of word) if (isOdd(letter)) found.add(pointOf(letter));
  }
  return [...found].slice(0, NAMED);
}

/** Of another script, or a plain letter in disguise (full-width, mathematical). */
function isOdd(letter: string): boolean {
  if (/^[\x00-\x7f]$/.test(letter)) return false;
  if (/^[A-Za-z0-9]+$/.test(letter.normalize('NFKC'))) return true;
  return /\p{L}/u.test(letter) && !/\p{Script=Latin}/u.test(letter);
}

function pointOf(letter: string): string {
  return `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
