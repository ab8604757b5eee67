// Copies and drops databases of the sandbox's own server, with all that the server says of them.
import { DATABASE_PROPERTIES, quoteIdentifier, quoteLiteral } from '../kernel/index.ts';
import { MAINTENANCE_DATABASE, type Sandbox } from './contract.ts';

/** CREATE DATABASE copies everything but what the shared catalogs say of a database; that too. */
export async function copyDatabase(sandbox: Sandbox, from: string, to: string): Promise<void> {
  const source = quoteIdentifier(from);
  await inMaintenance(sandbox, [`CREATE DATABASE ${quoteIdentifier(to)} TEMPLATE ${source}`]);
  await using session = await sandbox.connect({ database: MAINTENANCE_DATABASE });
  await session.client.query('BEGIN');
  for (const statement of DATABASE_PROPERTIES) await session.client.query(statement, [from, to]);
  await session.client.query('COMMIT');
}

/** Gone with what would hold it back: sessions, prepared transactions, replication slots. */
export async function dropDatabase(sandbox: Sandbox, database: string): Promise<void> {
  await using session = await sandbox.connect({ database: MAINTENANCE_DATABASE });
  const { rows: prepared } = await session.client.query<{ gid: string }>(
    'SELECT gid FROM pg_catalog.pg_prepared_xacts WHERE database = $1',
    [database],
  );
  if (prepared.length > 0) {
    await using inside = await sandbox.connect({ database });
    for (const { gid } of prepared) {
      await inside.client.query(`ROLLBACK PREPARED ${quoteLiteral(gid)}`);
    }
  }
  await session.client.query(
    `SELECT pg_catalog.pg_drop_replication_slot(slot_name)
       FROM pg_catalog.pg_replication_slots WHERE database = $1 AND NOT active`,
    [database],
  );
  await session.client.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(database)} WITH (FORCE)`);
}

export async function inMaintenance(
  sandbox: Sandbox,
  statements: readonly string[],
): Promise<void> {
  await using session = await sandbox.connect({ database: MAINTENANCE_DATABASE });
  for (const statement of statements) await session.client.query(statement);
}
