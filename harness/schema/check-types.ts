// Enums, domains, composite and range types against the spec.
import {
  aspectPlace,
  aspects,
  ifThere,
  lookUp,
  orNone,
  ownLabel,
  publicLabel,
  saidName,
} from './check-aspects.ts';
import { expressionOutcome } from './check-columns.ts';
import { ownedOutcomes, type Exactness } from './check-owned.ts';
import type {
  Catalog,
  CompositeDemand,
  DomainDemand,
  DomainFacts,
  EnumDemand,
  RangeDemand,
  Surface,
} from './contract.ts';
import { checkBody, isSameExpression } from './expression.ts';
import { partLabel } from './names.ts';
import { broken, compare, HELD, unwanted, type Outcome, type Place } from './outcome.ts';
import { canonicalType } from './types.ts';

const DIFFERS = 'SCHEMA_TYPE_DIFFERS';
type ExactOf = (schema: string) => Exactness;

/** In the order of the documentation: enums, domains, composites, ranges. */
export function typeOutcomes(surface: Surface, catalog: Catalog, exactOf: ExactOf): Outcome[] {
  const { enums = {}, domains = {}, composites = {}, ranges = {} } = surface;
  return [
    ...Object.entries(enums).flatMap(([name, demand]) =>
      enumOutcomes(name, demand, catalog, exactOf),
    ),
    ...Object.entries(domains).flatMap(([name, demand]) =>
      domainOutcomes(name, demand, catalog, exactOf),
    ),
    ...Object.entries(composites).flatMap(([name, demand]) =>
      compositeOutcomes(name, demand, catalog, exactOf),
    ),
    ...Object.entries(ranges).flatMap(([name, demand]) =>
      rangeOutcomes(name, demand, catalog, exactOf),
    ),
  ];
}

function enumOutcomes(
  name: string,
  written: EnumDemand,
  { enums }: Catalog,
  exactOf: ExactOf,
): Outcome[] {
  const demand = Array.isArray(written) ? { labels: written } : written;
  const looked = lookUp('enums', 'enum', name, enums);
  return ifThere(looked, 'SCHEMA_ENUM_MISSING', (found) => [
    compare('SCHEMA_ENUM_DIFFERS', looked.at, labelList(found.labels), labelList(demand.labels)),
    ...ownedOutcomes(
      'SCHEMA_ENUM_DIFFERS',
      'type',
      looked.at,
      demand,
      found,
      exactOf(found.schema),
    ),
  ]);
}

function labelList(labels: readonly string[]): string {
  return labels.map((label) => `"${label}"`).join(', ');
}

function domainOutcomes(
  name: string,
  written: DomainDemand,
  { domains }: Catalog,
  exactOf: ExactOf,
): Outcome[] {
  const looked = lookUp('domains', 'domain', name, domains);
  const { at } = looked;
  return ifThere(looked, 'SCHEMA_TYPE_MISSING', (found) => {
    const exactness = exactOf(found.schema);
    const plain: DomainDemand = { nullable: true, default: false, collation: false, checks: [] };
    const demand = exactness.properties ? { ...plain, ...written } : written;
    const nullability = (isNullable: boolean): string => (isNullable ? 'nullable' : 'not null');
    const { type, nullable, collation } = demand;
    return [
      ...aspects(DIFFERS, at, [
        ['type', canonicalType(found.type), type && canonicalType(type), 'base type'],
        [
          'nullable',
          nullability(found.isNullable),
          nullable === undefined ? undefined : nullability(nullable),
          'nullability',
        ],
        ['collation', orNone(ownLabel(found.collation)), orNone(saidName(collation, ownLabel))],
      ]),
      ...(demand.default === undefined
        ? []
        : [expressionOutcome(DIFFERS, aspectPlace(at, 'default'), found.default, demand.default)]),
      ...(demand.checks === undefined ? [] : domainChecks(at, demand.checks, found)),
      ...ownedOutcomes(DIFFERS, 'type', at, demand, found, exactness),
    ];
  });
}

/** All of them, none more and none less. */
function domainChecks(at: Place, checks: readonly string[], found: DomainFacts): Outcome[] {
  const bodies = checks.map(checkBody);
  const said = bodies.map((body, index): Outcome => {
    const same = found.checks.find(({ expression }) => isSameExpression(expression, body));
    const place = {
      ...at,
      path: `${at.path}.checks.${index}`,
      subject: `check (${body}) of ${at.subject}`,
    };
    if (same === undefined)
      return broken(DIFFERS, place, `${place.subject} is missing`, null, body);
    if (same.isValidated) return HELD;
    return broken(
      DIFFERS,
      place,
      `${place.subject} is not validated`,
      'not validated',
      'validated',
    );
  });
  const extra = found.checks
    .filter(({ expression }) => !bodies.some((body) => isSameExpression(expression, body)))
    .map(({ expression }) =>
      unwanted(
        DIFFERS,
        { ...at, path: `${at.path}.checks`, subject: `check (${expression}) of ${at.subject}` },
        expression,
      ),
    );
  return [...said, ...extra];
}

function compositeOutcomes(
  name: string,
  demand: CompositeDemand,
  { composites }: Catalog,
  exactOf: ExactOf,
): Outcome[] {
  const looked = lookUp('composites', 'composite type', name, composites);
  const { at } = looked;
  return ifThere(looked, 'SCHEMA_TYPE_MISSING', (found) => {
    const { attributes } = demand;
    const words = (all: readonly (readonly [string, string])[]): string =>
      `(${all.map(([attribute, type]) => `${partLabel(attribute)} ${type}`).join(', ')})`;
    const has = words(
      found.attributes.map(({ name: attribute, type, collation }) => [
        attribute,
        `${canonicalType(type)}${collation === null ? '' : ` collate ${ownLabel(collation) ?? ''}`}`,
      ]),
    );
    const says =
      attributes &&
      words(
        Object.entries(attributes).map(([attribute, written]) => {
          const [, type = written, , collation] =
            /^(.*?)(\s+collate\s+(\S+))?\s*$/is.exec(written) ?? [];
          const behind = collation === undefined ? '' : ` collate ${collation.replaceAll('"', '')}`;
          return [attribute, `${canonicalType(type)}${behind}`];
        }),
      );
    return [
      ...aspects(DIFFERS, at, [['attributes', has, says]]),
      ...ownedOutcomes(DIFFERS, 'type', at, demand, found, exactOf(found.schema)),
    ];
  });
}

function rangeOutcomes(
  name: string,
  written: RangeDemand,
  { ranges }: Catalog,
  exactOf: ExactOf,
): Outcome[] {
  const looked = lookUp('ranges', 'range type', name, ranges);
  const { at } = looked;
  return ifThere(looked, 'SCHEMA_TYPE_MISSING', (found) => {
    const exactness = exactOf(found.schema);
    const plain: RangeDemand = { collation: false, canonical: false, subtypeDifference: false };
    const demand = exactness.properties ? { ...plain, ...written } : written;
    const { subtype, multirange, operatorClass, collation, canonical, subtypeDifference } = demand;
    return [
      ...aspects(DIFFERS, at, [
        ['subtype', canonicalType(found.subtype), subtype && canonicalType(subtype)],
        [
          'multirange',
          orNone(publicLabel(found.multirange)),
          orNone(saidName(multirange, publicLabel)),
        ],
        [
          'operatorClass',
          orNone(ownLabel(found.operatorClass)),
          orNone(saidName(operatorClass, ownLabel)),
          'operator class',
        ],
        ['collation', orNone(ownLabel(found.collation)), orNone(saidName(collation, ownLabel))],
        [
          'canonical',
          orNone(publicLabel(found.canonical)),
          orNone(saidName(canonical, publicLabel)),
          'canonical function',
        ],
        [
          'subtypeDifference',
          orNone(publicLabel(found.subtypeDifference)),
          orNone(saidName(subtypeDifference, publicLabel)),
          'subtype difference',
        ],
      ]),
      ...ownedOutcomes(DIFFERS, 'type', at, demand, found, exactness),
    ];
  });
}
