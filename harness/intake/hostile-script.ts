// Judges the statements of a plain dump in their order. The one transaction that pg_dump writes is
// around the content of large objects: any other could undo at its end what was read before. And it
// drops (--clean) before it makes anything: what is dropped later was not meant to be seen missing.
import { property, type ParsedStatement } from './contents.ts';
import { isWrittenSelect } from './hostile-forms.ts';
import { isDropping } from './hostile-kinds.ts';
import { objection, type Objection } from './hostile-names.ts';
import { objectionsTo } from './hostile.ts';

export class ScriptJudge {
  #isOpen = false;
  #hasMade = false;

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
    this.#hasMade ||= kind.startsWith('Create') && kind !== 'CreatedbStmt';
    return [
      ...(isExpected ? [] : this.#broken()),
      ...(isLate ? [LATE_DROP] : []),
      ...objectionsTo(statement),
    ];
  }

  /** Rows of data between the statements. */
  rows(): Objection[] {
    return this.#broken();
  }

  atEnd(): Objection[] {
    return this.#broken();
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
