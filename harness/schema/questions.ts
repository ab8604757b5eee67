// Turns the spec's rules about values into counting questions: SQL in, one number out.
import { quoteIdentifier, quoteQualified } from '../kernel/index.ts';
import type { Expectation, SurfaceSpec } from './contract.ts';

export interface Question {
  readonly id: string;
  /** `schema.table` that is asked. */
  readonly table: string;
  /** `schema.table` or `schema.table.column`. */
  readonly path: string;
  readonly sql: string;
  readonly values: readonly unknown[];
  readonly expected: string;
  readonly holds: (count: number) => boolean;
  /** What was found, in words without a value of a row. */
  readonly found: (count: number) => string;
}

export function questionsOf(surface: SurfaceSpec): Question[] {
  return Object.entries(surface.tables).flatMap(([name, spec]) => {
    const table = quotedTable(name);
    const questions: Question[] = [];
    if (spec.rows !== undefined) {
      const { atLeast = 0, atMost = Number.MAX_SAFE_INTEGER } = spec.rows;
      const upper = atMost === Number.MAX_SAFE_INTEGER ? '' : ` and at most ${atMost}`;
      questions.push({
        id: `${surface.id} ${name} rows`,
        table: name,
        path: name,
        sql: `SELECT pg_catalog.count(*) AS count FROM ${table}`,
        values: [],
        expected: `at least ${atLeast}${upper} rows`,
        holds: (count) => count >= atLeast && count <= atMost,
        found: (count) => `${count} rows`,
      });
    }
    spec.expect.forEach((rule, index) =>
      questions.push(ruleQuestion(`${surface.id} ${name}`, name, table, rule, index)),
    );
    return questions;
  });
}

function ruleQuestion(
  owner: string,
  name: string,
  table: string,
  rule: Expectation,
  index: number,
): Question {
  const base = {
    id: `${owner} expect ${index}`,
    table: name,
    holds: (count: number) => count === 0,
  };
  if ('unique' in rule) {
    const names = rule.unique.map(quoteIdentifier);
    const present = names.map((each) => `NOT (${each} IS NULL)`).join(' AND ');
    return {
      ...base,
      path: `${name}(${rule.unique.join(', ')})`,
      // As a unique constraint has it: no null is the same as another.
      sql: `SELECT pg_catalog.count(*) AS count FROM (SELECT FROM ${table} WHERE ${present}
             GROUP BY ${names.join(', ')} HAVING pg_catalog.count(*) > 1) AS twice`,
      values: [],
      expected: 'no value twice',
      found: (count) => `${count} values stand more than once`,
    };
  }
  const column = quoteIdentifier(rule.column);
  const path = `${name}.${rule.column}`;
  const found = (count: number): string => `${count} rows break the rule`;
  const breaking = (
    condition: string,
    value: unknown,
    expected: string,
    orNull: boolean,
  ): Question => ({
    ...base,
    path,
    // Output functions, not casts: a cast could run a function that the dump brought.
    sql: `SELECT pg_catalog.count(*) AS count FROM ${table}
           WHERE CASE WHEN ${column} IS NULL THEN ${orNull ? 'false' : 'true'}
                      ELSE NOT (pg_catalog.format('%s', ${column}) ${condition}) END`,
    values: [value],
    expected: `${expected}${orNull ? ' or null' : ''}`,
    found,
  });
  if ('in' in rule)
    return breaking(
      '= ANY ($1::pg_catalog.text[])',
      rule.in,
      `one of ${rule.in.join(', ')}`,
      rule.orNull,
    );
  if ('matches' in rule)
    return breaking(
      '~ $1::pg_catalog.text',
      rule.matches,
      `text that matches ${rule.matches}`,
      rule.orNull,
    );
  return {
    ...base,
    path,
    sql: `SELECT pg_catalog.count(*) AS count FROM ${table} WHERE ${column} IS NULL`,
    values: [],
    expected: 'not null',
    found,
  };
}

function quotedTable(name: string): string {
  const [schema = '', table = ''] = name.split('.');
  return quoteQualified(schema, table);
}
