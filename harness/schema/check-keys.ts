// Keys of a table against the spec. Without a name in the spec, names do not matter: what they say does.
import { aspects, commentAspect, flag, orNone, type Aspect } from './check-aspects.ts';
import type {
  ConstraintFacts,
  DeferrableDemand,
  ForeignKeyDemand,
  KeyDemand,
  TableDemand,
} from './contract.ts';
import { labelOf, nameOf, partLabel, type QualifiedName } from './names.ts';
import { compare, differs, HELD, missing, type Outcome, type Place } from './outcome.ts';

/** A table, or a view with its indexes and triggers. */
export interface TableUnderCheck extends QualifiedName {
  readonly path: string;
  readonly label: string;
  /** `table "orders"`. */
  readonly subject: string;
  /** What the spec does not say of what it names is as Postgres makes it by itself. */
  readonly isExact: boolean;
}

type Constraints = readonly ConstraintFacts[];

export function keyOutcomes(
  table: TableUnderCheck,
  demand: TableDemand,
  constraints: Constraints,
): Outcome[] {
  const { primaryKey, unique = [], foreignKeys = [] } = demand;
  return [
    ...(primaryKey === undefined ? [] : primaryKeyOutcomes(table, primaryKey, constraints)),
    ...unique.flatMap((written, index) => uniqueOutcomes(table, index, written, constraints)),
    ...foreignKeys.flatMap((written, index) =>
      foreignKeyOutcomes(table, index, written, constraints),
    ),
  ];
}

export function partPlace(table: TableUnderCheck, key: string, subject: string): Place {
  const { path, label } = table;
  return { path: `${path}.${key}`, where: label, subject: `${subject} of ${table.subject}` };
}

function primaryKeyOutcomes(
  table: TableUnderCheck,
  written: string[] | KeyDemand,
  constraints: Constraints,
): Outcome[] {
  const at = partPlace(table, 'primaryKey', 'primary key');
  const demand = keyDemand(written, table.isExact);
  const found = constraints.find(({ kind }) => kind === 'primary key');
  if (found === undefined) return [missing('SCHEMA_CONSTRAINT_MISSING', at)];
  return [
    compare('SCHEMA_CONSTRAINT_DIFFERS', at, list(found.columns), list(demand.columns)),
    ...aspects('SCHEMA_CONSTRAINT_DIFFERS', at, keyAspects(demand, found)),
  ];
}

/** A primary key refuses doubles too. Order plays no part; a partial index is no constraint. */
function uniqueOutcomes(
  table: TableUnderCheck,
  index: number,
  written: string[] | KeyDemand,
  constraints: Constraints,
): Outcome[] {
  const demand = keyDemand(written, table.isExact);
  const at = partPlace(table, `unique.${index}`, `unique constraint ${list(demand.columns)}`);
  const candidates = constraints.filter((each) => isUnique(demand, each));
  if (candidates.length === 0) return [missing('SCHEMA_CONSTRAINT_MISSING', at)];
  return best(candidates, (found) => [
    HELD,
    ...aspects('SCHEMA_CONSTRAINT_DIFFERS', at, keyAspects(demand, found)),
  ]);
}

export function isUnique({ columns }: KeyDemand, found: ConstraintFacts): boolean {
  return (
    (found.kind === 'unique' || found.kind === 'primary key') &&
    list(found.columns.toSorted()) === list(columns.toSorted())
  );
}

/** The short form is the columns. */
export function keyDemand(written: readonly string[] | KeyDemand, isExact = false): KeyDemand {
  const demand: KeyDemand = 'columns' in written ? written : { columns: [...written] };
  if (!isExact) return demand;
  return { include: [], nullsNotDistinct: false, deferrable: false, comment: false, ...demand };
}

function keyAspects(demand: KeyDemand, found: ConstraintFacts): Aspect[] {
  const { include, nullsNotDistinct } = demand;
  const nulls = (value: boolean | undefined): string | undefined =>
    flag(value, 'not distinct', 'distinct');
  return [
    ['include', list(found.include), include === undefined ? undefined : list(include)],
    ['nullsNotDistinct', nulls(found.isNullsNotDistinct) ?? '', nulls(nullsNotDistinct), 'nulls'],
    ...constraintAspects(demand, found),
  ];
}

interface ConstraintDemand {
  readonly name?: string | undefined;
  readonly deferrable?: DeferrableDemand | undefined;
  readonly comment?: string | false | undefined;
}

export function constraintAspects(demand: ConstraintDemand, found: ConstraintFacts): Aspect[] {
  const has = !found.isDeferrable ? false : found.isInitiallyDeferred ? 'deferred' : 'immediate';
  return [
    ['name', found.name, demand.name],
    ['deferrable', orNone(has), orNone(demand.deferrable), 'deferrability'],
    commentAspect(found.comment, demand.comment),
  ];
}

function foreignKeyOutcomes(
  table: TableUnderCheck,
  index: number,
  written: ForeignKeyDemand,
  constraints: Constraints,
): Outcome[] {
  const demand = table.isExact ? { ...PLAIN_FOREIGN_KEY, ...written } : written;
  const subject = `foreign key ${list(demand.columns)}`;
  const at = partPlace(table, `foreignKeys.${index}`, subject);
  const candidates = constraints.filter((each) => isForeignKey(demand, each));
  if (candidates.length === 0) return [missing('SCHEMA_CONSTRAINT_MISSING', at)];
  const target = nameOf(demand.references);
  const expected = labelOf(target.schema, target.name);
  // One that points where the spec says differs in less than one that does not.
  const right = candidates.filter(({ references }) => targetOf(references) === expected);
  return best(right.length > 0 ? right : candidates, (found) => [
    ...aspects('SCHEMA_CONSTRAINT_DIFFERS', at, foreignKeyAspects(demand, found)),
    ...validation(at, demand.validated ?? true, found.isValidated),
  ]);
}

const PLAIN_FOREIGN_KEY = {
  onDelete: 'no action',
  onUpdate: 'no action',
  onDeleteColumns: [] as string[], // as the demand's own type has it
  match: 'simple',
  deferrable: false,
  comment: false,
} as const;

export function isForeignKey({ columns }: ForeignKeyDemand, found: ConstraintFacts): boolean {
  return found.kind === 'foreign key' && list(found.columns) === list(columns);
}

function foreignKeyAspects(demand: ForeignKeyDemand, found: ConstraintFacts): Aspect[] {
  const target = nameOf(demand.references);
  const { references } = found;
  if (references === null) return [['references', 'nothing', demand.references]];
  const { to, onDelete, onUpdate, onDeleteColumns, match } = demand;
  const some = (columns: readonly string[]): string =>
    columns.length === 0 ? 'all' : list(columns.toSorted());
  return [
    ['references', targetOf(references), labelOf(target.schema, target.name), 'target'],
    ['to', list(references.columns), to === undefined ? undefined : list(to), 'target columns'],
    ['onDelete', references.onDelete, onDelete, 'on delete'],
    [
      'onDeleteColumns',
      some(references.onDeleteColumns),
      onDeleteColumns === undefined ? undefined : some(onDeleteColumns),
      'columns set on delete',
    ],
    ['onUpdate', references.onUpdate, onUpdate, 'on update'],
    ['match', references.match, match],
    ...constraintAspects(demand, found),
  ];
}

function targetOf(references: ConstraintFacts['references']): string {
  return references === null ? '' : labelOf(references.schema, references.table);
}

/** NOT VALID or NOT ENFORCED: rows that break it may be there. */
export function validation(at: Place, says: boolean, has: boolean): Outcome[] {
  if (says === has) return [];
  const words = (isValidated: boolean): string => (isValidated ? 'validated' : 'not validated');
  return [differs('SCHEMA_CONSTRAINT_DIFFERS', at, words(has), words(says))];
}

/** Of several that may be meant, the one that differs in the least. */
export function best<T>(candidates: readonly T[], of: (found: T) => Outcome[]): Outcome[] {
  const tried = candidates.map(of);
  const failing = (all: readonly Outcome[]): number =>
    all.filter(({ judgement }) => judgement !== 'HELD').length;
  return tried.toSorted((left, right) => failing(left) - failing(right))[0] ?? [];
}

export function list(columns: readonly string[]): string {
  return columns.length === 0 ? 'none' : `(${columns.map(partLabel).join(', ')})`;
}
