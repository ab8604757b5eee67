// Views and materialized views against the spec; their queries by how the server words them.
import { aspectPlace, aspects, flag, ifThere, lookUp, optionOutcomes } from './check-aspects.ts';
import { columnOutcomes } from './check-columns.ts';
import { exactPartsOf, type Context } from './check-context.ts';
import { extraPartOutcomes, knownColumns } from './check-extra-parts.ts';
import { indexOutcomes } from './check-indexes.ts';
import type { TableUnderCheck } from './check-keys.ts';
import { ownedOutcomes, type Exactness } from './check-owned.ts';
import { columnOwnerOf, kindWords } from './check-tables.ts';
import { ruleOutcomes, triggerOutcomes } from './check-triggers.ts';
import type { Answer, RelationFacts, Surface, ViewDemand } from './contract.ts';
import { collapsed, isSameStatement, withoutSemicolon } from './expression-statement.ts';
import { differs, HELD, undecided, type Outcome, type Place } from './outcome.ts';
import { wordingId } from './questions.ts';

const DIFFERS = 'SCHEMA_VIEW_DIFFERS';

export function viewOutcomes(
  { views = {} }: Surface,
  context: Context,
  exactOf: (schema: string) => Exactness,
): Outcome[] {
  const demands = Object.entries(views);
  if (demands.length === 0) return [];
  const all = context.catalog.relations.filter(
    ({ kind }) => kind === 'view' || kind === 'materialized',
  );
  return demands.flatMap(([name, demand]) => {
    const looked = lookUp('views', 'view', name, all);
    return ifThere(looked, 'SCHEMA_VIEW_MISSING', (found) =>
      foundView(looked.at, demand, found, context, exactOf(found.schema)),
    );
  });
}

function foundView(
  at: Place,
  demand: ViewDemand,
  found: RelationFacts,
  context: Context,
  around: Exactness,
): Outcome[] {
  const { schema, name } = found;
  const exact = exactPartsOf(demand.exact, around);
  const isExact = exact.has('properties');
  const kind = demand.kind ?? (isExact ? 'view' : undefined);
  const everything = context.demandsOf(schema, name);
  const parts = context.partsOf(schema, name);
  const { path, where: label, subject } = at;
  const table: TableUnderCheck = { schema, name, path, label, subject, isExact };
  return [
    ...aspects(DIFFERS, at, [
      ['kind', kindWords(found.kind), kind === undefined ? undefined : kindWords(kind)],
      [
        'populated',
        flag(found.isPopulated, 'yes', 'no'),
        flag(demand.populated, 'yes', 'no'),
        'holding its rows',
      ],
    ]),
    ...ownedOutcomes(DIFFERS, 'table', at, demand, found, {
      properties: isExact,
      grants: exact.has('grants'),
    }),
    ...optionOutcomes(DIFFERS, at, found.options, demand.options, isExact),
    ...definitionOutcomes(at, demand, found, context),
    ...columnOutcomes(
      columnOwnerOf({ ...table, isExact: false }, parts, exact.has('grants'), []),
      demand.columns ?? {},
      found.columns,
      // A view's columns are in its query; a spec that lists none leaves them to that.
      demand.columns === undefined && demand.extraColumns === undefined
        ? null
        : knownColumns(demand, everything, exact),
    ),
    ...indexOutcomes(table, demand.indexes ?? [], parts.indexes),
    ...triggerOutcomes(table, demand.triggers ?? {}, parts.triggers),
    ...ruleOutcomes(table, demand.rules ?? {}, parts.rules),
    ...extraPartOutcomes(table, exact, everything, parts),
  ];
}

function definitionOutcomes(
  at: Place,
  { definition }: ViewDemand,
  found: RelationFacts,
  { answers }: Context,
): Outcome[] {
  if (definition === undefined) return [];
  const place = aspectPlace(at, 'definition');
  const has = collapsed(found.definition ?? 'none');
  if (isSameStatement(withoutSemicolon(has), withoutSemicolon(definition))) return [HELD];
  const answer: Answer | undefined = answers.get(wordingId(definition));
  if (answer?.kind === 'worded') {
    const says = collapsed(answer.text);
    return [says === has ? HELD : differs(DIFFERS, place, has, says)];
  }
  const why = answer?.kind === 'failed' ? answer.why : 'the server was not asked how it words it';
  return [undecided('SCHEMA_NOT_DECIDED', place, `${place.subject}: ${why}`, definition)];
}
