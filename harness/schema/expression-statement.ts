// Whole statements by their meaning: two texts of one statement have one tree.
import { parseSync } from 'libpg-query';
import { canonicalJsonLine } from '../kernel/index.ts';
import { canonicalNode } from './expression-tree.ts';

export type Node = Readonly<Record<string, unknown>>;

/** Kind and body of the one statement of a text; null where it is no single statement. */
export function statementOf(text: string): { readonly kind: string; readonly body: Node } | null {
  try {
    const statements = at(parseSync(text), 'stmts');
    if (!Array.isArray(statements) || statements.length !== 1) return null;
    const [entry] = Object.entries(nodeOf(at(statements[0], 'stmt')));
    return entry === undefined ? null : { kind: entry[0], body: nodeOf(entry[1]) };
  } catch {
    return null; // a syntax error, or nested deeper than a person writes
  }
}

/** `leaveOut`: what the statement calls its object, for instance. */
export function isSameStatement(
  left: string,
  right: string,
  leaveOut: readonly string[] = [],
): boolean {
  const line = (text: string): string | null => {
    const statement = statementOf(text);
    if (statement === null) return null;
    const kept = Object.entries(statement.body).filter(([key]) => !leaveOut.includes(key));
    return canonicalJsonLine(canonicalNode({ [statement.kind]: Object.fromEntries(kept) }));
  };
  const [one, other] = [line(left), line(right)];
  return one === null || other === null ? left.trim() === right.trim() : one === other;
}

/** One SELECT that locks nothing and makes nothing: what a view or an assertion may be. */
export function isQuery(text: string): boolean {
  const statement = statementOf(text);
  return (
    statement?.kind === 'SelectStmt' &&
    !('intoClause' in statement.body) &&
    !('lockingClause' in statement.body) &&
    // As it will stand: in parentheses.
    statementOf(`SELECT * FROM (\n${withoutSemicolon(text)}\n) AS answer`)?.kind === 'SelectStmt'
  );
}

export function withoutSemicolon(text: string): string {
  return text.replace(/;\s*$/, '');
}

/** On one line. */
export function collapsed(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Condition and arguments of a trigger, as pg_get_triggerdef tells them. */
export function triggerParts(definition: string): {
  readonly when: unknown;
  readonly arguments: readonly string[];
} {
  const statement = statementOf(definition);
  const args: unknown = statement?.body['args'];
  const texts = Array.isArray(args) ? args.map((arg) => at(at(arg, 'String'), 'sval') ?? '') : [];
  return { when: statement?.body['whenClause'] ?? null, arguments: texts.map(String) };
}

/** Whether a trigger's condition is the one that a spec says. */
export function isSameCondition(definition: string, condition: string): boolean {
  const { when } = triggerParts(definition);
  const said = triggerParts(
    `CREATE TRIGGER t BEFORE UPDATE ON t FOR EACH ROW WHEN (${condition}\n) EXECUTE FUNCTION f()`,
  );
  return when !== null && said.when !== null && lineOf(when) === lineOf(said.when);
}

/** `FOR VALUES ...` and `DEFAULT`. */
export function isSameBound(left: string, right: string): boolean {
  return isSameStatement(
    `CREATE TABLE part PARTITION OF whole ${left}`,
    `CREATE TABLE part PARTITION OF whole ${right}`,
  );
}

export function lineOf(node: unknown): string {
  return canonicalJsonLine(canonicalNode(node));
}

export function nodeOf(value: unknown): Node {
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value))
    : {};
}

export function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
