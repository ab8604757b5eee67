// Dumps the schema of a clone and restores it into a second database of the same server.
import {
  finding,
  messageOf,
  Problem,
  quoteLiteral,
  type Finding,
  type Judgement,
} from '../../kernel/index.ts';
import { MAINTENANCE_DATABASE, SUPERUSER } from '../../sandbox/contract.ts';
import type { Server } from '../../sandbox/ground-contract.ts';
import type { CalibrationRequest } from '../calibration-contract.ts';
import { compareSchemas } from './schema.ts';
import type { SectionPrint } from '../contract.ts';
import { beginReading } from '../look.io.ts';
import { sectionsThrough } from '../reading.io.ts';

const SECOND = 'rehearsal_second';
const WHERE = 'calibration: the schema, restored twice';

export interface SchemaComparison {
  readonly judgement: Judgement;
  readonly findings: readonly Finding[];
}

/** Keeps the schema as it stands, on the clone's own disk. @throws Problem CALIBRATION_NOT_TRIED */
export async function dumpSchema({
  server,
  database,
  keptFolder,
}: CalibrationRequest): Promise<void> {
  await run(server, [
    'pg_dump',
    '--schema-only',
    '--format=custom',
    '--compress=0',
    `--file=${fileIn(keptFolder)}`,
    `--dbname=${insideConnection(database)}`,
  ]);
}

/**
 * Restores it once more and compares. HELD where both read the same; the second database is dropped
 * whatever came of it, or goes with its server.
 */
export async function restoreSchema(
  request: CalibrationRequest,
  dumped: Promise<void>,
): Promise<SchemaComparison> {
  const { server, database, start } = request;
  try {
    await using stack = new AsyncDisposableStack();
    // Dropping makes a checkpoint, and everybody on the server waits for the disk.
    if (request.isServerSpent !== true) stack.defer(() => dropSecond(server));
    await createSecond(server, database);
    await dumped;
    return compareSchemas(start.sections, await restoredSections(request));
  } catch (error) {
    const findings =
      error instanceof Problem
        ? error.findings
        : [finding('CALIBRATION_NOT_TRIED', WHERE, messageOf(error))];
    return { judgement: 'NOT_DECIDED', findings };
  }
}

function fileIn(keptFolder: string): string {
  return `${keptFolder}/schema.dump`;
}

const DROP_SECOND = `DROP DATABASE IF EXISTS ${SECOND} WITH (FORCE)`;

/** In the clone's encoding: text that another one lacks could not be restored. */
async function createSecond(server: Server, database: string): Promise<void> {
  await using session = await server.connect({ database: MAINTENANCE_DATABASE });
  await session.client.query(DROP_SECOND);
  const { rows } = await session.client.query<{ encoding: string }>(
    `SELECT pg_catalog.pg_encoding_to_char(encoding)::pg_catalog.text AS encoding
       FROM pg_catalog.pg_database WHERE datname = $1`,
    [database],
  );
  const encoding = quoteLiteral(rows[0]?.encoding ?? '');
  await session.client.query(
    `CREATE DATABASE ${SECOND} TEMPLATE template0 ENCODING ${encoding} LOCALE 'C'`,
  );
}

async function dropSecond(server: Server): Promise<void> {
  await using session = await server.connect({ database: MAINTENANCE_DATABASE });
  await session.client.query(DROP_SECOND);
}

async function restoredSections({
  server,
  keptFolder,
  start,
}: CalibrationRequest): Promise<readonly SectionPrint[]> {
  await using session = await server.connect({ database: SECOND });
  const { client } = session;
  // A dump makes "public" only where it has to be changed: one that is not there is not dropped.
  const schemas = start.sections.find(({ section }) => section === 'schemas');
  const hasPublic = schemas?.lines.some((line) => line.includes('"nspname": "public"')) === true;
  if (!hasPublic) await client.query('DROP SCHEMA public');
  const file = fileIn(keptFolder);
  await run(server, [
    'pg_restore',
    '--exit-on-error',
    `--dbname=${insideConnection(SECOND)}`,
    file,
  ]);
  await beginReading(client);
  return await sectionsThrough(client);
}

async function run(server: Server, command: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await server.run(command);
  if (exitCode === 0) return;
  const what = `${command[0]} ended with ${exitCode}: ${stderr.trim().slice(0, 500)}`;
  throw new Problem([finding('CALIBRATION_NOT_TRIED', WHERE, what)]);
}

/** For programs inside; a database's name cannot add to it. */
function insideConnection(database: string): string {
  const quoted = database.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  return `host=/rehearsal/socket user=${SUPERUSER} dbname='${quoted}' options='-c synchronous_commit=off'`;
}
