// What the change was expected to do, against what the witnesses saw; each answer has three values.
import { finding, weakest, type Code, type Finding, type Judgement } from '../../kernel/index.ts';
import type { Fingerprint } from '../../witness/contract.ts';
import {
  LOCK_MODES,
  type ChangeObserved,
  type LockMode,
  type RowsChanged,
} from '../../witness/witness-contract.ts';
import type { Scenario, ScenarioStatement, Script } from '../contract.ts';
import type { Expectations } from '../file-contract.ts';
import { rowsUncounted } from './rows.ts';
import { isSamePosition, sequencePositions } from './sequences.ts';

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
 * time the change was seen through: one that was met on one way only is not met. Where the change
 * does not end the same each time, no count is told that the next run would count otherwise.
 */
export function judgeExpectations(
  { id, expect, apply }: Scenario,
  seen: readonly SeenChange[],
  ends: 'alike' | 'unlike' = 'alike',
): Expectation[] {
  if (expect === null) return [];
  return questions(expect, ends, apply).map(({ expects, judge }): Expectation => {
    const answers = seen.map(judge).filter((answer) => answer !== null);
    if (answers.length === 0) {
      const what = `${expects}: it was not seen`;
      const findings = [finding('SCENARIO_EXPECTATION_OPEN', id, what)];
      return { expects, judgement: 'NOT_DECIDED', findings };
    }
    const wrong = new Map(answers.flat().map(([code, what]) => [what, finding(code, id, what)]));
    return {
      expects,
      judgement: wrong.size === 0 ? 'HELD' : 'NOT_HELD',
      findings: [...wrong.values()],
    };
  });
}

/** What is wrong; nothing where it is as expected, null where what was seen does not tell. */
type Answer = readonly (readonly [Code, string])[] | null;

interface Question {
  readonly expects: string;
  readonly judge: (seen: SeenChange) => Answer;
}

function questions(expect: Expectations, ends: 'alike' | 'unlike', apply: Script): Question[] {
  const { rewrites, walMiB, sequences } = expect;
  const asked: Question[] = [...rowQuestions(expect, ends), ...lockQuestions(expect, apply)];
  if (rewrites === false) {
    asked.push({
      expects: 'no storage rewritten',
      judge: ({ change }) =>
        change.rewritten.map((name) => [
          'SCENARIO_EXPECTED_NO_REWRITE',
          `"${name}" has new storage`,
        ]),
    });
  }
  if (walMiB !== undefined) {
    asked.push({
      expects: `no more than ${walMiB} MiB of WAL`,
      judge: ({ change }) =>
        change.walBytes <= walMiB * 1024 * 1024
          ? []
          : [['SCENARIO_EXPECTED_WAL', `more than ${walMiB} MiB of WAL`]],
    });
  }
  if (sequences !== undefined) {
    asked.push({
      expects: sequences.length === 0 ? 'no sequence moves' : `only ${sequences.join(', ')} moves`,
      judge: ({ before, applied }) => [
        ...movedSequences(before, applied)
          .filter((name) => !sequences.includes(name))
          .map((name) => ['SCENARIO_EXPECTED_SEQUENCE', `"${name}" moved`] as const),
        // Nothing of that name ever moves: a misspelt one would be missed by nobody.
        ...sequences
          .filter((name) => !isSequence(name, before, applied))
          .map((name) => ['SCENARIO_NAME_UNKNOWN', `"${name}" is no sequence`] as const),
      ],
    });
  }
  return asked;
}

function rowQuestions({ rows }: Expectations, ends: 'alike' | 'unlike'): Question[] {
  return Object.entries(rows ?? {}).map(([table, wanted]): Question => {
    const words = wordsOf(wanted);
    const wrong = (what: string): Answer => [['SCENARIO_EXPECTED_ROWS', what]];
    return {
      expects: `rows of ${table}: ${words}`,
      judge: (seen) => {
        if (seen.change.rows === null) return null;
        // Nothing ever changes in a table that is not there: a misspelt name would always hold.
        if (!isTable(table, seen)) return wrong(`"${table}" is no table; expected ${words}`);
        const found = wordsOf(rowsOf(table, seen.change.rows, seen));
        const is = ends === 'alike' ? found : 'not so many, or not each time';
        if (found !== words) return wrong(`"${table}": ${is}; expected ${words}`);
        // TRUNCATE and DROP take rows away that no counter of the server counts.
        return rowsUncounted(table, seen, rowsOf(table, seen.change.rows, seen))
          ? wrong(`"${table}" lost rows with its storage, which nobody counts; expected ${words}`)
          : [];
      },
    };
  });
}

type Counts = Pick<RowsChanged, 'inserted' | 'updated' | 'deleted'>;

function wordsOf({ inserted, updated, deleted }: Counts): string {
  return `${inserted} inserted, ${updated} updated, ${deleted} deleted`;
}

function lockQuestions({ strongestLock, longestLockMs }: Expectations, apply: Script): Question[] {
  const asked: Question[] = [];
  // Code that commits gives locks up while nobody may be looking: none too strong seen is no answer.
  const isOpen = apply.statements.some(commitsInside);
  const answer = (wrong: NonNullable<Answer>): Answer =>
    isOpen && wrong.length === 0 ? null : wrong;
  if (strongestLock !== undefined) {
    asked.push({
      expects: `no lock stronger than ${strongestLock}`,
      judge: ({ change }) =>
        answer(
          change.locks
            .filter(({ mode }) => rank(mode) > rank(strongestLock))
            .map(({ relation, mode }) => [
              'SCENARIO_EXPECTED_LOCK',
              `${mode} on "${relation}"; expected ${strongestLock} at the most`,
            ]),
        ),
    });
  }
  if (longestLockMs !== undefined) {
    asked.push({
      expects: `no blocking lock for longer than ${longestLockMs} ms`,
      judge: ({ change }) =>
        answer(
          change.locks
            .filter(({ mode, heldMs }) => rank(mode) >= rank('Share') && !(heldMs <= longestLockMs))
            // How long it was differs from run to run: it stands in timings.json, not in the evidence.
            .map(({ relation, mode }) => [
              'SCENARIO_EXPECTED_LOCK_TIME',
              `${mode} on "${relation}" for longer than ${longestLockMs} ms`,
            ]),
        ),
    });
  }
  return asked;
}

/** A procedure or a block that was let run outside of a transaction, where it may end its own. */
function commitsInside({ run, text }: ScenarioStatement): boolean {
  return run === 'outside' && /^(?:--[^\n]*\n|\/\*.*?\*\/|\s)*(?:call|do)\b/is.test(text);
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
): Counts {
  const parts = new Set(
    [...before.tables, ...applied.tables]
      .filter(({ table: label, root }) => label === table || root === table)
      .map(({ table: label }) => label),
  );
  const rows = counted.filter((each) => parts.has(each.table));
  const sum = (key: keyof Counts): number => rows.reduce((total, each) => total + each[key], 0);
  return { inserted: sum('inserted'), updated: sum('updated'), deleted: sum('deleted') };
}

function isSequence(name: string, before: Fingerprint, applied: Fingerprint): boolean {
  return sequencePositions(before).has(name) || sequencePositions(applied).has(name);
}

/** Of sequences that stood before and stand now; a new one has not moved. */
function movedSequences(before: Fingerprint, applied: Fingerprint): string[] {
  const is = sequencePositions(applied);
  return [...sequencePositions(before)].flatMap(([name, position]) =>
    is.has(name) && !isSamePosition(position, is.get(name)) ? [name] : [],
  );
}
