// One table of the spec against the clone: what it is, its columns, keys, policies and triggers.
import {
  aspectPlace,
  aspects,
  flag,
  ifThere,
  optionOutcomes,
  type Aspect,
} from './check-aspects.ts';
import { columnOutcomes, type ColumnOwner } from './check-columns.ts';
import { constraintOutcomes } from './check-constraints.ts';
import { exactPartsOf, type Context, type Parts } from './check-context.ts';
import { extraPartOutcomes, knownColumns } from './check-extra-parts.ts';
import { indexOutcomes } from './check-indexes.ts';
import { keyDemand, keyOutcomes, type TableUnderCheck } from './check-keys.ts';
import { ownedOutcomes, type Exactness } from './check-owned.ts';
import { partitionOutcomes } from './check-partitions.ts';
import { policyOutcomes, ruleOutcomes, triggerOutcomes } from './check-triggers.ts';
import type { RelationFacts, TableDemand } from './contract.ts';
import { labelOf, nameOf, nearest } from './names.ts';
import { differs, HELD, type Outcome, type Place } from './outcome.ts';

export function tableOutcomes(
  name: string,
  demand: TableDemand,
  context: Context,
  exactOf: (schema: string) => Exactness,
): Outcome[] {
  const wanted = nameOf(name);
  const label = labelOf(wanted.schema, wanted.name);
  const found = context.relationOf(wanted.schema, wanted.name);
  const at: Place = { path: `tables.${name}`, where: label, subject: `table "${label}"` };
  const labels = (): string[] =>
    context.allRelationLabels().map(([schema, bare]) => labelOf(schema, bare));
  const near = found === undefined ? nearest(label, labels()) : null;
  return ifThere({ found, at, near, label }, 'SCHEMA_TABLE_MISSING', (there) => {
    const isTable = there.kind === 'table' || there.kind === 'partitioned';
    if (!isTable && !(there.kind === 'foreign' && demand.kind === 'foreign'))
      return [differs('SCHEMA_TABLE_DIFFERS', at, `a ${kindWords(there.kind)}`, 'a table')];
    return foundTable(at, demand, there, context, exactOf(there.schema));
  });
}

function foundTable(
  at: Place,
  written: TableDemand,
  found: RelationFacts,
  context: Context,
  around: Exactness,
): Outcome[] {
  const { schema, name } = found;
  const exact = exactPartsOf(written.exact, around);
  const everything = context.demandsOf(schema, name);
  const demand = exact.has('properties') ? exactly(written, everything, found) : written;
  const exactness = { properties: exact.has('properties'), grants: exact.has('grants') };
  const parts = context.partsOf(schema, name);
  const table: TableUnderCheck = {
    schema,
    name,
    path: at.path,
    label: at.where,
    subject: at.subject,
    isExact: exactness.properties,
  };
  const known = knownColumns(demand, everything, exact);
  const { primaryKey } = demand;
  const keyColumns =
    parts.constraints.find(({ kind }) => kind === 'primary key')?.columns ??
    (primaryKey === undefined ? [] : keyDemand(primaryKey).columns);
  const columnOwner = columnOwnerOf(table, parts, exactness.grants, keyColumns);
  return [
    ...ownOutcomes(at, demand, found, exactness, everything),
    ...columnOutcomes(columnOwner, demand.columns ?? {}, found.columns, known),
    ...keyOutcomes(table, demand, parts.constraints),
    ...constraintOutcomes(table, demand, parts.constraints),
    ...indexOutcomes(table, demand.indexes ?? [], parts.indexes),
    ...partitionOutcomes(at, demand, found, parts),
    ...rowSecurityOutcomes(at, demand, found),
    ...policyOutcomes(table, demand.policies ?? {}, parts.policies),
    ...triggerOutcomes(table, demand.triggers ?? {}, parts.triggers),
    ...ruleOutcomes(table, demand.rules ?? {}, parts.rules),
    ...extraPartOutcomes(table, exact, everything, parts),
  ];
}

/** How columns of a table or a view are looked at. */
export function columnOwnerOf(
  table: TableUnderCheck,
  { identities }: Parts,
  hasExactGrants: boolean,
  keyColumns: readonly string[],
): ColumnOwner {
  return {
    path: table.path,
    label: table.label,
    isExact: table.isExact,
    hasExactGrants,
    keyColumns,
    sequenceOf: (column) => identities.find(({ ownedBy }) => ownedBy?.column === column),
  };
}

const PLAIN: TableDemand = {
  persistence: 'permanent',
  comment: false,
  replicaIdentity: 'default',
  inherits: [],
  partitionOf: false,
  rowSecurity: false,
};

/** What CREATE TABLE makes of what no surface says. */
function exactly(
  demand: TableDemand,
  everything: readonly TableDemand[],
  { kind }: RelationFacts,
): TableDemand {
  const isSaid = (key: string): boolean =>
    everything.some((each) => Reflect.get(each, key) !== undefined);
  const isOpen = (key: string): boolean =>
    isSaid(key) ||
    // A foreign table has none.
    (kind === 'foreign' && key === 'replicaIdentity');
  const filled = Object.entries(PLAIN).filter(([key]) => !isOpen(key));
  return { ...Object.fromEntries(filled), ...demand };
}

export function kindWords(kind: RelationFacts['kind']): string {
  const words = {
    table: 'table',
    partitioned: 'partitioned table',
    view: 'view',
    materialized: 'materialized view',
    foreign: 'foreign table',
  } as const;
  return words[kind];
}

function ownOutcomes(
  at: Place,
  demand: TableDemand,
  found: RelationFacts,
  exactness: Exactness,
  everything: readonly TableDemand[],
): Outcome[] {
  const code = 'SCHEMA_TABLE_DIFFERS';
  const wanted =
    demand.kind === undefined ? [] : [[`a ${kindWords(demand.kind)}`, 'kind'] as const];
  const identity = ({ replicaIdentity, replicaIndex }: RelationFacts): string =>
    replicaIdentity === 'index' ? `index ${replicaIndex ?? ''}` : replicaIdentity;
  const { replicaIdentity: says } = demand;
  const own: Aspect[] = [
    ['accessMethod', found.accessMethod ?? 'none', demand.accessMethod, 'access method'],
    [
      'replicaIdentity',
      identity(found),
      typeof says === 'object' ? `index ${says.index}` : says,
      'replica identity',
    ],
    ['server', found.server ?? 'none', demand.server],
  ];
  // Another surface may say the options or the grants.
  const saidBy = (key: 'options' | 'grants'): boolean =>
    demand[key] !== undefined || !everything.some((each) => each[key] !== undefined);
  return [
    ...wanted.flatMap(([words, key]) => bare(at, key, `a ${kindWords(found.kind)}`, words)),
    ...bare(at, 'persistence', found.persistence, demand.persistence),
    ...ownedOutcomes(code, 'table', at, demand, found, {
      properties: false,
      grants: exactness.grants && saidBy('grants'),
    }),
    ...aspects(code, at, own),
    ...optionOutcomes(
      code,
      at,
      found.options,
      demand.options,
      exactness.properties && saidBy('options'),
    ),
  ];
}

/** Said of the table itself, not of a property: `table "t" is unlogged`. */
function bare(at: Place, key: string, has: string, says: string | undefined): Outcome[] {
  if (says === undefined) return [];
  const place = { ...at, path: `${at.path}.${key}` };
  return [has === says ? HELD : differs('SCHEMA_TABLE_DIFFERS', place, has, says)];
}

function rowSecurityOutcomes(
  at: Place,
  { rowSecurity }: TableDemand,
  found: RelationFacts,
): Outcome[] {
  if (rowSecurity === undefined) return [];
  const place = aspectPlace(at, 'rowSecurity', 'row security');
  const has = !found.hasRowSecurity ? 'off' : found.hasForcedRowSecurity ? 'forced' : 'on';
  const says = rowSecurity === 'forced' ? 'forced' : flag(rowSecurity);
  // Forced is on as well: it holds the owner too.
  if (has === says || (says === 'on' && has === 'forced')) return [HELD];
  return [differs('SCHEMA_TABLE_DIFFERS', place, has, says)];
}
