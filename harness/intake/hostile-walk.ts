// Walks a parsed statement to its leaves: every function it names, every setting it keeps, every
// string it hands to a call. A stack of its own: a hostile expression may nest deeper than ours.
import { property } from './contents.ts';
import {
  codeOfFunction,
  codeOfKeptSetting,
  codeOfSetting,
  objection,
  type Objection,
} from './hostile-names.ts';
import { objectionsInString } from './hostile-code.ts';

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
  const open: Step[] = [{ node, isArgument: false }];
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    const { node: here, isArgument } = step;
    if (typeof here !== 'object' || here === null) continue;
    const isCall = 'funcname' in here;
    // What is made here is not called here.
    const isMade = here === node && kind === 'CreateFunctionStmt';
    if ('kind' in here) objections.push(...ofSetting(here, here === node));
    if (isCall && !isMade) objections.push(...ofCall(here));
    const text = isArgument ? constantOf(here) : undefined;
    if (text !== undefined) objections.push(...objectionsInString(text));
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

/** SET, of a session or kept by an object. */
function ofSetting(node: object, isTop: boolean): Objection[] {
  const name = property(node, 'name');
  const kind = property(node, 'kind');
  if (typeof name !== 'string' || typeof kind !== 'string' || !kind.startsWith('VAR_')) return [];
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
