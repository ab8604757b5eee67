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
  let scanned: readonly { readonly text: string; readonly tokenName: string }[];
  try {
    scanned = scanSync(code).tokens;
  } catch {
    return wordsOf(code);
  }
  const texts: string[] = [];
  for (const { text, tokenName } of scanned) {
    if (tokenName === 'SQL_COMMENT' || tokenName === 'C_COMMENT') continue;
    const last = texts.at(-1);
    // A literal goes on behind the end of a line, even behind a comment, as it was begun.
    const isMore = text.startsWith("'") && last !== undefined && /^(?:[eE]|[uU]&)?'/.test(last);
    if (isMore) texts.splice(-1, 1, last.slice(0, -1) + text.slice(1));
    else texts.push(text);
  }
  const tokens: Token[] = [];
  for (const text of texts) add(tokens, tokenOf(text));
  return tokens;
}

/**
 * For code in other languages: words, signs, and an empty string where a quote stands; where a
 * string or a comment ends in them nobody here knows, so nothing is left out.
 */
export function wordsOf(code: string): Token[] {
  return [...code.matchAll(/[\p{L}_][\p{L}\p{N}_$]*|[^\s\p{L}_]/gu)].map(([text]) => {
    if (/^["'`]$/.test(text)) return { kind: 'string', text: '' };
    return { kind: /^[\p{L}_]/u.test(text) ? 'word' : 'sign', text: text.toLowerCase() };
  });
}

function add(tokens: Token[], token: Token): void {
  const last = tokens.at(-1);
  const before = tokens.at(-2);
  const isString = token.kind === 'string';
  if (isString && last?.kind === 'word' && last.text === 'uescape') {
    tokens.pop(); // it says how the name before is written, and is done with
  } else if (isString && last?.text === '||' && before?.kind === 'string') {
    tokens.splice(-2, 2, { kind: 'string', text: before.text + token.text });
  } else tokens.push(token);
}

function tokenOf(text: string): Token {
  const dollar = /^\$[^$]*\$/.exec(text)?.[0];
  if (dollar !== undefined && text.length >= dollar.length * 2) {
    return { kind: 'string', text: text.slice(dollar.length, -dollar.length) };
  }
  if (/^[uU]&"/.test(text))
    return { kind: 'word', text: unicode(inner(text, 3)).replaceAll('""', '"') };
  if (/^[uU]&'/.test(text))
    return { kind: 'string', text: unicode(inner(text, 3)).replaceAll("''", "'") };
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

/** `\0041` and `\+000041`; another escape character (UESCAPE) is taken for the same. */
function unicode(text: string): string {
  return text.replaceAll(/[^\w\s'"+]\+?([0-9a-fA-F]{6}|[0-9a-fA-F]{4})/g, (all, hex: string) =>
    character(Number.parseInt(hex, 16), all),
  );
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function unescaped(text: string): string {
  return text.replaceAll(
    /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{1,2})|([0-7]{1,3})|([\s\S]))|''/g,
    (all, short?: string, long?: string, hex?: string, octal?: string, other?: string) => {
      const digits = short ?? long ?? hex;
      if (digits !== undefined) return character(Number.parseInt(digits, 16), all);
      if (octal !== undefined) return character(Number.parseInt(octal, 8), all);
      return other === undefined ? "'" : (ESCAPES[other] ?? other);
    },
  );
}

function character(point: number, otherwise: string): string {
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : otherwise;
}
