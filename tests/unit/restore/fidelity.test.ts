// Rows of the dump against rows of the clone.
import { describe, expect, test } from '@jest/globals';
import { rowFindings } from '../../../harness/restore/index.ts';

const scanned = (
  table: string,
  rows: number,
  schema = 'public',
): Parameters<typeof rowFindings>[0] => [{ schema, table, rows }];
const counted = (table: string, rows: number, root = table): Parameters<typeof rowFindings>[1] => [
  { table, root, rows },
];
const NONE: ReadonlySet<string> = new Set();

describe('the rows of a clone', () => {
  test('are those that were read in its dump', () => {
    expect(rowFindings(scanned('a', 3), counted('public.a', 3), NONE)).toEqual([]);
    expect(rowFindings([], [], NONE)).toEqual([]);
  });

  test.each([
    [3, 4],
    [4, 3],
    [0, 1],
  ])('are refused where %d were read and %d are there', (inDump, inClone) => {
    expect(rowFindings(scanned('a', inDump), counted('public.a', inClone), NONE)).toEqual([
      {
        code: 'RESTORE_ROWS_DIFFER',
        where: 'public.a',
        what: `the dump holds ${inDump} rows, the clone ${inClone}`,
      },
    ]);
  });

  test('are refused in a table that the dump never brought, and missed in one that is not there', () => {
    const found = rowFindings(scanned('a', 1), counted('public.b', 1), NONE);
    expect(found.map(({ where }) => where)).toEqual(['public.a', 'public.b']);
  });

  test('are counted together for all parts of a partitioned table, however they were loaded', () => {
    const parts = [
      ...counted('public.p_1', 2, 'public.p'),
      ...counted('public.p_2', 3, 'public.p'),
    ];
    expect(rowFindings(scanned('p', 5), parts, NONE)).toEqual([]);
    expect(rowFindings([...scanned('p_1', 3), ...scanned('p_2', 2)], parts, NONE)).toEqual([]);
    expect(rowFindings(scanned('p_1', 4), parts, NONE)).toHaveLength(1);
  });

  test('are found under names that Postgres prints in quotes', () => {
    expect(rowFindings(scanned('user', 1), counted('public."user"', 1), NONE)).toEqual([]);
    expect(rowFindings(scanned('A "b".c', 1, 'S'), counted('"S"."A ""b"".c"', 1), NONE)).toEqual(
      [],
    );
  });

  test('are counted apart where two names differ only in where the dot stands', () => {
    const view = new Set(['a."b.c"']);
    expect(rowFindings(scanned('c', 1, 'a.b'), counted('"a.b".c', 2), view)).toHaveLength(1);
    const both = [...counted('"a.b".c', 1), ...counted('a."b.c"', 3)];
    expect(
      rowFindings([...scanned('c', 3, 'a.b'), ...scanned('b.c', 1, 'a')], both, NONE),
    ).toHaveLength(2);
  });

  test('are not asked of what is derived', () => {
    const ignored = new Set(['public.counts']);
    expect(rowFindings([], counted('public.counts', 7), ignored)).toEqual([]);
  });
});
