// Reads untrusted JSON so that no two readers can see two contents: bounded, UTF-8, keys unique.
import { defuseTokens, excessIn, LIMITS } from '../kernel/index.ts';

/** Why a text was not read; each has a code of its own where a proof is judged. */
export type JsonFault =
  'too-large' | 'not-utf8' | 'not-json' | 'key-twice' | 'key-reserved' | 'number-inexact';

type Refused = {
  readonly kind: 'refused';
  readonly fault: JsonFault;
  readonly what: string;
};
export type StrictJson = { readonly kind: 'read'; readonly value: unknown } | Refused;

/** Keys that reach into an object's ancestry where a program assigns them. */
const RESERVED: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

export function readStrictJson(input: string | Uint8Array): StrictJson {
  const size = typeof input === 'string' ? Buffer.byteLength(input) : input.byteLength;
  if (size > LIMITS.proofBytes) {
    return refused('too-large', `${size} bytes, ${LIMITS.proofBytes} at the most`);
  }
  const text = typeof input === 'string' ? wellFormed(input) : decoded(input);
  if (text === null || text.startsWith('\ufeff')) {
    return refused('not-utf8', 'it begins with a byte order mark, or is no valid UTF-8');
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message would repeat a piece of the text.
    return refused('not-json', 'the text does not parse');
  }
  const excess = excessIn(value);
  if (excess !== null) return refused('too-large', excess);
  return ambiguity(text) ?? { kind: 'read', value };
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

function refused(fault: JsonFault, what: string): Refused {
  return { kind: 'refused', fault, what };
}

/** What a text that is JSON is made of, strings by their quotes: within one, all else is skipped. */
const SIGN = /\\.|["{}[\]:]|-?\d[\d.eE+-]*/gs;

/** The first thing that another reader may read otherwise, in text known to be JSON. */
function ambiguity(text: string): Refused | null {
  const outer: Set<string>[] = [];
  let keys = new Set<string>();
  let last = '';
  let begun: number | null = null;
  for (const { 0: sign, index } of text.matchAll(SIGN)) {
    let found: Refused | null = null;
    if (begun !== null) {
      if (sign !== '"') continue;
      last = String(JSON.parse(text.slice(begun, index + 1)));
      begun = null;
      found = halfCharacter(last);
    } else if (sign === '"') begun = index;
    else if (sign === '{' || sign === '[') {
      outer.push(keys);
      keys = new Set();
    } else if (sign === '}' || sign === ']') keys = outer.pop() ?? keys;
    else found = sign === ':' ? takeKey(last, keys) : inexact(sign);
    if (found !== null) return found;
  }
  return null;
}

/** An escape may stand for half a character: valid JSON, and each reader makes something else of it. */
function halfCharacter(value: string): Refused | null {
  return value.isWellFormed() ? null : refused('not-utf8', 'an escape stands for half a character');
}

/**
 * `5000.0`, `5e3`, `-0`, `5000.0000000000000001` and what is beyond 2^53: all are read, and not
 * alike by all. A number has one form, the one that the harness writes.
 */
function inexact(token: string): Refused | null {
  return String(Number(token)) === token
    ? null
    : refused('number-inexact', `number ${token.slice(0, 40)}`);
}

/** Compared as it is read: `"a"` and `"\u0061"` are one key. */
function takeKey(key: string, keys: Set<string>): Refused | null {
  if (RESERVED.has(key)) return refused('key-reserved', `key "${key}"`);
  if (keys.has(key))
    return refused('key-twice', `key ${defuseTokens(JSON.stringify(key.slice(0, 80)))}`);
  keys.add(key);
  return null;
}
