// Takes escapes off text, one layer at a time: COPY's, JSON's and those of a URL.

const COPY_LETTERS: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** A field of COPY's text format as Postgres would read it. */
export function fromCopy(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(
    /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|([^]))/g,
    (_all, octal?: string, hex?: string, other?: string) => {
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
      return COPY_LETTERS[other ?? ''] ?? other ?? '';
    },
  );
}

/** A value as pg_dump writes it into a field. */
export function toCopy(value: string): string {
  return value.replace(/[\\\t\n]/g, (character) =>
    character === '\\' ? '\\\\' : character === '\t' ? '\\t' : '\\n',
  );
}

const BYTE_ESCAPE = /\\(?:([0-3][0-7]{2})|\\)/g;

/** Bytes of `bytea` in its escape format: `\057` and two backslashes for one. */
export function fromByteEscapes(text: string): string {
  return text.replace(BYTE_ESCAPE, (_all, octal?: string) =>
    octal === undefined ? '\\' : String.fromCharCode(Number.parseInt(octal, 8)),
  );
}

const JSON_LETTERS: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Text with the escapes of a JSON string taken off, wherever they stand; the rest stays. */
export function fromJson(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(
    /\\(?:u([0-9a-fA-F]{4})|(["\\/bfnrt]))/g,
    (_all, code?: string, letter?: string) =>
      code === undefined
        ? (JSON_LETTERS[letter ?? ''] ?? letter ?? '')
        : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** Text with the ASCII characters that a URL percent-encodes put back. */
export function fromUrl(text: string): string {
  return text.replace(/%([2-7][0-9a-fA-F])/g, (_all, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** JSON inside JSON inside JSON; nobody nests deeper without meaning to hide something. */
const JSON_LAYERS = 3;

/**
 * Each reading of a text that its escapes allow, outermost first. They are functions, so that the
 * same can be done to a part of it. `outermost`: what takes the container's own escapes off.
 */
export function readings(
  text: string,
  outermost: (part: string) => string,
): readonly ((part: string) => string)[] {
  const found = [outermost];
  const plain = outermost(text);
  let current = plain;
  let deepest = outermost;
  for (let layer = 0; layer < JSON_LAYERS; layer += 1) {
    const next = fromJson(current);
    if (next === current) break;
    current = next;
    const outer = deepest;
    deepest = (part) => fromJson(outer(part));
    found.push(deepest);
  }
  if (/\\[0-3][0-7]{2}/.test(plain)) found.push((part) => fromByteEscapes(outermost(part)));
  if (/%3a%2f%2f/i.test(current)) found.push((part) => fromUrl(deepest(part)));
  return found;
}
