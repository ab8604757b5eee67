// Sequences against the spec, those of identity columns among them.
import { aspects, flag, ifThere, lookUp, type Aspect } from './check-aspects.ts';
import { ownedOutcomes, type Exactness } from './check-owned.ts';
import type {
  Catalog,
  ColumnDemand,
  ColumnFacts,
  IdentityDemand,
  SequenceDemand,
  SequenceFacts,
  Surface,
} from './contract.ts';
import { labelOf, splitName } from './names.ts';
import { compare, type Outcome, type Place } from './outcome.ts';
import { canonicalType } from './types.ts';

export function sequenceOutcomes(
  { sequences = {} }: Surface,
  catalog: Catalog,
  exactOf: (schema: string) => Exactness,
): Outcome[] {
  return Object.entries(sequences).flatMap(([name, demand]) => {
    const looked = lookUp('sequences', 'sequence', name, catalog.sequences);
    return ifThere(looked, 'SCHEMA_SEQUENCE_MISSING', (found) => {
      const exactness = exactOf(found.schema);
      const says = exactness.properties
        ? {
            ...plainSequence(demand),
            persistence: 'permanent' as const,
            ownedBy: false as const,
            ...demand,
          }
        : demand;
      return [
        ...aspects('SCHEMA_SEQUENCE_DIFFERS', looked.at, [
          ...numberAspects(says, found),
          ['persistence', found.persistence, says.persistence],
          ['ownedBy', ownerOf(found), saidOwner(says.ownedBy), 'owning column'],
        ]),
        ...ownedOutcomes('SCHEMA_SEQUENCE_DIFFERS', 'sequence', looked.at, says, found, exactness),
      ];
    });
  });
}

/** Kind of a column's identity, and what is said of the sequence behind it. */
export function identityOutcomes(
  place: Place,
  says: ColumnDemand['identity'],
  column: ColumnFacts,
  owner: {
    readonly isExact: boolean;
    readonly sequenceOf: (column: string) => SequenceFacts | undefined;
  },
): Outcome[] {
  if (says === undefined) return [];
  const demand: Partial<IdentityDemand> = typeof says === 'object' ? says : {};
  const kind = typeof says === 'object' ? says.kind : says === false ? 'none' : says;
  const at: Place = {
    ...place,
    path: `${place.path}.identity`,
    subject: `identity of ${place.subject}`,
  };
  const outcomes = [compare('SCHEMA_COLUMN_DIFFERS', at, column.identity ?? 'none', kind)];
  const sequence = owner.sequenceOf(column.name);
  if (says === false || column.identity === null || sequence === undefined) return outcomes;
  // Its type follows the column's.
  const plain = owner.isExact ? plainSequence({ type: sequence.type, ...demand }) : {};
  const all = numberAspects({ ...plain, ...demand }, sequence);
  return [...outcomes, ...aspects('SCHEMA_COLUMN_DIFFERS', at, all)];
}

type Numbers = Pick<
  SequenceDemand,
  'type' | 'start' | 'increment' | 'minimum' | 'maximum' | 'cache' | 'cycle'
>;

function numberAspects(demand: Numbers, found: SequenceFacts): Aspect[] {
  const { type, start, increment, minimum, maximum, cache, cycle } = demand;
  const text = (value: string | number | undefined): string | undefined =>
    value === undefined ? undefined : String(value);
  return [
    ['type', canonicalType(found.type), type === undefined ? undefined : canonicalType(type)],
    ['start', found.start, text(start)],
    ['increment', found.increment, text(increment)],
    ['minimum', found.minimum, text(minimum)],
    ['maximum', found.maximum, text(maximum)],
    ['cache', found.cache, text(cache)],
    ['cycle', flag(found.isCycling), flag(cycle)],
  ];
}

/** What CREATE SEQUENCE makes of what is not said. */
export function plainSequence(demand: Numbers): Numbers {
  const type = canonicalType(demand.type ?? 'bigint');
  const bits = { smallint: 15n, integer: 31n }[type] ?? 63n;
  const isAscending = BigInt(demand.increment ?? 1) > 0n;
  const minimum = demand.minimum ?? String(isAscending ? 1n : -(2n ** bits));
  const maximum = demand.maximum ?? String(isAscending ? 2n ** bits - 1n : -1n);
  return {
    type,
    increment: 1,
    minimum,
    maximum,
    start: isAscending ? minimum : maximum,
    cache: 1,
    cycle: false,
  };
}

function ownerOf({ ownedBy }: SequenceFacts): string {
  return ownedBy === null ? 'none' : columnLabel([ownedBy.schema, ownedBy.table, ownedBy.column]);
}

function saidOwner(says: string | false | undefined): string | undefined {
  if (typeof says !== 'string') return says === false ? 'none' : undefined;
  return columnLabel(splitName(says) ?? [says]);
}

function columnLabel(parts: readonly string[]): string {
  const [schema, table, column] = parts.length === 3 ? parts : ['public', ...parts];
  return `${labelOf(schema ?? '', table ?? '')}.${column ?? ''}`;
}
