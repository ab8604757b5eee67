// What the change was expected to do, against what the witnesses saw; each answer has three values.
import { finding, weakest, type Code, type Finding, type Judgement } from '../kernel/index.ts';
import type { Fingerprint } from '../witness/contract.ts';
import { LOCK_MODES, type ChangeObserved, type LockMode } from '../witness/witness-contract.ts';
import type { Scenario } from './contract.ts';

export interface Expectation {
  readonly expects: string;
  readonly judgement: Judgement;
  readonly findings: readonly Finding[];
}

/** What was seen of a change; null where it did not come to its end. */
export interface SeenChange {
  readonly change: ChangeObserved;
  readonly before: Fingerprint;
  readonly applied: Fingerprint;
}

/** One entry for each expectation that the scenario names, in a fixed order. */
export function judgeExpectations(scenario: Scenario, seen: SeenChange | null): Expectation[] {
  const { expect } = scenario;
  if (expect === null) return [];
  const asked: Expectation[] = [];
  const ask = (expects: string, judge: (given: SeenChange) => readonly Finding[]): void => {
    if (seen === null) {
      const open = finding('SCENARIO_EXPECTATION_OPEN', scenario.id, `${expects}: nothing was seen`);
      asked.push({ expects, judgement: 'NOT_DECIDED', findings: [open] });
      return;
    }
    const findings = judge(seen);
    asked.push({ expects, judgement: findings.length === 0 ? 'HELD' : 'NOT_HELD', findings });
  };
  const found = (code: Code, what: string): Finding => finding(code, scenario.id, what);

  for (const [table, wanted] of Object.entries(expect.rows ?? {})) {
    const words = `${wanted.inserted} inserted, ${wanted.updated} updated, ${wanted.deleted} deleted`;
    ask(`rows of ${table}: ${words}`, ({ change, before, applied }) => {
      const is = rowsOf(table, change, before, applied);
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
          found('SCENARIO_EXPECTED_LOCK', `${mode} on "${relation}"; expected ${strongestLock} at the most`),
        ),
    );
  }
  if (longestLockMs !== undefined) {
    ask(`no blocking lock for longer than ${longestLockMs} ms`, ({ change }) =>
      change.locks
        .filter(({ mode, heldMs }) => rank(mode) >= rank('Share') && heldMs > longestLockMs)
        .map(({ relation, mode }) =>
          // How long it was differs from run to run: it stands in timings.json, not in the evidence.
          found('SCENARIO_EXPECTED_LOCK_TIME', `${mode} on "${relation}" for longer than ${longestLockMs} ms`),
        ),
    );
  }
  if (rewrites === false) {
    ask('no storage rewritten', ({ change }) =>
      change.rewritten.map((name) => found('SCENARIO_EXPECTED_NO_REWRITE', `"${name}" has new storage`)),
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
    const words = sequences.length === 0 ? 'no sequence moves' : `only ${sequences.join(', ')} moves`;
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

/** Of the table itself, and of all parts of a partitioned one. */
function rowsOf(
  table: string,
  change: ChangeObserved,
  before: Fingerprint,
  applied: Fingerprint,
): { inserted: number; updated: number; deleted: number } {
  const parts = new Set(
    [...before.tables, ...applied.tables]
      .filter(({ table: label, root }) => label === table || root === table)
      .map(({ table: label }) => label),
  );
  const rows = change.rows.filter((each) => parts.has(each.table));
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
