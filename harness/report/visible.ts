// Makes any text harmless to look at: one line, nothing invisible, no seal-shaped word.
import { defuseTokens } from '../kernel/index.ts';

/** Longest piece of foreign text that a report shows; the packet's files hold the whole. */
export const SHOWN_CHARACTERS = 240;

/** Marks on one letter beyond what any script needs: a heap of them covers the lines around it. */
const HEAP_OF_MARKS = /(?<=\p{M}{4})\p{M}/gu;

/**
 * Line breaks, controls, direction marks and lone surrogates become escapes that can be read; what
 * is too long is cut with an ellipsis. Words are defused last: a cut must not make one.
 */
export function visible(text: string, limit: number = SHOWN_CHARACTERS): string {
  const plain = text
    .replace(HEAP_OF_MARKS, escaped)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, escaped);
  const characters = Array.from(plain);
  const cut = characters.length > limit ? `${characters.slice(0, limit).join('')}\u2026` : plain;
  return defuseTokens(cut);
}

function escaped(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return '\\t';
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
