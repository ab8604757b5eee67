// Indexes of a table or a view against the spec: by name where it has one, else by what they are.
import { aspectPlace, aspects, commentAspect, flag, optionOutcomes } from './check-aspects.ts';
import { expressionOutcome } from './check-columns.ts';
import { best, list, partPlace, type TableUnderCheck } from './check-keys.ts';
import type { IndexDemand, IndexFacts } from './contract.ts';
import { isSameExpression } from './expression.ts';
import { indexKey, indexKeysOf, isEach, type IndexKey } from './expression-index.ts';
import { isSameStatement } from './expression-statement.ts';
import { broken, differs, HELD, missing, type Outcome, type Place } from './outcome.ts';

const DIFFERS = 'SCHEMA_INDEX_DIFFERS';

export function indexOutcomes(
  table: TableUnderCheck,
  demands: readonly IndexDemand[],
  indexes: readonly IndexFacts[],
): Outcome[] {
  return demands.flatMap((demand, index) => {
    const at = partPlace(table, `indexes.${index}`, indexWords(demand));
    const candidates = indexes.filter((each) => isIndex(demand, each, table.isExact));
    if (candidates.length === 0) return [missing('SCHEMA_INDEX_MISSING', at)];
    return best(candidates, (found) =>
      oneIndex(at, exactly(demand, table.isExact), found, table.isExact),
    );
  });
}

/** A nameless demand is met by any index that is what it says; a name decides alone. */
export function isIndex(demand: IndexDemand, found: IndexFacts, isStrict: boolean): boolean {
  if (demand.name !== undefined) return demand.name === found.name;
  const { columns, unique, method, where } = exactly(demand, isStrict);
  if (unique !== undefined && unique !== found.isUnique) return false;
  if (method !== undefined && method !== found.method) return false;
  if (where !== undefined && !isPredicate(where, found)) return false;
  if (columns !== undefined && !hasKeys(columns, found, isStrict)) return false;
  return demand.definition === undefined || isDefined(demand.definition, found);
}

/** What CREATE INDEX makes of what is not said. */
function exactly(demand: IndexDemand, isExact: boolean): IndexDemand {
  if (!isExact || demand.definition !== undefined) return demand;
  return {
    unique: false,
    method: 'btree',
    include: [],
    where: false,
    nullsNotDistinct: false,
    clustered: false,
    comment: false,
    ...demand,
  };
}

function oneIndex(at: Place, demand: IndexDemand, found: IndexFacts, isStrict: boolean): Outcome[] {
  const { columns, unique, method, include, where, nullsNotDistinct, clustered } = demand;
  const nulls = (value: boolean | undefined): string | undefined =>
    flag(value, 'not distinct', 'distinct');
  const outcomes: Outcome[] = [
    found.isValid
      ? HELD
      : broken('SCHEMA_INDEX_MISSING', at, `${at.subject} is invalid`, 'invalid', 'valid'),
  ];
  if (columns !== undefined && !hasKeys(columns, found, isStrict)) {
    const place = aspectPlace(at, 'columns');
    outcomes.push(differs(DIFFERS, place, keysText(found), `(${columns.join(', ')})`));
  }
  if (where !== undefined)
    outcomes.push(expressionOutcome(DIFFERS, aspectPlace(at, 'where'), found.predicate, where));
  if (demand.definition !== undefined && !isDefined(demand.definition, found)) {
    const place = aspectPlace(at, 'definition');
    outcomes.push(differs(DIFFERS, place, found.definition, demand.definition));
  }
  outcomes.push(
    ...aspects(DIFFERS, at, [
      ['unique', flag(found.isUnique), flag(unique), 'uniqueness'],
      ['method', found.method, method],
      ['include', list(found.include), include === undefined ? undefined : list(include)],
      ['nullsNotDistinct', nulls(found.isNullsNotDistinct) ?? '', nulls(nullsNotDistinct), 'nulls'],
      ['clustered', flag(found.isClustered), flag(clustered), 'clustering'],
      commentAspect(found.comment, demand.comment),
    ]),
    ...optionOutcomes(
      DIFFERS,
      at,
      found.options,
      demand.options,
      isStrict && demand.definition === undefined,
    ),
  );
  return outcomes;
}

function hasKeys(columns: readonly string[], found: IndexFacts, isStrict: boolean): boolean {
  const names = found.keys.flatMap(({ column }) => column ?? []);
  const said = columns.map((text) => indexKey(text, names));
  // A definition that cannot be followed (made by hand, or of a later server) still has its keys.
  const has =
    indexKeysOf(found.definition) ?? found.keys.map((key) => indexKey(key.expression, names));
  return isKeys(said) && isKeys(has) && isEach(said, has, isStrict);
}

function isKeys(keys: readonly (IndexKey | null)[]): keys is readonly IndexKey[] {
  return keys.every((key) => key !== null);
}

function isPredicate(where: string | false, { predicate }: IndexFacts): boolean {
  if (where === false) return predicate === null;
  return predicate !== null && isSameExpression(predicate, where);
}

/** `ONLY` and names aside: a partitioned index is printed with it. */
function isDefined(definition: string, found: IndexFacts): boolean {
  return isSameStatement(definition, found.definition, ['idxname', 'relation', 'if_not_exists']);
}

function keysText({ definition, keys }: IndexFacts): string {
  const [, text] =
    /\bUSING \S+ (\(.*?\))(?: INCLUDE| NULLS NOT| WITH| TABLESPACE| WHERE|$)/s.exec(definition) ??
    [];
  return text ?? `(${keys.map(({ expression }) => expression).join(', ')})`;
}

function indexWords({ name, columns = [], unique, method, where }: IndexDemand): string {
  if (name !== undefined) return `index "${name}"`;
  const kind = `${unique === true ? 'unique ' : ''}${method === undefined ? '' : `${method} `}index`;
  return `${kind} (${columns.join(', ')})${typeof where === 'string' ? ` where ${where}` : ''}`;
}
