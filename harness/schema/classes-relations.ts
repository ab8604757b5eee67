// Which relations hold rows that want a class.
import type { Catalog, RelationFacts } from './contract.ts';

/**
 * Tables of the clone's own. A partitioned table stands for its partitions; views and materialized
 * views show what tables hold; a foreign table holds nothing here; an extension's are not the dump's.
 */
export function classifiedRelations(catalog: Catalog): RelationFacts[] {
  return catalog.relations.filter(
    ({ kind, isPartition, isOfExtension }) =>
      (kind === 'table' || kind === 'partitioned') && !isPartition && !isOfExtension,
  );
}
