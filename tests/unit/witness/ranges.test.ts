// How a large table is cut into ranges of its key.
import { describe, expect, test } from '@jest/globals';
import { mayBeCut, rangeSampleQuery, rangesOf } from '../../../harness/witness/ranges.ts';
import type { StoredTable } from '../../../harness/witness/tables.ts';

const ID = { column: 'id', collatable: false, type: 'int8' } as const;

const table = (change: Partial<StoredTable> = {}): StoredTable => ({
  schema: 'public',
  name: 'events',
  label: 'public.events',
  root: 'public.events',
  isPopulated: true,
  key: [ID],
  pages: 8192,
  storedPages: 8192,
  ...change,
});

describe('a table is cut', () => {
  test('where it is large and has a key of a type whose order the server brought', () => {
    expect(mayBeCut(table())).toBe(true);
    expect(mayBeCut(table({ storedPages: 4095 }))).toBe(false);
    expect(mayBeCut(table({ key: [] }))).toBe(false);
    for (const type of ['text', 'float8', null]) {
      expect(mayBeCut(table({ key: [{ ...ID, type }] }))).toBe(false);
    }
  });

  test('after a sample of it, the same one every time', () => {
    expect(rangeSampleQuery(table())).toContain(
      'FROM ONLY "public"."events" AS "\u00b7" TABLESAMPLE SYSTEM (0.78125) REPEATABLE (1)',
    );
    expect(rangeSampleQuery(table({ storedPages: 1 }))).toBeNull();
  });

  test('by all that it stores, its keys sought in its own blocks', () => {
    const long = { pages: 130, storedPages: 130_000 };
    expect(mayBeCut(table(long))).toBe(true);
    expect(rangeSampleQuery(table(long))).toContain('TABLESAMPLE SYSTEM (100)');
    expect(rangeSampleQuery(table(long))).toContain('rank % greatest(total / 254, 1)');
    // Nobody has counted its own blocks yet.
    expect(rangeSampleQuery(table({ ...long, pages: 0 }))).toContain('TABLESAMPLE SYSTEM (100)');
  });

  test('at each bound once, so that every row stands in one range', () => {
    expect(rangesOf(table(), { order: 1, bounds: ['-5', '10'] })).toEqual({
      conditions: [
        `"\u00b7"."id" < '-5'::pg_catalog.int8`,
        `"\u00b7"."id" >= '-5'::pg_catalog.int8 AND "\u00b7"."id" < '10'::pg_catalog.int8`,
        `"\u00b7"."id" >= '10'::pg_catalog.int8`,
      ],
      rangeOf: `pg_catalog.width_bucket("\u00b7"."id", '{"-5","10"}'::pg_catalog.int8[])`,
    });
  });

  test('not where its rows stand in another order on the disk, or too few were seen', () => {
    expect(rangesOf(table(), { order: 0.5, bounds: ['1', '2'] })).toBeNull();
    expect(rangesOf(table(), { order: -1, bounds: ['1', '2'] })).toBeNull();
    expect(rangesOf(table(), { order: null, bounds: ['1', '2'] })).toBeNull();
    expect(rangesOf(table(), { order: 1, bounds: ['1'] })).toBeNull();
  });
});
