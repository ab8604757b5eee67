// Keys of indexes, exclusion constraints and partitions: what is sorted, and how.
import { at, lineOf, listOf, nodeOf, statementOf } from './expression-statement.ts';

export interface IndexKey {
  /** Column or expression as one line. */
  readonly subject: string;
  /** Null where the text says nothing of it: then it is the column's or the type's own. */
  readonly collation: string | null;
  readonly operatorClass: string | null;
  readonly direction: 'asc' | 'desc' | null;
  readonly nulls: 'first' | 'last' | null;
  /** Of an exclusion constraint. */
  readonly operator: string | null;
}

/** Keys of pg_get_indexdef; null where the text cannot be followed. */
export function indexKeysOf(definition: string): readonly IndexKey[] | null {
  const statement = statementOf(definition);
  if (statement?.kind !== 'IndexStmt') return null;
  return listOf(statement.body['indexParams']).map((element) => keyOf(element));
}

/** One key as a spec writes it; a column may have any name, quoted or not. */
export function indexKey(text: string, columns: readonly string[]): IndexKey | null {
  if (columns.includes(text)) return columnKey(text);
  for (const written of [text, `(${text})`]) {
    const [key] = indexKeysOf(`CREATE INDEX ON t USING btree (${written})`) ?? [];
    if (key !== undefined) return key;
  }
  return null;
}

/** `isStrict`: what is not said is as CREATE INDEX makes it. */
export function isSameKey(said: IndexKey, found: IndexKey, isStrict: boolean): boolean {
  const same = <T>(wanted: T | null, has: T | null, plain: T | null): boolean =>
    wanted === null && !isStrict ? true : (wanted ?? plain) === (has ?? plain);
  const direction = (key: IndexKey): 'asc' | 'desc' => key.direction ?? 'asc';
  const nulls = (key: IndexKey): string =>
    key.nulls ?? (direction(key) === 'desc' ? 'first' : 'last');
  const isOrdered = isStrict || said.direction !== null || said.nulls !== null;
  return (
    said.subject === found.subject &&
    same(said.collation, found.collation, null) &&
    same(said.operatorClass, found.operatorClass, null) &&
    same(said.operator, found.operator, null) &&
    (!isOrdered || (direction(said) === direction(found) && nulls(said) === nulls(found)))
  );
}

function columnKey(name: string): IndexKey {
  return {
    subject: lineOf({ column: name }),
    collation: null,
    operatorClass: null,
    direction: null,
    nulls: null,
    operator: null,
  };
}

function keyOf(element: unknown, operator: string | null = null): IndexKey {
  const body = nodeOf(at(element, 'IndexElem') ?? at(element, 'PartitionElem'));
  const name = body['name'] ?? columnOf(body['expr']);
  const { ordering, nulls_ordering: nulls } = body;
  return {
    subject: typeof name === 'string' ? lineOf({ column: name }) : lineOf(body['expr'] ?? null),
    collation: nameIn(body['collation']),
    operatorClass: nameIn(body['opclass']),
    direction: ordering === 'SORTBY_DESC' ? 'desc' : ordering === 'SORTBY_ASC' ? 'asc' : null,
    nulls: nulls === 'SORTBY_NULLS_FIRST' ? 'first' : nulls === 'SORTBY_NULLS_LAST' ? 'last' : null,
    operator,
  };
}

/** An expression that is only a column. */
function columnOf(expression: unknown): string | null {
  const fields = listOf(at(at(expression, 'ColumnRef'), 'fields'));
  const text: unknown = at(at(fields[0], 'String'), 'sval');
  return fields.length === 1 && typeof text === 'string' ? text : null;
}

/** A list of name parts; `pg_catalog` goes without saying. */
function nameIn(list: unknown): string | null {
  const parts = listOf(list).map((part) => String(at(at(part, 'String'), 'sval')));
  if (parts.length === 0) return null;
  return (parts[0] === 'pg_catalog' ? parts.slice(1) : parts).join('.');
}

/** Method and elements of `EXCLUDE ...`. */
export function exclusionOf(
  definition: string,
): { readonly method: string; readonly keys: readonly IndexKey[] } | null {
  const statement = statementOf(`ALTER TABLE t ADD ${definition}`);
  const command = at(listOf(statement?.body['cmds'])[0], 'AlterTableCmd');
  const constraint = nodeOf(at(at(command, 'def'), 'Constraint'));
  if (constraint['contype'] !== 'CONSTR_EXCLUSION') return null;
  const keys = listOf(constraint['exclusions']).map((pair) => {
    const [element, operator] = listOf(at(at(pair, 'List'), 'items'));
    return keyOf(element, nameIn(at(at(operator, 'List'), 'items')));
  });
  const method = constraint['access_method'];
  return { method: typeof method === 'string' && method !== '' ? method : 'btree', keys };
}

/** `elements` as a spec writes them: `room with =`. */
export function isSameExclusion(definition: string, elements: readonly string[]): boolean {
  const found = exclusionOf(definition);
  const said = exclusionOf(`EXCLUDE USING gist (${elements.join(', ')})`);
  return found !== null && said !== null && isEach(said.keys, found.keys, false);
}

export function isEach(
  said: readonly IndexKey[],
  found: readonly IndexKey[],
  isStrict: boolean,
): boolean {
  return (
    said.length === found.length &&
    said.every((key, place) => {
      const other = found[place];
      return other !== undefined && isSameKey(key, other, isStrict);
    })
  );
}

/** Strategy and keys of `RANGE (at, lower(name))`. */
export function partitioningOf(
  text: string,
): { readonly by: 'range' | 'list' | 'hash'; readonly keys: readonly IndexKey[] } | null {
  const statement = statementOf(`CREATE TABLE t (a integer) PARTITION BY ${text}`);
  const spec = nodeOf(statement?.body['partspec']);
  const words = {
    PARTITION_STRATEGY_RANGE: 'range',
    PARTITION_STRATEGY_LIST: 'list',
    PARTITION_STRATEGY_HASH: 'hash',
  } as const;
  const entry = Object.entries(words).find(([word]) => word === spec['strategy']);
  if (entry === undefined) return null;
  return { by: entry[1], keys: listOf(spec['partParams']).map((element) => keyOf(element)) };
}
