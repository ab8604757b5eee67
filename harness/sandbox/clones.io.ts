// Clones of the baseline by CREATE DATABASE ... TEMPLATE: a copy that scenarios may break.
import { quoteIdentifier } from '../kernel/index.ts';
import { MAINTENANCE_DATABASE, type Clone, type CloneGround, type Sandbox } from './contract.ts';

const BASELINE = 'rehearsal_baseline';
const KEPT = 'rehearsal_kept';

/**
 * Turns the restored database into the baseline. Clones bear the restored database's own name, so
 * that SQL which asks `current_database()` sees what it would in production.
 */
export async function groundOn(sandbox: Sandbox, database: string): Promise<CloneGround> {
  await inMaintenance(sandbox, [
    `ALTER DATABASE ${quoteIdentifier(database)} RENAME TO ${quoteIdentifier(BASELINE)}`,
  ]);
  return {
    baselineDatabase: BASELINE,
    method: 'template',
    fresh: () => cloneOf(sandbox, database),
    [Symbol.asyncDispose]: () => drop(sandbox, KEPT),
  };
}

async function cloneOf(sandbox: Sandbox, database: string): Promise<Clone> {
  await drop(sandbox, database);
  await copy(sandbox, BASELINE, database);
  return {
    database,
    snapshot: async () => {
      await drop(sandbox, KEPT);
      await copy(sandbox, database, KEPT);
    },
    restoreSnapshot: async () => {
      await drop(sandbox, database);
      await copy(sandbox, KEPT, database);
    },
    [Symbol.asyncDispose]: async () => {
      await drop(sandbox, database);
      await drop(sandbox, KEPT);
    },
  };
}

/** CREATE DATABASE copies everything but what the shared catalogs say of a database; that too. */
async function copy(sandbox: Sandbox, from: string, to: string): Promise<void> {
  const source = quoteIdentifier(from);
  await inMaintenance(sandbox, [`CREATE DATABASE ${quoteIdentifier(to)} TEMPLATE ${source}`]);
  await using session = await sandbox.connect({ database: MAINTENANCE_DATABASE });
  await session.client.query('BEGIN');
  for (const statement of PROPERTIES) await session.client.query(statement, [from, to]);
  await session.client.query('COMMIT');
}

/** Owner, grants, limits, settings and comment: rows of shared catalogs, copied as rows. */
const PROPERTIES = [
  `UPDATE pg_catalog.pg_database AS target
      SET datdba = source.datdba, datacl = source.datacl, datconnlimit = source.datconnlimit
     FROM pg_catalog.pg_database AS source
    WHERE source.datname = $1 AND target.datname = $2`,
  `INSERT INTO pg_catalog.pg_db_role_setting (setdatabase, setrole, setconfig)
   SELECT target.oid, setting.setrole, setting.setconfig
     FROM pg_catalog.pg_db_role_setting AS setting
     JOIN pg_catalog.pg_database AS source ON source.oid = setting.setdatabase
     JOIN pg_catalog.pg_database AS target ON target.datname = $2
    WHERE source.datname = $1`,
  `INSERT INTO pg_catalog.pg_shdescription (objoid, classoid, description)
   SELECT target.oid, remark.classoid, remark.description
     FROM pg_catalog.pg_shdescription AS remark
     JOIN pg_catalog.pg_database AS source
       ON source.oid = remark.objoid AND remark.classoid = 'pg_catalog.pg_database'::pg_catalog.regclass
     JOIN pg_catalog.pg_database AS target ON target.datname = $2
    WHERE source.datname = $1`,
] as const;

async function drop(sandbox: Sandbox, database: string): Promise<void> {
  await inMaintenance(sandbox, [
    `DROP DATABASE IF EXISTS ${quoteIdentifier(database)} WITH (FORCE)`,
  ]);
}

async function inMaintenance(sandbox: Sandbox, statements: readonly string[]): Promise<void> {
  await using session = await sandbox.connect({ database: MAINTENANCE_DATABASE });
  for (const statement of statements) await session.client.query(statement);
}
