// Finds what hangs on a relation without looking through the whole catalog each time.
import type {
  Catalog,
  ConstraintFacts,
  IndexFacts,
  PolicyFacts,
  RelationFacts,
  RuleFacts,
  SequenceFacts,
  TriggerFacts,
} from './contract.ts';

type Owner = Pick<RelationFacts, 'schema' | 'name'>;

/** Parts of a relation's own: what comes from its parent, or from an extension, is left out. */
export interface PartsOf {
  constraints(relation: Owner): readonly ConstraintFacts[];
  indexes(relation: Owner): readonly IndexFacts[];
  triggers(relation: Owner): readonly TriggerFacts[];
  policies(relation: Owner): readonly PolicyFacts[];
  rules(relation: Owner): readonly RuleFacts[];
  /** Sequences behind its identity columns. */
  identities(relation: Owner): readonly SequenceFacts[];
  partitions(relation: Owner): readonly RelationFacts[];
}

export function partsOf(catalog: Catalog): PartsOf {
  const onTable = <T extends { readonly schema: string; readonly table: string }>(
    all: readonly T[],
  ): ((relation: Owner) => readonly T[]) => {
    const parts = Map.groupBy(all, ({ schema, table }) => key(schema, table));
    return ({ schema, name }) => parts.get(key(schema, name)) ?? [];
  };
  const identities = catalog.sequences.filter(({ isIdentity }) => isIdentity);
  const bySequence = Map.groupBy(identities, ({ ownedBy }) =>
    key(ownedBy?.schema ?? '', ownedBy?.table ?? ''),
  );
  const partitions = Map.groupBy(
    catalog.relations.filter(({ isPartition }) => isPartition),
    ({ parents: [parent] }) => key(parent?.schema ?? '', parent?.name ?? ''),
  );
  return {
    constraints: onTable(catalog.constraints.filter(({ isInherited }) => !isInherited)),
    indexes: onTable(
      catalog.indexes.filter(
        (each) => !each.isInherited && !each.isOfExtension && each.constraint === null,
      ),
    ),
    triggers: onTable(catalog.triggers.filter((each) => !each.isInherited && !each.isOfExtension)),
    policies: onTable(catalog.policies),
    rules: onTable(catalog.rules.filter(({ isOfExtension }) => !isOfExtension)),
    identities: ({ schema, name }) => bySequence.get(key(schema, name)) ?? [],
    partitions: ({ schema, name }) => partitions.get(key(schema, name)) ?? [],
  };
}

function key(schema: string, name: string): string {
  return JSON.stringify([schema, name]);
}
