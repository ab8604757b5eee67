// The statements around a restore: roles before it, the right to create lent and taken back.
import { finding, quoteIdentifier, quoteLiteral, type Finding } from '../kernel/index.ts';
import { CREATORS, READER, RESTORER, SCENARIO_LOGIN } from './contract.ts';

/** Roles that Postgres brings; a dump may grant them, nobody creates them. */
const PREDEFINED = /^pg_/;
const OURS = /^rehearsal_/;

/** Roles of the dump that have to be made; those that bear a name of the harness are findings. */
export function rolesToCreate(roles: readonly string[]): {
  readonly create: readonly string[];
  readonly findings: readonly Finding[];
} {
  return {
    create: roles.filter((role) => !PREDEFINED.test(role) && !OURS.test(role)),
    findings: roles
      .filter((role) => OURS.test(role))
      .map((role) =>
        finding('RESTORE_ROLE_RESERVED', `role "${role}"`, 'the dump names a role of the harness'),
      ),
  };
}

/** Cluster-wide; run once as the superuser. */
export function roleStatements(roles: readonly string[]): string[] {
  const names = roles.map(quoteIdentifier);
  const noRights = 'NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS';
  const readsAll = noRights.replace('NOBYPASSRLS', 'BYPASSRLS');
  return [
    // Materialized views are filled with their owner's rights. In production that owner often is a
    // superuser, which nobody is here: while restoring, every role may read all rows instead.
    ...names.map((name) => `CREATE ROLE ${name} NOLOGIN ${readsAll}`),
    // A foreign key reads all rows of its tables as whoever adds it. pg_restore's workers may be
    // that late: row security that is forced holds for the owner too by then.
    `CREATE ROLE ${RESTORER} LOGIN ${readsAll}`,
    `CREATE ROLE ${CREATORS} NOLOGIN ${noRights}`,
    `GRANT pg_read_all_data TO ${CREATORS}`,
    `CREATE ROLE ${READER} NOLOGIN NOSUPERUSER BYPASSRLS`,
    `GRANT pg_read_all_data, pg_read_all_settings TO ${READER}`,
    // NOINHERIT: a scenario has only what its own role may do until it becomes that role.
    `CREATE ROLE ${SCENARIO_LOGIN} LOGIN NOINHERIT ${noRights}`,
    `GRANT ${[READER, ...names].join(', ')} TO ${SCENARIO_LOGIN}`,
    ...(names.length === 0
      ? []
      : [`GRANT ${names.join(', ')} TO ${RESTORER}`, `GRANT ${CREATORS} TO ${names.join(', ')}`]),
  ];
}

/** Lent for the time of the restore, in the clone's database. */
export function lendStatements(database: string, schemas: readonly string[]): string[] {
  return [
    `GRANT CREATE ON DATABASE ${quoteIdentifier(database)} TO ${CREATORS}`,
    ...schemas.map(
      (schema) => `GRANT USAGE, CREATE ON SCHEMA ${quoteIdentifier(schema)} TO ${CREATORS}`,
    ),
  ];
}

/** Takes back all that was lent, so that the clone's grants are the dump's; then nobody restores. */
export function takeBackStatements(roles: readonly string[]): string[] {
  const names = roles.map(quoteIdentifier);
  return [
    ...names.map((name) => `ALTER ROLE ${name} NOBYPASSRLS`),
    `DROP OWNED BY ${CREATORS}`,
    ...(names.length === 0
      ? []
      : [
          `REVOKE ${CREATORS} FROM ${names.join(', ')}`,
          `REVOKE ${names.join(', ')} FROM ${RESTORER}`,
        ]),
    `DROP ROLE ${CREATORS}`,
    // The one catalog that pg_read_all_data leaves out and a witness has to read.
    `GRANT SELECT ON pg_catalog.pg_largeobject TO ${READER}`,
    `ALTER ROLE ${RESTORER} NOLOGIN NOBYPASSRLS`,
  ];
}

/** The empty database, with the source's encoding; only a locale that the image has. */
export function createDatabaseStatement(
  database: string,
  encoding: string,
  locale: string,
): string {
  return (
    `CREATE DATABASE ${quoteIdentifier(database)} OWNER ${RESTORER} TEMPLATE template0 ` +
    `ENCODING ${quoteLiteral(encoding)} LC_COLLATE ${quoteLiteral(locale)} LC_CTYPE ${quoteLiteral(locale)}`
  );
}

/** Locale to use: the source's where the image has it, else the plain one of the encoding. */
export function chooseLocale(
  wanted: string | null,
  available: readonly string[],
  encoding: string,
): string {
  const spelling = (name: string): string => name.toLowerCase().replaceAll('-', '');
  const plain = /^utf-?8$/i.test(encoding) ? 'C.UTF-8' : 'C';
  if (wanted === null) return plain;
  if (['C', 'POSIX'].includes(wanted)) return wanted;
  return available.some((name) => spelling(name) === spelling(wanted)) ? wanted : plain;
}
