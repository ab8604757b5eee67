// Reads the state that no fingerprint of one database sees: the cluster's, and sequence positions.
import { MAINTENANCE_DATABASE, type Sandbox } from '../sandbox/contract.ts';
import type { Fingerprint, ResidueState } from './contract.ts';
import { sectionPrint } from './fingerprint.ts';

/** Names only, and hashes where the value must not leave. Databases of the harness are its own. */
const KINDS: Readonly<Record<string, string>> = {
  'prepared transaction': `SELECT gid || ' in ' || database AS line FROM pg_catalog.pg_prepared_xacts`,
  'replication slot': `SELECT slot_name::text AS line FROM pg_catalog.pg_replication_slots`,
  'role secret': `SELECT rolname || ' ' || coalesce(pg_catalog.md5(rolpassword), 'none') AS line
    FROM pg_catalog.pg_authid`,
  database: `SELECT datname::text AS line FROM pg_catalog.pg_database
    WHERE datname !~ '^rehearsal_' AND datname <> $1`,
  tablespace: `SELECT spcname::text AS line FROM pg_catalog.pg_tablespace`,
  'server setting': `SELECT name || ' = ' || coalesce(setting, '') AS line FROM pg_catalog.pg_file_settings`,
  session: `SELECT 'of ' || usename || ' in ' || datname || ', ' || state AS line
    FROM pg_catalog.pg_stat_activity WHERE datname = $1 AND pid <> pg_catalog.pg_backend_pid()`,
  'advisory lock': `SELECT l.classid || '/' || l.objid AS line FROM pg_catalog.pg_locks AS l
    JOIN pg_catalog.pg_database AS d ON d.oid = l.database
    WHERE l.locktype = 'advisory' AND d.datname = $1`,
  subscription: `SELECT subname::text AS line FROM pg_catalog.pg_subscription`,
};

export async function readResidue(
  sandbox: Sandbox,
  database: string,
  fingerprint: Fingerprint,
): Promise<ResidueState> {
  await using session = await sandbox.connect({ database: MAINTENANCE_DATABASE });
  const kinds = [{ ...fingerprint.sequences, section: 'sequence' }];
  for (const [section, query] of Object.entries(KINDS)) {
    const values = query.includes('$1') ? [database] : [];
    const { rows } = await session.client.query<{ line: string }>(query, values);
    kinds.push(
      sectionPrint(
        section,
        rows.map(({ line }) => line),
      ),
    );
  }
  return { kinds };
}
