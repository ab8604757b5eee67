// Checks and exclusion constraints of a table against the spec, by what they say.
import { aspects, aspectPlace, flag, type Aspect } from './check-aspects.ts';
import { expressionOutcome } from './check-columns.ts';
import {
  best,
  constraintAspects,
  list,
  partPlace,
  validation,
  type TableUnderCheck,
} from './check-keys.ts';
import type { CheckDemand, ConstraintFacts, ExclusionDemand, TableDemand } from './contract.ts';
import { checkBody, isSameExpression } from './expression.ts';
import { exclusionOf, isSameExclusion } from './expression-index.ts';
import { differs, HELD, missing, type Outcome, type Place } from './outcome.ts';

const DIFFERS = 'SCHEMA_CONSTRAINT_DIFFERS';
type Constraints = readonly ConstraintFacts[];

export function constraintOutcomes(
  table: TableUnderCheck,
  demand: TableDemand,
  constraints: Constraints,
): Outcome[] {
  const { checks = [], exclusions = [] } = demand;
  return [
    ...checks.flatMap((written, index) => checkOutcomes(table, index, written, constraints)),
    ...exclusions.flatMap((each, index) => exclusionOutcomes(table, index, each, constraints)),
  ];
}

function checkOutcomes(
  table: TableUnderCheck,
  index: number,
  written: string | CheckDemand,
  constraints: Constraints,
): Outcome[] {
  const said = checkDemand(written);
  const demand = table.isExact ? { noInherit: false, comment: false as const, ...said } : said;
  const at = partPlace(table, `checks.${index}`, `check (${demand.expression})`);
  const named = constraints.find(({ kind, name }) => kind === 'check' && name === demand.name);
  const same = constraints.filter((each) => isCheck(demand, each));
  if (same.length === 0) {
    if (named === undefined) return [missing('SCHEMA_CONSTRAINT_MISSING', at)];
    const place = partPlace(table, `checks.${index}.expression`, `check "${named.name}"`);
    return [differs(DIFFERS, place, named.expression ?? 'none', demand.expression)];
  }
  const { noInherit, validated = true } = demand;
  return best(same, (found) => [
    HELD,
    ...aspects(DIFFERS, at, [
      ['noInherit', flag(found.isNoInherit), flag(noInherit), 'no inherit'],
      ...constraintAspects({ name: demand.name, comment: demand.comment }, found),
    ]),
    ...validation(at, validated, found.isValidated),
  ]);
}

/** The short form is the expression. */
export function checkDemand(written: string | CheckDemand): CheckDemand {
  const demand = typeof written === 'string' ? { expression: written } : written;
  return { ...demand, expression: checkBody(demand.expression) };
}

export function isCheck({ expression }: CheckDemand, found: ConstraintFacts): boolean {
  return found.expression !== null && isSameExpression(found.expression, expression);
}

function exclusionOutcomes(
  table: TableUnderCheck,
  index: number,
  written: ExclusionDemand,
  constraints: Constraints,
): Outcome[] {
  const plain = { where: false, include: [], deferrable: false, comment: false } as const;
  const demand: ExclusionDemand = table.isExact
    ? { ...plain, ...written, include: written.include ?? [] }
    : written;
  const at = partPlace(table, `exclusions.${index}`, `exclusion (${demand.elements.join(', ')})`);
  const same = constraints.filter((each) => isExclusion(demand, each));
  if (same.length === 0) return [missing('SCHEMA_CONSTRAINT_MISSING', at)];
  return best(same, (found) => [HELD, ...exclusionParts(at, demand, found)]);
}

function exclusionParts(at: Place, demand: ExclusionDemand, found: ConstraintFacts): Outcome[] {
  const has = exclusionOf(found.definition);
  const { method, where, include } = demand;
  const parts: Aspect[] = [
    ['method', has?.method ?? 'unknown', method],
    ['include', list(found.include), include === undefined ? undefined : list(include)],
    ...constraintAspects(demand, found),
  ];
  return [
    ...aspects(DIFFERS, at, parts),
    ...(where === undefined
      ? []
      : [expressionOutcome(DIFFERS, aspectPlace(at, 'where'), predicateOf(found), where)]),
  ];
}

export function isExclusion({ elements }: ExclusionDemand, found: ConstraintFacts): boolean {
  return found.kind === 'exclusion' && isSameExclusion(found.definition, elements);
}

/** pg_get_constraintdef ends in it: `... WHERE ((net > 0)) DEFERRABLE`. */
function predicateOf({ definition }: ConstraintFacts): string | null {
  const [, text] = /\sWHERE \((.*)\)(?:\s+(?:NOT )?DEFERRABLE.*)?$/s.exec(definition) ?? [];
  return text ?? null;
}
