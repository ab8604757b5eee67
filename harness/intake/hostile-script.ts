// Judges the statements of a plain dump in their order. The one transaction that pg_dump writes is
// around the content of large objects: any other could undo at its end what was read before. And it
// drops (--clean) before it makes anything: what is dropped later was not meant to be seen missing.
// And it makes triggers, rules, policies and indexes behind all rows: before, their code would run
// for each row, and change what was read here.
import { property, type ParsedStatement } from './contents.ts';
import { isWrittenSelect } from './hostile-forms.ts';
import { isDropping } from './hostile-kinds.ts';
import { objection, type Objection } from './hostile-names.ts';
import { objectionsTo } from './hostile.ts';

export class ScriptJudge {
  #isOpen = false;
  #hasMade = false;
  #runsAtRows: string | null = null;

  objectionsTo(statement: ParsedStatement): Objection[] {
    const { kind, node } = statement;
    if (kind === 'TransactionStmt') {
      const expected = this.#isOpen ? 'TRANS_STMT_COMMIT' : 'TRANS_STMT_BEGIN';
      const isExpected =
        property(node, 'kind') === expected && property(node, 'options') === undefined;
      this.#isOpen = isExpected && !this.#isOpen;
      return isExpected ? [] : objectionsTo(statement);
    }
    const isExpected = kind === 'SelectStmt' && isWrittenSelect(node);
    const isLate = this.#hasMade && isDropping(kind, node);
    this.#runsAtRows ??= runsAtRows(kind, node);
    this.#hasMade ||= kind.startsWith('Create') && kind !== 'CreatedbStmt';
    return [
      ...(isExpected ? [] : this.#broken()),
      ...(isLate ? [LATE_DROP] : []),
      ...(bringsRows(kind, node) ? this.#rowsBehind() : []),
      ...objectionsTo(statement),
    ];
  }

  /** Rows of data between the statements. */
  rows(): Objection[] {
    return [...this.#broken(), ...this.#rowsBehind()];
  }

  atEnd(): Objection[] {
    return this.#broken();
  }

  /** Said once: what follows is out of order as a whole. */
  #rowsBehind(): Objection[] {
    const made = this.#runsAtRows;
    this.#runsAtRows = null;
    return made === null ? [] : [objection('HOSTILE_STATEMENT', `rows behind ${made}`)];
  }

  #broken(): Objection[] {
    const found = this.#isOpen ? [ODD_TRANSACTION] : [];
    this.#isOpen = false;
    return found;
  }
}

const ODD_TRANSACTION = objection(
  'HOSTILE_STATEMENT',
  'a transaction around more than the content of large objects',
);

const LATE_DROP = objection('HOSTILE_STATEMENT', 'a DROP behind what was made');

/** Rows of the dump's own; those of a file or a program are refused for where they come from. */
function bringsRows(kind: string, node: unknown): boolean {
  return kind === 'InsertStmt' || (kind === 'CopyStmt' && property(node, 'filename') === undefined);
}

/** What the statement makes that runs code for each row that comes later; else null. */
function runsAtRows(kind: string, node: unknown): string | null {
  const what = Object.hasOwn(RUN_AT_ROWS, kind) ? RUN_AT_ROWS[kind] : undefined;
  // A view's own rule, written apart where views need one another.
  if (what === undefined || property(node, 'rulename') === '_RETURN') return null;
  return what;
}

const RUN_AT_ROWS: Readonly<Record<string, string>> = {
  CreateTrigStmt: 'a trigger',
  RuleStmt: 'a rule',
  CreatePolicyStmt: 'a policy',
  IndexStmt: 'an index',
};
