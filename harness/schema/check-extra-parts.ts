// What a table or a view has that no part of the spec names, where the spec is exact about it.
import { checkDemand, isCheck, isExclusion } from './check-constraints.ts';
import type { Parts } from './check-context.ts';
import { isIndex } from './check-indexes.ts';
import {
  isForeignKey,
  isUnique,
  keyDemand,
  list,
  partPlace,
  type TableUnderCheck,
} from './check-keys.ts';
import type { ConstraintFacts, ExactTableKind, TableDemand } from './contract.ts';
import { labelOf, nameOf } from './names.ts';
import { HELD, unwanted, type Outcome } from './outcome.ts';

/** Columns that may be there; null where any may. */
export function knownColumns(
  demand: Pick<TableDemand, 'columns' | 'extraColumns'>,
  everything: readonly Pick<TableDemand, 'columns'>[],
  exact: ReadonlySet<ExactTableKind>,
): ReadonlySet<string> | null {
  const named = (all: readonly Pick<TableDemand, 'columns'>[]): Set<string> =>
    new Set(all.flatMap(({ columns }) => Object.keys(columns ?? {})));
  if (exact.has('columns') && demand.extraColumns !== 'allow') return named(everything);
  return demand.extraColumns === 'refuse' ? named([demand]) : null;
}

/** `everything`: what all surfaces say of it. Parts that come from a parent are named there. */
export function extraPartOutcomes(
  table: TableUnderCheck,
  exact: ReadonlySet<ExactTableKind>,
  everything: readonly TableDemand[],
  parts: Parts,
): Outcome[] {
  const outcomes: Outcome[] = [];
  const refuse = (kind: ExactTableKind, subjects: readonly (readonly [string, string])[]): void => {
    if (!exact.has(kind)) return;
    outcomes.push(
      ...(subjects.length === 0 ? [HELD] : []),
      ...subjects.map(([subject, found]) =>
        unwanted('SCHEMA_OBJECT_EXTRA', partPlace(table, `exact.${kind}`, subject), found),
      ),
    );
  };
  const own = <T extends { readonly isInherited: boolean }>(all: readonly T[]): T[] =>
    all.filter(({ isInherited }) => !isInherited);
  refuse(
    'constraints',
    own(parts.constraints)
      .filter((each) => !everything.some((demand) => namesConstraint(demand, each)))
      .map((each) => [constraintWords(each), each.definition]),
  );
  refuse(
    'indexes',
    own(parts.indexes)
      .filter(({ constraint, isOfExtension }) => constraint === null && !isOfExtension)
      .filter(
        (each) =>
          !everything.some(({ indexes = [] }) =>
            indexes.some((index) => isIndex(index, each, table.isExact)),
          ),
      )
      .map((each) => [`index "${each.name}"`, each.definition]),
  );
  refuse(
    'triggers',
    own(parts.triggers)
      .filter(({ isOfExtension }) => !isOfExtension)
      .filter(({ name }) => !everything.some(({ triggers = {} }) => Object.hasOwn(triggers, name)))
      .map((each) => [`trigger "${each.name}"`, each.definition]),
  );
  refuse(
    'rules',
    parts.rules
      .filter(({ isOfExtension }) => !isOfExtension)
      .filter(({ name }) => !everything.some(({ rules = {} }) => Object.hasOwn(rules, name)))
      .map((each) => [`rule "${each.name}"`, each.definition]),
  );
  refuse(
    'policies',
    parts.policies
      .filter(({ name }) => !everything.some(({ policies = {} }) => Object.hasOwn(policies, name)))
      .map((each) => [`policy "${each.name}"`, each.command]),
  );
  const partitions = new Set(
    everything.flatMap((each) =>
      Object.keys(each.partitions ?? {}).map((name) => labelOfName(name)),
    ),
  );
  refuse(
    'partitions',
    parts.partitions
      .map((each) => [labelOf(each.schema, each.name), each.partitionBound ?? ''] as const)
      .filter(([label]) => !partitions.has(label))
      .map(([label, bound]) => [`partition "${label}"`, bound]),
  );
  return outcomes;
}

function labelOfName(text: string): string {
  const { schema, name } = nameOf(text);
  return labelOf(schema, name);
}

function namesConstraint(demand: TableDemand, found: ConstraintFacts): boolean {
  const { primaryKey, unique = [], foreignKeys = [], checks = [], exclusions = [] } = demand;
  const isNamed = ({ name }: { readonly name?: string | undefined }): boolean =>
    name === undefined || name === found.name;
  switch (found.kind) {
    case 'primary key':
      return primaryKey !== undefined;
    case 'unique':
      return unique
        .map((each) => keyDemand(each))
        .some((each) => isNamed(each) && isUnique(each, found));
    case 'foreign key':
      return foreignKeys.some(
        (each) => isNamed(each) && isForeignKey(each, found) && pointsAt(each.references, found),
      );
    case 'check':
      return checks
        .map(checkDemand)
        .some((each) => each.name === found.name || (isNamed(each) && isCheck(each, found)));
    case 'exclusion':
      return exclusions.some((each) => isNamed(each) && isExclusion(each, found));
  }
}

function pointsAt(text: string, { references }: ConstraintFacts): boolean {
  const { schema, name } = nameOf(text);
  return references?.schema === schema && references.table === name;
}

function constraintWords({ kind, name, columns, expression }: ConstraintFacts): string {
  if (kind === 'check') return `check "${name}" ${expression ?? ''}`.trim();
  return `${kind} "${name}" ${list(columns)}`;
}
