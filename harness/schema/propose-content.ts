// What shape a column's rows have, asked in one pass over its table: counts, and at the most the one
// value that all its rows share.
import { z } from 'zod';
import { quoteIdentifier, quoteLiteral, quoteQualified } from '../kernel/index.ts';
import {
  emailPattern,
  HASH_KINDS,
  hashPattern,
  RESERVED_DOMAINS,
  type HashKind,
} from './classes-shape.ts';

/** Of a column's rows; never a value that tells one row from another. */
export interface ColumnContent {
  readonly rows: number;
  /** Rows that are not null. */
  readonly filled: number;
  /** The value of every filled row; null where there are two values, or one too long for a mask. */
  readonly constant: string | null;
  /** Same, with each number in it written `0`: `user-0` for user-1, user-2, ... */
  readonly skeleton: string | null;
  /** Kind of hash that every filled row looks like. */
  readonly hash: HashKind | null;
  /** Reserved domain that every filled row is an address of. */
  readonly emailDomain: string | null;
}

/** By `columnKey`. A column that is not in it was not studied, or could not be. */
export type Contents = ReadonlyMap<string, ColumnContent>;

export interface StudiedTable {
  readonly schema: string;
  readonly table: string;
  /** At most `COLUMNS_A_QUERY`. */
  readonly columns: readonly string[];
}

/** A function of Postgres' own takes 100 arguments. */
export const COLUMNS_A_QUERY = 100;

/** What a mask leaves is short; longer texts are content. */
const MASK_LENGTH = 100;

const answerSchema = z.array(
  z.strictObject({
    rows: z.int(),
    filled: z.int(),
    low: z.string().nullable(),
    high: z.string().nullable(),
    lowSkeleton: z.string().nullable(),
    highSkeleton: z.string().nullable(),
    hashes: z.array(z.int()),
    domains: z.array(z.int()),
  }),
);

export function columnKey(schema: string, table: string, column: string): string {
  return JSON.stringify([schema, table, column]);
}

/** Answers one row with one JSON value, `content`: an array in the order of the columns. */
export function contentQuery({ schema, table, columns }: StudiedTable): string {
  return `SELECT pg_catalog.json_build_array(${columns.map(facts).join(', ')}) AS content
FROM ${quoteQualified(schema, table)}`;
}

/** @throws where the answer is not the query's */
export function readContents(table: StudiedTable, answer: unknown): [string, ColumnContent][] {
  const answers = answerSchema.parse(answer);
  return table.columns.map((column, index) => {
    const found = answers[index];
    if (found === undefined) throw new TypeError('an answer lacks a column');
    const { rows, filled, low, high, lowSkeleton, highSkeleton, hashes, domains } = found;
    const all = (counts: readonly number[]): number =>
      filled === 0 ? -1 : counts.findIndex((count) => count === filled);
    const content = {
      rows,
      filled,
      constant: low === high ? short(low) : null,
      skeleton: lowSkeleton === highSkeleton ? short(lowSkeleton) : null,
      hash: HASH_KINDS[all(hashes)] ?? null,
      emailDomain: RESERVED_DOMAINS[all(domains)] ?? null,
    };
    return [columnKey(table.schema, table.table, column), content];
  });
}

/** A column as its type's output function writes it: a cast could run code of the dump's. */
function facts(column: string): string {
  const there = `pg_catalog.num_nulls(${quoteIdentifier(column)}) OPERATOR(pg_catalog.=) 0`;
  const text = `(pg_catalog.format('%s', ${quoteIdentifier(column)}) COLLATE pg_catalog."C")`;
  const start = (value: string): string => `pg_catalog.left(${value}, ${MASK_LENGTH + 1})`;
  const skeleton = start(`pg_catalog.regexp_replace(${text}, '[0-9]+', '0', 'g')`);
  const matching = (pattern: string): string =>
    `pg_catalog.count(*) FILTER (WHERE ${there} AND
      ${text} OPERATOR(pg_catalog.~) ${quoteLiteral(pattern)})`;
  const edge = (which: 'min' | 'max', value: string): string =>
    `pg_catalog.${which}(${value}) FILTER (WHERE ${there})`;
  const list = (patterns: readonly string[]): string =>
    `pg_catalog.json_build_array(${patterns.map(matching).join(', ')})`;
  return `pg_catalog.json_build_object(
    'rows', pg_catalog.count(*), 'filled', pg_catalog.count(*) FILTER (WHERE ${there}),
    'low', ${edge('min', start(text))}, 'high', ${edge('max', start(text))},
    'lowSkeleton', ${edge('min', skeleton)}, 'highSkeleton', ${edge('max', skeleton)},
    'hashes', ${list(HASH_KINDS.map(hashPattern))},
    'domains', ${list(RESERVED_DOMAINS.map(emailPattern))})`;
}

function short(value: string | null): string | null {
  return value !== null && Array.from(value).length <= MASK_LENGTH ? value : null;
}
