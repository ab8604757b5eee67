// What the change was expected to do, against what the witnesses saw; each answer has three values.
import { finding, weakest, type Code, type Finding, type Judgement } from '../kernel/index.ts';
import type { Fingerprint } from '../witness/contract.ts';
import {
  LOCK_MODES,
  type ChangeObserved,
  type LockMode,
  type RowsChanged,
} from '../witness/witness-contract.ts';
import type { Scenario } from './contract.ts';

export interface Expectation {
  readonly expects: string;
  readonly judgement: Judgement;
  readonly findings: readonly Finding[];
}

/** What was seen of a change that came to its end. */
export interface SeenChange {
  readonly change: ChangeObserved;
  readonly before: Fingerprint;
  readonly applied: Fingerprint;
}

/**
 * One entry for each expectation that the scenario names, in a fixed order. Each is judged every
 * time the change was seen through: one that was met on one way only is not met.
 */
export function judgeExpectations(scenario: Scenario, seen: readonly SeenChange[]): Expectation[] {
  const { expect } = scenario;
  if (expect === null) return [];
  const asked: Expectation[] = [];
  /** `judge` answers null where what was seen does not tell. */
  const ask = (expects: string, judge: (given: SeenChange) => readonly Finding[] | null): void => {
    const answers = seen.map(judge).filter((answer) => answer !== null);
    if (answers.length === 0) {
      const open = finding('SCENARIO_EXPECTATION_OPEN', scenario.id, `${expects}: it was not seen`);
      asked.push({ expects, judgement: 'NOT_DECIDED', findings: [open] });
      return;
    }
    const findings = [...new Map(answers.flat().map((each) => [each.what, each])).values()];
    asked.push({ expects, judgement: findings.length === 0 ? 'HELD' : 'NOT_HELD', findings });
  };
  const found = (code: Code, what: string): Finding => finding(code, scenario.id, what);

  for (const [table, wanted] of Object.entries(expect.rows ?? {})) {
    const words = `${wanted.inserted} inserted, ${wanted.updated} updated, ${wanted.deleted} deleted`;
    ask(`rows of ${table}: ${words}`, (given) => {
      if (given.change.rows === null) return null;
      // Nothing ever changes in a table that is not there: a misspelt name would always hold.
      if (!isTable(table, given)) {
        return [found('SCENARIO_EXPECTED_ROWS', `"${table}" is no table; expected ${words}`)];
      }
      const is = rowsOf(table, given.change.rows, given);
      const isAsWanted =
        is.inserted === wanted.inserted &&
        is.updated === wanted.updated &&
        is.deleted === wanted.deleted;
      const what = `"${table}": ${is.inserted} inserted, ${is.updated} updated, ${is.deleted} deleted; expected ${words}`;
      return isAsWanted ? [] : [found('SCENARIO_EXPECTED_ROWS', what)];
    });
  }
  const { strongestLock, longestLockMs, rewrites, walMiB, sequences } = expect;
  if (strongestLock !== undefined) {
    ask(`no lock stronger than ${strongestLock}`, ({ change }) =>
      change.locks
        .filter(({ mode }) => rank(mode) > rank(strongestLock))
        .map(({ relation, mode }) =>
          found(
            'SCENARIO_EXPECTED_LOCK',
            `${mode} on "${relation}"; expected ${strongestLock} at the most`,
          ),
        ),
    );
  }
  if (longestLockMs !== undefined) {
    ask(`no blocking lock for longer than ${longestLockMs} ms`, ({ change }) =>
      change.locks
        .filter(({ mode, heldMs }) => rank(mode) >= rank('Share') && !(heldMs <= longestLockMs))
        .map(({ relation, mode }) =>
          // How long it was differs from run to run: it stands in timings.json, not in the evidence.
          found(
            'SCENARIO_EXPECTED_LOCK_TIME',
            `${mode} on "${relation}" for longer than ${longestLockMs} ms`,
          ),
        ),
    );
  }
  if (rewrites === false) {
    ask('no storage rewritten', ({ change }) =>
      change.rewritten.map((name) =>
        found('SCENARIO_EXPECTED_NO_REWRITE', `"${name}" has new storage`),
      ),
    );
  }
  if (walMiB !== undefined) {
    ask(`no more than ${walMiB} MiB of WAL`, ({ change }) =>
      change.walBytes <= walMiB * 1024 * 1024
        ? []
        : [found('SCENARIO_EXPECTED_WAL', `more than ${walMiB} MiB of WAL`)],
    );
  }
  if (sequences !== undefined) {
    const words =
      sequences.length === 0 ? 'no sequence moves' : `only ${sequences.join(', ')} moves`;
    ask(words, ({ before, applied }) =>
      movedSequences(before, applied)
        .filter((name) => !sequences.includes(name))
        .map((name) => found('SCENARIO_EXPECTED_SEQUENCE', `"${name}" moved`)),
    );
  }
  return asked;
}

export function expectationsJudgement(asked: readonly Expectation[]): Judgement {
  return asked.length === 0 ? 'HELD' : weakest(asked.map(({ judgement }) => judgement));
}

function rank(mode: LockMode): number {
  return LOCK_MODES.indexOf(mode);
}

/** Whether it stood before or stands now; a partitioned one without parts has no rows to count. */
function isTable(table: string, { before, applied }: SeenChange): boolean {
  return [before, applied].some(
    ({ tables, sections }) =>
      tables.some(({ table: label, root }) => label === table || root === table) ||
      sections
        .filter(({ section }) => section === 'relations')
        .some(({ lines }) => lines.some((line) => isPartitionedTable(line, table))),
  );
}

function isPartitionedTable(line: string, table: string): boolean {
  const value: unknown = JSON.parse(line);
  if (typeof value !== 'object' || value === null) return false;
  return Reflect.get(value, 'relkind') === 'p' && Reflect.get(value, 'name') === table;
}

/** Of the table itself, and of all parts of a partitioned one. */
function rowsOf(
  table: string,
  counted: readonly RowsChanged[],
  { before, applied }: SeenChange,
): { inserted: number; updated: number; deleted: number } {
  const parts = new Set(
    [...before.tables, ...applied.tables]
      .filter(({ table: label, root }) => label === table || root === table)
      .map(({ table: label }) => label),
  );
  const rows = counted.filter((each) => parts.has(each.table));
  const sum = (key: 'inserted' | 'updated' | 'deleted'): number =>
    rows.reduce((total, each) => total + each[key], 0);
  return { inserted: sum('inserted'), updated: sum('updated'), deleted: sum('deleted') };
}

/** Of sequences that stood before and stand now; a new one has not moved. */
function movedSequences(before: Fingerprint, applied: Fingerprint): string[] {
  const positions = (print: Fingerprint): Map<string, string> =>
    new Map(
      print.sequences.lines.map((line) => {
        const match = /^(.*) ((?:has|will) given? -?\d+)$/s.exec(line);
        return [match?.[1] ?? line, match?.[2] ?? ''];
      }),
    );
  const was = positions(before);
  const is = positions(applied);
  return [...was].flatMap(([name, position]) => {
    const now = is.get(name);
    return now === undefined || now === position ? [] : [name];
  });
}
