// Canonical JSON: one text for one value, so that a hash over it means something.
// Follows RFC 8785 (sorted keys by UTF-16 code unit, no insignificant white space) with an
// indent of two for files that people read; the indent is part of the format.

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** Pretty canonical text with a closing newline: what is written into a packet. */
export function canonicalJson(value: unknown): string {
  return `${JSON.stringify(sorted(value, '$'), null, 2)}\n`;
}

/** One line, no white space: what is hashed where a value, not a file, has an identity. */
export function canonicalJsonLine(value: unknown): string {
  return JSON.stringify(sorted(value, '$'));
}

function sorted(value: unknown, path: string): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${path}: not a finite number`);
    return value;
  }
  if (Array.isArray(value)) return value.map((item, index) => sorted(item, `${path}[${index}]`));
  if (typeof value === 'object') {
    const entries = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, item]) => [key, sorted(item, `${path}.${key}`)] as const);
    // A plain assignment of "__proto__" would vanish: keys are defined, not assigned.
    const out: Record<string, unknown> = {};
    for (const [key, item] of entries) {
      Object.defineProperty(out, key, { value: item, enumerable: true });
    }
    return out;
  }
  throw new TypeError(`${path}: a ${typeof value} has no JSON form`);
}
