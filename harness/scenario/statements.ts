// Splits a script into statements by the real grammar, and refuses what its kind cannot carry.
import { loadModule, parseSync } from 'libpg-query';
import { finding, type Finding } from '../kernel/index.ts';
import type { ScenarioKind, ScenarioStatement } from './contract.ts';

await loadModule();

export interface Script {
  readonly statements: readonly ScenarioStatement[];
  readonly findings: readonly Finding[];
}

/** `file` is for messages only. Lines count from 1. */
export function readScript(file: string, sql: string, kind: ScenarioKind): Script {
  const meta = metaCommandLine(sql);
  if (meta !== null) {
    const what = 'psql meta-commands are not SQL; write the statement itself';
    return { statements: [], findings: [finding('SCENARIO_META_COMMAND', `${file}:${meta}`, what)] };
  }
  let parsed: ReturnType<typeof parseSync>;
  try {
    parsed = parseSync(sql);
  } catch (error) {
    return { statements: [], findings: [syntaxFinding(file, sql, error)] };
  }
  const bytes = Buffer.from(sql, 'utf8');
  const statements: ScenarioStatement[] = [];
  const findings: Finding[] = [];
  for (const { stmt, stmt_location: start = 0, stmt_len: length = 0 } of parsed.stmts ?? []) {
    const end = length === 0 ? bytes.length : start + length;
    const raw = bytes.subarray(start, end).toString('utf8');
    const lead = leading(raw);
    const line = lineAt(bytes.subarray(0, start).toString('utf8') + raw.slice(0, lead));
    statements.push({ text: raw.slice(lead).trim(), line });
    const [name, node] = Object.entries(stmt ?? {})[0] ?? ['', null];
    const refusal = refusalOf(name, node, kind);
    if (refusal !== null) findings.push(finding('SCENARIO_STATEMENT_REFUSED', `${file}:${line}`, refusal));
  }
  if (statements.length === 0) {
    findings.push(finding('SCENARIO_EMPTY', file, 'there is no statement in it'));
  }
  return { statements, findings };
}

/** Why a statement cannot stand in a scenario of this kind; null where it can. */
function refusalOf(name: string, node: unknown, kind: ScenarioKind): string | null {
  const option = (key: string): unknown =>
    typeof node === 'object' && node !== null ? Reflect.get(node, key) : undefined;
  switch (name) {
    case 'TransactionStmt':
      return 'the harness begins and ends transactions itself';
    case 'VariableSetStmt':
      return /^(role|session_authorization)$/.test(String(option('name')))
        ? 'the harness decides under which role a scenario runs ("role" in scenario.yaml)'
        : null;
    case 'CopyStmt':
      return option('filename') === undefined ? 'COPY from standard input has no input here' : null;
    case 'LoadStmt':
    case 'AlterSystemStmt':
      return 'it changes the server, not the database';
    default:
      return kind === 'snapshot' ? null : outsideTransaction(name, option('concurrent') === true);
  }
}

function outsideTransaction(name: string, isConcurrent: boolean): string | null {
  const never = new Set(['CreatedbStmt', 'DropdbStmt', 'CreateTableSpaceStmt', 'DropTableSpaceStmt', 'VacuumStmt']);
  if (isConcurrent) return 'CONCURRENTLY cannot run inside a transaction; use kind "snapshot"';
  return never.has(name) ? 'it cannot run inside a transaction; use kind "snapshot"' : null;
}

function syntaxFinding(file: string, sql: string, error: unknown): Finding {
  const details: unknown = error instanceof Error ? Reflect.get(error, 'sqlDetails') : undefined;
  const position: unknown =
    typeof details === 'object' && details !== null ? Reflect.get(details, 'cursorPosition') : undefined;
  const line = typeof position === 'number' ? lineAt(sql.slice(0, position)) : 1;
  const what = error instanceof Error ? error.message : 'it cannot be parsed';
  return finding('SCENARIO_SYNTAX', `${file}:${line}`, what);
}

/** First line that begins with a backslash outside a quoted text; null where there is none. */
function metaCommandLine(sql: string): number | null {
  const index = sql.split('\n').findIndex((line) => /^\s*\\[a-z!?]/i.test(line));
  return index === -1 ? null : index + 1;
}

/** How much white space and how many comments stand before the statement itself. */
function leading(raw: string): number {
  return /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/.exec(raw)?.[0].length ?? 0;
}

function lineAt(before: string): number {
  return before.split('\n').length;
}
