// Rules about rows against the answers of a clone. Nothing looked at is nothing shown.
import type {
  Answer,
  Answers,
  Catalog,
  Expectation,
  RowCountDemand,
  TableDemand,
} from './contract.ts';
import { labelOf, nameOf, partLabel } from './names.ts';
import { broken, HELD, undecided, type Outcome, type Place } from './outcome.ts';
import { columnsOf, questionId } from './questions.ts';

/** Of a table that is there; where it is missing, that alone is said. */
export function rowOutcomes(
  name: string,
  demand: TableDemand,
  catalog: Catalog,
  answers: Answers,
): Outcome[] {
  const table = nameOf(name);
  const label = labelOf(table.schema, table.name);
  const found = catalog.relations.find(
    (each) => each.schema === table.schema && each.name === table.name,
  );
  if (found === undefined) return [];
  const columns = new Set(found.columns.map((column) => column.name));
  const outcomes: Outcome[] = [];
  if (demand.rowCount !== undefined) {
    const at = { path: `tables.${name}.rowCount`, where: label, subject: `table "${label}"` };
    outcomes.push(rowsOutcome(at, 'rows', demand.rowCount, answers.get(questionId(table, null))));
  }
  for (const [index, rule] of (demand.expect ?? []).entries()) {
    const at = rulePlace(`tables.${name}.expect.${index}`, label, rule);
    const lacking = columnsOf(rule).filter((column) => !columns.has(column));
    if (lacking.length > 0) {
      const what = `${at.subject}: there is no column ${lacking.map(partLabel).join(', ')} to ask about`;
      outcomes.push(undecided('SCHEMA_NOT_DECIDED', at, what, ruleWords(rule)));
    } else {
      const answer = answers.get(questionId(table, rule));
      outcomes.push(ruleOutcome(at, rule, demand.mayBeEmpty === true, answer));
    }
  }
  return outcomes;
}

function rulePlace(path: string, label: string, rule: Expectation): Place {
  if (rule.where !== undefined) return { path, where: label, subject: `table "${label}"` };
  const named = columnsOf(rule).map(partLabel).join(', ');
  const where = rule.unique === undefined ? `${label}.${named}` : `${label} (${named})`;
  return { path, where, subject: `${rule.unique === undefined ? 'column' : 'columns'} "${where}"` };
}

function ruleOutcome(
  at: Place,
  rule: Expectation,
  mayBeEmpty: boolean,
  answer: Answer | undefined,
): Outcome {
  if (rule.where !== undefined)
    return rowsOutcome(at, `rows with ${whereWords(rule.where)}`, rule, answer);
  const expected = ruleWords(rule);
  if (!isCounted(answer)) return unanswered(at, answer, expected);
  const { checked, failing } = answer;
  if (failing > 0) {
    const found = `${failing} of ${checked} break the rule`;
    return broken(
      'SCHEMA_VALUES_DIFFER',
      at,
      `${at.subject}: ${found}, spec says ${expected}`,
      found,
      expected,
    );
  }
  if (checked > 0 || mayBeEmpty) return HELD;
  return undecided(
    'SCHEMA_NOTHING_TO_CHECK',
    at,
    `${at.subject} has no value that the rule could be held against`,
    expected,
  );
}

/** `rows` in words: `rows`, or `rows with status = born`. */
function rowsOutcome(
  at: Place,
  rows: string,
  bounds: RowCountDemand | Expectation,
  answer: Answer | undefined,
): Outcome {
  const expected = boundWords(bounds);
  if (!isCounted(answer)) return unanswered(at, answer, `${expected} ${rows}`);
  const { atLeast = 0, atMost = Infinity, equals = answer.checked } = bounds;
  const { checked } = answer;
  if (checked >= atLeast && checked <= atMost && checked === equals) return HELD;
  const what = `${at.subject} has ${checked} ${rows}, spec says ${expected}`;
  return broken('SCHEMA_ROWS_DIFFER', at, what, String(checked), expected);
}

function isCounted(answer: Answer | undefined): answer is Extract<Answer, { kind: 'counted' }> {
  if (answer?.kind !== 'counted') return false;
  const { checked, failing } = answer;
  return [checked, failing].every((n) => Number.isSafeInteger(n) && n >= 0) && failing <= checked;
}

function unanswered(at: Place, answer: Answer | undefined, expected: string): Outcome {
  const why = answer?.kind === 'failed' ? answer.why : 'it was not asked, or not answered in full';
  return undecided('SCHEMA_NOT_DECIDED', at, `${at.subject}: ${why}`, expected);
}

function ruleWords(rule: Expectation): string {
  if (rule.unique !== undefined) return 'no two rows alike';
  if (rule.where !== undefined) return `${boundWords(rule)} rows with ${whereWords(rule.where)}`;
  return [
    ...(rule.notNull === true ? ['not null'] : []),
    ...(rule.in === undefined ? [] : [`one of ${rule.in.join(', ')}`]),
    ...(rule.matches === undefined ? [] : [`matches ${rule.matches}`]),
    ...(rule.atLeast === undefined ? [] : [`at least ${rule.atLeast}`]),
    ...(rule.atMost === undefined ? [] : [`at most ${rule.atMost}`]),
  ].join(' and ');
}

function whereWords(where: NonNullable<Expectation['where']>): string {
  return Object.entries(where)
    .map(([column, value]) => `${partLabel(column)} = ${String(value)}`)
    .join(' and ');
}

function boundWords({ atLeast, atMost, equals }: RowCountDemand | Expectation): string {
  return [
    ...(equals === undefined ? [] : [`exactly ${equals}`]),
    ...(atLeast === undefined ? [] : [`at least ${atLeast}`]),
    ...(atMost === undefined ? [] : [`at most ${atMost}`]),
  ].join(' and ');
}
