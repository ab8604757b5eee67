// Asks a clone the spec's questions about its rows; only counts come back.
import { DatabaseError, type Client } from 'pg';
import { quoteIdentifier, quoteQualified } from '../kernel/index.ts';
import { askAssertion, askWordings } from './answers-sql.io.ts';
import type { Answer, Catalog, Question, SchemaSpec } from './contract.ts';
import { questionsOf } from './questions.ts';

type RowQuestion = Extract<Question, { kind: 'rows' | 'duplicates' }>;

/** What counts, as a query: one row, `checked_0, failing_0, checked_1, ...`. */
interface Asked {
  readonly questions: readonly RowQuestion[];
  readonly text: string;
  readonly values: readonly unknown[];
}

const SETTINGS = `
SET LOCAL search_path = pg_catalog, pg_temp;
SET LOCAL row_security = off;
SET LOCAL default_transaction_read_only = on;
SET LOCAL timezone = 'UTC';
SET LOCAL datestyle = 'ISO, YMD';
SET LOCAL intervalstyle = 'postgres';
SET LOCAL extra_float_digits = 1;
SET LOCAL bytea_output = 'hex';
`;

/**
 * In one READ ONLY transaction on one snapshot. Rows of a table are read once for all rules but
 * `unique`. A question that fails is answered so; it takes no other with it.
 * @throws where the connection is lost
 */
export async function answerQuestions(
  client: Client,
  spec: SchemaSpec,
  catalog: Catalog,
): Promise<Map<string, Answer>> {
  const answers = new Map<string, Answer>();
  const asked = questionsOf(spec, catalog);
  await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${SETTINGS}`);
  try {
    for (const group of grouped(asked.filter(isAboutRows))) {
      const together = await ask(client, group);
      // One bad rule spoils the common query: then each is asked by itself.
      const each = together.some(({ kind }) => kind === 'failed') && group.length > 1;
      for (const [index, question] of group.entries()) {
        const answer = each ? (await ask(client, [question]))[0] : together[index];
        if (answer !== undefined) answers.set(question.id, answer);
      }
    }
    for (const question of asked) {
      if (question.kind === 'assertion')
        answers.set(question.id, await askAssertion(client, question));
    }
  } finally {
    await client.query('ROLLBACK');
  }
  const wordings = asked.filter((question) => question.kind === 'wording');
  for (const [id, answer] of await askWordings(client, wordings, catalog)) answers.set(id, answer);
  return answers;
}

function isAboutRows(question: Question): question is RowQuestion {
  return question.kind === 'rows' || question.kind === 'duplicates';
}

/** Questions over one table's rows belong together; doubles are a query of their own. */
function grouped(questions: readonly RowQuestion[]): RowQuestion[][] {
  const groups = new Map<string, RowQuestion[]>();
  for (const question of questions) {
    const key =
      question.kind === 'rows' ? quoteQualified(question.schema, question.table) : question.id;
    groups.set(key, [...(groups.get(key) ?? []), question]);
  }
  return [...groups.values()];
}

async function ask(client: Client, questions: readonly RowQuestion[]): Promise<Answer[]> {
  const { text, values } = queryFor(questions);
  await client.query('SAVEPOINT question');
  try {
    const { rows } = await client.query<Record<string, string>>(text, [...values]);
    return questions.map((_, index) => ({
      kind: 'counted',
      checked: Number(rows[0]?.[`checked_${index}`]),
      failing: Number(rows[0]?.[`failing_${index}`]),
    }));
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    await client.query('ROLLBACK TO SAVEPOINT question');
    // The server's message may quote a row's value: its code says enough.
    const why = `the server refused the question (SQLSTATE ${error.code ?? 'unknown'})`;
    return questions.map(() => ({ kind: 'failed', why }));
  }
}

function queryFor(questions: readonly RowQuestion[]): Asked {
  const values: unknown[] = [];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const [first] = questions;
  if (first === undefined) throw new TypeError('a query needs a question');
  const table = quoteQualified(first.schema, first.table);
  if (first.kind === 'duplicates')
    return { questions, text: duplicatesQuery(table, first.columns), values };
  const counts = questions.flatMap((question, index) => {
    if (question.kind !== 'rows') throw new TypeError('doubles are asked by themselves');
    const { checked, failing } = question.conditions(bind);
    return [count(checked, `checked_${index}`), count(failing, `failing_${index}`)];
  });
  return { questions, text: `SELECT ${counts.join(', ')} FROM ${table}`, values };
}

function count(condition: string, name: string): string {
  return `pg_catalog.count(*) FILTER (WHERE ${condition}) AS ${name}`;
}

/** Rows with a null among the columns are no doubles, as with a unique constraint. */
function duplicatesQuery(table: string, names: readonly string[]): string {
  const columns = names.map(quoteIdentifier).join(', ');
  return `
SELECT coalesce(pg_catalog.sum(n), 0) AS checked_0,
  coalesce(pg_catalog.sum(n) FILTER (WHERE n OPERATOR(pg_catalog.>) 1), 0) AS failing_0
FROM (SELECT pg_catalog.count(*) AS n FROM ${table}
  WHERE pg_catalog.num_nulls(${columns}) OPERATOR(pg_catalog.=) 0 GROUP BY ${columns}) AS value`;
}
