// Whether two SQL expressions say the same, by Postgres' own grammar: it re-words what it stores
// (parentheses, casts of constants, IN, BETWEEN), and none of that is a difference.
import { loadModule, parseSync } from 'libpg-query';
import { canonicalJsonLine } from '../kernel/index.ts';
import { canonicalNode } from './expression-tree.ts';

await loadModule();

/** The expression's tree in canonical form, as one line; null where the text is no expression. */
export function canonicalExpression(text: string): string | null {
  try {
    const value = valueOf(parseSync(`SELECT (${text}\n)`)) ?? valueOf(parseSync(`SELECT ${text}`));
    return value === null ? null : canonicalJsonLine(canonicalNode(value));
  } catch {
    return null; // a syntax error, or nested deeper than a person writes
  }
}

/** What cannot be parsed is the same only as itself, spaces aside. */
export function isSameExpression(left: string, right: string): boolean {
  const [one, other] = [canonicalExpression(left), canonicalExpression(right)];
  if (one === null || other === null) return collapsed(left) === collapsed(right);
  return one === other;
}

/** `CHECK (...)` around an expression is allowed for. */
export function checkBody(text: string): string {
  return /^\s*check\s*\((.*)\)\s*$/is.exec(text)?.[1] ?? text;
}

function collapsed(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The one value of `SELECT value`; anything more than that is no expression. */
function valueOf(parsed: unknown): unknown {
  const statements = at(parsed, 'stmts');
  if (!Array.isArray(statements) || statements.length !== 1) return null;
  const select = at(at(statements[0], 'stmt'), 'SelectStmt');
  if (typeof select !== 'object' || select === null) return null;
  const isBare = Object.keys(select).every((key) =>
    ['targetList', 'limitOption', 'op'].includes(key),
  );
  const targets = at(select, 'targetList');
  if (!isBare || !Array.isArray(targets) || targets.length !== 1) return null;
  const target = at(targets[0], 'ResTarget');
  return at(target, 'name') === undefined ? (at(target, 'val') ?? null) : null;
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
