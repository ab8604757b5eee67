// Keys, constraints and indexes of a table against the spec. Names do not matter: what they say does.
import type {
  Catalog,
  ConstraintFacts,
  ForeignKeyDemand,
  IndexDemand,
  IndexFacts,
  TableDemand,
} from './contract.ts';
import { checkBody, isSameExpression } from './expression.ts';
import { labelOf, nameOf, partLabel, type QualifiedName } from './names.ts';
import { broken, compare, differs, HELD, missing, type Outcome, type Place } from './outcome.ts';

export interface TableUnderCheck extends QualifiedName {
  readonly path: string;
  readonly label: string;
  readonly demand: TableDemand;
}

export function keyOutcomes(table: TableUnderCheck, catalog: Catalog): Outcome[] {
  const mine = <T extends { readonly schema: string; readonly table: string }>(
    all: readonly T[],
  ): T[] => all.filter((each) => each.schema === table.schema && each.table === table.name);
  const constraints = mine(catalog.constraints);
  const indexes = mine(catalog.indexes);
  const { primaryKey, unique = [], foreignKeys = [], checks = [] } = table.demand;
  return [
    ...(primaryKey === undefined ? [] : [primaryKeyOutcome(table, primaryKey, constraints)]),
    ...unique.map((columns, index) => uniqueOutcome(table, index, columns, constraints)),
    ...foreignKeys.flatMap((demand, index) =>
      foreignKeyOutcomes(table, index, demand, constraints),
    ),
    ...checks.map((demand, index) => checkOutcome(table, index, demand, constraints)),
    ...(table.demand.indexes ?? []).map((demand, index) =>
      indexOutcome(table, index, demand, indexes),
    ),
  ];
}

function place({ path, label }: TableUnderCheck, key: string, subject: string): Place {
  return { path: `${path}.${key}`, where: label, subject: `${subject} of table "${label}"` };
}

function primaryKeyOutcome(
  table: TableUnderCheck,
  columns: readonly string[],
  constraints: readonly ConstraintFacts[],
): Outcome {
  const at = place(table, 'primaryKey', 'primary key');
  const found = constraints.find(({ kind }) => kind === 'primary key');
  if (found === undefined) return missing('SCHEMA_CONSTRAINT_MISSING', at);
  return compare('SCHEMA_CONSTRAINT_DIFFERS', at, list(found.columns), list(columns));
}

/** A primary key refuses doubles too. Order plays no part; a partial index is no constraint. */
function uniqueOutcome(
  table: TableUnderCheck,
  index: number,
  columns: readonly string[],
  constraints: readonly ConstraintFacts[],
): Outcome {
  const at = place(table, `unique.${index}`, `unique constraint ${list(columns)}`);
  const isThere = constraints.some(
    (each) =>
      (each.kind === 'unique' || each.kind === 'primary key') &&
      list(each.columns.toSorted()) === list(columns.toSorted()),
  );
  return isThere ? HELD : missing('SCHEMA_CONSTRAINT_MISSING', at);
}

function foreignKeyOutcomes(
  table: TableUnderCheck,
  index: number,
  demand: ForeignKeyDemand,
  constraints: readonly ConstraintFacts[],
): Outcome[] {
  const subject = `foreign key ${list(demand.columns)}`;
  const at = (key = ''): Place => place(table, `foreignKeys.${index}${key}`, subject);
  const candidates = constraints.filter(
    (each) => each.kind === 'foreign key' && list(each.columns) === list(demand.columns),
  );
  const target = nameOf(demand.references);
  const expected = labelOf(target.schema, target.name);
  const found =
    candidates.find(({ references }) => targetOf(references) === expected) ?? candidates[0];
  const references = found?.references ?? null;
  if (found === undefined || references === null)
    return [missing('SCHEMA_CONSTRAINT_MISSING', at())];
  const same = (key: string, what: string, has: string, says: string): Outcome =>
    compare(
      'SCHEMA_CONSTRAINT_DIFFERS',
      place(table, `foreignKeys.${index}.${key}`, `${what} of ${subject}`),
      has,
      says,
    );
  const outcomes = [same('references', 'target', targetOf(references), expected)];
  if (demand.to !== undefined) {
    outcomes.push(same('to', 'target columns', list(references.columns), list(demand.to)));
  }
  if (demand.onDelete !== undefined) {
    outcomes.push(same('onDelete', 'on delete', references.onDelete, demand.onDelete));
  }
  if (demand.onUpdate !== undefined) {
    outcomes.push(same('onUpdate', 'on update', references.onUpdate, demand.onUpdate));
  }
  return found.isValidated ? outcomes : [...outcomes, unvalidated(at())];
}

function targetOf(references: ConstraintFacts['references']): string {
  return references === null ? '' : labelOf(references.schema, references.table);
}

function checkOutcome(
  table: TableUnderCheck,
  index: number,
  demand: string,
  constraints: readonly ConstraintFacts[],
): Outcome {
  const expected = checkBody(demand);
  const at = place(table, `checks.${index}`, `check (${expected})`);
  const same = constraints.filter(
    ({ expression }) => expression !== null && isSameExpression(expression, expected),
  );
  if (same.length === 0) return missing('SCHEMA_CONSTRAINT_MISSING', at);
  return same.some(({ isValidated }) => isValidated) ? HELD : unvalidated(at);
}

/** NOT VALID or NOT ENFORCED: rows that break it may be there. */
function unvalidated(at: Place): Outcome {
  return differs('SCHEMA_CONSTRAINT_DIFFERS', at, 'not validated', 'validated');
}

function indexOutcome(
  table: TableUnderCheck,
  index: number,
  demand: IndexDemand,
  indexes: readonly IndexFacts[],
): Outcome {
  const at = place(table, `indexes.${index}`, indexWords(demand));
  if (indexes.some((each) => isIndex(demand, each) && each.isValid)) return HELD;
  if (indexes.some((each) => isIndex(demand, each))) {
    return broken('SCHEMA_INDEX_MISSING', at, `${at.subject} is invalid`, 'invalid', 'valid');
  }
  return missing('SCHEMA_INDEX_MISSING', at);
}

function isIndex(demand: IndexDemand, index: IndexFacts): boolean {
  const { columns, unique, method, where } = demand;
  if (unique !== undefined && unique !== index.isUnique) return false;
  if (method !== undefined && method !== index.method) return false;
  if (where === false && index.predicate !== null) return false;
  if (typeof where === 'string') {
    if (index.predicate === null || !isSameExpression(index.predicate, where)) return false;
  }
  if (columns.length !== index.keys.length) return false;
  return columns.every((wanted, position) => {
    const key = index.keys[position];
    if (key === undefined) return false;
    return key.column === wanted || isSameExpression(key.expression, wanted);
  });
}

function indexWords({ columns, unique, method, where }: IndexDemand): string {
  const kind = `${unique === true ? 'unique ' : ''}${method === undefined ? '' : `${method} `}index`;
  return `${kind} (${columns.join(', ')})${typeof where === 'string' ? ` where ${where}` : ''}`;
}

function list(columns: readonly string[]): string {
  return `(${columns.map(partLabel).join(', ')})`;
}
