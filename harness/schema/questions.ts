// Turns the spec's rules about rows into questions that count; no value of a row is ever asked for.
import { canonicalJsonLine, quoteIdentifier } from '../kernel/index.ts';
import { classQuestions } from './classes.ts';
import type {
  Assertion,
  Bind,
  Catalog,
  Expectation,
  Question,
  RelationFacts,
  SchemaSpec,
  TableDemand,
} from './contract.ts';
import { isSameStatement, withoutSemicolon } from './expression-statement.ts';
import { labelOf, nameOf, type QualifiedName } from './names.ts';
import { canonicalType } from './types.ts';

/** Same table and rule, same id, wherever the spec says it. `null`: how many rows there are. */
export function questionId(table: QualifiedName, rule: Expectation | null): string {
  return canonicalJsonLine([table.schema, table.name, rule]);
}

export function assertionId({ sql, timeoutSeconds }: Assertion): string {
  return canonicalJsonLine({ assertion: sql, timeoutSeconds: timeoutSeconds ?? null });
}

/** Same text, same wording. */
export function wordingId(definition: string): string {
  return canonicalJsonLine({ wording: definition });
}

/** An assertion that says nothing else may take as long as a person would wait for one. */
const ASSERTION_SECONDS = 30;

/** Every question that this clone can be asked; what it cannot be asked stays without an answer. */
export function questionsOf(spec: SchemaSpec, catalog: Catalog): Question[] {
  const questions = new Map<string, Question>();
  for (const [name, demand] of spec.surfaces.flatMap(({ tables = {} }) => Object.entries(tables))) {
    const table = nameOf(name);
    const found = catalog.relations.find(
      (each) => each.schema === table.schema && each.name === table.name,
    );
    // A view is code of the dump, not rows; a foreign table is somewhere else.
    if (found === undefined || !['table', 'partitioned'].includes(found.kind)) continue;
    for (const question of tableQuestions(table, demand, found))
      questions.set(question.id, question);
  }
  for (const question of [
    ...classQuestions(spec, catalog),
    ...wordingQuestions(spec, catalog),
    ...assertionQuestions(spec),
  ])
    questions.set(question.id, question);
  return [...questions.values()];
}

function assertionQuestions({ surfaces }: SchemaSpec): Question[] {
  return surfaces
    .flatMap(({ assertions = [] }) => assertions)
    .map((assertion) => ({
      kind: 'assertion',
      id: assertionId(assertion),
      sql: assertion.sql,
      timeoutSeconds: assertion.timeoutSeconds ?? ASSERTION_SECONDS,
    }));
}

/** Only of views whose query is not already the same by the grammar. */
function wordingQuestions({ surfaces }: SchemaSpec, catalog: Catalog): Question[] {
  const views = new Map(
    catalog.relations.map((each) => [labelOf(each.schema, each.name), each.definition]),
  );
  return surfaces
    .flatMap(({ views: demands = {} }) => Object.entries(demands))
    .flatMap(([name, { definition }]): Question[] => {
      const { schema, name: bare } = nameOf(name);
      const found = views.get(labelOf(schema, bare)) ?? null;
      if (definition === undefined || found === null) return [];
      if (isSameStatement(withoutSemicolon(found), withoutSemicolon(definition))) return [];
      return [{ kind: 'wording', id: wordingId(definition), definition }];
    });
}

function tableQuestions(
  table: QualifiedName,
  demand: TableDemand,
  found: RelationFacts,
): Question[] {
  const at = { schema: table.schema, table: table.name };
  const names = new Set(found.columns.map(({ name }) => name));
  const questions: Question[] = [];
  if (demand.rowCount !== undefined) {
    const conditions = (): Conditions => ({ checked: 'true', failing: 'false' });
    questions.push({ kind: 'rows', id: questionId(table, null), ...at, conditions });
  }
  for (const rule of demand.expect ?? []) {
    if (columnsOf(rule).some((column) => !names.has(column))) continue; // said by the check itself
    const id = questionId(table, rule);
    if (rule.unique !== undefined) {
      questions.push({ kind: 'duplicates', id, ...at, columns: rule.unique });
    } else {
      questions.push({
        kind: 'rows',
        id,
        ...at,
        conditions: (bind) => conditionsOf(rule, found, bind),
      });
    }
  }
  return questions;
}

/** Columns that a rule speaks of. */
export function columnsOf({ column, unique, where }: Expectation): string[] {
  return [
    ...(column === undefined ? [] : [column]),
    ...(unique ?? []),
    ...Object.keys(where ?? {}),
  ];
}

interface Conditions {
  readonly checked: string;
  readonly failing: string;
}

/** Of `where`: `checked` counts the rows that are so, and none can fail. */
function conditionsOf(rule: Expectation, table: RelationFacts, bind: Bind): Conditions {
  if (rule.where !== undefined) {
    const terms = Object.entries(rule.where).map(
      ([column, value]) => `${isThere(column)} AND ${isOneOf(column, [value], table, bind)}`,
    );
    return { checked: terms.map((term) => `(${term})`).join(' AND '), failing: 'false' };
  }
  const column = rule.column ?? '';
  const broken = [
    ...(rule.in === undefined ? [] : [`NOT ${isOneOf(column, rule.in, table, bind)}`]),
    ...(rule.matches === undefined
      ? []
      : [`NOT (${textOf(column)} OPERATOR(pg_catalog.~) ${bind(rule.matches)}::pg_catalog.text)`]),
    ...(rule.atLeast === undefined
      ? []
      : [`${numberOf(column, table)} OPERATOR(pg_catalog.<) ${number(rule.atLeast, bind)}`]),
    ...(rule.atMost === undefined
      ? []
      : [`${numberOf(column, table)} OPERATOR(pg_catalog.>) ${number(rule.atMost, bind)}`]),
  ];
  const breaks = broken.length === 0 ? 'false' : `(${broken.join(' OR ')})`;
  if (rule.notNull === true) {
    return {
      checked: 'true',
      failing: `CASE WHEN ${isThere(column)} THEN ${breaks} ELSE true END`,
    };
  }
  return {
    checked: isThere(column),
    failing: `CASE WHEN ${isThere(column)} THEN ${breaks} ELSE false END`,
  };
}

/** `IS NOT NULL` says no of a composite with a null inside; this does not. */
function isThere(column: string): string {
  return `pg_catalog.num_nulls(${quoteIdentifier(column)}) OPERATOR(pg_catalog.=) 0`;
}

/** By its type's output function: a cast could run a function that the dump brought. */
function textOf(column: string): string {
  return `(pg_catalog.format('%s', ${quoteIdentifier(column)}) COLLATE pg_catalog."C")`;
}

function isOneOf(
  column: string,
  values: readonly (string | number | boolean)[],
  table: RelationFacts,
  bind: Bind,
): string {
  const texts = values.map((value) =>
    typeof value === 'boolean' ? (value ? 't' : 'f') : String(value),
  );
  const type = isNumeric(column, table) ? 'numeric' : 'text';
  const left = type === 'numeric' ? numberOf(column, table) : textOf(column);
  return `(${left} OPERATOR(pg_catalog.=) ANY (${bind(texts)}::pg_catalog.${type}[]))`;
}

/** Casts among Postgres' own number types are its own; any other type goes over its text. */
function numberOf(column: string, table: RelationFacts): string {
  const from = isNumeric(column, table) ? quoteIdentifier(column) : textOf(column);
  return `(${from}::pg_catalog.numeric)`;
}

function isNumeric(column: string, table: RelationFacts): boolean {
  const type = canonicalType(table.columns.find(({ name }) => name === column)?.type ?? '');
  return /^(smallint|integer|bigint|numeric(\(.*\))?|real|double precision)$/.test(type);
}

function number(value: number, bind: Bind): string {
  return `${bind(String(value))}::pg_catalog.numeric`;
}
