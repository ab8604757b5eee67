// Reads the parts of a fingerprint through sessions that stand under the fixed settings.
import type { Client } from 'pg';
import { digestOf, quoteQualified, sha256, sha256Stream } from '../kernel/index.ts';
import { builtInPart } from './catalog/builtin.ts';
import { isToldOf, sectionsOf } from './catalog/reading-of.ts';
import { CATALOG_SECTIONS, SEQUENCE_NAMES, SEQUENCE_SECTION } from './catalog/sections.ts';
import type { SectionPrint, TablePrint } from './contract.ts';
import { copiedOut } from './copy-out.io.ts';
import { sectionPrint } from './fingerprint.ts';
import { cutThrough, rowsInRanges, type Reader } from './ranged.io.ts';
import { giveBack } from './slabs.ts';
import {
  CATALOG_NODES,
  TABLE_STANDING,
  TYPE_STANDING,
  type CatalogNode,
  type Standing,
} from './standing.ts';
import { contentQuery, STORED_TABLES, type StoredTable } from './tables.ts';

export async function tablesThrough(client: Client): Promise<StoredTable[]> {
  const { rows } = await client.query<StoredTable>(STORED_TABLES);
  return rows;
}

/** Told how many bytes of rows came, as they come. */
export type Heard = (bytes: number) => void;

/** The content of tables, by several sessions of one snapshot; each takes the next of the queue. */
export async function printsThrough(
  clients: readonly Client[],
  queue: StoredTable[],
  heard?: Heard,
): Promise<TablePrint[]> {
  const prints: TablePrint[] = [];
  const drain = async (client: Client): Promise<void> => {
    for (let table = queue.shift(); table !== undefined; table = queue.shift()) {
      prints.push(await tablePrint(client, table, heard));
    }
  };
  await Promise.all(clients.map(drain));
  return prints;
}

async function tablePrint(client: Client, table: StoredTable, heard?: Heard): Promise<TablePrint> {
  let print: TablePrint | null = null;
  const rows = rowsThrough(client, table, (found) => {
    print = found;
  });
  for await (const { length } of rows) heard?.(length);
  if (print === null) throw new TypeError(`"${table.label}" was not read to its end`);
  return print;
}

/**
 * The content itself, handed on as it is hashed: each piece is there until the next is asked for.
 * `ended` is told once all of it has come.
 */
export async function* rowsThrough(
  client: Client,
  table: StoredTable,
  ended: (print: TablePrint) => void,
): AsyncGenerator<Uint8Array> {
  const print = { table: table.label, root: table.root };
  // A materialized view without data cannot be read; that it is one is in the catalog's section.
  if (!table.isPopulated) return ended({ ...print, rows: 0, sha256: sha256('') });
  const hash = sha256Stream();
  let rows = 0;
  const counted = (told: number): void => void (rows = told);
  for await (const bytes of copiedOut(client, contentQuery(table), counted)) {
    hash.update(bytes);
    yield bytes;
    giveBack(bytes);
  }
  ended({ ...print, rows, sha256: digestOf(hash) });
}

/**
 * A large table by several sessions of one snapshot, range by range: hashed in the order of the key,
 * as one COPY would come. null: it is none that can be cut.
 */
export async function printInRanges(
  clients: readonly Reader[],
  table: StoredTable,
  heard?: Heard,
): Promise<TablePrint | null> {
  const [first] = clients;
  if (first === undefined || clients.length < 2) return null;
  const cut = await cutThrough(await first, table);
  if (cut === null) return null;
  let print: TablePrint | null = null;
  const rows = rowsInRanges(clients, { table, cut, text: null }, (found) => {
    print = found;
  });
  for await (const { length } of rows) heard?.(length);
  if (print === null) throw new TypeError(`"${table.label}" was not read to its end`);
  return print;
}

/** All sections of the catalog, in one question. */
export function sectionsThrough(client: Client): Promise<SectionPrint[]> {
  return readSections(client, Object.entries(CATALOG_SECTIONS));
}

/**
 * The sections of `before`, but for those that read the catalogs named: these as they are now.
 * `isKept`: the session is the witness's own and reads them many times.
 */
export async function sectionsAgain(
  client: Client,
  before: readonly SectionPrint[],
  catalogs: ReadonlySet<string>,
  isKept: boolean,
): Promise<readonly SectionPrint[]> {
  if (catalogs.size === 0) return before;
  const names = Object.keys(CATALOG_SECTIONS);
  const known = new Map(before.map((print) => [print.section, print]));
  const again = sectionsOf(catalogs, names);
  const builtInBefore = known.get('built-in');
  const builtIn =
    builtInBefore !== undefined && [...catalogs].every(isToldOf)
      ? builtInPart(builtInBefore.lines, catalogs)
      : null;
  const queries = Object.entries(CATALOG_SECTIONS)
    .filter(([name]) => again.has(name) || !known.has(name))
    .map(
      ([name, query]) => [name, name === 'built-in' ? (builtIn?.query ?? query) : query] as const,
    );
  const read = new Map(
    (await readSections(client, queries, isKept)).map((print) => [print.section, print]),
  );
  return names.flatMap((name): SectionPrint[] => {
    const was = known.get(name);
    let now = read.get(name);
    if (now === undefined) return was === undefined ? [] : [was];
    if (name === 'built-in' && builtIn !== null) {
      now = sectionPrint(name, [...builtIn.kept, ...now.lines]);
    }
    // One object for one content: many looks are kept.
    return [was?.sha256 === now.sha256 ? was : now];
  });
}

async function readSections(
  client: Client,
  queries: readonly (readonly [name: string, query: string])[],
  isKept = false,
): Promise<SectionPrint[]> {
  if (queries.length === 0) return [];
  const all = queries
    .map(
      ([, query], place) =>
        `SELECT ${place} AS place, line::pg_catalog.text AS line FROM (${query}) AS section`,
    )
    .join('\nUNION ALL\n');
  // A session that is kept plans it once: that takes as long as a third of the answer.
  const question = isKept
    ? { text: all, name: `sections ${sha256(all).slice(0, 32)}` }
    : { text: all };
  const { rows } = await client.query<{ place: number; line: string }>(question);
  const lines = queries.map((): string[] => []);
  for (const { place, line } of rows) lines[place]?.push(line);
  return queries.map(([name], place) => sectionPrint(name, lines[place] ?? []));
}

export interface SequenceName {
  readonly schema: string;
  readonly name: string;
  readonly label: string;
}

export async function sequenceNamesThrough(client: Client): Promise<readonly SequenceName[]> {
  return (await client.query<SequenceName>(SEQUENCE_NAMES)).rows;
}

/** How many sequences one question asks: each is a part of its own, planned with all others. */
const SEQUENCES_AT_ONCE = 200;

/** Where each sequence stands; `known`: their names, where no catalog changed since they were read. */
export async function sequencesThrough(
  client: Client,
  known?: readonly SequenceName[],
): Promise<SectionPrint> {
  const rows = known ?? (await sequenceNamesThrough(client));
  const lines: string[] = [];
  for (let from = 0; from < rows.length; from += SEQUENCES_AT_ONCE) {
    const parts = rows
      .slice(from, from + SEQUENCES_AT_ONCE)
      .map(
        ({ schema, name }, index) =>
          `SELECT ${from + index} AS place, last_value::text, is_called FROM ${quoteQualified(schema, name)}`,
      );
    const answer = await client.query<{ place: number; last_value: string; is_called: boolean }>(
      parts.join(' UNION ALL '),
    );
    for (const row of answer.rows) {
      const given = row.is_called ? 'has given' : 'will give';
      lines.push(`${rows[row.place]?.label ?? '?'} ${given} ${row.last_value}`);
    }
  }
  return sectionPrint(SEQUENCE_SECTION, lines);
}

interface TableRow {
  readonly label: string;
  readonly oid: string;
  readonly node: string;
  readonly toast: string;
  readonly isUnlogged: boolean;
  readonly pages: number;
  readonly storedPages: number;
  readonly kind: string;
  readonly shape: string;
  readonly types: readonly string[];
}

interface TypeRow {
  readonly oid: string;
  readonly shape: string;
  readonly parts: readonly string[];
  readonly isLookedUp: boolean;
}

/** OIDs cross as text, so that single ones and lists of them are read alike. */
export async function standingThrough(client: Client): Promise<Standing> {
  const tables = await client.query<TableRow>(TABLE_STANDING);
  const types = await client.query<TypeRow>(TYPE_STANDING);
  const catalogs = await client.query<CatalogNode>(CATALOG_NODES);
  return {
    tables: tables.rows.map((row) => ({
      label: row.label,
      oid: Number(row.oid),
      node: Number(row.node),
      toastNode: Number(row.toast),
      isUnlogged: row.isUnlogged,
      pages: row.pages,
      storedPages: row.storedPages,
      kind: row.kind,
      shape: row.shape,
      types: row.types.map(Number),
    })),
    types: types.rows.map((row) => ({
      ...row,
      oid: Number(row.oid),
      parts: row.parts.map(Number),
    })),
    catalogs: catalogs.rows,
  };
}
