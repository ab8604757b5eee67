// Walks a parsed statement to its leaves: every function it names, every setting it keeps, every
// string it hands to a call. A stack of its own: a hostile expression may nest deeper than ours.
import { constantsIn, property } from './contents.ts';
import {
  codeOfFunction,
  codeOfKeptSetting,
  codeOfRelation,
  codeOfSetting,
  objection,
  type Objection,
} from './hostile-names.ts';
import { objectionsInString } from './hostile-code.ts';
import { textOf } from './hostile-nodes.ts';
import { isBentWithin } from './plain-settings.ts';

/** Properties of the grammar's nodes that hold the path of a function's name. */
const FUNCTION_PATHS: ReadonlySet<string> = new Set([
  'funcname',
  'objname',
  'func_name',
  'handler_name',
  'plhandler',
  'plinline',
  'plvalidator',
]);
/** In these a function is named where others name types. */
const FUNCTION_PATHS_OF_DEFINE: ReadonlySet<string> = new Set([...FUNCTION_PATHS, 'names']);
/** Statements that name a function without calling it, or letting it be called. */
const NAMES_ONLY: ReadonlySet<string> = new Set([
  'AlterObjectDependsStmt',
  'AlterOwnerStmt',
  'CommentStmt',
  'DropStmt',
  'SecLabelStmt',
]);

interface Step {
  readonly node: unknown;
  /** Whether it stands among the arguments of a call. */
  readonly isArgument: boolean;
}

/** `kind` and `node` of one parsed statement. */
export function objectionsWithin(kind: string, node: unknown): Objection[] {
  if (NAMES_ONLY.has(kind)) return [];
  const paths = kind === 'DefineStmt' ? FUNCTION_PATHS_OF_DEFINE : FUNCTION_PATHS;
  const objections: Objection[] = [];
  const joined = new WeakSet();
  const open: Step[] = [{ node, isArgument: false }];
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    const { node: here, isArgument } = step;
    if (typeof here !== 'object' || here === null) continue;
    const isCall = 'funcname' in here;
    // What is made here is not called here.
    const isMade = here === node && kind === 'CreateFunctionStmt';
    if ('kind' in here) objections.push(...ofSetting(here, here === node));
    if (isCall && !isMade) objections.push(...ofCall(here));
    if ('relname' in here) objections.push(...ofRelation(here));
    if ('UpdateStmt' in here) objections.push(...ofUpdate(here.UpdateStmt));
    const texts = isArgument ? [constantOf(here) ?? [], joinedIn(here, joined)].flat() : [];
    objections.push(...texts.flatMap(objectionsInString));
    for (const [key, child] of Object.entries(here)) {
      if (typeof child !== 'object') continue;
      if (paths.has(key) && !isMade) objections.push(...ofPath(child));
      open.push({ node: child, isArgument: isArgument || isCall });
    }
  }
  return objections;
}

function ofPath(path: unknown): Objection[] {
  const name = lastOf(path);
  const code = name === undefined ? null : codeOfFunction(name);
  return code === null ? [] : [objection(code, `it calls ${name ?? ''}`)];
}

function ofRelation(node: object): Objection[] {
  const name = textOf(property(node, 'relname'));
  const isOwn = /^(?:pg_catalog)?$/.test(textOf(property(node, 'schemaname')));
  const code = isOwn ? codeOfRelation(name) : null;
  return code === null ? [] : [objection(code, `it reads ${name}`)];
}

/** UPDATE pg_settings is SET. */
function ofUpdate(node: unknown): Objection[] {
  const name = property(property(node, 'relation'), 'relname');
  return name === 'pg_settings' ? [objection('HOSTILE_SETTING', 'it writes pg_settings')] : [];
}

/** SET, of a session or kept by an object. */
function ofSetting(node: object, isTop: boolean): Objection[] {
  const name = property(node, 'name');
  const kind = property(node, 'kind');
  if (typeof name !== 'string' || typeof kind !== 'string' || !kind.startsWith('VAR_')) return [];
  const value = constantsIn(property(node, 'args'))[0];
  if (!isTop && kind === 'VAR_SET_VALUE' && isBentWithin(name.toLowerCase(), value)) {
    return settingNamed(name, 'INTAKE_UNPARSABLE');
  }
  // The session's own identity is judged with the statement: pg_dump may write it.
  return settingNamed(name, isTop ? codeOfSetting(name) : codeOfKeptSetting(name));
}

function ofCall(node: object): Objection[] {
  if (lastOf(property(node, 'funcname')) !== 'set_config') return [];
  const args = property(node, 'args');
  const name = Array.isArray(args) ? constantOf(property(args[0], 'A_Const')) : undefined;
  return name === undefined ? [] : settingNamed(name, codeOfKeptSetting(name));
}

function settingNamed(name: string, code: Objection['code'] | null): Objection[] {
  return code === null ? [] : [objection(code, `it sets ${name.toLowerCase()}`)];
}

/** Literals that stand side by side between ||, as one each; `seen` holds what is in one already. */
function joinedIn(node: object, seen: WeakSet<object>): string[] {
  if (!isJoin(node) || seen.has(node)) return [];
  const texts: string[][] = [[]];
  const open: unknown[] = [node];
  while (open.length > 0) {
    const here = withoutCast(open.pop());
    const join = property(here, 'A_Expr') ?? here;
    const text = constantOf(property(here, 'A_Const'));
    if (typeof join === 'object' && join !== null && isJoin(join)) {
      seen.add(join);
      open.push(property(join, 'rexpr'), property(join, 'lexpr'));
    } else if (text !== undefined) texts.at(-1)?.push(text);
    else texts.push([]);
  }
  return texts.filter((parts) => parts.length > 1).map((parts) => parts.join(''));
}

function isJoin(node: object): boolean {
  return 'lexpr' in node && lastOf(property(node, 'name')) === '||';
}

function withoutCast(given: unknown): unknown {
  let node = given;
  for (let cast = property(node, 'TypeCast'); cast !== undefined; cast = property(node, 'TypeCast'))
    node = property(cast, 'arg');
  return node;
}

function constantOf(node: unknown): string | undefined {
  const text = property(property(node, 'sval'), 'sval');
  return typeof text === 'string' ? text : undefined;
}

/** Last part of a qualified name. */
function lastOf(path: unknown): string | undefined {
  const last: unknown = Array.isArray(path) ? path.at(-1) : undefined;
  const text = property(property(last, 'String'), 'sval');
  return typeof text === 'string' ? text : undefined;
}
