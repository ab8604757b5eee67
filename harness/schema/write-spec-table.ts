// A table or a view as a spec says it, with all that hangs on it.
import type {
  ColumnDemand,
  ColumnFacts,
  ColumnsDemand,
  PolicyDemand,
  PolicyFacts,
  RelationFacts,
  RuleDemand,
  RuleFacts,
  SequenceFacts,
  TableDemand,
  ViewDemand,
} from './contract.ts';
import { constraintsOf, indexesOf } from './write-spec-keys.ts';
import { sequenceOptions } from './write-spec-objects.ts';
import { grantsOf, onlyTrue, owned, typeText, unlessEmpty } from './write-spec-parts.ts';
import { partitioningOf } from './write-spec-partitions.ts';
import { withoutOuterParentheses } from './write-spec-text.ts';
import { triggersOf } from './write-spec-triggers.ts';
import type { PartsOf } from './write-spec-catalog.ts';

/** `parts` finds what belongs to a relation. */
export function tableOf(relation: RelationFacts, parts: PartsOf): TableDemand {
  const { kind, persistence } = relation;
  return {
    kind: kind === 'partitioned' || kind === 'foreign' ? kind : undefined,
    persistence: persistence === 'permanent' ? undefined : persistence,
    ...owned('table', relation),
    ...partitioningOf(relation, parts),
    server: relation.server ?? undefined,
    columns: columnsOf(relation, parts.identities(relation)),
    ...constraintsOf(parts.constraints(relation)),
    indexes: indexesOf(parts.indexes(relation)),
    accessMethod: accessMethodOf(relation),
    options: unlessEmpty(relation.options),
    replicaIdentity: replicaIdentityOf(relation),
    rowSecurity: rowSecurityOf(relation),
    policies: namedParts(parts.policies(relation), policyOf),
    triggers: triggersOf(parts.triggers(relation)),
    rules: namedParts(parts.rules(relation), ruleOf),
  };
}

export function viewOf(relation: RelationFacts, parts: PartsOf): ViewDemand {
  return {
    kind: relation.kind === 'materialized' ? 'materialized' : 'view',
    ...owned('table', relation),
    columns: columnsOf(relation, []),
    definition: relation.definition?.trim(),
    options: unlessEmpty(relation.options),
    populated: relation.kind === 'materialized' ? relation.isPopulated : undefined,
    indexes: indexesOf(parts.indexes(relation)),
    triggers: triggersOf(parts.triggers(relation)),
    rules: namedParts(parts.rules(relation), ruleOf),
  };
}

function namedParts<T extends { readonly name: string }, D>(
  all: readonly T[],
  write: (each: T) => D,
): Record<string, D> | undefined {
  return unlessEmpty(Object.fromEntries(all.map((each) => [each.name, write(each)])));
}

function columnsOf(
  relation: RelationFacts,
  identities: readonly SequenceFacts[],
): ColumnsDemand | undefined {
  return unlessEmpty(
    Object.fromEntries(
      relation.columns.map((column) => {
        const sequence = identities.find(({ ownedBy }) => ownedBy?.column === column.name);
        return [column.name, columnOf(column, sequence)];
      }),
    ),
  );
}

/** In short where type and nullability are all there is to say. */
function columnOf(column: ColumnFacts, sequence: SequenceFacts | undefined): string | ColumnDemand {
  const type = typeText(column.type);
  const rest: ColumnDemand = {
    default: column.default ?? undefined,
    identity: identityOf(column, sequence),
    generated: column.generated === null ? undefined : withoutOuterParentheses(column.generated),
    stored: column.generated === null || column.isStored ? undefined : false,
    collation: column.collation ?? undefined,
    storage: column.storage ?? undefined,
    compression: compressionOf(column.compression),
    statistics: column.statistics ?? undefined,
    comment: column.comment ?? undefined,
    grants: grantsOf('column', column.grants, null),
  };
  const isShort = Object.values(rest).every((value) => value === undefined);
  if (isShort) return `${type} ${column.isNullable ? 'null' : 'not null'}`;
  return { type, nullable: column.isNullable, ...rest };
}

/** In short where its sequence is as an identity's would be. */
function identityOf(
  column: ColumnFacts,
  sequence: SequenceFacts | undefined,
): ColumnDemand['identity'] {
  if (column.identity === null || sequence === undefined) return column.identity ?? undefined;
  const options = sequenceOptions(sequence);
  const isPlain = Object.values(options).every((value) => value === undefined);
  return isPlain ? column.identity : { kind: column.identity, ...options };
}

function compressionOf(compression: string | null): ColumnDemand['compression'] {
  return compression === 'pglz' || compression === 'lz4' ? compression : undefined;
}

/** What Postgres itself would take is not said. */
function accessMethodOf({ accessMethod }: RelationFacts): string | undefined {
  return accessMethod === null || accessMethod === 'heap' ? undefined : accessMethod;
}

function replicaIdentityOf(relation: RelationFacts): TableDemand['replicaIdentity'] {
  const { replicaIdentity, replicaIndex } = relation;
  // Foreign tables and the like have "nothing"; no one chose it.
  if (relation.kind === 'foreign' || replicaIdentity === 'default') return undefined;
  if (replicaIdentity !== 'index') return replicaIdentity;
  return replicaIndex === null ? undefined : { index: replicaIndex };
}

function rowSecurityOf(relation: RelationFacts): TableDemand['rowSecurity'] {
  if (relation.hasForcedRowSecurity && relation.hasRowSecurity) return 'forced';
  return onlyTrue(relation.hasRowSecurity);
}

function policyOf(policy: PolicyFacts): PolicyDemand {
  return {
    command: policy.command,
    permissive: policy.isPermissive ? undefined : false,
    roles: [...policy.roles],
    using: policy.using ?? undefined,
    check: policy.check ?? undefined,
    comment: policy.comment ?? undefined,
  };
}

function ruleOf(rule: RuleFacts): RuleDemand {
  return {
    event: rule.event,
    instead: onlyTrue(rule.isInstead),
    fires: rule.fires === 'origin' ? undefined : rule.fires,
    definition: rule.definition,
    comment: rule.comment ?? undefined,
  };
}
