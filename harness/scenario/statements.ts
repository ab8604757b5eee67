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
  const only = (one: Finding): Script => ({ statements: [], findings: [one] });
  const oddity = oddityOf(sql);
  if (oddity !== null) return only(finding('SCENARIO_SYNTAX', file, oddity));
  const none = finding('SCENARIO_EMPTY', file, 'there is no statement in it');
  if (sql.trim() === '') return only(none);
  let parsed: ReturnType<typeof parseSync>;
  try {
    parsed = parseSync(sql);
  } catch (error) {
    return only(syntaxFinding(file, sql, error));
  }
  const bytes = Buffer.from(sql, 'utf8');
  const statements: ScenarioStatement[] = [];
  const findings: Finding[] = [];
  for (const { stmt, stmt_location: start = 0, stmt_len: length = 0 } of parsed.stmts ?? []) {
    const end = length === 0 ? bytes.length : start + length;
    const line = lineAt(bytes.subarray(0, start).toString('utf8'));
    statements.push({ text: bytes.subarray(start, end).toString('utf8').trim(), line });
    const [name, node] = Object.entries(stmt ?? {})[0] ?? ['', null];
    const refusal = refusalOf(name, node, kind);
    if (refusal !== null) {
      findings.push(finding('SCENARIO_STATEMENT_REFUSED', `${file}:${line}`, refusal));
    }
  }
  if (statements.length === 0) findings.push(none);
  return { statements, findings };
}

const ROLE_IS_OURS =
  'the harness decides under which role a scenario runs ("role" in scenario.yaml)';

/** Why a statement cannot stand in a scenario of this kind; null where it can. */
function refusalOf(name: string, node: unknown, kind: ScenarioKind): string | null {
  const option = (key: string): unknown => at(node, key);
  switch (name) {
    case 'TransactionStmt':
      return 'the harness begins and ends transactions itself';
    case 'VariableSetStmt':
      return /^(role|session_authorization)$/.test(String(option('name'))) ? ROLE_IS_OURS : null;
    case 'CopyStmt':
      if (option('filename') !== undefined) return null;
      return option('is_from') === true
        ? 'COPY from standard input has no input here'
        : 'COPY to standard output has no reader here';
    case 'DiscardStmt':
      return option('target') === 'DISCARD_ALL' ? ROLE_IS_OURS : null;
    case 'LoadStmt':
    case 'AlterSystemStmt':
      return 'it changes the server, not the database';
    default:
      return kind === 'snapshot' ? null : outsideTransaction(name, node);
  }
}

const NEVER_INSIDE = new Set([
  'CreatedbStmt',
  'DropdbStmt',
  'CreateTableSpaceStmt',
  'DropTableSpaceStmt',
]);

function outsideTransaction(name: string, node: unknown): string | null {
  if (isConcurrent(name, node)) {
    return 'CONCURRENTLY cannot run inside a transaction; use kind "snapshot"';
  }
  // ANALYZE is the same kind of statement as VACUUM, and may run anywhere.
  const isVacuum = name === 'VacuumStmt' && at(node, 'is_vacuumcmd') === true;
  return isVacuum || NEVER_INSIDE.has(name)
    ? 'it cannot run inside a transaction; use kind "snapshot"'
    : null;
}

/** REFRESH MATERIALIZED VIEW CONCURRENTLY is none of these: it may run inside a transaction. */
function isConcurrent(name: string, node: unknown): boolean {
  switch (name) {
    case 'IndexStmt':
    case 'DropStmt':
      return at(node, 'concurrent') === true;
    case 'ReindexStmt':
      return listAt(node, 'params').some(
        (option) => at(at(option, 'DefElem'), 'defname') === 'concurrently',
      );
    case 'AlterTableStmt':
      return listAt(node, 'cmds').some(
        (command) =>
          at(at(at(at(command, 'AlterTableCmd'), 'def'), 'PartitionCmd'), 'concurrent') === true,
      );
    default:
      return false;
  }
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function listAt(value: unknown, key: string): readonly unknown[] {
  const list = at(value, key);
  return Array.isArray(list) ? list : [];
}

/** What the grammar would not see, or not as what it is; null where there is nothing of it. */
function oddityOf(sql: string): string | null {
  if (sql.includes('\0')) return 'it holds a NUL, and nothing behind one would be read';
  if (sql.startsWith('\uFEFF')) return 'it begins with a byte order mark; save it without one';
  return null;
}

/** Where the grammar stumbles over a backslash, the line is one for psql: SQL has none outside quotes. */
function syntaxFinding(file: string, sql: string, error: unknown): Finding {
  const position = at(at(error, 'sqlDetails'), 'cursorPosition');
  // The position counts characters, and one of them may be two in a string of JavaScript.
  const characters = Array.from(sql);
  const where = typeof position === 'number' ? position : 0;
  const place = `${file}:${lineAt(characters.slice(0, where).join(''))}`;
  if (characters[where] === '\\') {
    const what = 'psql meta-commands are not SQL; write the statement itself';
    return finding('SCENARIO_META_COMMAND', place, what);
  }
  const what = error instanceof Error ? error.message : 'it cannot be parsed';
  return finding('SCENARIO_SYNTAX', place, what);
}

function lineAt(before: string): number {
  return before.split('\n').length;
}
