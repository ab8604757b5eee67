// The shape of a mask that a column's rows show, if they show one.
import type { MaskShape } from './contract.ts';
import type { ColumnContent } from './propose-content.ts';

/** Rows from which on a value that all of them share is a mask, and not somebody's. */
const ENOUGH_ROWS = 5;

/** Nothing in it: whatever the column may hold one day, today it holds nothing. */
const EMPTY = ['', '{}', '[]'];

/**
 * Null where the rows show none, or were not looked at. `meaning` is what the column's name says of
 * a person, null where nothing: then only what holds nothing at all is taken for masked.
 */
export function maskOf(
  content: ColumnContent | undefined,
  meaning: string | null,
): MaskShape | null {
  if (content === undefined || content.rows === 0) return null;
  const { filled, constant, hash, emailDomain } = content;
  if (filled === 0) return 'null';
  if (constant !== null && EMPTY.includes(constant)) return { constant };
  if (meaning === null) return null;
  if (constant !== null) {
    const isMask = filled >= ENOUGH_ROWS && (meaning !== 'a secret' || isWord(constant));
    return isMask ? { constant } : null;
  }
  if (hash !== null) return { hash };
  if (emailDomain !== null) return { emailDomain };
  return filled >= ENOUGH_ROWS ? patternOf(content.skeleton) : null;
}

/** One secret in all rows may be a real one: only a word such as `masked` or `***` is none. */
function isWord(constant: string): boolean {
  return /^[\p{L} .*_<>()[\]-]{1,20}$/u.test(constant);
}

/** Of `user-0`: `user-[0-9]+`. Digits and marks alone are no mask: every phone number has them. */
function patternOf(skeleton: string | null): MaskShape | null {
  if (skeleton === null || !/\p{L}{2}/u.test(skeleton) || !skeleton.includes('0')) return null;
  const escaped = skeleton.replace(/[\\^$.|?*+()[\]{}]/g, (mark) => `\\${mark}`);
  return { pattern: `^${escaped.replaceAll('0', '[0-9]+')}$` };
}
