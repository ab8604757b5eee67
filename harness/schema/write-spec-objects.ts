// What stands beside tables, as a spec says it: types, sequences, functions, views, ...
import { sha256 } from '../kernel/index.ts';
import type {
  Catalog,
  DomainDemand,
  DomainFacts,
  FunctionDemand,
  FunctionFacts,
  RangeDemand,
  RangeFacts,
  SequenceDemand,
  SequenceFacts,
  Surface,
} from './contract.ts';
import { ownLabel } from './check-aspects.ts';
import { plainSequence } from './check-sequences.ts';
import { partLabel } from './names.ts';
import { functionLabel } from './signature.ts';
import { byName, nameText, onlyTrue, owned, typeText, unlessEmpty } from './write-spec-parts.ts';
import { withoutOuterParentheses } from './write-spec-text.ts';

/** Everything of one schema but its tables and views; what extensions bring is theirs to say. */
export function objectsOf(schema: string, catalog: Catalog): Partial<Surface> {
  const own = <T extends { readonly schema: string; readonly isOfExtension: boolean }>(
    all: readonly T[],
  ): T[] => all.filter((each) => each.schema === schema && !each.isOfExtension);
  return {
    enums: byName(own(catalog.enums), ({ labels, ...rest }) => ({
      labels,
      ...owned('type', rest),
    })),
    domains: byName(own(catalog.domains), domainOf),
    composites: byName(own(catalog.composites), ({ attributes, ...rest }) => ({
      attributes: Object.fromEntries(
        attributes.map(({ name, type, collation }) => [
          name,
          `${typeText(type)}${collation === null ? '' : ` collate ${ownLabel(collation) ?? ''}`}`,
        ]),
      ),
      ...owned('type', rest),
    })),
    ranges: byName(own(catalog.ranges), rangeOf),
    sequences: byName(
      own(catalog.sequences).filter(({ isIdentity }) => !isIdentity),
      sequenceOf,
    ),
    functions: unlessEmpty(
      Object.fromEntries(
        own(catalog.functions).map((each) => [functionLabel(each), functionOf(each)]),
      ),
    ),
    operators: unlessEmpty(
      Object.fromEntries(
        own(catalog.operators).map((each) => [
          `${schema}.${each.name}(${sideOf(each.left)}, ${sideOf(each.right)})`,
          {
            returns: typeText(each.returns),
            function: each.function,
            commutator: each.commutator ?? undefined,
            negator: each.negator ?? undefined,
            hashes: onlyTrue(each.isHashable),
            merges: onlyTrue(each.isMergeable),
            owner: each.owner,
            comment: each.comment ?? undefined,
          },
        ]),
      ),
    ),
    operatorClasses: unlessEmpty(
      Object.fromEntries(
        own(catalog.operatorClasses).map((each) => [
          `${nameText(each)} using ${each.method}`,
          {
            type: typeText(each.type),
            default: each.isDefault,
            family: each.family,
            owner: each.owner,
            comment: each.comment ?? undefined,
          },
        ]),
      ),
    ),
  };
}

function sideOf(type: string | null): string {
  return type === null ? 'none' : typeText(type);
}

function domainOf(domain: DomainFacts): DomainDemand {
  return {
    type: typeText(domain.type),
    nullable: domain.isNullable,
    default: domain.default ?? undefined,
    collation: domain.collation ?? undefined,
    checks: unlessEmpty(domain.checks.map(({ expression }) => withoutOuterParentheses(expression))),
    ...owned('type', domain),
  };
}

function rangeOf(range: RangeFacts): RangeDemand {
  return {
    subtype: typeText(range.subtype),
    multirange: range.multirange ?? undefined,
    operatorClass: range.operatorClass,
    collation: range.collation ?? undefined,
    canonical: range.canonical ?? undefined,
    subtypeDifference: range.subtypeDifference ?? undefined,
    ...owned('type', range),
  };
}

function sequenceOf(sequence: SequenceFacts): SequenceDemand {
  const { ownedBy } = sequence;
  const owner =
    ownedBy === null
      ? undefined
      : `${nameText({ schema: ownedBy.schema, name: ownedBy.table })}.${partLabel(ownedBy.column)}`;
  return {
    type: typeText(sequence.type),
    ...sequenceOptions(sequence),
    persistence: sequence.persistence === 'permanent' ? undefined : sequence.persistence,
    ownedBy: owner,
    ...owned('sequence', sequence),
  };
}

/** What CREATE SEQUENCE would not have made of nothing. Numbers that fit are numbers. */
export function sequenceOptions(
  sequence: SequenceFacts,
): Pick<SequenceDemand, 'start' | 'increment' | 'minimum' | 'maximum' | 'cache' | 'cycle'> {
  const { type, start, increment, minimum, maximum, cache } = sequence;
  const plain = plainSequence({ type, increment });
  const bounded = plainSequence({ type, increment, minimum, maximum });
  const unless = (value: string, ordinary: unknown): number | string | undefined => {
    if (value === String(ordinary)) return undefined;
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  };
  return {
    start: unless(start, bounded.start),
    increment: unless(increment, 1),
    minimum: unless(minimum, plain.minimum),
    maximum: unless(maximum, plain.maximum),
    cache: unless(cache, 1),
    cycle: onlyTrue(sequence.isCycling),
  };
}

/** The body by its hash: a spec is for reading, and a function may be long. */
function functionOf(found: FunctionFacts): FunctionDemand {
  const settings = found.settings.map((each): [string, string] => {
    const [name = '', ...value] = each.split('=');
    return [name, value.join('=')];
  });
  return {
    kind: found.kind === 'function' ? undefined : found.kind,
    argumentList: found.argumentList === '' ? undefined : found.argumentList,
    returns: found.returns === null ? undefined : typeText(found.returns),
    language: found.language,
    volatility: found.volatility,
    parallel: found.parallel === 'unsafe' ? undefined : found.parallel,
    strict: onlyTrue(found.isStrict),
    securityDefiner: onlyTrue(found.isSecurityDefiner),
    leakproof: onlyTrue(found.isLeakproof),
    settings: unlessEmpty(Object.fromEntries(settings)),
    bodySha256: found.body === '' ? undefined : sha256(found.body.trim()),
    ...owned('function', found),
  };
}
