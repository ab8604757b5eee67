// Reads a database and returns its fingerprint: in sessions of the witness's own, on one snapshot,
// or inside the transaction of a scenario.
import type { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { digestOf, LIMITS, quoteQualified, sha256, sha256Stream } from '../kernel/index.ts';
import type { Sandbox } from '../sandbox/contract.ts';
import { CATALOG_SECTIONS, SEQUENCE_NAMES } from './catalog.ts';
import type { Fingerprint, SectionPrint, TablePrint } from './contract.ts';
import { fingerprintOf, sectionPrint } from './fingerprint.ts';
import { FIXED_SETTINGS } from './settings.ts';
import { contentQuery, STORED_TABLES, type StoredTable } from './tables.ts';

/** Fingerprint of a whole database, by several sessions of the superuser on one snapshot. */
export async function lookAt(
  sandbox: Sandbox,
  database: string,
  streams: number,
): Promise<Fingerprint> {
  await using stack = new AsyncDisposableStack();
  const first = stack.use(await sandbox.connect({ database })).client;
  await first.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${FIXED_SETTINGS}`);
  const tables = await tablesThrough(first);
  const count = Math.max(1, Math.min(streams, LIMITS.fingerprintStreams, tables.length));
  const clients = [first];
  if (count > 1) {
    const { rows } = await first.query<{ id: string }>('SELECT pg_export_snapshot() AS id');
    const begin = `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET TRANSACTION SNAPSHOT '${rows[0]?.id}'; ${FIXED_SETTINGS}`;
    while (clients.length < count) {
      const { client } = stack.use(await sandbox.connect({ database }));
      await client.query(begin);
      clients.push(client);
    }
  }
  return await readThrough(clients, tables);
}

/** Fingerprint as a scenario's own transaction sees it; the session has become the reader. */
export async function lookInside(client: Client): Promise<Fingerprint> {
  await client.query(FIXED_SETTINGS);
  return await readThrough([client], await tablesThrough(client));
}

async function tablesThrough(client: Client): Promise<StoredTable[]> {
  const { rows } = await client.query<StoredTable>(STORED_TABLES);
  return rows;
}

async function readThrough(
  clients: readonly Client[],
  tables: readonly StoredTable[],
): Promise<Fingerprint> {
  const queue = [...tables];
  const prints: TablePrint[] = [];
  const [first, ...others] = clients;
  if (first === undefined) throw new TypeError('a look needs a session');
  const drain = async (client: Client): Promise<void> => {
    for (let table = queue.shift(); table !== undefined; table = queue.shift()) {
      prints.push(await tablePrint(client, table));
    }
  };
  const catalog = async (): Promise<{ sections: SectionPrint[]; sequences: SectionPrint }> => {
    const sections = await sectionsThrough(first);
    const sequences = await sequencesThrough(first);
    await drain(first);
    return { sections, sequences };
  };
  const [{ sections, sequences }] = await Promise.all([catalog(), ...others.map(drain)]);
  return fingerprintOf(prints, sections, sequences);
}

async function tablePrint(client: Client, table: StoredTable): Promise<TablePrint> {
  const print = { table: table.label, root: table.root };
  // A materialized view without data cannot be read; that it is one is in the catalog's section.
  if (!table.isPopulated) return { ...print, rows: 0, sha256: sha256('') };
  const hash = sha256Stream();
  const stream = client.query(copyTo(contentQuery(table)));
  for await (const chunk of stream) hash.update(chunk as Buffer); // pg-copy-streams yields buffers
  return { ...print, rows: stream.rowCount, sha256: digestOf(hash) };
}

async function sectionsThrough(client: Client): Promise<SectionPrint[]> {
  const prints: SectionPrint[] = [];
  for (const [section, query] of Object.entries(CATALOG_SECTIONS)) {
    const { rows } = await client.query<{ line: string }>(
      `SELECT line::pg_catalog.text AS line FROM (${query}) AS section`,
    );
    prints.push(
      sectionPrint(
        section,
        rows.map(({ line }) => line),
      ),
    );
  }
  return prints;
}

async function sequencesThrough(client: Client): Promise<SectionPrint> {
  const { rows } = await client.query<{ schema: string; name: string; label: string }>(
    SEQUENCE_NAMES,
  );
  const parts = rows.map(
    ({ schema, name }, index) =>
      `SELECT ${index} AS place, last_value::text, is_called FROM ${quoteQualified(schema, name)}`,
  );
  if (parts.length === 0) return sectionPrint('sequence values', []);
  const answer = await client.query<{ place: number; last_value: string; is_called: boolean }>(
    parts.join(' UNION ALL '),
  );
  return sectionPrint(
    'sequence values',
    answer.rows.map(
      (row) =>
        `${rows[row.place]?.label ?? '?'} ${row.is_called ? 'has given' : 'will give'} ${row.last_value}`,
    ),
  );
}
