// Reads of a clone what a spec is written from: its catalogs, and the shapes that its columns show.
import { DatabaseError, type Client } from 'pg';
import { quoteQualified } from '../kernel/index.ts';
import { READER, SCENARIO_LOGIN } from '../restore/contract.ts';
import type { Connection, Sandbox } from '../sandbox/contract.ts';
import { readCatalog } from './catalog.io.ts';
import { classifiedRelations } from './classes-relations.ts';
import type { Catalog } from './contract.ts';
import { labelOf } from './names.ts';
import {
  contentQuery,
  readContents,
  type ColumnContent,
  type Contents,
} from './propose-content.ts';
import type { RowCounts } from './propose-spec.ts';
import { columnsToStudy } from './propose.ts';

export interface Study {
  readonly catalog: Catalog;
  readonly contents: Contents;
  readonly rows: RowCounts;
}

const SETTINGS = `
SET LOCAL search_path = pg_catalog, pg_temp;
SET LOCAL row_security = off;
SET LOCAL timezone = 'UTC';
SET LOCAL datestyle = 'ISO, YMD';
SET LOCAL bytea_output = 'hex';
`;

/**
 * As a login without rights that becomes the reader, in a READ ONLY transaction. A table that cannot
 * be read is left out of `contents`: nothing is proposed for what nobody has seen. `hasRows`: with
 * the number of rows of every table that can be read; empty otherwise.
 */
export async function studyClone(
  sandbox: Sandbox,
  database: string,
  hasRows: boolean,
): Promise<Study> {
  await using session = await asReader(sandbox, database);
  const { client } = session;
  const catalog = await readCatalog(client);
  const contents = new Map<string, ColumnContent>();
  const rows = new Map<string, number>();
  await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${SETTINGS}`);
  try {
    for (const table of columnsToStudy(catalog)) {
      const content = await ask(client, contentQuery(table));
      if (content === null) continue;
      for (const [key, found] of readContents(table, content)) {
        contents.set(key, found);
        rows.set(labelOf(table.schema, table.table), found.rows);
      }
    }
    for (const { schema, name } of hasRows ? classifiedRelations(catalog) : []) {
      if (rows.has(labelOf(schema, name))) continue;
      const query = `SELECT pg_catalog.count(*) AS content FROM ${quoteQualified(schema, name)}`;
      const count = await ask(client, query);
      if (count !== null) rows.set(labelOf(schema, name), Number(count));
    }
  } finally {
    await client.query('ROLLBACK');
  }
  return { catalog, contents, rows: hasRows ? rows : new Map() };
}

/** The catalogs alone, read as a clone's are when a spec is held against it. */
export async function catalogOf(sandbox: Sandbox, database: string): Promise<Catalog> {
  await using session = await asReader(sandbox, database);
  return await readCatalog(session.client);
}

async function asReader(sandbox: Sandbox, database: string): Promise<Connection> {
  const session = await sandbox.connect({ database, user: SCENARIO_LOGIN });
  await session.client.query(`SET ROLE ${READER}`);
  return session;
}

/** Null where the server refuses the question: what it says may quote a row, and is not kept. */
async function ask(client: Client, query: string): Promise<unknown> {
  await client.query('SAVEPOINT question');
  try {
    const { rows } = await client.query<{ content: unknown }>(query);
    return rows[0]?.content ?? null;
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    await client.query('ROLLBACK TO SAVEPOINT question');
    return null;
  }
}
