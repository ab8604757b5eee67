// Inheritance and partitioning of a table as a spec says them.
import type { PartitioningDemand, RelationFacts, TableDemand } from './contract.ts';
import type { PartsOf } from './write-spec-catalog.ts';
import { nameText, unlessEmpty } from './write-spec-parts.ts';
import { insideParentheses, splitList } from './write-spec-text.ts';

type Partitioning = Pick<TableDemand, 'inherits' | 'partitioning' | 'partitionOf' | 'partitions'>;

export function partitioningOf(relation: RelationFacts, parts: PartsOf): Partitioning {
  const { parents, isPartition, partitionKey } = relation;
  const [parent] = parents;
  const bounds = parts
    .partitions(relation)
    .map((each) => [nameText(each), each.partitionBound ?? ''] as const);
  return {
    inherits: isPartition ? undefined : unlessEmpty(parents.map(nameText)),
    partitionOf: isPartition && parent !== undefined ? nameText(parent) : undefined,
    partitioning: partitionKey === null ? undefined : keyOf(partitionKey),
    partitions: unlessEmpty(Object.fromEntries(bounds)),
  };
}

/** `RANGE (at, lower(kind))`: pg_get_partkeydef. */
function keyOf(text: string): PartitioningDemand {
  const [, word = '', list = ''] = /^(\w+) (\(.*\))$/s.exec(text) ?? [];
  const by = (['range', 'list', 'hash'] as const).find((each) => each === word.toLowerCase());
  return { by, key: splitList(insideParentheses(list)) };
}
