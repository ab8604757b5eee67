// SQL that the spec's author wrote, run on a clone: assertions, and queries of views to be worded.
import { DatabaseError, type Client } from 'pg';
import type { Answer, Catalog, Question } from './contract.ts';
import { isQuery, withoutSemicolon } from './expression-statement.ts';

type AssertionQuestion = Extract<Question, { kind: 'assertion' }>;
type WordingQuestion = Extract<Question, { kind: 'wording' }>;

const BOOLEAN_OID = 16;

/**
 * In a READ ONLY transaction that is open already. The limit is the server's; an assertion that
 * turns it off keeps it to its own end at the most, for it is set anew before each.
 */
export async function askAssertion(
  client: Client,
  { sql, timeoutSeconds }: AssertionQuestion,
): Promise<Answer> {
  if (!isQuery(sql)) return { kind: 'failed', why: 'it is not one SELECT' };
  await client.query('SAVEPOINT assertion');
  try {
    await client.query("SELECT pg_catalog.set_config('statement_timeout', $1, true)", [
      String(timeoutSeconds * 1000),
    ]);
    const { rows, fields } = await client.query<unknown[]>({
      // Two rows are enough to know that it is not one.
      text: `SELECT * FROM (\n${withoutSemicolon(sql)}\n) AS answer LIMIT 2`,
      rowMode: 'array',
    });
    const isBoolean = fields.length === 1 && fields[0]?.dataTypeID === BOOLEAN_OID;
    return {
      kind: 'asserted',
      rows: rows.length,
      value: isBoolean ? wordOf(rows[0]?.[0]) : 'other',
    };
  } catch (error) {
    return { kind: 'failed', why: refusal(error, timeoutSeconds) };
  } finally {
    // Whatever it set for the session is gone with it.
    await client.query('ROLLBACK TO SAVEPOINT assertion');
  }
}

function wordOf(value: unknown): 'true' | 'false' | 'null' {
  return value === true ? 'true' : value === false ? 'false' : 'null';
}

/**
 * Makes a temporary view from each text, asks the server how it words it, and takes it all back.
 * Nothing of the dump's runs, for a view is only parsed; but an event trigger would.
 */
export async function askWordings(
  client: Client,
  questions: readonly WordingQuestion[],
  catalog: Catalog,
): Promise<ReadonlyMap<string, Answer>> {
  const answers = new Map<string, Answer>();
  if (questions.length === 0) return answers;
  const why = 'an event trigger of the dump would run, so the server was not asked how it words it';
  if (catalog.others.some(({ kind }) => kind === 'event trigger'))
    return new Map(questions.map(({ id }) => [id, { kind: 'failed', why }]));
  await client.query('BEGIN READ WRITE; SET LOCAL search_path = pg_catalog, pg_temp');
  try {
    for (const { id, definition } of questions)
      answers.set(id, await askWording(client, definition));
  } finally {
    await client.query('ROLLBACK');
  }
  return answers;
}

async function askWording(client: Client, definition: string): Promise<Answer> {
  if (!isQuery(definition)) return { kind: 'failed', why: 'it is not one SELECT' };
  await client.query('SAVEPOINT wording');
  try {
    await client.query(
      `CREATE TEMPORARY VIEW rehearsal_wording AS\n${withoutSemicolon(definition)}`,
    );
    const { rows } = await client.query<{ text: string }>(
      "SELECT pg_catalog.pg_get_viewdef('pg_temp.rehearsal_wording'::pg_catalog.regclass) AS text",
    );
    return { kind: 'worded', text: rows[0]?.text ?? '' };
  } catch (error) {
    return { kind: 'failed', why: refusal(error, null) };
  } finally {
    await client.query('ROLLBACK TO SAVEPOINT wording');
  }
}

/** The server's message may quote a row's value: its code says enough. */
function refusal(error: unknown, timeoutSeconds: number | null): string {
  if (!(error instanceof DatabaseError)) throw error;
  const state = error.code ?? 'unknown';
  if (state === '57014' && timeoutSeconds !== null)
    return `it took longer than ${timeoutSeconds} seconds`;
  const hint =
    state === '42P01' || state === '42704' || state === '42883'
      ? '; names of the dump\u2019s own need their schema: public.name'
      : '';
  return `the server refused it (SQLSTATE ${state})${hint}`;
}
