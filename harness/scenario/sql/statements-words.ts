// Words of a script as psql would meet them; it goes on where the grammar gives up.

/** One word; `text` as it stands, `bare` in lower case, empty where it is quoted or a literal. */
export interface Word {
  readonly kind: 'word' | 'name' | 'literal' | 'mark' | 'meta';
  readonly text: string;
  readonly bare: string;
  readonly start: number;
  readonly line: number;
  /** First on its line, comments left out. */
  readonly isFirst: boolean;
  /** Open round and square brackets around it. */
  readonly depth: number;
}

const BLANK = /\s+/y;
const LINE_COMMENT = /--[^\n]*/y;
const ESCAPED = /[eE]'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)/y;
const LITERAL = /(?:[bBxXnN]|[uU]&)?'(?:[^']|'')*(?:'|$)/y;
const QUOTED_NAME = /(?:[uU]&)?"(?:[^"]|"")*(?:"|$)/y;
const DOLLAR = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y;
const NUMBER = /\d[\w.]*|\.\d[\w.]*|\$\d+/y;
const WORD = /[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*/y;
/** A backslash command goes to the end of its line. */
const META = /\\[^\n]*/y;
const MARK = /::|:=|[\s\S]/y;

/** Every word but blanks and comments; a literal without an end goes to the end of the text. */
export function wordsOf(sql: string): Word[] {
  const words: Word[] = [];
  let [at, line, lastLine, depth] = [0, 1, 0, 0];
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    return pattern.exec(sql)?.[0] ?? null;
  };
  while (at < sql.length) {
    const skipped = take(BLANK) ?? take(LINE_COMMENT) ?? blockComment(sql, at);
    const found = skipped === null ? wordAt(sql, at, take) : null;
    const text = skipped ?? found?.text ?? '';
    if (found !== null) {
      if (/^[)\]]$/.test(text)) depth = Math.max(0, depth - 1);
      const bare = found.kind === 'word' ? text.toLowerCase() : '';
      words.push({ ...found, bare, start: at, line, isFirst: line !== lastLine, depth });
      if (/^[([]$/.test(text)) depth += 1;
    }
    at += text.length;
    line += text.split('\n').length - 1;
    if (found !== null) lastLine = line;
  }
  return words;
}

function wordAt(
  sql: string,
  at: number,
  take: (pattern: RegExp) => string | null,
): Pick<Word, 'kind' | 'text'> {
  const literal = take(ESCAPED) ?? take(LITERAL) ?? dollarQuoted(sql, at, take(DOLLAR));
  if (literal !== null) return { kind: 'literal', text: literal };
  const name = take(QUOTED_NAME);
  if (name !== null) return { kind: 'name', text: name };
  const word = take(WORD);
  if (word !== null) return { kind: 'word', text: word };
  const meta = take(META);
  if (meta !== null) return { kind: 'meta', text: meta };
  return { kind: 'mark', text: take(NUMBER) ?? take(MARK) ?? sql.slice(at, at + 1) };
}

function dollarQuoted(sql: string, at: number, tag: string | null): string | null {
  if (tag === null) return null;
  const end = sql.indexOf(tag, at + tag.length);
  return end === -1 ? sql.slice(at) : sql.slice(at, end + tag.length);
}

/** Comments of this form nest. */
function blockComment(sql: string, at: number): string | null {
  if (!sql.startsWith('/*', at)) return null;
  const ends = /\/\*|\*\//g;
  ends.lastIndex = at + 2;
  let open = 1;
  for (let end = ends.exec(sql); end !== null; end = ends.exec(sql)) {
    open += end[0] === '/*' ? 1 : -1;
    if (open === 0) return sql.slice(at, ends.lastIndex);
  }
  return sql.slice(at);
}
