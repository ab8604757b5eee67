// Functions, procedures and aggregates against the spec, by their signature.
import { sha256 } from '../kernel/index.ts';
import { aspects, aspectPlace, flag, type Aspect } from './check-aspects.ts';
import { ownedOutcomes, type Exactness } from './check-owned.ts';
import type { Catalog, FunctionDemand, FunctionFacts, Surface } from './contract.ts';
import { isSameStatement } from './expression-statement.ts';
import { nearest } from './names.ts';
import { broken, HELD, missing, type Outcome, type Place } from './outcome.ts';
import { functionLabel, functionSignature } from './signature.ts';
import { canonicalType } from './types.ts';

const DIFFERS = 'SCHEMA_FUNCTION_DIFFERS';

export function functionOutcomes(
  { functions = {} }: Surface,
  catalog: Catalog,
  exactOf: (schema: string) => Exactness,
): Outcome[] {
  const all = new Map(catalog.functions.map((facts) => [functionLabel(facts), facts]));
  return Object.entries(functions).flatMap(([signature, demand]) => {
    const parsed = functionSignature(signature);
    const label = parsed === null ? signature : functionLabel(parsed);
    const at = { path: `functions.${signature}`, where: label, subject: `function "${label}"` };
    const found = all.get(label);
    if (found === undefined)
      return [missing('SCHEMA_FUNCTION_MISSING', at, nearest(label, [...all.keys()]))];
    const exactness = exactOf(found.schema);
    const says = exactness.properties ? exactly(demand, found) : demand;
    return [
      HELD,
      ...aspects(DIFFERS, at, functionAspects(says, found)),
      ...argumentOutcomes(at, says, found),
      ...bodyOutcomes(at, says, found),
      ...ownedOutcomes(DIFFERS, 'function', at, says, found, exactness),
    ];
  });
}

/** What CREATE FUNCTION makes of what is not said; an aggregate is made of others. */
function exactly(demand: FunctionDemand, found: FunctionFacts): FunctionDemand {
  if (found.kind === 'aggregate') return { parallel: 'unsafe', ...demand };
  return {
    kind: 'function',
    securityDefiner: false,
    volatility: 'volatile',
    parallel: 'unsafe',
    strict: false,
    leakproof: false,
    settings: {},
    ...demand,
  };
}

function functionAspects(demand: FunctionDemand, found: FunctionFacts): Aspect[] {
  const { kind, language, securityDefiner, returns, settings } = demand;
  const yes = (value: boolean | undefined): string | undefined => flag(value, 'yes', 'no');
  const result = found.returns === null ? 'nothing' : resultOf(found.returns);
  const list = (all: readonly string[]): string =>
    all.length === 0 ? 'none' : all.toSorted().join(', ');
  return [
    ['kind', found.kind, kind],
    ['language', found.language, language],
    [
      'securityDefiner',
      flag(found.isSecurityDefiner, 'definer', 'invoker'),
      flag(securityDefiner, 'definer', 'invoker'),
      'security',
    ],
    ['returns', result, returns === undefined ? undefined : resultOf(returns)],
    ['volatility', found.volatility, demand.volatility],
    ['parallel', found.parallel, demand.parallel, 'parallel safety'],
    ['strict', yes(found.isStrict) ?? '', yes(demand.strict), 'strictness'],
    ['leakproof', yes(found.isLeakproof) ?? '', yes(demand.leakproof), 'leakproofness'],
    [
      'settings',
      list(found.settings),
      settings && list(Object.entries(settings).map(([name, value]) => `${name}=${value}`)),
    ],
  ];
}

/** `SETOF int4` and `setof integer` are one; what a TABLE holds is compared as it stands. */
function resultOf(text: string): string {
  const [, set, type = text] = /^(setof\s+)?(.*)$/is.exec(text.trim()) ?? [];
  if (/^table\s*\(/i.test(type)) return type.replace(/\s+/g, ' ').replace(/^table\s*/i, 'TABLE');
  return `${set === undefined ? '' : 'SETOF '}${canonicalType(type)}`;
}

/** Names, modes and defaults, by the grammar: defaults and types may be said in other words. */
function argumentOutcomes(at: Place, demand: FunctionDemand, found: FunctionFacts): Outcome[] {
  const { argumentList } = demand;
  if (argumentList === undefined) return [];
  const made = (text: string): string =>
    `CREATE FUNCTION f(${text}) RETURNS void LANGUAGE sql AS ''`;
  const isSame =
    found.argumentList === argumentList ||
    (found.kind !== 'aggregate' && isSameStatement(made(found.argumentList), made(argumentList)));
  const place = aspectPlace(at, 'argumentList', 'arguments');
  const shown = (text: string): string => `(${text})`;
  const what = `${place.subject} is ${shown(found.argumentList)}, spec says ${shown(argumentList)}`;
  return [
    isSame ? HELD : broken(DIFFERS, place, what, shown(found.argumentList), shown(argumentList)),
  ];
}

/** A body is told by its hash: it may be long, and what it holds is nobody's business. */
function bodyOutcomes(at: Place, demand: FunctionDemand, found: FunctionFacts): Outcome[] {
  const has = bodyHash(found.body);
  const says: Aspect[] = [
    [
      'body',
      has,
      demand.body === undefined ? undefined : bodyHash(demand.body),
      'sha256 of the body',
    ],
    ['bodySha256', has, demand.bodySha256, 'sha256 of the body'],
  ];
  return aspects(DIFFERS, at, says);
}

/** White space at the ends is the quoting's, and line ends are the file's: neither counts. */
export function bodyHash(body: string): string {
  return sha256(body.replace(/\r\n?/g, '\n').trim());
}
