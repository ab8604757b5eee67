// Splits a script into statements by the real grammar, and refuses what cannot run as it is run.
import { loadModule, parseSync } from 'libpg-query';
import { finding, type Finding } from '../../kernel/index.ts';
import type { ScenarioStatement, Script } from '../contract.ts';
import { refusalAtEnd, ruleOn, stateAtStart, type ScriptUse } from './statements-rules.ts';
import { at, listAt, textAt } from './statements-tree.ts';
import { troublesOf } from './statements-trouble.ts';

await loadModule();

export interface ScriptRead {
  readonly script: Script;
  readonly findings: readonly Finding[];
}

/** `file` is for messages only. Lines count from 1. */
export function readScript(file: string, sql: string, use: ScriptUse): ScriptRead {
  const only = (...findings: readonly Finding[]): ScriptRead => ({
    script: { file, statements: [] },
    findings,
  });
  const oddity = oddityOf(sql);
  if (oddity !== null) return only(finding('SCENARIO_SYNTAX', file, oddity));
  const none = finding('SCENARIO_EMPTY', file, 'there is no statement in it');
  if (sql.trim() === '') return only(none);
  let parsed: ReturnType<typeof parseSync>;
  try {
    parsed = parseSync(sql);
  } catch (error) {
    return only(...syntaxFindings(file, sql, error));
  }
  const bytes = Buffer.from(sql, 'utf8');
  const statements: ScenarioStatement[] = [];
  const findings: Finding[] = [];
  const state = stateAtStart();
  const refuse = (line: number, what: string): void => {
    findings.push(finding('SCENARIO_STATEMENT_REFUSED', `${file}:${line}`, what));
  };
  const becomes = new Set<string>();
  let [counted, line] = [0, 1];
  for (const { stmt, stmt_location: start = 0, stmt_len: length = 0 } of parsed.stmts ?? []) {
    const end = length === 0 ? bytes.length : start + length;
    line += linesIn(bytes, counted, start);
    counted = start;
    const [name, node] = Object.entries(stmt ?? {})[0] ?? ['', null];
    const { run, refusal } = ruleOn(name, node, line, use, state);
    if (refusal !== null) refuse(line, refusal);
    if (run === null) continue;
    for (const role of roleTaken(name, node)) becomes.add(role);
    statements.push({ text: bytes.subarray(start, end).toString('utf8').trim(), line, run });
  }
  const open = refusalAtEnd(state);
  if (open !== null) refuse(open.line, open.what);
  if (statements.length === 0) findings.push(none);
  const roles = becomes.size === 0 ? {} : { becomes: [...becomes] };
  return { script: { file, statements, ...roles }, findings };
}

/** The role of a SET ROLE; RESET ROLE and SET ROLE NONE name none. */
function roleTaken(name: string, node: unknown): string[] {
  if (name !== 'VariableSetStmt' || textAt(node, 'name') !== 'role') return [];
  return listAt(node, 'args').flatMap((argument) => {
    const role = textAt(at(at(argument, 'A_Const'), 'sval'), 'sval');
    return role === '' || role === 'none' ? [] : [role];
  });
}

const LINE_END = 10;

function linesIn(bytes: Uint8Array, from: number, to: number): number {
  let lines = 0;
  for (let place = from; place < to; place += 1) if (bytes[place] === LINE_END) lines += 1;
  return lines;
}

/** What the grammar would not see, or not as what it is; null where there is nothing of it. */
function oddityOf(sql: string): string | null {
  if (sql.includes('\0')) return 'it holds a NUL, and nothing behind one would be read';
  if (sql.startsWith('\uFEFF')) return 'it begins with a byte order mark; save it without one';
  return null;
}

function syntaxFindings(file: string, sql: string, error: unknown): readonly Finding[] {
  const position = at(at(error, 'sqlDetails'), 'cursorPosition');
  // The position counts characters, and one of them may be two in a string of JavaScript.
  const characters = typeof position === 'number' ? Array.from(sql).slice(0, position) : [];
  const what = error instanceof Error ? error.message : 'it cannot be parsed';
  return troublesOf(file, sql, characters.join('').length, what);
}
