// Canonical JSON: one text for one value, so that a hash over it means something.
// Follows RFC 8785 (sorted keys by UTF-16 code unit, no insignificant white space) with an
// indent of two for files that people read; the indent is part of the format.

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** Pretty canonical text with a closing newline: what is written into a packet. */
export function canonicalJson(value: unknown): string {
  return `${textOf(value, '$', '\n')}\n`;
}

/** One line, no white space: what is hashed where a value, not a file, has an identity. */
export function canonicalJsonLine(value: unknown): string {
  return textOf(value, '$', '');
}

/**
 * Written out here, because an object remembers keys that look like integers in an order of its
 * own: no object could be sorted for `JSON.stringify`. `feed` is a newline and the indent, or ''.
 */
function textOf(value: unknown, path: string, feed: string): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') {
    return JSON.stringify(value);
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${path}: not a finite number`);
    return JSON.stringify(value);
  }
  const deeper = feed === '' ? '' : `${feed}  `;
  if (Array.isArray(value)) {
    // Array.from: a hole becomes undefined, and is refused like one.
    const items = Array.from(value, (item, index) => textOf(item, `${path}[${index}]`, deeper));
    return enclosed('[', items, ']', feed, deeper);
  }
  if (isPlainObject(value)) {
    const colon = feed === '' ? ':' : ': ';
    const members = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(
        ([key, item]) => `${JSON.stringify(key)}${colon}${textOf(item, `${path}.${key}`, deeper)}`,
      );
    return enclosed('{', members, '}', feed, deeper);
  }
  throw new TypeError(`${path}: a ${kindOf(value)} has no JSON form`);
}

function enclosed(
  open: string,
  parts: readonly string[],
  close: string,
  feed: string,
  deeper: string,
): string {
  return parts.length === 0
    ? `${open}${close}`
    : `${open}${deeper}${parts.join(`,${deeper}`)}${feed}${close}`;
}

/** Dates, maps, buffers and their like have no entries of their own: they would all read `{}`. */
function isPlainObject(value: unknown): value is object {
  return Object.prototype.toString.call(value) === '[object Object]';
}

function kindOf(value: unknown): string {
  return typeof value === 'object'
    ? Object.prototype.toString.call(value).slice(8, -1)
    : typeof value;
}
