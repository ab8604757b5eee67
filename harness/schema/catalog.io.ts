// Reads a clone's catalog and answers the spec's questions about values.
import type { Client } from 'pg';
import type { Sandbox } from '../sandbox/contract.ts';
import { checkSchema } from './check.ts';
import type { Answers, Catalog, CatalogTable, SchemaCheck, SchemaSpec } from './contract.ts';
import { questionsOf } from './questions.ts';

const TABLES = `
SELECT n.nspname || '.' || c.relname AS name,
  CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned' WHEN 'v' THEN 'view'
                 WHEN 'm' THEN 'materialized view' ELSE 'foreign table' END AS kind,
  c.relrowsecurity AS "rowSecurity",
  coalesce((SELECT json_agg(json_build_object(
      'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'nullable', NOT a.attnotnull,
      'default', CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END,
      'identity', CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' ELSE 'none' END,
      'generated', CASE a.attgenerated WHEN 's' THEN 'stored' WHEN 'v' THEN 'virtual' ELSE 'none' END)
      ORDER BY a.attnum)
    FROM pg_attribute AS a LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), '[]') AS columns,
  coalesce((SELECT json_agg(json_build_object(
      'name', k.conname,
      'kind', CASE k.contype WHEN 'p' THEN 'primary' WHEN 'u' THEN 'unique' WHEN 'f' THEN 'foreign'
                             WHEN 'x' THEN 'exclusion' ELSE 'check' END,
      'columns', (SELECT coalesce(json_agg(a.attname ORDER BY u.place), '[]')
          FROM unnest(k.conkey) WITH ORDINALITY AS u (attnum, place)
          JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = u.attnum),
      'references', (SELECT rn.nspname || '.' || r.relname FROM pg_class AS r
          JOIN pg_namespace AS rn ON rn.oid = r.relnamespace WHERE r.oid = k.confrelid),
      'to', (SELECT coalesce(json_agg(a.attname ORDER BY u.place), '[]')
          FROM unnest(k.confkey) WITH ORDINALITY AS u (attnum, place)
          JOIN pg_attribute AS a ON a.attrelid = k.confrelid AND a.attnum = u.attnum),
      'onDelete', CASE k.confdeltype WHEN 'a' THEN 'no action' WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade'
                                     WHEN 'n' THEN 'set null' WHEN 'd' THEN 'set default' END,
      'onUpdate', CASE k.confupdtype WHEN 'a' THEN 'no action' WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade'
                                     WHEN 'n' THEN 'set null' WHEN 'd' THEN 'set default' END)
      ORDER BY k.conname)
    FROM pg_constraint AS k WHERE k.conrelid = c.oid AND k.contype IN ('p', 'u', 'f', 'c', 'x')), '[]') AS keys,
  coalesce((SELECT json_agg(i.relname ORDER BY i.relname) FROM pg_index AS x
      JOIN pg_class AS i ON i.oid = x.indexrelid WHERE x.indrelid = c.oid), '[]') AS indexes,
  coalesce((SELECT json_agg(t.tgname ORDER BY t.tgname) FROM pg_trigger AS t
      WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')), '[]') AS triggers,
  coalesce((SELECT json_agg(p.polname ORDER BY p.polname) FROM pg_policy AS p
      WHERE p.polrelid = c.oid), '[]') AS policies
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.oid >= 16384 AND n.nspname !~ '^pg_(toast|temp)'
ORDER BY 1`;

const OTHERS = `
SELECT current_database()::text AS database,
  (SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()) AS encoding,
  (SELECT json_agg(nspname) FROM pg_namespace WHERE nspname !~ '^pg_') AS schemas,
  (SELECT coalesce(json_object_agg(name, labels), '{}') FROM (
      SELECT n.nspname || '.' || t.typname AS name,
             json_agg(e.enumlabel ORDER BY e.enumsortorder) AS labels
        FROM pg_enum AS e JOIN pg_type AS t ON t.oid = e.enumtypid
        JOIN pg_namespace AS n ON n.oid = t.typnamespace GROUP BY 1) AS enums) AS enums,
  (SELECT coalesce(json_agg(n.nspname || '.' || c.relname), '[]') FROM pg_class AS c
      JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.relkind = 'S') AS sequences,
  (SELECT coalesce(json_agg(n.nspname || '.' || p.proname), '[]') FROM pg_proc AS p
      JOIN pg_namespace AS n ON n.oid = p.pronamespace WHERE p.oid >= 16384) AS functions,
  (SELECT coalesce(json_agg(extname), '[]') FROM pg_extension) AS extensions`;

/** Kinds whose rows are read, not computed. */
const STORED: ReadonlySet<string> = new Set(['table', 'partitioned', 'materialized view']);

/** Reads the catalog, asks the questions, and compares both with the spec. */
export async function checkClone(
  sandbox: Sandbox,
  database: string,
  spec: SchemaSpec,
): Promise<SchemaCheck> {
  await using session = await sandbox.connect({ database });
  await session.client.query('BEGIN READ ONLY; SET LOCAL search_path = pg_catalog, pg_temp');
  const catalog = await readCatalog(session.client);
  return checkSchema(spec, catalog, await answerQuestions(session.client, spec, catalog));
}

async function readCatalog(client: Client): Promise<Catalog> {
  const tables = await client.query<CatalogTable>(TABLES);
  const others = await client.query<Omit<Catalog, 'tables'>>(OTHERS);
  const [first] = others.rows;
  if (first === undefined) throw new TypeError('the catalog did not answer');
  return { ...first, tables: tables.rows };
}

/** A question that fails is null: the table may not be there, or the rule cannot be asked of it. */
async function answerQuestions(
  client: Client,
  spec: SchemaSpec,
  catalog: Catalog,
): Promise<Answers> {
  const answers = new Map<string, number | null>();
  const kinds = new Map(catalog.tables.map(({ name, kind }) => [name, kind]));
  for (const { id, table, sql, values } of spec.surfaces.flatMap(questionsOf)) {
    // A view would run the dump's functions with this session's rights: only stored rows are asked.
    if (!STORED.has(kinds.get(table) ?? 'none')) {
      answers.set(id, null);
      continue;
    }
    await client.query('SAVEPOINT question');
    try {
      const { rows } = await client.query<{ count: string }>(sql, [...values]);
      const count = Number(rows[0]?.count);
      answers.set(id, Number.isSafeInteger(count) ? count : null);
    } catch {
      answers.set(id, null);
    }
    await client.query('ROLLBACK TO SAVEPOINT question');
  }
  return answers;
}
