// Compares a clone's catalog with one surface of the spec; every difference, in the spec's order.
import type {
  Answers,
  Catalog,
  CatalogKey,
  CatalogTable,
  Difference,
  SurfaceSpec,
  TableSpec,
} from './contract.ts';
import { questionsOf } from './questions.ts';
import { normaliseExpression, normaliseType } from './types.ts';

/** What kind of difference: chooses the code of its finding. */
export type DifferenceKind = 'missing' | 'differs' | 'values' | 'undecided';
export type KindedDifference = Difference & { readonly kind: DifferenceKind };

export function compareSurface(
  surface: SurfaceSpec,
  catalog: Catalog,
  answers: Answers,
): KindedDifference[] {
  return [
    ...databaseDifferences(surface, catalog),
    ...listed('schema', surface.schemas, catalog.schemas),
    ...listed('extension', surface.extensions, catalog.extensions),
    ...enumDifferences(surface, catalog),
    ...listed('sequence', surface.sequences, catalog.sequences),
    ...listed('function', surface.functions, catalog.functions),
    ...Object.entries(surface.tables).flatMap(([name, spec]) =>
      tableDifferences(name, spec, catalog),
    ),
    ...valueDifferences(surface, answers),
  ];
}

function difference(
  kind: DifferenceKind,
  path: string,
  thing: string,
  found: string,
  expected: string,
): KindedDifference {
  const what =
    found === 'missing' ? `${thing} is missing` : `${thing} is ${found}, spec says ${expected}`;
  return { kind, path, what, found, expected };
}

function missing(path: string, thing: string): KindedDifference {
  return difference('missing', path, thing, 'missing', 'present');
}

function listed(
  what: string,
  wanted: readonly string[],
  present: readonly string[],
): KindedDifference[] {
  return wanted
    .filter((name) => !present.includes(name))
    .map((name) => missing(name, `${what} ${name}`));
}

function databaseDifferences({ database }: SurfaceSpec, catalog: Catalog): KindedDifference[] {
  const pairs = [
    ['database', catalog.database, database?.name],
    ['encoding', catalog.encoding, database?.encoding],
  ] as const;
  return pairs.flatMap(([what, found, expected]) =>
    expected === undefined || found === expected
      ? []
      : [difference('differs', what, what, found, expected)],
  );
}

function enumDifferences(surface: SurfaceSpec, catalog: Catalog): KindedDifference[] {
  return Object.entries(surface.enums).flatMap(([name, labels]) => {
    const qualified = name.includes('.') ? name : `public.${name}`;
    const found = catalog.enums[qualified];
    if (found === undefined) return [missing(name, `enum ${name}`)];
    if (isSameList(found, labels)) return [];
    return [difference('differs', name, `enum ${name}`, found.join(', '), labels.join(', '))];
  });
}

function tableDifferences(name: string, spec: TableSpec, catalog: Catalog): KindedDifference[] {
  const table = catalog.tables.find((each) => each.name === name);
  if (table === undefined) return [missing(name, `table ${name}`)];
  const named = (
    what: string,
    wanted: readonly string[],
    present: readonly string[],
  ): KindedDifference[] =>
    wanted
      .filter((each) => !present.includes(each))
      .map((each) => missing(`${name}.${each}`, `${what} ${each}`));
  return [
    ...(table.kind === spec.kind
      ? []
      : [difference('differs', name, name, `a ${table.kind}`, `a ${spec.kind}`)]),
    ...columnDifferences(name, spec, table),
    ...keyDifferences(name, spec, table),
    ...named('check', spec.checks, namesOf(table, 'check')),
    ...named('index', spec.indexes, table.indexes),
    ...named('trigger', spec.triggers, table.triggers),
    ...named('policy', spec.policies, table.policies),
    ...rowSecurityDifferences(name, spec, table),
  ];
}

function namesOf(table: CatalogTable, kind: CatalogKey['kind']): string[] {
  return table.keys.filter((key) => key.kind === kind).map((key) => key.name);
}

function rowSecurityDifferences(
  name: string,
  spec: TableSpec,
  table: CatalogTable,
): KindedDifference[] {
  if (spec.rowSecurity === undefined || spec.rowSecurity === table.rowSecurity) return [];
  const word = (isOn: boolean): string => (isOn ? 'on' : 'off');
  return [
    difference('differs', name, 'row security', word(table.rowSecurity), word(spec.rowSecurity)),
  ];
}

function columnDifferences(name: string, spec: TableSpec, table: CatalogTable): KindedDifference[] {
  const differences = Object.entries(spec.columns).flatMap(([columnName, wanted]) => {
    const path = `${name}.${columnName}`;
    const thing = `column ${columnName}`;
    const column = table.columns.find((each) => each.name === columnName);
    if (column === undefined) return [missing(path, thing)];
    const found: KindedDifference[] = [];
    const compare = (what: string, has: string, says: string | undefined): void => {
      if (says !== undefined && has !== says)
        found.push(difference('differs', path, what, has, says));
    };
    if (normaliseType(column.type) !== normaliseType(wanted.type)) {
      found.push(difference('differs', path, thing, normaliseType(column.type), wanted.type));
    }
    const nullability = (isNullable: boolean): string => (isNullable ? 'nullable' : 'not null');
    compare(
      thing,
      nullability(column.nullable),
      wanted.nullable === undefined ? undefined : nullability(wanted.nullable),
    );
    compare(
      `${thing} default`,
      expression(column.default),
      wanted.default === undefined ? undefined : expression(wanted.default),
    );
    compare(`${thing} identity`, column.identity, wanted.identity);
    compare(`${thing} generation`, column.generated, wanted.generated);
    return found;
  });
  if (spec.extraColumns === 'allow') return differences;
  const extra = table.columns.filter((column) => !Object.hasOwn(spec.columns, column.name));
  return [
    ...differences,
    ...extra.map((column) =>
      difference(
        'differs',
        `${name}.${column.name}`,
        `column ${column.name}`,
        'there',
        'no such column',
      ),
    ),
  ];
}

function expression(text: string | null): string {
  return text === null ? 'none' : normaliseExpression(text);
}

function keyDifferences(name: string, spec: TableSpec, table: CatalogTable): KindedDifference[] {
  const differences: KindedDifference[] = [];
  if (spec.primaryKey !== undefined) {
    const found = table.keys.find((key) => key.kind === 'primary')?.columns;
    const expected = spec.primaryKey.join(', ');
    if (found === undefined)
      differences.push(difference('missing', name, 'primary key', 'missing', expected));
    else if (!isSameList(found, spec.primaryKey))
      differences.push(difference('differs', name, 'primary key', found.join(', '), expected));
  }
  for (const wanted of spec.unique) {
    const list = wanted.join(', ');
    const isThere = table.keys.some(
      (key) => ['unique', 'primary'].includes(key.kind) && isSameList(key.columns, wanted),
    );
    if (!isThere) differences.push(missing(`${name}(${list})`, `unique constraint on ${list}`));
  }
  for (const wanted of spec.foreignKeys)
    differences.push(...foreignKeyDifferences(name, wanted, table));
  return differences;
}

function foreignKeyDifferences(
  name: string,
  wanted: TableSpec['foreignKeys'][number],
  table: CatalogTable,
): KindedDifference[] {
  const list = wanted.columns.join(', ');
  const path = `${name}(${list})`;
  const target = (table_: string | null, columns: readonly string[]): string =>
    `${table_}(${columns.join(', ')})`;
  // Two keys may start from the same columns: one that fits is enough, else the first is told.
  const [first, ...others] = table.keys
    .filter((key) => key.kind === 'foreign' && isSameList(key.columns, wanted.columns))
    .map((key) => {
      const pairs = [
        ['target', target(key.references, key.to), target(wanted.references, wanted.to)],
        ['on delete', key.onDelete ?? 'no action', wanted.onDelete],
        ['on update', key.onUpdate ?? 'no action', wanted.onUpdate],
      ] as const;
      return pairs.flatMap(([what, found, expected]) =>
        expected === undefined || found === expected
          ? []
          : [difference('differs', path, `foreign key on ${list}: ${what}`, found, expected)],
      );
    });
  if (first === undefined) return [missing(path, `foreign key on ${list}`)];
  return others.some((each) => each.length === 0) ? [] : first;
}

/** Item by item: a name may hold whatever would join two names. */
function isSameList(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((each, index) => each === right[index]);
}

/** Rules about values; one that could not be answered did not hold. */
function valueDifferences(surface: SurfaceSpec, answers: Answers): KindedDifference[] {
  return questionsOf(surface).flatMap(
    ({ id, path, expected, holds, found }): KindedDifference[] => {
      const answer = answers.get(id);
      if (answer === undefined || answer === null) {
        const what = `the rule "${expected}" could not be asked`;
        return [{ kind: 'undecided', path, what, found: 'not answered', expected }];
      }
      if (holds(answer)) return [];
      return [
        {
          kind: 'values',
          path,
          what: `${found(answer)}, spec says ${expected}`,
          found: found(answer),
          expected,
        },
      ];
    },
  );
}
