// Takes apart what the server prints of keys, elements and arguments: lists in parentheses.

/** A doubled quote ends one quoted part and begins the next: the same for what is looked for here. */
const QUOTED = /E'(?:[^'\\]|\\.|'')*'|'[^']*'|"[^"]*"/gs;

/** What stands between the parenthesis that `text` begins with and its partner. */
export function insideParentheses(text: string): string {
  let depth = 0;
  for (const { mark, index } of marksOf(text)) {
    if (mark === '(') depth += 1;
    if (mark === ')') depth -= 1;
    if (depth === 0) return text.slice(1, index);
  }
  return text.slice(1);
}

/** Parentheses around the whole of an expression, which the server always writes. */
export function withoutOuterParentheses(text: string): string {
  if (!text.startsWith('(')) return text;
  const inner = insideParentheses(text);
  return inner.length + 2 === text.length ? inner : text;
}

/** Elements of a list, at its own level. */
export function splitList(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { mark, index } of marksOf(text)) {
    if (mark === '(' || mark === '[') depth += 1;
    else if (mark === ')' || mark === ']') depth -= 1;
    else if (depth === 0) {
      parts.push(text.slice(start, index).trim());
      start = index + 1;
    }
  }
  const last = text.slice(start).trim();
  return last === '' ? parts : [...parts, last];
}

/** The same text with every quoted part blanked out: places in it are places in the text. */
export function withoutQuoted(text: string): string {
  return text.replace(QUOTED, (part) => '\u0001'.repeat(part.length));
}

/** Parentheses, brackets and commas that are not inside quotes. */
function* marksOf(text: string): Generator<{ readonly mark: string; readonly index: number }> {
  for (const match of withoutQuoted(text).matchAll(/[()[\],]/g)) {
    yield { mark: match[0], index: match.index };
  }
}
