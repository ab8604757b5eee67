// Constraints and indexes of a table as a spec says them, each with its name.
import type {
  CheckDemand,
  ConstraintFacts,
  DeferrableDemand,
  ExclusionDemand,
  ForeignKeyDemand,
  IndexDemand,
  IndexFacts,
  KeyDemand,
  TableDemand,
} from './contract.ts';
import { nameText, onlyTrue, unlessEmpty } from './write-spec-parts.ts';
import {
  insideParentheses,
  splitList,
  withoutOuterParentheses,
  withoutQuoted,
} from './write-spec-text.ts';

type Constraints = Pick<
  TableDemand,
  'primaryKey' | 'unique' | 'foreignKeys' | 'checks' | 'exclusions'
>;

export function constraintsOf(all: readonly ConstraintFacts[]): Constraints {
  const of = (kind: ConstraintFacts['kind']): ConstraintFacts[] =>
    all.filter((each) => each.kind === kind);
  const [primaryKey] = of('primary key');
  return {
    primaryKey: primaryKey === undefined ? undefined : keyOf(primaryKey),
    unique: unlessEmpty(of('unique').map(keyOf)),
    foreignKeys: unlessEmpty(of('foreign key').map(foreignKeyOf)),
    checks: unlessEmpty(of('check').map(checkOf)),
    exclusions: unlessEmpty(of('exclusion').map(exclusionOf)),
  };
}

function keyOf(constraint: ConstraintFacts): KeyDemand {
  return {
    columns: [...constraint.columns],
    name: constraint.name,
    include: unlessEmpty([...constraint.include]),
    nullsNotDistinct: onlyTrue(constraint.isNullsNotDistinct),
    ...rest(constraint),
  };
}

function foreignKeyOf(constraint: ConstraintFacts): ForeignKeyDemand {
  const { references } = constraint;
  if (references === null) throw new TypeError('a foreign key without its target');
  const { onDelete, onUpdate, match } = references;
  return {
    columns: [...constraint.columns],
    references: nameText({ schema: references.schema, name: references.table }),
    to: [...references.columns],
    onDelete: onDelete === 'no action' ? undefined : onDelete,
    onDeleteColumns: unlessEmpty([...references.onDeleteColumns]),
    onUpdate: onUpdate === 'no action' ? undefined : onUpdate,
    match: match === 'simple' ? undefined : match,
    validated: constraint.isValidated ? undefined : false,
    name: constraint.name,
    ...rest(constraint),
  };
}

function checkOf(constraint: ConstraintFacts): CheckDemand {
  return {
    expression: withoutOuterParentheses(constraint.expression ?? ''),
    name: constraint.name,
    noInherit: onlyTrue(constraint.isNoInherit),
    validated: constraint.isValidated ? undefined : false,
    comment: constraint.comment ?? undefined,
  };
}

/** `EXCLUDE USING gist (room WITH =, during WITH &&) WHERE (...)`, as pg_get_constraintdef says it. */
function exclusionOf(constraint: ConstraintFacts): ExclusionDemand {
  const [, method = '', after = ''] =
    /^EXCLUDE USING (\S+) (\(.*)$/s.exec(constraint.definition) ?? [];
  const elements = insideParentheses(after);
  const where = /^ (?:INCLUDE \([^)]*\) )?(?:WITH \([^)]*\) )?WHERE (\(.*)$/s.exec(
    after.slice(elements.length + 2),
  );
  return {
    method,
    elements: splitList(elements),
    where:
      where?.[1] === undefined ? undefined : withoutOuterParentheses(insideParentheses(where[1])),
    include: unlessEmpty([...constraint.include]),
    name: constraint.name,
    ...rest(constraint),
  };
}

function rest(constraint: ConstraintFacts): { deferrable?: DeferrableDemand; comment?: string } {
  const { isDeferrable, isInitiallyDeferred, comment } = constraint;
  return {
    ...(isDeferrable ? { deferrable: isInitiallyDeferred ? 'deferred' : 'immediate' } : {}),
    ...(comment === null ? {} : { comment }),
  };
}

/** Each by its name, and by what CREATE INDEX would not have made of nothing. */
export function indexesOf(all: readonly IndexFacts[]): IndexDemand[] | undefined {
  return unlessEmpty(
    all.map((index) => ({
      name: index.name,
      columns: indexKeysOf(index),
      unique: onlyTrue(index.isUnique),
      method: index.method === 'btree' ? undefined : index.method,
      include: unlessEmpty([...index.include]),
      where: index.predicate === null ? undefined : withoutOuterParentheses(index.predicate),
      nullsNotDistinct: onlyTrue(index.isNullsNotDistinct),
      clustered: onlyTrue(index.isClustered),
      options: unlessEmpty(index.options),
      comment: index.comment ?? undefined,
    })),
  );
}

/** As CREATE INDEX has them, with order, collation and operator class. */
function indexKeysOf({ definition, method }: IndexFacts): string[] {
  const using = ` USING ${method} (`;
  const start = withoutQuoted(definition).indexOf(using) + using.length - 1;
  return splitList(insideParentheses(definition.slice(start)));
}
