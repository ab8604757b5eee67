// What of a script decides how a tool runs it: its transactions, and what cannot run inside one.
import { loadModule, parseSync } from 'libpg-query';

await loadModule();

/** `begin`, `end`: of a transaction. `outside`: Postgres runs it in none. */
type StatementKind = 'begin' | 'end' | 'inside' | 'outside';

export interface StatementFact {
  readonly kind: StatementKind;
  /** Line of its first word, counted from 1. */
  readonly line: number;
  /** Its place in the bytes of the script. */
  readonly from: number;
  readonly to: number;
  /** The grammar's name of it, and its node. */
  readonly name: string;
  readonly node: unknown;
}

/** null: it does not parse, and whoever reads it as a script says why, with the line. */
export function statementFacts(sql: string): readonly StatementFact[] | null {
  const bytes = Buffer.from(sql, 'utf8');
  // The grammar would stop at a NUL and take what is before it for the whole.
  if (sql.includes('\0')) return null;
  let statements: readonly unknown[];
  try {
    statements = sql.trim() === '' ? [] : (parseSync(sql).stmts ?? []);
  } catch {
    return null;
  }
  return statements.map((each) => {
    const from = numberAt(each, 'stmt_location');
    const length = numberAt(each, 'stmt_len');
    const to = length === 0 ? bytes.length : from + length;
    const name = Object.keys(objectAt(each, 'stmt'))[0] ?? '';
    const node = at(at(each, 'stmt'), name);
    const first = from + blankLength(bytes.subarray(from, to).toString('utf8'));
    return { kind: kindOf(name, node), line: lineAt(bytes, first), from, to, name, node };
  });
}

/** Whether it would do anything; a script that does not parse is taken to. */
export function isEmptyScript(sql: string): boolean {
  return statementFacts(sql)?.every(({ kind }) => kind === 'begin' || kind === 'end') ?? false;
}

/** The same text with its statements of transactions blanked out, line for line. */
export function withoutTransactions(sql: string): string {
  const facts = statementFacts(sql);
  if (facts === null) return sql;
  const bytes = Buffer.from(sql, 'utf8');
  for (const { kind, from, to } of facts) {
    if (kind !== 'begin' && kind !== 'end') continue;
    // The semicolon that ends it goes too.
    for (let place = from; place < Math.min(to + 1, bytes.length); place += 1) {
      if (bytes[place] !== 0x0a) bytes[place] = 0x20;
    }
  }
  return bytes.toString('utf8');
}

const BEGINS = new Set(['TRANS_STMT_BEGIN', 'TRANS_STMT_START']);
const ENDS = new Set([
  'TRANS_STMT_COMMIT',
  'TRANS_STMT_ROLLBACK',
  'TRANS_STMT_PREPARE',
  'TRANS_STMT_COMMIT_PREPARED',
  'TRANS_STMT_ROLLBACK_PREPARED',
]);

const NEVER_INSIDE = new Set([
  'CreatedbStmt',
  'DropdbStmt',
  'CreateTableSpaceStmt',
  'DropTableSpaceStmt',
  'AlterSystemStmt',
]);

function kindOf(name: string, node: unknown): StatementKind {
  if (name === 'TransactionStmt') {
    const kind = String(at(node, 'kind'));
    return BEGINS.has(kind) ? 'begin' : ENDS.has(kind) ? 'end' : 'inside';
  }
  const isVacuum = name === 'VacuumStmt' && at(node, 'is_vacuumcmd') === true;
  return isVacuum || NEVER_INSIDE.has(name) || isConcurrent(name, node) || isWideReindex(name, node)
    ? 'outside'
    : 'inside';
}

/** REINDEX of a schema or more commits between its tables. */
export function isWideReindex(name: string, node: unknown): boolean {
  const kind = String(at(node, 'kind'));
  return name === 'ReindexStmt' && /_(?:SCHEMA|SYSTEM|DATABASE)$/.test(kind);
}

function isConcurrent(name: string, node: unknown): boolean {
  if (name === 'IndexStmt' || name === 'DropStmt') return at(node, 'concurrent') === true;
  if (name === 'ReindexStmt') {
    return listAt(node, 'params').some(
      (each) => at(at(each, 'DefElem'), 'defname') === 'concurrently',
    );
  }
  return (
    name === 'AlterTableStmt' &&
    listAt(node, 'cmds').some((each) => {
      const command = at(at(at(each, 'AlterTableCmd'), 'def'), 'PartitionCmd');
      return at(command, 'concurrent') === true;
    })
  );
}

export function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function listAt(value: unknown, key: string): readonly unknown[] {
  const list = at(value, key);
  return Array.isArray(list) ? list : [];
}

function objectAt(value: unknown, key: string): object {
  const found = at(value, key);
  return typeof found === 'object' && found !== null ? found : {};
}

function numberAt(value: unknown, key: string): number {
  const found = at(value, key);
  return typeof found === 'number' ? found : 0;
}

function lineAt(bytes: Buffer, place: number): number {
  let line = 1;
  for (const byte of bytes.subarray(0, place)) if (byte === 0x0a) line += 1;
  return line;
}

/** Bytes of the blanks and comments that a statement's stretch begins with. */
function blankLength(text: string): number {
  const blank = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/.exec(text)?.[0] ?? '';
  return Buffer.byteLength(blank);
}
