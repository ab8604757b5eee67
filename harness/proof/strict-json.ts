// Reads untrusted JSON so that no two readers can see two contents: bounded, UTF-8, keys unique.
import { defuseTokens, finding, LIMITS, type Finding } from '../kernel/index.ts';

export type StrictJson =
  | { readonly kind: 'read'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly finding: Finding };

/** Keys that reach into an object's ancestry where a program assigns them. */
const RESERVED: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const WHERE = 'clone-rollback-evidence.json';

export function readStrictJson(input: string | Uint8Array): StrictJson {
  const size = typeof input === 'string' ? Buffer.byteLength(input) : input.byteLength;
  if (size > LIMITS.proofBytes) {
    return refused('ROLLBACK_PROOF_TOO_LARGE', `${size} bytes, ${LIMITS.proofBytes} at the most`);
  }
  const text = typeof input === 'string' ? wellFormed(input) : decoded(input);
  if (text === null || text.startsWith('\ufeff')) {
    return refused(
      'ROLLBACK_PROOF_NOT_UTF8',
      'it begins with a byte order mark, or is no valid UTF-8',
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message would repeat a piece of the text.
    return refused('ROLLBACK_PROOF_NOT_JSON', 'the text does not parse');
  }
  const odd = oddKey(text);
  return odd === null ? { kind: 'read', value } : { kind: 'refused', finding: odd };
}

function wellFormed(text: string): string | null {
  return text.isWellFormed() ? text : null;
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function refused(code: Finding['code'], what: string): StrictJson {
  return { kind: 'refused', finding: finding(code, WHERE, what) };
}

/** The first key that stands twice or is reserved, in text known to be JSON. */
function oddKey(text: string): Finding | null {
  const open: (Set<string> | null)[] = [];
  let last = '';
  for (let index = 0; index < text.length; index += 1) {
    const sign = text[index];
    if (sign === '"') {
      const end = endOfString(text, index);
      last = text.slice(index, end);
      index = end - 1;
    } else if (sign === '{' || sign === '[') open.push(sign === '{' ? new Set() : null);
    else if (sign === '}' || sign === ']') open.pop();
    else if (sign === ':') {
      const found = takeKey(last, open.at(-1) ?? null);
      if (found !== null) return found;
    }
  }
  return null;
}

/** Index after the closing quote: the first one with an even number of backslashes before it. */
function endOfString(text: string, start: number): number {
  for (
    let quote = text.indexOf('"', start + 1);
    quote !== -1;
    quote = text.indexOf('"', quote + 1)
  ) {
    let slashes = 0;
    while (text[quote - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return quote + 1;
  }
  return text.length;
}

/** Compared unescaped: `"a"` and `"\u0061"` are one key. */
function takeKey(token: string, keys: Set<string> | null): Finding | null {
  const key: unknown = JSON.parse(token);
  if (typeof key !== 'string' || keys === null) return null;
  if (RESERVED.has(key)) {
    return finding('ROLLBACK_PROOF_KEY_RESERVED', WHERE, `key "${key}"`);
  }
  if (keys.has(key))
    return finding('ROLLBACK_PROOF_KEY_TWICE', WHERE, `key ${defuseTokens(token.slice(0, 80))}`);
  keys.add(key);
  return null;
}
