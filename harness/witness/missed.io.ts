// Asks the log about the files that changed on disk, and the clone what stands in those it leaves out.
import type { Server } from '../sandbox/ground-contract.ts';
import type { Log } from './log.io.ts';
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
}

export async function missedFiles(request: MissedRequest): Promise<readonly string[]> {
  const { server, database, log, changedFiles } = request;
  const wanted = changedFiles.map(wantedKey).filter((key) => key !== null);
  if (wanted.length === 0) return [];
  const named = await log.named(wanted);
  // Where the log was not followed everything is read: there is nothing to miss.
  if (named === null) return [];
  await using session = await server.connect({ database });
  const { rows } = await session.client.query<StoredRelation>(RELATIONS);
  return missedRelations(changedFiles, named, rows);
}
