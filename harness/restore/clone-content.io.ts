// Reads back all content of a clone, as the scan reads a dump's: what is rehearsed on is then what
// was looked through, even where a dump is restored in another way than it was read.
import type { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { quoteIdentifier, quoteQualified } from '../kernel/index.ts';
import type { DataPart } from '../intake/contract.ts';
import type { Sandbox } from '../sandbox/contract.ts';

interface StoredRows {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly string[];
  /** The partitioned table right above it. */
  readonly parent: { readonly schema: string; readonly name: string } | null;
}

/** Tables, partitions and filled materialized views: whatever has rows of its own. */
const STORED = `
SELECT ns.nspname::text AS schema, c.relname::text AS name,
       (SELECT coalesce(json_agg(a.attname::text ORDER BY a.attnum), '[]')
          FROM pg_attribute AS a
         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
       (SELECT json_build_object('schema', pn.nspname::text, 'name', p.relname::text)
          FROM pg_inherits AS i
          JOIN pg_class AS p ON p.oid = i.inhparent AND p.relkind = 'p'
          JOIN pg_namespace AS pn ON pn.oid = p.relnamespace
         WHERE i.inhrelid = c.oid) AS parent
  FROM pg_class AS c JOIN pg_namespace AS ns ON ns.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'm') AND c.relispopulated AND c.relpersistence <> 't'
   AND c.oid >= 16384 AND ns.nspname !~ '^pg_(toast|temp)'
 ORDER BY ns.nspname COLLATE "C", c.relname COLLATE "C"`;

const LARGE_OBJECTS =
  'COPY (SELECT loid, data FROM pg_largeobject ORDER BY loid, pageno) TO STDOUT';

/** The rows of one table as COPY's text, in whatever order. */
export type RowsOf = (schema: string, name: string) => AsyncIterable<Uint8Array>;

/**
 * One read-only session of the superuser; nothing of the dump's own runs in it. Read once. `rowsOf`:
 * who reads rows already, for another reason; this session does where nobody is named.
 */
export async function* cloneContent(
  sandbox: Sandbox,
  database: string,
  rowsOf?: RowsOf,
): AsyncGenerator<DataPart> {
  await using session = await sandbox.connect({ database });
  const { client } = session;
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  await client.query("SET LOCAL search_path = pg_catalog; SET LOCAL bytea_output = 'hex'");
  const { rows: tables } = await client.query<StoredRows>(STORED);
  yield { source: { kind: 'definition', name: 'partitions' }, chunks: textOf(attachments(tables)) };
  for (const { schema, name, columns } of tables) {
    // Read without the tables that inherit from it: those come by themselves.
    const rows = `SELECT * FROM ONLY ${quoteQualified(schema, name)}`;
    yield {
      source: { kind: 'rows', schema, table: name, columns },
      chunks: rowsOf?.(schema, name) ?? copied(client, `COPY (${rows}) TO STDOUT`),
    };
  }
  yield* largeObjects(client);
}

/** Which table a partition belongs to, as a dump says it: what a column means may hang on that. */
function attachments(tables: readonly StoredRows[]): string {
  return tables
    .flatMap(({ schema, name, parent }) => {
      if (parent === null) return [];
      const [root, part] = [bare(parent.schema, parent.name), bare(schema, name)];
      return [`ALTER TABLE ONLY ${root} ATTACH PARTITION ${part} DEFAULT;\n`];
    })
    .join('');
}

/** Quoted only where it has to be, as pg_dump writes names. */
function bare(schema: string, name: string): string {
  const written = (each: string): string =>
    /^[a-z_][a-z0-9_]*$/.test(each) ? each : quoteIdentifier(each);
  return `${written(schema)}.${written(name)}`;
}

async function* textOf(text: string): AsyncGenerator<Uint8Array> {
  if (text !== '') yield await Promise.resolve(Buffer.from(text));
}

async function* copied(client: Client, query: string): AsyncGenerator<Uint8Array> {
  const stream = client.query(copyTo(query));
  for await (const chunk of stream) yield chunk as Buffer; // pg-copy-streams yields buffers
}

/** One part an object; pages are told by their number, which leads each line. */
async function* largeObjects(client: Client): AsyncGenerator<DataPart> {
  const pages = pagesOf(copied(client, LARGE_OBJECTS));
  let page = await pages.next();
  while (page.done !== true) {
    const { loid } = page.value;
    const own = async function* (): AsyncGenerator<Uint8Array> {
      while (page.done !== true && page.value.loid === loid) {
        yield page.value.bytes;
        page = await pages.next();
      }
    };
    yield { source: { kind: 'large-object', name: `large object ${loid}` }, chunks: own() };
  }
}

interface Page {
  readonly loid: string;
  readonly bytes: Uint8Array;
}

/** Lines `16401<tab>\\x...`; a page is two kilobytes, so no line is long. */
async function* pagesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Page> {
  let rest = '';
  for await (const chunk of chunks) {
    const lines = `${rest}${Buffer.from(chunk).toString('latin1')}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield pageOf(line);
  }
  if (rest !== '') throw new TypeError('large objects were not read to their end');
}

function pageOf(line: string): Page {
  const [loid = '', data = ''] = line.split('\t');
  if (!data.startsWith('\\\\x')) throw new TypeError('a page of a large object has another form');
  return { loid, bytes: Buffer.from(data.slice(3), 'hex') };
}
