// Whether a statement of verify.sql is a question that can answer one row with one true.
import { at, listAt, nameParts, visit } from './statements-tree.ts';

/** Why it is none; null where it may be one: how many rows it answers shows when it runs. */
export function whyNoAnswer(name: string, node: unknown): string | null {
  if (name !== 'SelectStmt') {
    return 'verify.sql only asks: each statement is a SELECT that answers one row with one true';
  }
  const made = writesOf(node);
  if (made !== null) return `verify.sql only asks: ${made}`;
  const columns = columnsOf(node);
  if (columns !== null && columns !== 1) {
    return `it answers ${columns} columns; one row with one true is asked for`;
  }
  return looksAtAnything(node)
    ? null
    : 'it asks nothing of the database, and would answer the same of any; ask a table';
}

function writesOf(node: unknown): string | null {
  let found: string | null = null;
  visit(node, (kind) => {
    if (kind === 'intoClause') found = 'SELECT INTO makes a table';
    else if (kind === 'lockingClause') found = 'FOR UPDATE and the like lock rows';
    else if (/^(?:Insert|Update|Delete|Merge)Stmt$/.test(kind)) found = 'a WITH clause writes';
  });
  return found;
}

/** A table, a function or a name that is looked up: what is made of constants cannot fail. */
function looksAtAnything(node: unknown): boolean {
  let isLooking = false;
  visit(node, (kind, child) => {
    if (/^(?:RangeVar|FuncCall|SQLValueFunction)$/.test(kind)) isLooking = true;
    const names = kind === 'typeName' ? nameParts(listAt(child, 'names')) : [];
    if (names.at(-1)?.startsWith('reg') === true) isLooking = true;
  });
  return isLooking;
}

/** Columns of an answer; null where only the server knows (a star). */
function columnsOf(node: unknown): number | null {
  const left = at(node, 'larg');
  if (left !== undefined) return columnsOf(at(left, 'SelectStmt') ?? left);
  const [values] = listAt(node, 'valuesLists');
  if (values !== undefined) return listAt(at(values, 'List'), 'items').length;
  const targets = listAt(node, 'targetList');
  const hasStar = targets.some((target) => {
    const fields = listAt(at(at(at(target, 'ResTarget'), 'val'), 'ColumnRef'), 'fields');
    return fields.some((field) => at(field, 'A_Star') !== undefined);
  });
  return hasStar ? null : targets.length;
}
