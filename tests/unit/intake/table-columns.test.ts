// The names of a table's columns, by the definitions of the dump.
import { describe, expect, test } from '@jest/globals';
import { TableColumns } from '../../../harness/intake/table-columns.ts';

const columnsOf = (table: string, ...definitions: string[]): readonly string[] | null => {
  const columns = new TableColumns();
  for (const each of definitions) columns.add(each);
  return columns.of('s', table);
};

describe('the columns of a table', () => {
  test.each<[string, readonly string[], string[]]>([
    [
      'its own',
      ['a', 'B c'],
      ['CREATE TABLE s.t (a int, "B c" text, CONSTRAINT x CHECK (a > 0));'],
    ],
    ['none', [], ['CREATE TABLE s.t (\n);']],
    ['in another spelling', ['a'], ['\n-- x\ncreate unlogged\ttable s."t"(a int)']],
    ['behind another statement', ['a'], ['SELECT 1; CREATE TABLE s.t (a int);']],
    [
      'those of its parents before its own, each once',
      ['a', 'b', 'c', 'd'],
      [
        'CREATE TABLE s.p (a int, b int);',
        'CREATE TABLE s.q (b int, c int);',
        'CREATE TABLE s.t (d int, a int) INHERITS (s.p, s.q);',
      ],
    ],
    [
      'those of the table that it is a part of',
      ['a', 'b'],
      [
        'CREATE TABLE s.p (a int, b int) PARTITION BY LIST (a);',
        'CREATE TABLE s.t PARTITION OF s.p FOR VALUES IN (1);',
      ],
    ],
    [
      'those of its type',
      ['a', 'b'],
      ['CREATE TYPE s.k AS (a int, b text);', 'CREATE TABLE s.t OF s.k (b WITH OPTIONS NOT NULL);'],
    ],
    [
      'those of the first, where a second is not made',
      ['password'],
      ['CREATE TABLE s.t (password text);', 'CREATE TABLE IF NOT EXISTS s.t (harmless text);'],
    ],
  ])('are %s', (_, columns, definitions) => {
    expect(columnsOf('t', ...definitions)).toEqual(columns);
  });

  test.each<[string, string[]]>([
    ['nobody makes it', ['CREATE TABLE s.other (a int);']],
    ['it stands in another schema', ['CREATE TABLE r.t (a int);']],
    ['it is a view', ['CREATE VIEW s.t AS SELECT 1 AS table_type;']],
    ['nobody makes its parent', ['CREATE TABLE s.t (a int) INHERITS (s.p);']],
    [
      'its parent is made behind it',
      ['CREATE TABLE s.t (a int) INHERITS (s.p);', 'CREATE TABLE s.p (b int);'],
    ],
    ['it is its own parent', ['CREATE TABLE s.t (a int) INHERITS (s.t);']],
    ['nobody makes its type', ['CREATE TABLE s.t OF s.k;']],
    [
      'its type stands in a longer path',
      ['CREATE TYPE s.k AS (a int);', 'CREATE TABLE s.t OF d.s.k;'],
    ],
    ['it is like another', ['CREATE TABLE s.p (b int);', 'CREATE TABLE s.t (LIKE s.p);']],
    [
      'it has more than any table',
      [`CREATE TABLE s.t (${Array.from({ length: 1601 }, (__, n) => `c${n} int`).join()});`],
    ],
    ['its definition does not parse', ['CREATE TABLE s.t (a int;']],
  ])('are not known where %s', (_, definitions) => {
    expect(columnsOf('t', ...definitions)).toBeNull();
  });
});
