// Which tables are read again: whatever may have changed the text of their rows, and no others.
import { describe, expect, test } from '@jest/globals';
import type { Standing, TableStanding } from '../../../harness/witness/standing.ts';
import { touchedSince } from '../../../harness/witness/touched.ts';

const table = (
  label: string,
  node: number,
  change: Partial<TableStanding> = {},
): TableStanding => ({
  label,
  oid: node,
  node,
  toastNode: 0,
  isUnlogged: false,
  pages: 1,
  storedPages: 1,
  kind: 'r',
  shape: 'id 23',
  types: [23],
  ...change,
});

const TYPES: Standing['types'] = [
  { oid: 23, shape: 'int4', parts: [], isLookedUp: false },
  { oid: 90_000, shape: 'mood a,b', parts: [], isLookedUp: false },
  { oid: 90_001, shape: 'list', parts: [90_000], isLookedUp: false },
  { oid: 2205, shape: 'regclass', parts: [], isLookedUp: true },
];

const CATALOGS: Standing['catalogs'] = [
  { key: '5/1259', catalog: 'pg_class' },
  { key: '5/2616', catalog: 'pg_opclass' },
  { key: '0/1262', catalog: 'pg_database' },
];

const STANDING: Standing = {
  tables: [
    table('a', 100, { toastNode: 101 }),
    table('b', 110),
    table('moods', 120, { types: [90_001] }),
    table('names', 130, { types: [2205] }),
  ],
  types: TYPES,
  catalogs: CATALOGS,
};

/** The standing with one table changed. */
const withTable = (label: string, change: Partial<TableStanding>): Standing => ({
  ...STANDING,
  tables: STANDING.tables.map((each) => (each.label === label ? { ...each, ...change } : each)),
});

const found = (written: readonly string[], now: Standing = STANDING, then = STANDING): string[] => [
  ...touchedSince(then, now, { written: new Set(written) }, '5').tables,
];

describe('a table is read again', () => {
  test('not at all where nothing was written and all stands as before', () => {
    expect(found([])).toEqual([]);
    expect(touchedSince(STANDING, STANDING, { written: new Set() }, '5').catalogs).toEqual(
      new Set(),
    );
  });

  test('where its file is named, or the file of what is stored out of line', () => {
    expect(found(['5/100'])).toEqual(['a']);
    expect(found(['5/101'])).toEqual(['a']);
    expect(found(['5/110', '5/999'])).toEqual(['b']);
  });

  test('not where the file of that number belongs to another database', () => {
    expect(found(['6/100', '0/110'])).toEqual([]);
  });

  test.each<[string, Partial<TableStanding>]>([
    ['stands in another file', { node: 111 }],
    ['is another table under the name', { oid: 111 }],
    ['keeps its long values in another file', { toastNode: 112 }],
    ['has other columns', { shape: 'id 20' }],
    ['is unlogged', { isUnlogged: true }],
    ['is made of other types', { types: [23, 90_000] }],
    ['is made of a type nobody knows', { types: [23, 4_000_000] }],
  ])('where it %s', (_what, change) => {
    expect(found([], withTable('b', change))).toEqual(['b']);
  });

  test('where it was unlogged before, although it is logged now', () => {
    expect(found([], STANDING, withTable('b', { isUnlogged: true }))).toEqual(['b']);
  });

  test('where it is new', () => {
    expect(found([], { ...STANDING, tables: [...STANDING.tables, table('new', 200)] })).toEqual([
      'new',
    ]);
  });

  test('not where it is gone: there is nothing to read', () => {
    expect(found([], { ...STANDING, tables: STANDING.tables.slice(1) })).toEqual([]);
  });

  test('where a type in the depth of a column has another text', () => {
    const types = TYPES.map((each) =>
      each.oid === 90_000 ? { ...each, shape: 'mood a,c' } : each,
    );
    expect(found([], { ...STANDING, types })).toEqual(['moods']);
  });

  test('where its text is looked up in a catalog and any catalog was written to', () => {
    expect(found(['5/1259'])).toEqual(['names']);
    expect(found(['0/1262'])).toEqual(['names']);
  });

  test('where nobody ever knew a type of it and any catalog was written to', () => {
    const odd = withTable('b', { types: [4_000_000] });
    expect(found(['5/1259'], odd, odd)).toEqual(['b', 'names']);
    expect(found([], odd, odd)).toEqual([]);
  });

  test('where a type is gone from those that are known', () => {
    const types = TYPES.filter(({ oid }) => oid !== 90_000);
    expect(found([], { ...STANDING, types })).toEqual(['moods']);
  });

  test('like every other one where the order of keys may have changed', () => {
    expect(found(['5/2616'])).toEqual(['a', 'b', 'moods', 'names']);
  });

  test('like every other one, the catalog too, where the log was not followed', () => {
    const all = touchedSince(STANDING, STANDING, null, '5');
    expect([...all.tables]).toEqual(['a', 'b', 'moods', 'names']);
    expect(all.catalogs).toBeNull();
  });
});

describe('nothing but the columns is different', () => {
  const byForm = (
    change: Partial<TableStanding>,
    written: readonly string[] = ['5/1259'],
    then: Partial<TableStanding> = {},
  ): ReadonlyMap<string, string> =>
    touchedSince(withTable('a', then), withTable('a', change), { written: new Set(written) }, '5')
      .byForm;
  const OTHER = { shape: 'id 23\nmood 90001', types: [23, 90_001] };

  test('where a table has other columns and no record names its file', () => {
    expect([...byForm(OTHER)]).toEqual([['a', '23: int4\n90000: mood a,b\n90001: list']]);
  });

  test.each<[string, Partial<TableStanding>, readonly string[]]>([
    ['its file was written to', OTHER, ['5/1259', '5/100']],
    ['the file of what is stored out of line was', OTHER, ['5/101']],
    ['it stands in another file', { ...OTHER, node: 111 }, []],
    ['it is another table under the name', { ...OTHER, oid: 111 }, []],
    ['it keeps its long values elsewhere', { ...OTHER, toastNode: 0 }, []],
    ['it is of another kind, or has another key', { ...OTHER, kind: 'm' }, []],
    ['it is unlogged', { ...OTHER, isUnlogged: true }, []],
    ['a column is made of what is looked up', { ...OTHER, types: [23, 2205] }, []],
    ['a column is made of a type nobody knows', { ...OTHER, types: [23, 4_000_000] }, []],
  ])('but not where %s', (_what, change, written) => {
    expect([...byForm(change, written)]).toEqual([]);
  });

  test('but not where a type that it had is another, or none any more', () => {
    const then = { types: [90_001] };
    const types = TYPES.map((each) =>
      each.oid === 90_000 ? { ...each, shape: 'mood a,c' } : each,
    );
    for (const now of [types, TYPES.filter(({ oid }) => oid !== 90_000)]) {
      const found = touchedSince(
        withTable('a', then),
        { ...withTable('a', { shape: 'id 23', types: [23] }), types: now },
        { written: new Set() },
        '5',
      );
      expect(found.byForm.has('a')).toBe(false);
    }
  });
});

describe('the catalog is read again', () => {
  const touched = (written: readonly string[], now: Standing = STANDING): string[] => [
    ...(touchedSince(STANDING, now, { written: new Set(written) }, '5').catalogs ?? ['?']),
  ];

  test('where one of its files is named, its own or a shared one', () => {
    expect(touched(['5/1259'])).toEqual(['pg_class']);
    expect(touched(['0/1262'])).toEqual(['pg_database']);
  });

  test('not where only rows were written', () => {
    expect(touched(['5/100'])).toEqual([]);
  });

  test('where a catalog stands in another file', () => {
    const catalogs = [{ key: '5/7000', catalog: 'pg_class' }, ...CATALOGS.slice(1)];
    expect(touched([], { ...STANDING, catalogs })).toEqual(['pg_class']);
  });
});
