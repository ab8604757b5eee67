// Reads the state that no fingerprint of one database sees: the cluster's, and sequence positions.
import type { Client } from 'pg';
import { SCENARIO_LOGIN } from '../restore/contract.ts';
import { MAINTENANCE_DATABASE, SUPERUSER } from '../sandbox/contract.ts';
import type { Server } from '../sandbox/ground-contract.ts';
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
  // A line that cannot be applied has no name. What a recovery was told is over with it.
  'server setting': `SELECT coalesce(name, error, '?') || ' = ' || coalesce(setting, '') AS line
    FROM pg_catalog.pg_file_settings WHERE name IS DISTINCT FROM 'restore_command'
     AND coalesce(name, '') !~ '^recovery_target_(name|action)$'`,
  // The harness's own logins come and go all the time: what a change can leave bears another name.
  session: `SELECT 'of ' || coalesce(usename, '?') || ' in ' || datname || ', ' || backend_type AS line
    FROM pg_catalog.pg_stat_activity
   WHERE datname = $1 AND usename IS DISTINCT FROM '${SUPERUSER}'
     AND usename IS DISTINCT FROM '${SCENARIO_LOGIN}'`,
  'advisory lock': `SELECT l.classid || '/' || l.objid AS line FROM pg_catalog.pg_locks AS l
    JOIN pg_catalog.pg_database AS d ON d.oid = l.database
    WHERE l.locktype = 'advisory' AND d.datname = $1`,
  subscription: `SELECT subname::text AS line FROM pg_catalog.pg_subscription`,
  'replication origin': `SELECT roname AS line FROM pg_catalog.pg_replication_origin`,
};

const NAMES = Object.keys(KINDS);
const ALL_KINDS = Object.values(KINDS)
  .map((query, place) => `SELECT ${place} AS place, line FROM (${query}) AS kind`)
  .join('\nUNION ALL\n');

export async function readResidue(
  server: Server,
  database: string,
  fingerprint: Fingerprint,
): Promise<ResidueState> {
  await using session = await server.connect({ database: MAINTENANCE_DATABASE });
  return await residueThrough(session.client, database, fingerprint);
}

/** `client`: a session of the harness's own database, so that it is none of the clone's. */
export async function residueThrough(
  client: Client,
  database: string,
  fingerprint: Fingerprint,
): Promise<ResidueState> {
  const { rows } = await client.query<{ place: number; line: string }>(ALL_KINDS, [database]);
  const kinds = NAMES.map((name, place) =>
    sectionPrint(
      name,
      rows.filter((row) => row.place === place).map(({ line }) => line),
    ),
  );
  return { kinds: [{ ...fingerprint.sequences, section: 'sequence' }, ...kinds] };
}
