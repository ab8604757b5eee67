// What a statement may do in a script, by the way in which the script is run.
import type { ScenarioStatement } from '../contract.ts';
import { whyNoAnswer } from './statements-answers.ts';
import { noAddedValues, whyTooEarly, type AddedValues } from './statements-enum.ts';
import { placeOf, type Place } from './statements-place.ts';
import { at, textAt } from './statements-tree.ts';

/**
 * `transactional` and `read-only`: one transaction that is rolled back. `whole`: one that is
 * committed. `statement`: each commits by itself, or stands between BEGIN and COMMIT. `executor`:
 * the same, and it chooses its role. `verify`: queries. `check`: a script that must not fail.
 */
export const SCRIPT_USES = [
  'transactional',
  'read-only',
  'whole',
  'statement',
  'executor',
  'verify',
  'check',
] as const;
export type ScriptUse = (typeof SCRIPT_USES)[number];

/** What is known of a script behind the statements read so far. */
export interface ScriptState {
  /** Line of the BEGIN that is open. */
  begun: number | null;
  added: AddedValues;
}

export function stateAtStart(): ScriptState {
  return { begun: null, added: noAddedValues() };
}

export interface Ruling {
  /** null: the statement does nothing here, and is left out. */
  readonly run: ScenarioStatement['run'] | null;
  readonly refusal: string | null;
}

const ROLE_IS_OURS =
  'the harness decides under which role a scenario runs ("role" in scenario.yaml)';
const OURS = 'the harness begins and ends transactions itself';

const OUTSIDE: Readonly<Record<ScriptUse, string>> = {
  transactional: 'use kind "snapshot", "revert" or "up-down-up"',
  'read-only': 'a read-only scenario is one',
  whole: 'this script is one: set "transaction: statement"',
  statement: 'write it before BEGIN or after COMMIT',
  executor: 'write it before BEGIN or after COMMIT',
  verify: 'checks run in one',
  check: 'checks run in one',
};

/** Judges one statement, and remembers in `state` what the next ones need. */
export function ruleOn(
  name: string,
  node: unknown,
  line: number,
  use: ScriptUse,
  state: ScriptState,
): Ruling {
  const refused = (refusal: string): Ruling => ({ run: 'inside', refusal });
  if (use === 'verify') {
    const why = whyNoAnswer(name, node);
    return why === null ? { run: 'inside', refusal: null } : refused(why);
  }
  if (name === 'TransactionStmt') return ruleOnTransaction(node, line, use, state);
  const never = whyNever(name, node, use);
  if (never !== null) return refused(never);
  const isInside = (use !== 'statement' && use !== 'executor') || state.begun !== null;
  const place = placeOf(name, node);
  if (isInside) {
    const early = whyTooEarly(name, node, line, state.added);
    const why = whyNotInside(place, use) ?? early;
    return why === null ? { run: 'inside', refusal: null } : refused(why);
  }
  const lost = whyLost(name, node);
  if (lost !== null) return refused(lost);
  return { run: place === 'inside' ? 'inside' : 'outside', refusal: null };
}

/** At the end of a script: a transaction that nobody ends. */
export function refusalAtEnd(state: ScriptState): { line: number; what: string } | null {
  return state.begun === null
    ? null
    : { line: state.begun, what: 'the transaction that begins here is never committed' };
}

function ruleOnTransaction(
  node: unknown,
  line: number,
  use: ScriptUse,
  state: ScriptState,
): Ruling {
  const kind = textAt(node, 'kind').replace('TRANS_STMT_', '');
  const refused = (refusal: string): Ruling => ({ run: 'inside', refusal });
  const isOwn = use === 'statement' || use === 'executor';
  switch (kind) {
    case 'BEGIN':
    case 'START':
      if (use === 'check') return { run: null, refusal: null };
      if (!isOwn) return refused(OURS);
      if (state.begun !== null) return refused(`a transaction is open since line ${state.begun}`);
      state.begun = line;
      state.added = noAddedValues();
      return { run: 'begin', refusal: null };
    case 'COMMIT':
      if (use === 'check') return { run: null, refusal: null };
      if (!isOwn) return refused(OURS);
      if (state.begun === null) return refused('there is no BEGIN that it ends');
      if (at(node, 'chain') === true) return refused('AND CHAIN is not followed; write BEGIN');
      state.begun = null;
      return { run: 'commit', refusal: null };
    case 'ROLLBACK':
      if (use === 'check') return { run: null, refusal: null };
      return refused(
        isOwn ? 'a change that rolls itself back shows nothing; the harness goes back' : OURS,
      );
    case 'SAVEPOINT':
    case 'RELEASE':
    case 'ROLLBACK_TO':
      if (isOwn && state.begun === null)
        return refused('a savepoint stands between BEGIN and COMMIT');
      return { run: 'inside', refusal: null };
    default:
      return refused('prepared transactions are not rehearsed: they outlive the session');
  }
}

/** What no script may do, however it is run. */
function whyNever(name: string, node: unknown, use: ScriptUse): string | null {
  switch (name) {
    case 'VariableSetStmt': {
      const setting = textAt(node, 'name');
      if (setting === 'session_authorization') return ROLE_IS_OURS;
      return setting === 'role' && use !== 'executor' ? ROLE_IS_OURS : null;
    }
    case 'DiscardStmt':
      return textAt(node, 'target') === 'DISCARD_ALL' ? ROLE_IS_OURS : null;
    case 'CopyStmt':
      if (at(node, 'filename') !== undefined) return null;
      return at(node, 'is_from') === true
        ? 'COPY from standard input has no input here; write INSERT'
        : 'COPY to standard output has no reader here';
    case 'LoadStmt':
    case 'AlterSystemStmt':
      return 'it changes the server, not the database';
    default:
      return null;
  }
}

function whyNotInside(place: Place, use: ScriptUse): string | null {
  switch (place) {
    case 'concurrent':
      return `CONCURRENTLY cannot run inside a transaction; ${OUTSIDE[use]}`;
    case 'never-inside':
      return `it cannot run inside a transaction; ${OUTSIDE[use]}`;
    case 'ends-it':
      return `its code ends a transaction, which it cannot inside of one; ${OUTSIDE[use]}`;
    case 'inside':
    case 'may-end-it':
      return null;
  }
}

/** What is gone with the statement's own transaction, so that it would do nothing. */
function whyLost(name: string, node: unknown): string | null {
  const isLocal =
    name === 'VariableSetStmt' &&
    (at(node, 'is_local') === true || textAt(node, 'name') === 'TRANSACTION');
  if (isLocal) return 'it does nothing outside a transaction; write BEGIN before it';
  switch (name) {
    case 'ConstraintsSetStmt':
      return 'SET CONSTRAINTS does nothing outside a transaction; write BEGIN before it';
    case 'LockStmt':
      return 'a lock ends with its transaction, and this statement is one; write BEGIN before it';
    case 'DeclareCursorStmt':
      return isHeld(node) ? null : 'a cursor ends with its transaction; write BEGIN before it';
    default:
      return null;
  }
}

/** CURSOR_OPT_HOLD in the grammar's own numbering. */
const HOLD = 0x20;

function isHeld(node: unknown): boolean {
  const options = at(node, 'options');
  return typeof options === 'number' && (options & HOLD) !== 0;
}
