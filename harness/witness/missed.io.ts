// Asks the log about the files that changed on disk, and the clone what stands in those it leaves out.
import type { Server } from '../sandbox/ground-contract.ts';
import type { FileKey } from './footprint.ts';
import type { Log } from './log.io.ts';
import type { PartReader } from './parts.io.ts';
import { missedRelations, wantedKey, type StoredRelation } from './missed.ts';

const RELATIONS = `
SELECT (CASE WHEN c.relisshared THEN '0' ELSE d.oid::text END) || '/' || pg_catalog.pg_relation_filenode(c.oid) AS key,
       pg_catalog.format('%I.%I', ns.nspname, coalesce(owner.relname, c.relname)) AS label,
       c.relpersistence <> 'p' AS "isAlwaysRead"
  FROM pg_catalog.pg_class AS c
  LEFT JOIN pg_catalog.pg_class AS owner ON owner.reltoastrelid = coalesce(
    (SELECT i.indrelid FROM pg_catalog.pg_index AS i WHERE i.indexrelid = c.oid), c.oid)
  JOIN pg_catalog.pg_namespace AS ns ON ns.oid = coalesce(owner.relnamespace, c.relnamespace)
  JOIN pg_catalog.pg_database AS d ON d.datname = pg_catalog.current_database()
 WHERE pg_catalog.pg_relation_filenode(c.oid) IS NOT NULL`;

export interface MissedRequest {
  readonly server: Server;
  readonly database: string;
  readonly log: Log;
  readonly changedFiles: readonly string[];
  readonly changedBlocks:
    ((file: string, blockBytes: number) => Promise<readonly number[]>) | undefined;
  readonly part: Pick<PartReader, 'files'>;
}

export async function missedFiles(request: MissedRequest): Promise<readonly string[]> {
  const { server, database, log, changedFiles } = request;
  const wanted = changedFiles.map(wantedKey).filter((key) => key !== null);
  if (wanted.length === 0) return [];
  const missedInside = await filesWithMissedBlocks(request);
  const named = await log.named(wanted);
  // Where the log was not followed everything is read: there is nothing to miss.
  if (named === null && missedInside.size === 0) return [];
  await using session = await server.connect({ database });
  const { rows } = await session.client.query<StoredRelation>(RELATIONS);
  const isNamed = new Set([...(named ?? wanted)].filter((key) => !missedInside.has(key)));
  return missedRelations(changedFiles, isNamed, rows);
}

/** Of a table that was not read whole the log has to name each block whose bytes differ. */
async function filesWithMissedBlocks({
  server,
  database,
  changedFiles,
  changedBlocks,
  part,
  log,
}: MissedRequest): Promise<ReadonlySet<FileKey>> {
  const missed = new Set<FileKey>();
  const inPart = changedFiles.filter((path) => part.files.has(wantedKey(path) ?? ''));
  if (inPart.length === 0 || changedBlocks === undefined) return missed;
  await using session = await server.connect({ database });
  const { rows } = await session.client.query<{ bytes: number; segment: number }>(BLOCKS);
  const [sizes] = rows;
  if (sizes === undefined) throw new TypeError('one row was asked for');
  for (const path of inPart) {
    const key = wantedKey(path);
    if (key === null) continue;
    const named = await log.namedBlocks(key);
    const before = Number(/\.(\d+)$/.exec(path)?.[1] ?? 0) * sizes.segment;
    const changed = await changedBlocks(path, sizes.bytes);
    // What was concluded from blocks, and cannot be held against the log any more, is not believed.
    if (named === null || changed.some((block) => !named.has(before + block))) missed.add(key);
  }
  return missed;
}

/** Of a block, and how many blocks stand in one file. */
const BLOCKS = `
SELECT pg_catalog.current_setting('block_size')::int4 AS bytes,
       (SELECT setting::int4 FROM pg_catalog.pg_settings WHERE name = 'segment_size') AS segment`;
