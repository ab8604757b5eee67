// One table of the spec against the clone: what it is, its columns, keys, policies and triggers.
import { columnOutcomes } from './check-columns.ts';
import { keyOutcomes, type TableUnderCheck } from './check-keys.ts';
import type {
  Catalog,
  PolicyDemand,
  PolicyFacts,
  RelationFacts,
  TableDemand,
  TriggerDemand,
  TriggerFacts,
} from './contract.ts';
import { isSameExpression } from './expression.ts';
import { labelOf, nameOf, nearest, partLabel } from './names.ts';
import { compare, differs, HELD, missing, type Outcome, type Place } from './outcome.ts';

export function tableOutcomes(name: string, demand: TableDemand, catalog: Catalog): Outcome[] {
  const qualified = nameOf(name);
  const label = labelOf(qualified.schema, qualified.name);
  const table: TableUnderCheck = { ...qualified, label, demand, path: `tables.${name}` };
  const found = catalog.relations.find(
    (each) => each.schema === table.schema && each.name === table.name,
  );
  const at: Place = { path: table.path, where: label, subject: `table "${label}"` };
  if (found === undefined) {
    const others = catalog.relations.map((each) => labelOf(each.schema, each.name));
    return [missing('SCHEMA_TABLE_MISSING', at, nearest(label, others))];
  }
  if (found.kind !== 'table' && found.kind !== 'partitioned') {
    return [differs('SCHEMA_TABLE_DIFFERS', at, `a ${kindWords(found.kind)}`, 'a table')];
  }
  return [
    HELD, // it is there
    ...ownOutcomes(table, at, found),
    ...columnOutcomes(table, demand.columns ?? {}, found.columns, demand.extraColumns ?? 'allow'),
    ...keyOutcomes(table, catalog),
    ...rowSecurityOutcomes(table, at, found),
    ...policyOutcomes(table, catalog.policies),
    ...triggerOutcomes(table, catalog.triggers),
  ];
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
  { path, demand }: TableUnderCheck,
  at: Place,
  found: RelationFacts,
): Outcome[] {
  const same = (key: string, subject: string, has: string, says: string | undefined): Outcome[] =>
    says === undefined
      ? []
      : [compare('SCHEMA_TABLE_DIFFERS', { ...at, path: `${path}.${key}`, subject }, has, says)];
  const wanted = demand.kind === undefined ? undefined : `a ${kindWords(demand.kind)}`;
  return [
    ...same('kind', at.subject, `a ${kindWords(found.kind)}`, wanted),
    ...same('persistence', at.subject, found.persistence, demand.persistence),
    ...same('owner', `owner of ${at.subject}`, found.owner, demand.owner),
  ];
}

function rowSecurityOutcomes(
  { path, demand }: TableUnderCheck,
  at: Place,
  found: RelationFacts,
): Outcome[] {
  const { rowSecurity } = demand;
  if (rowSecurity === undefined) return [];
  const place = { ...at, path: `${path}.rowSecurity`, subject: `row security of ${at.subject}` };
  const has = !found.hasRowSecurity ? 'off' : found.hasForcedRowSecurity ? 'forced' : 'on';
  const says = rowSecurity === 'forced' ? 'forced' : rowSecurity ? 'on' : 'off';
  // Forced is on as well: it holds the owner too.
  return says === 'on' && has === 'forced'
    ? [HELD]
    : [compare('SCHEMA_TABLE_DIFFERS', place, has, says)];
}

function policyOutcomes(table: TableUnderCheck, all: readonly PolicyFacts[]): Outcome[] {
  const mine = all.filter((each) => each.schema === table.schema && each.table === table.name);
  return Object.entries(table.demand.policies ?? {}).flatMap(([name, demand]) => {
    const at = partPlace(table, 'policies', name, 'policy');
    const found = mine.find((each) => each.name === name);
    if (found !== undefined) return [HELD, ...onePolicy(at, demand, found)];
    return [
      missing(
        'SCHEMA_POLICY_MISSING',
        at,
        nearest(
          name,
          mine.map((each) => each.name),
        ),
      ),
    ];
  });
}

function onePolicy(at: Place, demand: PolicyDemand, found: PolicyFacts): Outcome[] {
  const same = (key: string, has: string, says: string | undefined): Outcome[] =>
    says === undefined ? [] : [compare('SCHEMA_POLICY_DIFFERS', aspect(at, key), has, says)];
  const sameExpression = (key: 'using' | 'check'): Outcome[] => {
    const [has, says] = [found[key], demand[key]];
    if (says === undefined) return [];
    if (has !== null && isSameExpression(has, says)) return [HELD];
    return [differs('SCHEMA_POLICY_DIFFERS', aspect(at, key), has ?? 'none', says)];
  };
  const strength = (isPermissive: boolean): string => (isPermissive ? 'permissive' : 'restrictive');
  return [
    ...same('command', found.command, demand.command),
    ...same(
      'permissive',
      strength(found.isPermissive),
      demand.permissive === undefined ? undefined : strength(demand.permissive),
    ),
    ...same('roles', found.roles.join(', '), demand.roles?.toSorted().join(', ')),
    ...sameExpression('using'),
    ...sameExpression('check'),
  ];
}

function triggerOutcomes(table: TableUnderCheck, all: readonly TriggerFacts[]): Outcome[] {
  const mine = all.filter((each) => each.schema === table.schema && each.table === table.name);
  return Object.entries(table.demand.triggers ?? {}).flatMap(([name, demand]) => {
    const at = partPlace(table, 'triggers', name, 'trigger');
    const found = mine.find((each) => each.name === name);
    if (found !== undefined) return [HELD, ...oneTrigger(at, demand, found)];
    return [
      missing(
        'SCHEMA_TRIGGER_MISSING',
        at,
        nearest(
          name,
          mine.map((each) => each.name),
        ),
      ),
    ];
  });
}

function oneTrigger(at: Place, demand: TriggerDemand, found: TriggerFacts): Outcome[] {
  const same = (key: string, has: string, says: string | undefined): Outcome[] =>
    says === undefined ? [] : [compare('SCHEMA_TRIGGER_DIFFERS', aspect(at, key), has, says)];
  const called = demand.function === undefined ? null : nameOf(demand.function);
  const state = (isEnabled: boolean): string => (isEnabled ? 'enabled' : 'disabled');
  return [
    ...same('timing', found.timing, demand.timing),
    ...same('events', found.events.toSorted().join(', '), demand.events?.toSorted().join(', ')),
    ...same('level', found.level, demand.level),
    ...same(
      'function',
      labelOf(found.functionSchema, found.functionName),
      called === null ? undefined : labelOf(called.schema, called.name),
    ),
    ...same('enabled', state(found.isEnabled), state(demand.enabled ?? true)),
  ];
}

function partPlace(table: TableUnderCheck, key: string, name: string, kind: string): Place {
  const where = `${table.label}.${partLabel(name)}`;
  return {
    path: `${table.path}.${key}.${name}`,
    where,
    subject: `${kind} "${name}" of table "${table.label}"`,
  };
}

function aspect(at: Place, key: string): Place {
  return { ...at, path: `${at.path}.${key}`, subject: `${key} of ${at.subject}` };
}
