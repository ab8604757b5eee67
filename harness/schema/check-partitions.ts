// How a table is parted, what it is a part of, and what it inherits from, against the spec.
import { aspectPlace, aspects } from './check-aspects.ts';
import type { Parts } from './check-context.ts';
import type { PartitioningDemand, RelationFacts, TableDemand } from './contract.ts';
import { indexKey, isEach, partitioningOf, type IndexKey } from './expression-index.ts';
import { isSameBound } from './expression-statement.ts';
import { labelOf, nameOf, nearest } from './names.ts';
import { differs, HELD, missing, type Outcome, type Place } from './outcome.ts';

const DIFFERS = 'SCHEMA_TABLE_DIFFERS';

export function partitionOutcomes(
  at: Place,
  demand: TableDemand,
  found: RelationFacts,
  { partitions }: Parts,
): Outcome[] {
  const { inherits, partitionOf, partitioning } = demand;
  const label = (text: string): string => {
    const { schema, name } = nameOf(text);
    return labelOf(schema, name);
  };
  const parents = found.parents.map(({ schema, name }) => labelOf(schema, name));
  const names = (all: readonly string[]): string => (all.length === 0 ? 'none' : all.join(', '));
  return [
    ...aspects(DIFFERS, at, [
      [
        'inherits',
        names(found.isPartition ? [] : parents),
        inherits === undefined ? undefined : names(inherits.map(label)),
        'inheritance',
      ],
      [
        'partitionOf',
        names(found.isPartition ? parents : []),
        partitionOf === undefined ? undefined : partitionOf === false ? 'none' : label(partitionOf),
        'partitioned table',
      ],
    ]),
    ...(partitioning === undefined ? [] : partitioningOutcomes(at, partitioning, found)),
    ...Object.entries(demand.partitions ?? {}).map(([name, bound]) =>
      oneBound(at, name, bound, partitions),
    ),
  ];
}

function partitioningOutcomes(
  at: Place,
  { by, key }: PartitioningDemand,
  found: RelationFacts,
): Outcome[] {
  const has = found.partitionKey === null ? null : partitioningOf(found.partitionKey);
  const place = aspectPlace(at, 'partitioning');
  const outcomes = aspects(DIFFERS, place, [['by', has?.by ?? 'none', by, 'strategy']]);
  if (key === undefined) return outcomes;
  const columns = found.columns.map(({ name }) => name);
  const said = key.map((text) => indexKey(text, columns));
  const isKey = (each: IndexKey | null): each is IndexKey => each !== null;
  const isSame = has !== null && said.every(isKey) && isEach(said, has.keys, false);
  if (isSame) return [...outcomes, HELD];
  const keyPlace = aspectPlace(place, 'key');
  return [...outcomes, differs(DIFFERS, keyPlace, found.partitionKey ?? 'none', key.join(', '))];
}

function oneBound(
  at: Place,
  name: string,
  bound: string,
  partitions: readonly RelationFacts[],
): Outcome {
  const wanted = nameOf(name);
  const label = labelOf(wanted.schema, wanted.name);
  const place: Place = {
    path: `${at.path}.partitions.${name}`,
    where: label,
    subject: `partition "${label}" of ${at.subject}`,
  };
  const found = partitions.find(
    (each) => each.schema === wanted.schema && each.name === wanted.name,
  );
  if (found === undefined) {
    const labels = partitions.map((each) => labelOf(each.schema, each.name));
    return missing('SCHEMA_TABLE_MISSING', place, nearest(label, labels));
  }
  const has = found.partitionBound ?? 'none';
  return isSameBound(has, bound)
    ? HELD
    : differs(DIFFERS, { ...place, subject: `bound of ${place.subject}` }, has, bound);
}
