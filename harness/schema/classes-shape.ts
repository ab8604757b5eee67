// The shapes that a mask leaves: as patterns that the server holds values against, and in words.
import type { MaskShape } from './contract.ts';

/** How many hexadecimal digits each hash has. */
const HASH_DIGITS = { sha256: 64, sha1: 40, md5: 32 } as const;
export type HashKind = keyof typeof HASH_DIGITS;
export const HASH_KINDS: readonly HashKind[] = ['sha256', 'sha1', 'md5'];

/** Names that nobody can own (RFC 2606, RFC 6761): mail to them, or below them, reaches no person. */
export const RESERVED_DOMAINS: readonly string[] = [
  'example.org',
  'example.com',
  'example.net',
  'example',
  'test',
  'invalid',
  'localhost',
];

export function isReservedDomain(domain: string): boolean {
  const plain = domain.toLowerCase();
  return RESERVED_DOMAINS.some((each) => plain === each || plain.endsWith(`.${each}`));
}

/** Whole values in hexadecimal, as text or as bytes (`\x...`). */
export function hashPattern(kind: HashKind): string {
  return String.raw`\A(\\x)?[0-9A-Fa-f]{${HASH_DIGITS[kind]}}\Z`;
}

/** Whole values that are an address at the domain, or at one below it. */
export function emailPattern(domain: string): string {
  const literal = domain.replace(/[^\p{L}\p{N}-]/gu, (mark) => `[${mark}]`);
  return String.raw`(?i)\A[^@[:space:]]+@([[:alnum:]_-]+[.])*${literal}\Z`;
}

/**
 * Held against whole values, whether or not the pattern has `^` and `$`: a mask that may stand
 * somewhere in a value masks nothing. `\A` and `\Z` keep to the ends whatever options it sets.
 */
export function wholePattern(pattern: string): string {
  const options = /^\(\?[a-z]+\)/.exec(pattern)?.[0] ?? '';
  return String.raw`${options}\A(?:${pattern.slice(options.length)})\Z`;
}

/** Null has every shape: nothing is in it. */
export function shapeWords(shape: MaskShape): string {
  if (shape === 'null') return 'null';
  if ('constant' in shape) return `"${String(shape.constant)}", or null`;
  if ('pattern' in shape) return `as a whole ${shape.pattern}, or null`;
  if ('emailDomain' in shape) return `an address at ${shape.emailDomain}, or null`;
  return `a ${shape.hash} in hexadecimal, or null`;
}
