// Columns of a table or a view against the spec: there, of the type, and no others where refused.
import {
  aspectPlace,
  aspects,
  commentAspect,
  flag,
  orNone,
  ownLabel,
  saidName,
  type DifferCode,
} from './check-aspects.ts';
import { grantOutcomes } from './check-grants.ts';
import { identityOutcomes } from './check-sequences.ts';
import type { ColumnDemand, ColumnFacts, ColumnsDemand, SequenceFacts } from './contract.ts';
import { isSameExpression } from './expression.ts';
import { nearest, partLabel } from './names.ts';
import { compare, differs, HELD, missing, unwanted, type Outcome, type Place } from './outcome.ts';
import { canonicalType } from './types.ts';

const DIFFERS = 'SCHEMA_COLUMN_DIFFERS';

/** A table or a view: its path in the spec, its label, and what is exact about it. */
export interface ColumnOwner {
  readonly path: string;
  readonly label: string;
  readonly isExact: boolean;
  readonly hasExactGrants: boolean;
  /** Columns that take no null because of what they are: of the primary key. */
  readonly keyColumns: readonly string[];
  /** The sequence of an identity column. */
  readonly sequenceOf: (column: string) => SequenceFacts | undefined;
}

/** `known`: columns that any part of the spec names; null where others may be there. */
export function columnOutcomes(
  owner: ColumnOwner,
  demands: ColumnsDemand,
  columns: readonly ColumnFacts[],
  known: ReadonlySet<string> | null,
): Outcome[] {
  const place = (name: string): Place => {
    const where = `${owner.label}.${partLabel(name)}`;
    return { path: `${owner.path}.columns.${name}`, where, subject: `column "${where}"` };
  };
  const names = columns.map(({ name }) => name);
  const outcomes = Object.entries(demands).flatMap(([name, demand]) => {
    const column = columns.find((each) => each.name === name);
    if (column === undefined)
      return [missing('SCHEMA_COLUMN_MISSING', place(name), nearest(name, names))];
    return oneColumn(owner, place(name), exactly(owner, name, columnDemand(demand)), column);
  });
  if (known === null) return outcomes;
  const refused = columns
    .filter(({ name }) => !known.has(name))
    .map(({ name, type }) =>
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

/** What CREATE TABLE makes of what is not said. */
function exactly(owner: ColumnOwner, name: string, demand: ColumnDemand): ColumnDemand {
  if (!owner.isExact) return demand;
  const hasIdentity = demand.identity !== undefined && demand.identity !== false;
  return {
    nullable: !hasIdentity && !owner.keyColumns.includes(name),
    default: false,
    identity: false,
    generated: false,
    collation: false,
    storage: false,
    compression: false,
    statistics: false,
    comment: false,
    ...demand,
  };
}

function oneColumn(
  owner: ColumnOwner,
  place: Place,
  demand: ColumnDemand,
  column: ColumnFacts,
): Outcome[] {
  const at = (key: keyof ColumnDemand): Place => ({ ...place, path: `${place.path}.${key}` });
  const outcomes: Outcome[] = [HELD]; // it is there
  if (demand.type !== undefined) {
    const [has, says] = [canonicalType(column.type), canonicalType(demand.type)];
    outcomes.push(compare(DIFFERS, at('type'), has, says));
  }
  if (demand.nullable !== undefined) {
    const words = (isNullable: boolean): string => (isNullable ? 'nullable' : 'not null');
    outcomes.push(
      compare(DIFFERS, at('nullable'), words(column.isNullable), words(demand.nullable)),
    );
  }
  if (demand.default !== undefined) {
    const there = aspectPlace(place, 'default');
    outcomes.push(expressionOutcome(DIFFERS, there, column.default, demand.default));
  }
  outcomes.push(...identityOutcomes(place, demand.identity, column, owner));
  if (demand.generated !== undefined) {
    const there = aspectPlace(place, 'generated', 'generation');
    outcomes.push(expressionOutcome(DIFFERS, there, column.generated, demand.generated));
  }
  const { statistics, storage, compression, collation } = demand;
  outcomes.push(
    ...aspects(DIFFERS, place, [
      ['stored', flag(column.isStored, 'yes', 'no'), flag(demand.stored, 'yes', 'no'), 'storing'],
      ['collation', orNone(ownLabel(column.collation)), orNone(saidName(collation, ownLabel))],
      ['storage', orNone(column.storage), orNone(storage)],
      ['compression', orNone(column.compression), orNone(compression)],
      ['statistics', number(column.statistics), number(statistics), 'statistics target'],
      commentAspect(column.comment, demand.comment),
    ]),
    ...grantOutcomes(
      place,
      { kind: 'column', found: column.grants, owner: null },
      demand.grants,
      owner.hasExactGrants,
    ),
  );
  return outcomes;
}

function number(value: number | null | false): string;
function number(value: number | null | false | undefined): string | undefined;
function number(value: number | null | false | undefined): string | undefined {
  return typeof value === 'number' ? String(value) : orNone(value);
}

/** `false`: there must be none. */
export function expressionOutcome(
  code: DifferCode,
  at: Place,
  found: string | null,
  expected: string | false,
): Outcome {
  const isSame =
    expected === false || found === null
      ? expected === false && found === null
      : isSameExpression(found, expected);
  return isSame ? HELD : differs(code, at, found ?? 'none', expected === false ? 'none' : expected);
}
