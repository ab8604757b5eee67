// Looks for every relation that the table of contents promised: exit code 0 has lied before.
import { finding, LIMITS, quoteQualified, type Finding } from '../kernel/index.ts';
import type { TocEntry } from '../intake/contract.ts';
import type { Sandbox } from '../sandbox/contract.ts';

const RELATIONS = new Set([
  'TABLE',
  'VIEW',
  'MATERIALIZED VIEW',
  'SEQUENCE',
  'INDEX',
  'FOREIGN TABLE',
]);

export async function missingObjects(
  sandbox: Sandbox,
  database: string,
  toc: readonly TocEntry[],
): Promise<{ readonly count: number; readonly findings: readonly Finding[] }> {
  const promised = toc.flatMap(({ description, namespace, tag }) =>
    RELATIONS.has(description) && namespace !== null ? [quoteQualified(namespace, tag)] : [],
  );
  await using session = await sandbox.connect({ database });
  const { rows } = await session.client.query<{ name: string }>(
    `SELECT name FROM pg_catalog.unnest($1::pg_catalog.text[]) AS promised (name)
      WHERE pg_catalog.to_regclass(name) IS NULL`,
    [promised],
  );
  return {
    count: promised.length,
    findings: rows
      .slice(0, LIMITS.findingsListed)
      .map(({ name }) =>
        finding('RESTORE_OBJECT_MISSING', name, 'the archive lists it, the clone lacks it'),
      ),
  };
}

/** Relations whose rows do not come from the dump's data: materialized views, what extensions own. */
export async function derivedTables(
  sandbox: Sandbox,
  database: string,
): Promise<ReadonlySet<string>> {
  await using session = await sandbox.connect({ database });
  await session.client.query('SET search_path = pg_catalog');
  const { rows } = await session.client.query<{ label: string }>(
    `SELECT c.oid::regclass::text AS label
       FROM pg_class AS c
      WHERE c.oid >= 16384
        AND (c.relkind = 'm'
             OR EXISTS (SELECT FROM pg_depend AS d
                         WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                           AND d.deptype = 'e'))`,
  );
  return new Set(rows.map(({ label }) => label));
}
