// Postgres' parse tree without what it adds or exchanges when it stores an expression.

import { isOwnType } from './types.ts';

type Tree = Readonly<Record<string, unknown>>;

const TEXTS = new Set(['text', 'varchar', 'bpchar', 'character varying']);

/** Same meaning, same tree. `node` is one of libpg-query's: an object with a single key. */
export function canonicalNode(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(canonicalNode);
  if (!isTree(node)) return node;
  const [kind, body] = Object.entries(node)[0] ?? ['', null];
  if (Object.keys(node).length === 1 && isTree(body)) {
    switch (kind) {
      case 'A_Const':
        return constant(body);
      case 'TypeCast':
        return cast(body);
      case 'FuncCall':
        return call(body);
      case 'A_Expr':
        return operation(body);
      case 'BoolExpr':
        return { BoolExpr: flattened(body) };
      default:
        return { [kind]: plain(body) };
    }
  }
  return plain(node);
}

/** Places in the text are no content. */
function plain(body: Tree): Tree {
  const kept = Object.entries(body).filter(
    ([key, value]) =>
      !/^location$|_location$|^list_(start|end)$|_list_(start|end)$/.test(key) &&
      // A table of public may be named without it.
      !(key === 'schemaname' && value === 'public' && 'relname' in body),
  );
  const isType = 'names' in body && 'typemod' in body;
  return Object.fromEntries(
    kept.map(([key, value]) => [
      key,
      isType && key === 'names' ? typeNames(body) : canonicalNode(value),
    ]),
  );
}

/** `'5'` and `5` stand for one literal: Postgres writes either, with a cast behind it. */
function constant(body: Tree): unknown {
  if (body['isnull'] === true) return { null: true };
  if ('boolval' in body)
    return { boolean: isTree(body['boolval']) && body['boolval']['boolval'] === true };
  return { literal: literalOf(body) };
}

function literalOf(body: Tree): string {
  const [inner] = ['sval', 'ival', 'fval', 'bsval'].map((key) => body[key]).filter(isTree);
  const value: unknown = Object.values(inner ?? {})[0];
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  return 'ival' in body ? '0' : ''; // zero is written as an integer without its value
}

function cast(body: Tree): unknown {
  const inner = canonicalNode(body['arg']);
  const target = typeNames(body['typeName']);
  const last = target.at(-1) ?? '';
  if (isTree(inner) && 'null' in inner) return inner;
  if (isTree(inner) && typeof inner['literal'] === 'string') {
    return last === 'regclass' ? { literal: inner['literal'].replace(/^public\./, '') } : inner;
  }
  if (
    isTree(inner) &&
    ('ColumnRef' in inner || 'A_ArrayExpr' in inner) &&
    target.length === 1 &&
    TEXTS.has(last)
  ) {
    return hasModifiers(body['typeName']) ? whole(body, inner, target) : inner;
  }
  return whole(body, inner, target);
}

function whole(body: Tree, inner: unknown, target: readonly string[]): unknown {
  const typeName = isTree(body['typeName']) ? plain(body['typeName']) : {};
  return { cast: inner, to: { ...typeName, names: target } };
}

function hasModifiers(typeName: unknown): boolean {
  return isTree(typeName) && Array.isArray(typeName['typmods']) && typeName['typmods'].length > 0;
}

function typeNames(typeName: unknown): string[] {
  const names = isTree(typeName) ? strings(typeName['names']) : [];
  const isPublic = names.length === 2 && names[0] === 'public' && !isOwnType(names[1] ?? '');
  return isPublic ? names.slice(1) : names;
}

/**
 * Names without `pg_catalog`, which goes without saying. `public` does not: a function or an operator
 * of the dump's own may bear the name of one of Postgres', and be meant to be taken for it.
 */
function strings(list: unknown): string[] {
  if (!Array.isArray(list)) return [];
  const names = list.map((item: unknown) => {
    const text: unknown = isTree(item) && isTree(item['String']) ? item['String']['sval'] : null;
    return typeof text === 'string' ? text : '';
  });
  return names.length > 1 && names[0] === 'pg_catalog' ? names.slice(1) : names;
}

function call(body: Tree): unknown {
  const name = strings(body['funcname']);
  const { funcformat: _, ...rest } = plain(body);
  if (name.join('.') === 'now')
    return { SQLValueFunction: { op: 'SVFOP_CURRENT_TIMESTAMP', typmod: -1 } };
  if (!/^(nextval|currval|setval)$/.test(name.join('.')))
    return { call: { ...rest, funcname: name } };
  const args = Array.isArray(rest['args']) ? rest['args'].map(withoutPublic) : [];
  return { call: { ...rest, funcname: name, args } };
}

function withoutPublic(arg: unknown): unknown {
  return isTree(arg) && typeof arg['literal'] === 'string'
    ? { literal: arg['literal'].replace(/^public\./, '') }
    : arg;
}

/** IN, BETWEEN, LIKE and IS NOT DISTINCT FROM as Postgres stores them. */
function operation(body: Tree): unknown {
  const name = strings(body['name']);
  const left = canonicalNode(body['lexpr']);
  const right = body['rexpr'];
  const operator = (kind: string, sign: string, other: unknown): Tree => ({
    kind,
    sign,
    left,
    right: other,
  });
  switch (body['kind']) {
    case 'AEXPR_IN': {
      const items = isTree(right) && isTree(right['List']) ? right['List']['items'] : [];
      const array = { A_ArrayExpr: { elements: canonicalNode(items) } };
      return operator(name[0] === '<>' ? 'AEXPR_OP_ALL' : 'AEXPR_OP_ANY', name[0] ?? '', array);
    }
    case 'AEXPR_BETWEEN':
    case 'AEXPR_NOT_BETWEEN': {
      const [low, high] = pair(right);
      const isNot = body['kind'] === 'AEXPR_NOT_BETWEEN';
      const args = [
        operator('AEXPR_OP', isNot ? '<' : '>=', low),
        operator('AEXPR_OP', isNot ? '>' : '<=', high),
      ];
      return { BoolExpr: { boolop: isNot ? 'OR_EXPR' : 'AND_EXPR', args } };
    }
    case 'AEXPR_NOT_DISTINCT':
      return {
        BoolExpr: {
          boolop: 'NOT_EXPR',
          args: [operator('AEXPR_DISTINCT', '=', canonicalNode(right))],
        },
      };
    case 'AEXPR_LIKE':
    case 'AEXPR_ILIKE':
      return operator('AEXPR_OP', name.join('.'), canonicalNode(right));
    default:
      return operator(String(body['kind']), name.join('.'), canonicalNode(right));
  }
}

function pair(right: unknown): [unknown, unknown] {
  const items = isTree(right) && isTree(right['List']) ? right['List']['items'] : [];
  const [low, high]: unknown[] = Array.isArray(items) ? items.map(canonicalNode) : [];
  return [low, high];
}

/** `a AND (b AND c)` is `a AND b AND c`. */
function flattened(body: Tree): Tree {
  const boolop = body['boolop'];
  const args: unknown[] = Array.isArray(body['args']) ? body['args'].map(canonicalNode) : [];
  const flat = args.flatMap((arg) => {
    const inner = isTree(arg) ? arg['BoolExpr'] : null;
    const isSame = boolop !== 'NOT_EXPR' && isTree(inner) && inner['boolop'] === boolop;
    return isSame && Array.isArray(inner['args']) ? (inner['args'] as unknown[]) : [arg]; // an array, just seen
  });
  return { boolop, args: flat };
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
