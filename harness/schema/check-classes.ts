// The classes of columns against a clone: whether masked columns are masked, and whether there is a
// column left that nobody has classified.
import { columnsOf } from './class-coverage.ts';
import { isReservedDomain, shapeWords } from './classes-shape.ts';
import { maskQuestionId } from './classes.ts';
import type { Answer, Answers, Catalog, MaskShape, SchemaSpec, TableDemand } from './contract.ts';
import { labelOf, nameOf, nearest, partLabel, type QualifiedName } from './names.ts';
import { broken, HELD, undecided, type Outcome, type Place } from './outcome.ts';
import { canonicalType } from './types.ts';

/** Of one table that is there; where it is missing, or is none, that alone is said elsewhere. */
export function classOutcomes(
  name: string,
  demand: TableDemand,
  catalog: Catalog,
  answers: Answers,
): Outcome[] {
  const table = nameOf(name);
  const found = catalog.relations.find(
    (each) => each.schema === table.schema && each.name === table.name,
  );
  const isTable = found?.kind === 'table' || found?.kind === 'partitioned';
  if (demand.classes === undefined || found === undefined || !isTable) return [];
  const columns = found.columns.map((column) => column.name);
  const { public: open = [], synthetic = [], masked = {} } = demand.classes;
  const at = (kind: string, column: string): Place =>
    placeOf(table, column, `tables.${name}.classes.${kind}`);
  const unclaimed = [
    ...open.map((column) => [column, at('public', column)] as const),
    ...synthetic.map((column) => [column, at('synthetic', column)] as const),
  ].map(([column, place]) => (columns.includes(column) ? HELD : unknown(place, column, columns)));
  const claimed = Object.entries(masked).map(([column, shape]) => {
    const place = at(`masked.${column}`, column);
    if (!columns.includes(column)) return unknown(place, column, columns);
    return maskOutcome(place, shape, answers.get(maskQuestionId(table, column, shape)));
  });
  return [...unclaimed, ...claimed];
}

/** With `sanitization: complete`: every column of every table has a class. Else nothing to check. */
export function completenessOutcomes(spec: SchemaSpec, catalog: Catalog): Outcome[] {
  if (spec.sanitization !== 'complete') return [];
  const outcomes = columnsOf(spec, catalog).map(({ relation, column, hasClass }) => {
    if (hasClass) return HELD;
    const label = labelOf(relation.schema, relation.name);
    const place = placeOf(relation, column.name, `tables.${label}.classes`);
    const what = `${place.subject} has no class, spec says that every column has one`;
    const type = canonicalType(column.type);
    return broken('SANITIZATION_UNCLASSIFIED', place, what, type, 'public, synthetic or masked');
  });
  return outcomes.length === 0 ? [HELD] : outcomes;
}

function placeOf({ schema, name }: QualifiedName, column: string, path: string): Place {
  const where = `${labelOf(schema, name)}.${partLabel(column)}`;
  return { path, where, subject: `column "${where}"` };
}

function unknown(at: Place, column: string, columns: readonly string[]): Outcome {
  const near = nearest(column, columns);
  const hint = near === null ? '' : ` (there is "${near}")`;
  const what = `${at.subject} is classified, and is not there${hint}`;
  return broken('SANITIZATION_UNKNOWN_COLUMN', at, what, null, null);
}

function maskOutcome(at: Place, shape: MaskShape, answer: Answer | undefined): Outcome {
  const expected = shapeWords(shape);
  if (typeof shape === 'object' && 'emailDomain' in shape && !isReservedDomain(shape.emailDomain)) {
    const what = `${at.subject}: "${shape.emailDomain}" is no reserved domain, so it masks nobody`;
    return broken('SANITIZATION_NOT_MASKED', at, what, null, expected);
  }
  if (answer?.kind !== 'counted' || !isCount(answer)) {
    const why =
      answer?.kind === 'failed' ? answer.why : 'it was not asked, or not answered in full';
    return undecided('SCHEMA_NOT_DECIDED', at, `${at.subject}: ${why}`, expected);
  }
  const { checked, failing } = answer;
  if (failing === 0) return HELD;
  const found = `${failing} of ${checked} rows are not so`;
  const what = `${at.subject}: ${found}, spec says masked: ${expected}`;
  return broken('SANITIZATION_NOT_MASKED', at, what, found, expected);
}

function isCount({ checked, failing }: Extract<Answer, { kind: 'counted' }>): boolean {
  return [checked, failing].every((n) => Number.isSafeInteger(n) && n >= 0) && failing <= checked;
}
