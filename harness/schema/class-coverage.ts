// How many columns of a clone have no class, and the note that says so where a spec lets them be.
import { finding, type Finding } from '../kernel/index.ts';
import { classifiedRelations } from './classes-relations.ts';
import type { Catalog, ClassCoverage, RelationFacts, SchemaSpec } from './contract.ts';
import { labelOf, nameOf, partLabel, type QualifiedName } from './names.ts';
import { visible } from './outcome.ts';

/** A hostile dump may have any number of columns: a packet names the first of them. */
export const NAMED_MOST = 100;

const TOLD_MOST = 5;

interface Column {
  readonly relation: RelationFacts;
  readonly column: RelationFacts['columns'][number];
  readonly hasClass: boolean;
}

/** Every column of every table that holds rows of the clone's own. */
export function columnsOf(spec: SchemaSpec, catalog: Catalog): Column[] {
  const classified = new Set(spec.surfaces.flatMap(classifiedColumns));
  return classifiedRelations(catalog).flatMap((relation) =>
    relation.columns.map((column) => ({
      relation,
      column,
      hasClass: classified.has(keyOf(relation, column.name)),
    })),
  );
}

export function classCoverage(spec: SchemaSpec, catalog: Catalog): ClassCoverage {
  const columns = columnsOf(spec, catalog);
  const open = columns.filter(({ hasClass }) => !hasClass);
  const named = open
    .slice(0, NAMED_MOST)
    .map(({ relation: { schema, name }, column }) =>
      visible(`${labelOf(schema, name)}.${partLabel(column.name)}`),
    );
  return { columns: columns.length, without_class: open.length, named };
}

/** Null where every column has a class. With `sanitization: complete` each is a difference instead. */
export function partialNote({
  columns,
  without_class: open,
  named,
}: ClassCoverage): Finding | null {
  if (open === 0) return null;
  const rest = open > Math.min(named.length, TOLD_MOST) ? ', \u2026' : '';
  const what =
    `${open} of ${columns} columns have no class (${named.slice(0, TOLD_MOST).join(', ')}${rest}); ` +
    'whoever attested the dump answers for them';
  return finding('SANITIZATION_PARTIAL', 'schema spec', what);
}

function classifiedColumns({ tables = {} }: SchemaSpec['surfaces'][number]): string[] {
  return Object.entries(tables).flatMap(([name, { classes = {} }]) =>
    [
      ...(classes.public ?? []),
      ...(classes.synthetic ?? []),
      ...Object.keys(classes.masked ?? {}),
    ].map((column) => keyOf(nameOf(name), column)),
  );
}

function keyOf({ schema, name }: QualifiedName, column: string): string {
  return JSON.stringify([schema, name, column]);
}
