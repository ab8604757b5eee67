// The columns of a dump's tables, in their order, by the definitions that make them: a table's own,
// those that it inherits, those of the type that it is made of. Rows without names need them.
import { statementsIn, property } from './contents.ts';
import { DataError } from './data-error.ts';
import { itemsOf, pathOf, textOf } from './hostile-nodes.ts';

/** Null where a definition takes columns from what the dump does not make. */
type Columns = readonly string[] | null;

export class TableColumns {
  readonly #tables = new Map<string, Columns>();
  readonly #types = new Map<string, Columns>();

  /** Definitions in the order in which they are run: nothing stands before what it is made of. */
  add(text: string): void {
    if (!/\bcreate\b/i.test(text) || !/\b(?:table|type)\b/i.test(text)) return;
    for (const { kind, node } of statementsIn(text)) {
      if (kind === 'CreateStmt') {
        addFirst(this.#tables, property(node, 'relation'), this.#ofTable(node));
      } else if (kind === 'CompositeTypeStmt') {
        addFirst(this.#types, property(node, 'typevar'), namesOf(node, 'coldeflist'));
      }
    }
  }

  /** Null where the dump does not say them all. */
  of(schema: string, table: string): Columns {
    return this.#tables.get(keyOf(schema, table)) ?? null;
  }

  #ofTable(node: unknown): Columns {
    const parents = itemsOf(node, 'inhRelations').map((each) =>
      this.#tables.get(keyOfRelation(property(each, 'RangeVar'))),
    );
    const typeName = property(node, 'ofTypename');
    if (typeName !== undefined) parents.push(this.#types.get(keyOfPath(typeName)));
    const all = new Set<string>();
    for (const columns of [...parents, namesOf(node, 'tableElts')]) {
      if (columns === undefined || columns === null) return null;
      // One that is there already is merged into it.
      for (const column of columns) all.add(column);
    }
    return all.size > MOST_COLUMNS ? null : [...all];
  }
}

/** Postgres has no table with more: a chain of tables must not grow without end here. */
const MOST_COLUMNS = 1600;

/** LIKE brings the columns of another table: pg_dump does not write it. */
function namesOf(node: unknown, list: string): Columns {
  const names: string[] = [];
  for (const element of itemsOf(node, list)) {
    const name = property(property(element, 'ColumnDef'), 'colname');
    if (typeof name === 'string') names.push(name);
    else if (property(element, 'Constraint') === undefined) return null;
  }
  return names;
}

/** Where IF NOT EXISTS makes a second one possible, the first is the one that is made. */
function addFirst(all: Map<string, Columns>, relation: unknown, columns: Columns): void {
  const key = keyOfRelation(relation);
  if (!all.has(key)) all.set(key, columns);
}

function keyOfRelation(relation: unknown): string {
  return keyOf(textOf(property(relation, 'schemaname')), textOf(property(relation, 'relname')));
}

function keyOfPath(typeName: unknown): string {
  const [schema = '', name = '', ...more] = pathOf(property(typeName, 'names'));
  return more.length > 0 ? '' : keyOf(schema, name);
}

function keyOf(schema: string, name: string): string {
  return JSON.stringify([schema, name]);
}

/** Values that nobody can name, nobody can judge by their names. */
export function unnamed(schema: string, table: string, advice = ''): DataError {
  const what = `the dump does not say to which columns its values belong${advice}`;
  return new DataError('INTAKE_UNPARSABLE', `rows of ${schema}.${table}`, what);
}

const LF = 0x0a;

/** COPY names all its columns, but for a table that has none: its rows are empty lines. */
export function refuseUnnamed(schema: string, table: string, rows: Uint8Array): void {
  if (!rows.every((byte) => byte === LF)) throw unnamed(schema, table);
}
