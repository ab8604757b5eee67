// Reads a clone's catalogs; what comes back is data in the contract's form, nothing judged.
import type { Client } from 'pg';
import { catalogSchema, type Catalog } from './catalog-contract.ts';
import { catalogSql } from './catalog-sql.ts';

/**
 * Everything a spec can speak about. Only pg_catalog is read, so no code of the dump can answer.
 * Leaves no setting behind.
 * @throws the driver's error where the catalogs cannot be read
 */
export async function readCatalog(client: Client): Promise<Catalog> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    // With nothing else on the path every name of the dump's own prints with its schema.
    await client.query(
      'SET LOCAL search_path = pg_catalog, pg_temp; SET LOCAL quote_all_identifiers = off',
    );
    const sections: Record<string, unknown> = {};
    const { rows: versions } = await client.query<{ number: string }>(
      "SELECT current_setting('server_version_num') AS number",
    );
    const major = Math.floor(Number(versions[0]?.number) / 10_000);
    for (const [section, query] of Object.entries(catalogSql(major))) {
      const { rows } = await client.query<{ facts: unknown }>(query);
      sections[section] = rows[0]?.facts;
    }
    return catalogSchema.parse(sections);
  } finally {
    await client.query('ROLLBACK');
  }
}
