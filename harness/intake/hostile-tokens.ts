// Cuts the text of a function's body into words and strings by Postgres' own scanner; comments are
// left out, escapes are undone, and literals that are joined by || are one.
import { loadModule, scanSync } from 'libpg-query';

await loadModule();

export type Token =
  /** A word in lower case, or a quoted name as it stands. */
  | { readonly kind: 'word'; readonly text: string }
  /** What a string says, without its quotes. */
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'sign'; readonly text: string };

/** Tokens of SQL or PL/pgSQL; what the scanner cannot follow is cut by words, comments and all. */
export function tokensOf(code: string): Token[] {
  const texts = scanned(code) ?? scannedWithoutBytes(code);
  if (texts === null) return wordsOf(code);
  const tokens: Token[] = [];
  for (let at = 0; at < texts.length; at += 1) {
    const text = texts[at] ?? '';
    const escape = /^u&/i.test(text) && /^uescape$/i.test(texts[at + 1] ?? '') ? texts[at + 2] : '';
    if (escape !== undefined && escape !== '') {
      add(tokens, tokenOf(text, tokenOf(escape).text));
      at += 2;
    } else add(tokens, tokenOf(text));
  }
  return tokens;
}

/** Texts of the scanner's tokens without comments; null where it cannot go on. */
function scanned(code: string): string[] | null {
  let found: readonly { readonly text: string; readonly tokenName: string }[];
  try {
    found = scanSync(code).tokens;
  } catch {
    return null;
  }
  const texts: string[][] = [];
  for (const { text, tokenName } of found) {
    if (tokenName === 'SQL_COMMENT' || tokenName === 'C_COMMENT') continue;
    const last = texts.at(-1);
    // A literal goes on behind the end of a line, even behind a comment, as it was begun.
    if (text.startsWith("'") && last !== undefined && /^(?:[eE]|[uU]&)?'/.test(last[0] ?? ''))
      last.push(text);
    else texts.push([text]);
  }
  return texts.map(([first = '', ...more]) =>
    more.length === 0 ? first : [first.slice(0, -1), ...more.map(between)].join('') + "'",
  );
}

function between(text: string): string {
  return text.slice(1, -1);
}

/**
 * With a question mark for every byte that is written as an escape and is no ASCII: in a database
 * of another encoding than UTF-8 it stands for a character, and the scanner gives up there.
 */
function scannedWithoutBytes(code: string): string[] | null {
  const without = code.replaceAll(
    /\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3}))/g,
    (all, hex?: string, octal?: string) => {
      const byte = hex === undefined ? Number.parseInt(octal ?? '', 8) : Number.parseInt(hex, 16);
      if ((byte & 0xff) < 0x80) return all;
      return hex === undefined ? '\\077' : '\\x3f';
    },
  );
  return without === code ? null : scanned(without);
}

/**
 * For code in other languages: words, signs, and an empty string where a quote stands; where a
 * string or a comment ends in them nobody here knows, so nothing is left out. Words are read as
 * they stand, and with either kind of escape undone.
 */
export function wordsOf(code: string): Token[] {
  const readings = new Set([code, unescaped(code), unicode(code, '\\')]);
  return [...readings].flatMap((reading) => [...cut(reading), { kind: 'sign', text: ';' }]);
}

function cut(code: string): Token[] {
  return [...code.matchAll(/[\p{L}_][\p{L}\p{N}_$]*|[^\s\p{L}_]/gu)].map(([text]) => {
    if (/^["'`]$/.test(text)) return { kind: 'string', text: '' };
    return { kind: /^[\p{L}_]/u.test(text) ? 'word' : 'sign', text: text.toLowerCase() };
  });
}

function add(tokens: Token[], token: Token): void {
  // 'a'::text || 'b' is 'a' || 'b'.
  const isCast = tokens.at(-3)?.text === '::' && tokens.at(-2)?.kind === 'word';
  const before = tokens.at(isCast ? -4 : -2);
  const isJoined = tokens.at(-1)?.text === '||' && before?.kind === 'string';
  if (token.kind === 'string' && isJoined) {
    tokens.splice(isCast ? -4 : -2, 4, { kind: 'string', text: before.text + token.text });
  } else tokens.push(token);
}

/** `escape` is what UESCAPE says behind it. */
function tokenOf(text: string, escape = '\\'): Token {
  const dollar = /^\$[^$]*\$/.exec(text)?.[0];
  if (dollar !== undefined && text.length >= dollar.length * 2) {
    return { kind: 'string', text: text.slice(dollar.length, -dollar.length) };
  }
  if (/^[uU]&"/.test(text))
    return { kind: 'word', text: unicode(inner(text, 3).replaceAll('""', '"'), escape) };
  if (/^[uU]&'/.test(text))
    return { kind: 'string', text: unicode(inner(text, 3).replaceAll("''", "'"), escape) };
  if (/^[eE]'/.test(text)) return { kind: 'string', text: unescaped(inner(text, 2)) };
  if (/^[bBxXnN]?'/.test(text)) {
    return { kind: 'string', text: inner(text, text.indexOf("'") + 1).replaceAll("''", "'") };
  }
  if (text.startsWith('"')) return { kind: 'word', text: inner(text, 1).replaceAll('""', '"') };
  if (/^[\p{L}_]/u.test(text)) return { kind: 'word', text: text.toLowerCase() };
  return { kind: 'sign', text };
}

/** Without its quotes, and without those between its lines. */
function inner(text: string, from: number): string {
  return text
    .slice(from, -1)
    .replaceAll(/(?<!')'(\s+)'(?!')/g, (all, space: string) => (space.includes('\n') ? '' : all));
}

/** `\0041` and `\+000041`; the escape itself stands twice. */
function unicode(text: string, escape: string): string {
  const sign = `\\u{${(escape.codePointAt(0) ?? BACKSLASH).toString(16)}}`;
  const pattern = new RegExp(`${sign}(?:(${sign})|\\+([0-9a-f]{6})|([0-9a-f]{4}))`, 'giu');
  return text.replaceAll(pattern, (all, twice?: string, long?: string, short?: string) =>
    twice === undefined ? character(Number.parseInt(long ?? short ?? '', 16), all) : twice,
  );
}

const BACKSLASH = 0x5c;
const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function unescaped(text: string): string {
  return text.replaceAll(
    /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{1,2})|([0-7]{1,3})|([\s\S]))|''/g,
    (all, short?: string, long?: string, hex?: string, octal?: string, other?: string) => {
      const digits = short ?? long ?? hex;
      if (digits !== undefined) return character(Number.parseInt(digits, 16), all);
      if (octal !== undefined) return character(Number.parseInt(octal, 8) & 0xff, all);
      return other === undefined ? "'" : (ESCAPES[other] ?? other);
    },
  );
}

function character(point: number, otherwise: string): string {
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : otherwise;
}
