// The exact forms of COPY, SELECT and UPDATE that pg_dump writes: these could do anything.
import { property } from './contents.ts';
import { itemsOf, pathOf, textOf } from './hostile-nodes.ts';

/** COPY t (a, b) FROM stdin, and nothing else. */
export function isWrittenCopy(node: unknown): boolean {
  return (
    property(node, 'is_from') === true &&
    property(node, 'relation') !== undefined &&
    hasOnly(node, ['is_from', 'relation', 'attlist', 'options'])
  );
}

/** Functions that pg_dump calls at the top of a script, all of them Postgres' own. */
const CALLED: ReadonlySet<string> = new Set([
  'set_config',
  'setval',
  'lo_create',
  'lo_open',
  'lowrite',
  'lo_close',
  'lo_unlink',
  'pg_restore_relation_stats',
  'pg_restore_attribute_stats',
]);

export function isWrittenSelect(node: unknown): boolean {
  if (isUnlinking(node)) return true;
  const from = itemsOf(node, 'fromClause');
  const target = targetOf(node);
  if (!hasOnly(node, ['targetList', 'fromClause', 'limitOption', 'op'])) return false;
  if (from.length === 0) return isWrittenCall(property(target, 'FuncCall'));
  const isStar = itemsOf(property(target, 'ColumnRef'), 'fields').some(
    (field) => property(field, 'A_Star') !== undefined,
  );
  return from.length === 1 && isStar && isWrittenCall(callAsTable(from[0]));
}

/** Of SELECT * FROM pg_catalog.pg_restore_relation_stats(...), as pg_dump 18 writes it. */
function callAsTable(from: unknown): unknown {
  const call: unknown = itemsOf(property(from, 'RangeFunction'), 'functions')
    .flatMap((each) => itemsOf(property(each, 'List'), 'items'))
    .find((each) => property(each, 'FuncCall') !== undefined);
  return property(call, 'FuncCall');
}

/** A SELECT of the forms above that makes, fills or drops a large object. */
export function isOfLargeObject(node: unknown): boolean {
  const call = property(targetOf(node), 'FuncCall') ?? callAsTable(itemsOf(node, 'fromClause')[0]);
  return /^lo(?:_|write$)/.test(pathOf(property(call, 'funcname')).at(-1) ?? '');
}

function targetOf(node: unknown): unknown {
  const targets = itemsOf(node, 'targetList');
  return targets.length === 1 ? property(property(targets[0], 'ResTarget'), 'val') : undefined;
}

function isWrittenCall(call: unknown): boolean {
  const [schema, name = '', ...more] = pathOf(property(call, 'funcname'));
  if (schema !== 'pg_catalog' || !CALLED.has(name) || more.length > 0) return false;
  const args = itemsOf(call, 'args');
  // Empty, always: with another path a dump's own operators would stand for Postgres' own.
  const isSearchPath =
    args.length === 3 && constantOf(args[0]) === 'search_path' && isEmpty(args[1]);
  return args.every(isPlain) && (name !== 'set_config' || isSearchPath);
}

/** SELECT pg_catalog.lo_unlink(oid) FROM pg_catalog.pg_largeobject_metadata, of --clean --if-exists. */
function isUnlinking(node: unknown): boolean {
  const from = itemsOf(node, 'fromClause');
  const call = property(targetOf(node), 'FuncCall');
  return (
    pathOf(property(call, 'funcname')).join('.') === 'pg_catalog.lo_unlink' &&
    itemsOf(call, 'args').every((each) => property(each, 'ColumnRef') !== undefined) &&
    from.length === 1 &&
    isOf(property(from[0], 'RangeVar'), 'pg_largeobject_metadata') &&
    isComparison(property(node, 'whereClause')) &&
    hasOnly(node, ['targetList', 'fromClause', 'whereClause', 'limitOption', 'op'])
  );
}

/** UPDATE pg_catalog.pg_database SET datistemplate = false WHERE datname = '...'. */
export function isWrittenUpdate(node: unknown): boolean {
  const targets = itemsOf(node, 'targetList').map((each) => property(each, 'ResTarget'));
  return (
    hasOnly(node, ['relation', 'targetList', 'whereClause']) &&
    isOf(property(node, 'relation'), 'pg_database') &&
    targets.length === 1 &&
    property(targets[0], 'name') === 'datistemplate' &&
    isPlain(property(targets[0], 'val')) &&
    isComparison(property(node, 'whereClause'))
  );
}

function isOf(relation: unknown, name: string): boolean {
  return (
    property(relation, 'schemaname') === 'pg_catalog' && property(relation, 'relname') === name
  );
}

/** A column = a constant. */
function isComparison(node: unknown): boolean {
  const expression = property(node, 'A_Expr');
  return (
    pathOf(property(expression, 'name')).join() === '=' &&
    property(property(expression, 'lexpr'), 'ColumnRef') !== undefined &&
    isPlain(property(expression, 'rexpr'))
  );
}

/** A constant, perhaps with a sign or a cast, or DEFAULT. */
function isPlain(node: unknown): boolean {
  if (property(node, 'A_Const') !== undefined || property(node, 'SetToDefault') !== undefined)
    return true;
  const cast = property(node, 'TypeCast');
  if (cast !== undefined) return property(property(cast, 'arg'), 'A_Const') !== undefined;
  const expression = property(node, 'A_Expr');
  return (
    pathOf(property(expression, 'name')).join() === '-' &&
    property(expression, 'lexpr') === undefined &&
    property(property(expression, 'rexpr'), 'A_Const') !== undefined
  );
}

function isEmpty(node: unknown): boolean {
  return property(property(node, 'A_Const'), 'sval') !== undefined && constantOf(node) === '';
}

function constantOf(node: unknown): string {
  return textOf(property(property(property(node, 'A_Const'), 'sval'), 'sval'));
}

/** Nothing but these parts: what a later grammar adds is refused until it is known. */
function hasOnly(node: unknown, parts: readonly string[]): boolean {
  return (
    typeof node === 'object' &&
    node !== null &&
    Object.keys(node).every((key) => parts.includes(key))
  );
}
