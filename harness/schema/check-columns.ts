// Columns of a table or a view against the spec: there, of the type, and no others where refused.
import type { ColumnDemand, ColumnFacts, ColumnsDemand } from './contract.ts';
import { isSameExpression } from './expression.ts';
import { nearest, partLabel } from './names.ts';
import { compare, differs, HELD, missing, unwanted, type Outcome, type Place } from './outcome.ts';
import { canonicalType } from './types.ts';

/** `owner` is the table or view: its path in the spec and its label. */
export function columnOutcomes(
  owner: { readonly path: string; readonly label: string },
  demands: ColumnsDemand,
  columns: readonly ColumnFacts[],
  extra: 'allow' | 'refuse',
): Outcome[] {
  const place = (name: string): Place => {
    const where = `${owner.label}.${partLabel(name)}`;
    return { path: `${owner.path}.columns.${name}`, where, subject: `column "${where}"` };
  };
  const names = columns.map(({ name }) => name);
  const outcomes = Object.entries(demands).flatMap(([name, demand]) => {
    const column = columns.find((each) => each.name === name);
    if (column !== undefined) return oneColumn(place(name), columnDemand(demand), column);
    return [missing('SCHEMA_COLUMN_MISSING', place(name), nearest(name, names))];
  });
  if (extra === 'allow') return outcomes;
  const known = new Set(Object.keys(demands));
  const unknown = columns.filter(({ name }) => !known.has(name));
  const refused = unknown.map(({ name, type }) =>
    unwanted(
      'SCHEMA_COLUMN_EXTRA',
      { ...place(name), path: `${owner.path}.extraColumns` },
      canonicalType(type),
    ),
  );
  return [...outcomes, ...(refused.length === 0 ? [HELD] : refused)];
}

/** The short form in full: `text not null` demands a type and that null is refused. */
export function columnDemand(demand: ColumnsDemand[string]): ColumnDemand {
  if (typeof demand !== 'string') return demand;
  const [, type = demand, not, word] = /^(.*?)\s+(not\s+)?(null)$/is.exec(demand) ?? [];
  return word === undefined ? { type } : { type, nullable: not === undefined };
}

function oneColumn(place: Place, demand: ColumnDemand, column: ColumnFacts): Outcome[] {
  const aspect = (key: keyof ColumnDemand, subject = place.subject): Place => ({
    path: `${place.path}.${key}`,
    where: place.where,
    subject,
  });
  const same = (at: Place, found: string, expected: string): Outcome =>
    compare('SCHEMA_COLUMN_DIFFERS', at, found, expected);
  const outcomes: Outcome[] = [HELD]; // it is there
  if (demand.type !== undefined) {
    outcomes.push(same(aspect('type'), canonicalType(column.type), canonicalType(demand.type)));
  }
  if (demand.nullable !== undefined) {
    outcomes.push(
      same(aspect('nullable'), nullability(column.isNullable), nullability(demand.nullable)),
    );
  }
  if (demand.default !== undefined) {
    const at = aspect('default', `default of ${place.subject}`);
    outcomes.push(expressionOutcome(at, column.default, demand.default));
  }
  if (demand.identity !== undefined) {
    const at = aspect('identity', `identity of ${place.subject}`);
    outcomes.push(
      same(at, column.identity ?? 'none', demand.identity === false ? 'none' : demand.identity),
    );
  }
  if (demand.generated !== undefined) {
    const at = aspect('generated', `generation of ${place.subject}`);
    outcomes.push(expressionOutcome(at, column.generated, demand.generated));
  }
  return outcomes;
}

function expressionOutcome(at: Place, found: string | null, expected: string | false): Outcome {
  const isSame =
    expected === false || found === null
      ? expected === false && found === null
      : isSameExpression(found, expected);
  if (isSame) return HELD;
  return differs(
    'SCHEMA_COLUMN_DIFFERS',
    at,
    found ?? 'none',
    expected === false ? 'none' : expected,
  );
}

function nullability(isNullable: boolean): string {
  return isNullable ? 'nullable' : 'not null';
}
