// Writes the literals of a statement so that they mean the same whatever the session says of
// backslashes. Code that a dump runs while it is restored can switch standard_conforming_strings
// off: then '\' no longer ends where the grammar saw its end, and data becomes statements.

const BACKSLASH = 0x5c;

/** The same statement; where an ordinary literal holds a backslash it becomes an escape string. */
export function withFixedLiterals(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(BACKSLASH)) return bytes;
  // One character a byte: what is looked for is ASCII, and no byte of a longer character is.
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const tokens = new RegExp(TOKENS, 'g');
  let written = '';
  let at = 0;
  for (let match = tokens.exec(text); match !== null; match = tokens.exec(text)) {
    const [token] = match;
    if (token === '/*') tokens.lastIndex = endOfComment(text, match.index);
    if (!/^[nN]?'/.test(token) || !token.includes('\\')) continue;
    written += text.slice(at, match.index) + escapeString(token);
    at = match.index + token.length;
  }
  return at === 0 ? bytes : Buffer.from(written + text.slice(at), 'latin1');
}

/** Comments nest; one that does not end takes the rest. */
function endOfComment(text: string, start: number): number {
  const bounds = /\/\*|\*\//g;
  bounds.lastIndex = start;
  let depth = 0;
  for (let match = bounds.exec(text); match !== null; match = bounds.exec(text)) {
    depth += match[0] === '/*' ? 1 : -1;
    if (depth === 0) return bounds.lastIndex;
  }
  return text.length;
}

/** A literal goes on behind white space with a line end in it, in the mode in which it began. */
const ORDINARY = String.raw`'[^']*(?:''[^']*)*'`;
const ESCAPED = String.raw`'[^'\\]*(?:(?:\\[\s\S]|'')[^'\\]*)*'`;
const onFurtherLines = (literal: string): string => String.raw`${literal}(?:\s*\n\s*${literal})*`;
/**
 * In the order in which the grammar would take them: comments, names, dollar quotes, literals with a
 * letter before them (their own mode holds), ordinary ones. Words, so that a letter at the end of
 * one is not taken for such a letter.
 */
const TOKENS = [
  String.raw`--[^\n]*`,
  String.raw`/\*`,
  String.raw`"[^"]*(?:""[^"]*)*"`,
  String.raw`\$([A-Za-z_\x80-\xff][A-Za-z0-9_\x80-\xff]*)?\$[\s\S]*?\$\1\$`,
  `[eE]${onFurtherLines(ESCAPED)}`,
  `(?:[bBxX]|[uU]&)${onFurtherLines(ORDINARY)}`,
  `[nN]?${onFurtherLines(ORDINARY)}`,
  String.raw`[A-Za-z_\x80-\xff][A-Za-z0-9_$\x80-\xff]*`,
].join('|');

/** Every part of the literal: only its first bears the letter. `N'x'` is a bpchar. */
function escapeString(literal: string): string {
  const type = literal.startsWith("'") ? '' : 'pg_catalog.bpchar ';
  const quoted = literal.startsWith("'") ? literal : literal.slice(1);
  return ` ${type}E${quoted.replaceAll('\\', '\\\\')}`;
}
