// Extensions: checked against the allow-list and the image before the restore, then created.
import { finding, quoteIdentifier, type Finding } from '../kernel/index.ts';
import type { DumpContents } from '../intake/contract.ts';
import { MAINTENANCE_DATABASE, type Sandbox } from '../sandbox/contract.ts';

type Wanted = DumpContents['extensions'];

/** What stands in the way, before anything is restored. */
export async function extensionFindings(
  sandbox: Sandbox,
  wanted: Wanted,
  allowed: readonly string[],
): Promise<Finding[]> {
  await using session = await sandbox.connect({ database: MAINTENANCE_DATABASE });
  const { rows } = await session.client.query<{ name: string }>(
    'SELECT name::pg_catalog.text FROM pg_catalog.pg_available_extensions',
  );
  const available = new Set(rows.map(({ name }) => name));
  return wanted.flatMap(({ name }) => {
    const where = `extension "${name}"`;
    if (!allowed.includes(name)) {
      return [finding('RESTORE_EXTENSION_NOT_ALLOWED', where, 'it is not on the allow-list')];
    }
    if (!available.has(name)) {
      return [finding('RESTORE_EXTENSION_UNAVAILABLE', where, 'the image does not have it')];
    }
    return [];
  });
}

export async function createExtensions(
  sandbox: Sandbox,
  database: string,
  wanted: Wanted,
): Promise<{ name: string; version: string }[]> {
  await using session = await sandbox.connect({ database });
  for (const { name, schema } of wanted) {
    const place = schema === null ? '' : ` SCHEMA ${quoteIdentifier(schema)}`;
    await session.client.query(`CREATE EXTENSION IF NOT EXISTS ${quoteIdentifier(name)}${place}`);
  }
  const { rows } = await session.client.query<{ name: string; version: string }>(
    `SELECT extname::pg_catalog.text AS name, extversion AS version
       FROM pg_catalog.pg_extension ORDER BY extname::pg_catalog.text COLLATE "C"`,
  );
  return rows;
}
