// The three copies: a template database, a logical dump, a base backup with its archived WAL.
import { DATABASE_PROPERTIES, LIMITS, quoteIdentifier, withoutValues } from '../../kernel/index.ts';
import { MAINTENANCE_DATABASE, SUPERUSER } from '../../sandbox/contract.ts';
import { SOCKET_INSIDE, type Clone } from '../../sandbox/ground-contract.ts';
import { ProgramFailure, type CopyWay } from './pass-copy.io.ts';

/** Kept beside the clone, under a name that no scenario uses. */
const KEPT = 'rehearsal_kept';

/** `CREATE DATABASE ... TEMPLATE` before, and the copy under the old name afterwards. */
export const TEMPLATE: CopyWay = {
  way: 'template',
  settings: 'rehearse',
  recovers: false,
  prepare: async (clone) => {
    const [kept, source] = [quoteIdentifier(KEPT), quoteIdentifier(clone.database)];
    await inMaintenance(clone, [
      `DROP DATABASE IF EXISTS ${kept} WITH (FORCE)`,
      `CREATE DATABASE ${kept} TEMPLATE ${source}`,
    ]);
    await using session = await clone.connect({ database: MAINTENANCE_DATABASE });
    await session.client.query('BEGIN');
    for (const statement of DATABASE_PROPERTIES) {
      await session.client.query(statement, [clone.database, KEPT]);
    }
    await session.client.query('COMMIT');
  },
  goBack: async (clone) => {
    const [kept, gone] = [quoteIdentifier(KEPT), quoteIdentifier(clone.database)];
    await inMaintenance(clone, [
      `DROP DATABASE ${gone} WITH (FORCE)`,
      `ALTER DATABASE ${kept} RENAME TO ${gone}`,
    ]);
  },
};

/** A dump before, in directory format as large databases are dumped; restored into a new database. */
export const LOGICAL: CopyWay = {
  way: 'logical',
  settings: 'rehearse',
  recovers: false,
  prepare: async (clone) => {
    await runInside(clone, [
      'pg_dump',
      '--format=directory',
      '--jobs=2',
      '--compress=1',
      `--file=${clone.keptFolder}/logical`,
      `--dbname=${connectionTo(clone.database)}`,
    ]);
  },
  goBack: async (clone) => {
    await inMaintenance(clone, [`DROP DATABASE ${quoteIdentifier(clone.database)} WITH (FORCE)`]);
    await runInside(clone, [
      'pg_restore',
      '--create',
      '--exit-on-error',
      '--jobs=2',
      `--dbname=${connectionTo(MAINTENANCE_DATABASE)}`,
      `${clone.keptFolder}/logical`,
    ]);
  },
};

const RESTORE_POINT = 'rehearsal_before_the_change';

/** A base backup and a named restore point before; afterwards a server recovered up to it. */
export const PITR: CopyWay = {
  way: 'pitr',
  settings: 'archive',
  recovers: true,
  prepare: async (clone) => {
    await runInside(clone, [
      'pg_basebackup',
      `--pgdata=${clone.keptFolder}/base`,
      '--wal-method=none',
      '--checkpoint=fast',
      '--no-sync',
      `--dbname=${connectionTo(MAINTENANCE_DATABASE)}`,
    ]);
    await using session = await clone.connect({ database: MAINTENANCE_DATABASE });
    const { rows } = await session.client.query<{ file: string }>(
      `SELECT pg_catalog.pg_walfile_name(pg_catalog.pg_create_restore_point($1)) AS file`,
      [RESTORE_POINT],
    );
    await session.client.query('SELECT pg_catalog.pg_switch_wal()');
    // The point is of no use before the segment that holds it lies in the archive.
    await runInside(clone, [
      'timeout',
      String(Math.ceil(LIMITS.sandboxReadyMs / 1000)),
      'bash',
      '-c',
      'until [ -f "$1" ]; do read -rt 0.02 <> <(:) || :; done',
      'wait-for-archive',
      `${clone.keptFolder}/wal/${rows[0]?.file ?? ''}`,
    ]);
  },
  goBack: async (clone) => {
    const base = `${clone.keptFolder}/base`;
    await runInside(clone, [
      'bash',
      '-c',
      'printf "%s\\n" "$2" "$3" "$4" >> "$1/postgresql.auto.conf" && : > "$1/recovery.signal"',
      'set-recovery',
      base,
      `restore_command = 'cp ${clone.keptFolder}/wal/%f %p'`,
      `recovery_target_name = '${RESTORE_POINT}'`,
      `recovery_target_action = 'promote'`,
    ]);
    await clone.startFrom(base);
  },
};

/** A connection string: a database may be called like one. */
function connectionTo(database: string): string {
  const quoted = database.replaceAll(/['\\]/g, String.raw`\$&`);
  return `host=${SOCKET_INSIDE} user=${SUPERUSER} dbname='${quoted}'`;
}

async function inMaintenance(clone: Clone, statements: readonly string[]): Promise<void> {
  await using session = await clone.connect({ database: MAINTENANCE_DATABASE });
  for (const statement of statements) await session.client.query(statement);
}

async function runInside(clone: Clone, command: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await clone.run(command);
  if (exitCode === 0) return;
  const said = withoutValues(stderr.trim().split('\n').slice(0, 3).join(' / '), '');
  throw new ProgramFailure(`${command[0]} ended with ${exitCode}${said === '' ? '' : `: ${said}`}`);
}
