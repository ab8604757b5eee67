// Casts, operators, operator classes and what has no section of its own, against the spec.
import {
  aspectPlace,
  aspects,
  commentAspect,
  flag,
  orNone,
  publicLabel,
  saidName,
  type Aspect,
} from './check-aspects.ts';
import { grantOutcomes } from './check-grants.ts';
import type { Catalog, OperatorDemand, OperatorFacts, Surface } from './contract.ts';
import { isSameStatement } from './expression-statement.ts';
import { labelOf, nearest } from './names.ts';
import { differs, HELD, missing, type Outcome, type Place } from './outcome.ts';
import {
  castLabel,
  operatorClassLabel,
  operatorLabel,
  operatorSignature,
  otherLabel,
} from './signature.ts';
import { canonicalType } from './types.ts';

const DIFFERS = 'SCHEMA_OBJECT_DIFFERS';
const yes = (value: boolean | undefined): string | undefined => flag(value, 'yes', 'no');

export function operatorOutcomes(surface: Surface, catalog: Catalog): Outcome[] {
  const { casts = {}, operators = {}, operatorClasses = {}, others = {} } = surface;
  return [
    ...byLabel(
      'casts',
      'cast',
      casts,
      catalog.casts,
      (f) => castLabel(`${f.source} as ${f.target}`),
      castLabel,
      (at, demand, found) =>
        aspects(DIFFERS, at, [
          ['context', found.context, demand.context],
          ['method', found.method, demand.method],
          [
            'function',
            castFunction(found.function) ?? 'none',
            castFunction(demand.function) ?? undefined,
          ],
          commentAspect(found.comment, demand.comment),
        ]),
    ),
    ...byLabel(
      'operators',
      'operator',
      operators,
      catalog.operators,
      operatorLabel,
      (text) => {
        const signature = operatorSignature(text);
        return signature === null ? text : operatorLabel(signature);
      },
      (at, demand, found) => aspects(DIFFERS, at, operatorAspects(demand, found)),
    ),
    ...byLabel(
      'operatorClasses',
      'operator class',
      operatorClasses,
      catalog.operatorClasses,
      (f) => `${labelOf(f.schema, f.name)} using ${f.method}`,
      operatorClassLabel,
      (at, demand, found) =>
        aspects(DIFFERS, at, [
          ['type', canonicalType(found.type), demand.type && canonicalType(demand.type)],
          ['default', yes(found.isDefault) ?? '', yes(demand.default), 'being the default'],
          ['family', publicLabel(found.family) ?? '', orNone(saidName(demand.family, publicLabel))],
          ['owner', found.owner, demand.owner],
          commentAspect(found.comment, demand.comment),
        ]),
    ),
    ...byLabel(
      'others',
      '',
      others,
      catalog.others,
      (f) => otherLabel(`${f.kind} ${f.identity}`),
      otherLabel,
      (at, demand, found) => [
        ...aspects(DIFFERS, at, [
          ['owner', found.owner ?? 'none', demand.owner],
          commentAspect(found.comment, demand.comment),
        ]),
        ...definitionOutcomes(at, demand.definition, found.definition),
        ...grantOutcomes(
          at,
          { kind: 'other', found: found.grants, owner: found.owner },
          demand.grants,
          false,
        ),
      ],
    ),
  ];
}

function byLabel<Demand, Facts>(
  key: string,
  kind: string,
  demands: Readonly<Record<string, Demand>>,
  all: readonly Facts[],
  labelOfFacts: (facts: Facts) => string,
  labelOfText: (text: string) => string,
  of: (at: Place, demand: Demand, found: Facts) => Outcome[],
): Outcome[] {
  if (Object.keys(demands).length === 0) return [];
  const labels = new Map(all.map((facts) => [labelOfFacts(facts), facts]));
  return Object.entries(demands).flatMap(([text, demand]) => {
    const label = labelOfText(text);
    const subject = kind === '' ? `"${label}"` : `${kind} "${label}"`;
    const at: Place = { path: `${key}.${text}`, where: label, subject };
    const found = labels.get(label);
    if (found === undefined)
      return [missing('SCHEMA_OBJECT_MISSING', at, nearest(label, [...labels.keys()]))];
    return [HELD, ...of(at, demand, found)];
  });
}

function operatorAspects(demand: OperatorDemand, found: OperatorFacts): Aspect[] {
  const { returns } = demand;
  const name = (says: string | false | undefined): string | undefined =>
    orNone(saidName(says, publicLabel));
  return [
    ['returns', canonicalType(found.returns), returns && canonicalType(returns)],
    ['function', publicLabel(found.function) ?? '', name(demand.function)],
    ['commutator', orNone(publicLabel(found.commutator)), name(demand.commutator)],
    ['negator', orNone(publicLabel(found.negator)), name(demand.negator)],
    ['hashes', yes(found.isHashable) ?? '', yes(demand.hashes), 'use in hash joins'],
    ['merges', yes(found.isMergeable) ?? '', yes(demand.merges), 'use in merge joins'],
    ['owner', found.owner, demand.owner],
    commentAspect(found.comment, demand.comment),
  ];
}

/** With or without its arguments. */
function castFunction(text: string | null | undefined): string | null | undefined {
  return text === undefined ? undefined : publicLabel(text?.replace(/\(.*$/, '') ?? null);
}

function definitionOutcomes(at: Place, says: string | undefined, has: string | null): Outcome[] {
  if (says === undefined) return [];
  const isSame = has !== null && isSameStatement(has, says, ['defnames', 'if_not_exists']);
  return [isSame ? HELD : differs(DIFFERS, aspectPlace(at, 'definition'), has ?? 'none', says)];
}
