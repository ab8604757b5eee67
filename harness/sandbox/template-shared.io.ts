// What all databases of a server share (roles, memberships, their settings and comments), kept as
// rows and put back as rows: a copy of a database alone would leave a role behind for the next.
import { quoteIdentifier } from '../kernel/index.ts';
import { MAINTENANCE_DATABASE, type Sandbox } from './contract.ts';

/** Shared catalogs, and which of their rows belong to no single database. */
const SHARED: readonly { readonly catalog: string; readonly rows: string }[] = [
  { catalog: 'pg_authid', rows: 'true' },
  { catalog: 'pg_auth_members', rows: 'true' },
  { catalog: 'pg_db_role_setting', rows: 'each.setdatabase = 0' },
  { catalog: 'pg_parameter_acl', rows: 'true' },
  {
    catalog: 'pg_shdescription',
    rows: `each.classoid <> 'pg_catalog.pg_database'::pg_catalog.regclass`,
  },
  {
    catalog: 'pg_shseclabel',
    rows: `each.classoid <> 'pg_catalog.pg_database'::pg_catalog.regclass`,
  },
];

/** Keeps what stands now under a name. */
export async function keepShared(sandbox: Sandbox, name: string): Promise<void> {
  await using session = await sandbox.connect({ database: MAINTENANCE_DATABASE });
  const kept = quoteIdentifier(name);
  await session.client.query('BEGIN');
  await session.client.query(`CREATE SCHEMA ${kept}`);
  for (const { catalog, rows } of await catalogsOf(session.client)) {
    await session.client.query(
      `CREATE TABLE ${kept}.${catalog} AS SELECT each.* FROM pg_catalog.${catalog} AS each WHERE ${rows}`,
    );
  }
  await session.client.query('COMMIT');
}

/** Brings it back row by row, each with its own number, so that whatever names it still does. */
export async function putSharedBack(sandbox: Sandbox, name: string): Promise<void> {
  await using session = await sandbox.connect({ database: MAINTENANCE_DATABASE });
  const kept = quoteIdentifier(name);
  await session.client.query('ALTER SYSTEM RESET ALL');
  await session.client.query('SELECT pg_catalog.pg_reload_conf()');
  await session.client.query('BEGIN');
  for (const { catalog, rows } of await catalogsOf(session.client)) {
    await session.client.query(
      `DELETE FROM pg_catalog.${catalog} AS each
        WHERE ${rows} AND NOT EXISTS
          (SELECT FROM ${kept}.${catalog} AS one WHERE one::text = each::text)`,
    );
    await session.client.query(
      `INSERT INTO pg_catalog.${catalog}
       SELECT one.* FROM ${kept}.${catalog} AS one WHERE NOT EXISTS
          (SELECT FROM pg_catalog.${catalog} AS each WHERE one::text = each::text)`,
    );
  }
  await session.client.query('COMMIT');
}

/** Those that this server has: grants on parameters came with 15. */
async function catalogsOf(client: {
  query(text: string, values: readonly unknown[]): Promise<{ rows: { catalog: string }[] }>;
}): Promise<typeof SHARED> {
  const { rows } = await client.query(
    `SELECT relname::text AS catalog FROM pg_catalog.pg_class
      WHERE relnamespace = 'pg_catalog'::pg_catalog.regnamespace AND relname = ANY ($1)`,
    [SHARED.map(({ catalog }) => catalog)],
  );
  const there = new Set(rows.map(({ catalog }) => catalog));
  return SHARED.filter(({ catalog }) => there.has(catalog));
}
