// Policies, triggers and rewrite rules of a table or a view against the spec, by name.
import { aspectPlace, aspects, commentAspect, flag, orNone } from './check-aspects.ts';
import { expressionOutcome } from './check-columns.ts';
import { list, type TableUnderCheck } from './check-keys.ts';
import type {
  PolicyDemand,
  PolicyFacts,
  RuleDemand,
  RuleFacts,
  TriggerDemand,
  TriggerFacts,
} from './contract.ts';
import {
  collapsed,
  isSameCondition,
  isSameStatement,
  triggerParts,
} from './expression-statement.ts';
import { labelOf, nameOf, nearest, partLabel } from './names.ts';
import { differs, HELD, missing, type Outcome, type Place } from './outcome.ts';

export function policyOutcomes(
  table: TableUnderCheck,
  demands: Readonly<Record<string, PolicyDemand>>,
  policies: readonly PolicyFacts[],
): Outcome[] {
  return named(table, 'policies', 'policy', 'SCHEMA_POLICY_MISSING', demands, policies, onePolicy);
}

export function triggerOutcomes(
  table: TableUnderCheck,
  demands: Readonly<Record<string, TriggerDemand>>,
  triggers: readonly TriggerFacts[],
): Outcome[] {
  return named(
    table,
    'triggers',
    'trigger',
    'SCHEMA_TRIGGER_MISSING',
    demands,
    triggers,
    oneTrigger,
  );
}

export function ruleOutcomes(
  table: TableUnderCheck,
  demands: Readonly<Record<string, RuleDemand>>,
  rules: readonly RuleFacts[],
): Outcome[] {
  return named(table, 'rules', 'rule', 'SCHEMA_RULE_MISSING', demands, rules, oneRule);
}

function named<Demand, Facts extends { readonly name: string }>(
  table: TableUnderCheck,
  key: string,
  kind: string,
  code: Parameters<typeof missing>[0],
  demands: Readonly<Record<string, Demand>>,
  all: readonly Facts[],
  of: (at: Place, demand: Demand, found: Facts, isExact: boolean) => Outcome[],
): Outcome[] {
  const names = all.map(({ name }) => name);
  return Object.entries(demands).flatMap(([name, demand]) => {
    const at: Place = {
      path: `${table.path}.${key}.${name}`,
      where: `${table.label}.${partLabel(name)}`,
      subject: `${kind} "${name}" of ${table.subject}`,
    };
    const found = all.find((each) => each.name === name);
    if (found === undefined) return [missing(code, at, nearest(name, names))];
    return [HELD, ...of(at, demand, found, table.isExact)];
  });
}

function onePolicy(
  at: Place,
  written: PolicyDemand,
  found: PolicyFacts,
  isExact: boolean,
): Outcome[] {
  const plain: PolicyDemand = {
    command: 'all',
    permissive: true,
    roles: ['public'],
    using: false,
    check: false,
    comment: false,
  };
  const { command, permissive, roles, using, check, comment } = isExact
    ? { ...plain, ...written }
    : written;
  const code = 'SCHEMA_POLICY_DIFFERS';
  const strength = (isPermissive: boolean | undefined): string | undefined =>
    flag(isPermissive, 'permissive', 'restrictive');
  const expressions = (['using', 'check'] as const).flatMap((key) => {
    const says = { using, check }[key];
    return says === undefined
      ? []
      : [expressionOutcome(code, aspectPlace(at, key), found[key], says)];
  });
  return [
    ...aspects(code, at, [
      ['command', found.command, command],
      ['permissive', strength(found.isPermissive) ?? '', strength(permissive)],
      ['roles', found.roles.join(', '), roles?.toSorted().join(', ')],
    ]),
    ...expressions,
    ...aspects(code, at, [commentAspect(found.comment, comment)]),
  ];
}

function oneTrigger(
  at: Place,
  written: TriggerDemand,
  found: TriggerFacts,
  isExact: boolean,
): Outcome[] {
  const plain: TriggerDemand = {
    arguments: [],
    columns: [],
    when: false,
    constraint: false,
    deferrable: false,
    oldTable: false,
    newTable: false,
    comment: false,
  };
  const demand = isExact ? { ...plain, ...written } : written;
  const code = 'SCHEMA_TRIGGER_DIFFERS';
  const called = demand.function === undefined ? null : nameOf(demand.function);
  const parts = triggerParts(found.definition);
  const deferral = !found.isDeferrable
    ? false
    : found.isInitiallyDeferred
      ? 'deferred'
      : 'immediate';
  const state = (isEnabled: boolean | undefined): string | undefined =>
    flag(isEnabled, 'enabled', 'disabled');
  // What fires it is said by one key or by the other.
  const enabled = demand.enabled ?? (demand.fires === undefined ? true : undefined);
  return [
    ...aspects(code, at, [
      ['timing', found.timing, demand.timing],
      ['events', found.events.toSorted().join(', '), demand.events?.toSorted().join(', ')],
      ['level', found.level, demand.level],
      [
        'function',
        labelOf(found.functionSchema, found.functionName),
        called === null ? undefined : labelOf(called.schema, called.name),
      ],
      ['arguments', quoted(parts.arguments), demand.arguments && quoted(demand.arguments)],
      [
        'columns',
        list(found.columns.toSorted()),
        demand.columns === undefined ? undefined : list(demand.columns.toSorted()),
      ],
      ['enabled', state(found.isEnabled) ?? '', state(enabled)],
      [
        'fires',
        found.fires,
        demand.fires ?? (isExact && found.isEnabled ? 'origin' : undefined),
        'firing',
      ],
      [
        'constraint',
        flag(found.isConstraint, 'yes', 'no'),
        flag(demand.constraint, 'yes', 'no'),
        'being a constraint',
      ],
      ['deferrable', orNone(deferral), orNone(demand.deferrable), 'deferrability'],
      ['oldTable', orNone(found.oldTable), orNone(demand.oldTable), 'old table'],
      ['newTable', orNone(found.newTable), orNone(demand.newTable), 'new table'],
      commentAspect(found.comment, demand.comment),
    ]),
    ...conditionOutcomes(at, demand.when, found.definition, parts.when !== null),
  ];
}

function conditionOutcomes(
  at: Place,
  says: string | false | undefined,
  definition: string,
  hasCondition: boolean,
): Outcome[] {
  if (says === undefined) return [];
  const isSame = says === false ? !hasCondition : isSameCondition(definition, says);
  if (isSame) return [HELD];
  const [, text] = /\sWHEN \((.*)\) EXECUTE (?:FUNCTION|PROCEDURE) /s.exec(definition) ?? [];
  const place = aspectPlace(at, 'when', 'condition');
  return [differs('SCHEMA_TRIGGER_DIFFERS', place, text ?? 'none', orNone(says))];
}

function quoted(texts: readonly string[]): string {
  return texts.length === 0 ? 'none' : texts.map((text) => `'${text}'`).join(', ');
}

function oneRule(at: Place, written: RuleDemand, found: RuleFacts, isExact: boolean): Outcome[] {
  const code = 'SCHEMA_RULE_DIFFERS';
  const plain = { instead: false, fires: 'origin', comment: false } as const;
  // A definition says whether it is INSTEAD.
  const { instead, fires, event, definition, comment } = isExact
    ? {
        ...plain,
        ...(written.definition === undefined ? {} : { instead: found.isInstead }),
        ...written,
      }
    : written;
  const isSame =
    definition === undefined ||
    isSameStatement(definition, found.definition, ['rulename', 'replace']);
  return [
    ...aspects(code, at, [
      ['event', found.event, event],
      [
        'instead',
        flag(found.isInstead, 'yes', 'no'),
        flag(instead, 'yes', 'no'),
        'standing instead',
      ],
      ['fires', found.fires, fires, 'firing'],
      commentAspect(found.comment, comment),
    ]),
    ...(definition === undefined
      ? []
      : [
          isSame
            ? HELD
            : differs(code, aspectPlace(at, 'definition'), collapsed(found.definition), definition),
        ]),
  ];
}
