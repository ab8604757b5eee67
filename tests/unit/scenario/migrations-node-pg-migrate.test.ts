// node-pg-migrate: markers in one file, a file for each direction, and its order of numbers.
import { describe, expect, test } from '@jest/globals';
import { stepsOf } from '../../../harness/scenario/migrations/migrations.ts';
import { named, order, refusals, texts } from './migrations-files.ts';

const BOTH = '-- Up Migration\nCREATE TABLE t ();\n\n-- Down Migration\nDROP TABLE t;\n';
const one = (sql: string): unknown => {
  const { steps, findings } = stepsOf('node-pg-migrate', texts({ '1_a.sql': sql }));
  expect(findings).toEqual([]);
  return steps.map(({ up, down, transaction }) => [transaction, up.sql, down?.sql ?? null]);
};

describe('SQL migrations of node-pg-migrate', () => {
  test('are the parts behind the markers, each in its own lines', () => {
    expect(one(BOTH)).toEqual([
      [
        'whole',
        '-- Up Migration\nCREATE TABLE t ();\n\n\n\n',
        '\n\n\n-- Down Migration\nDROP TABLE t;\n',
      ],
    ]);
  });

  test.each([
    ['without a marker the file is the way up', 'SELECT 1;\n', 'SELECT 1;\n', null],
    [
      'down may stand first',
      '-- down migration\nSELECT 2;\n--up migration\nSELECT 1;',
      '\n\n--up migration\nSELECT 1;',
      '-- down migration\nSELECT 2;\n\n',
    ],
    [
      'a marker may have dashes and words',
      '\n  ---- UP  migration: users\nSELECT 1;',
      '\n  ---- UP  migration: users\nSELECT 1;',
      null,
    ],
    [
      'a comment of similar words is none',
      '-- the up migration\nSELECT 1;',
      '-- the up migration\nSELECT 1;',
      null,
    ],
  ])('%s', (_what, sql, up, down) => {
    expect(one(sql)).toEqual([['whole', up, down]]);
  });

  test('come by the number in front; 17 digits are a point in time', () => {
    // 1767225600000 is 2026-01-01 in milliseconds, one day before the long one; the other is a day behind it.
    const files = named(
      '20260102000000000_c.sql',
      '1767225600000_b.sql',
      '1767398400000_d.sql',
      '0002_a.sql',
      '0010_a.sql',
      'README.md',
    );
    expect(order('node-pg-migrate', files).map((each) => each.split(':')[0])).toEqual([
      '0002',
      '0010',
      '1767225600000',
      '20260102000000000',
      '1767398400000',
    ]);
  });

  test('come by name where the number is the same', () => {
    const { steps } = stepsOf('node-pg-migrate', named('1_b10.sql', '1_b9.sql', '1_a.sql'));
    expect(steps.map(({ name }) => name)).toEqual(['1_a', '1_b9', '1_b10']);
  });

  test('may be a file for each direction', () => {
    const files = named('1_a.up.sql', '1_a.down.sql', '2_b.up.sql');
    expect(order('node-pg-migrate', files)).toEqual([
      '1: 1_a.up.sql < 1_a.down.sql',
      '2: 2_b.up.sql < -',
    ]);
  });

  test.each([
    [
      ['1_a.ts'],
      '1_a.ts: only SQL is read: what a migration written in code runs is known when it runs',
    ],
    [
      ['1_a.cjs'],
      '1_a.cjs: only SQL is read: what a migration written in code runs is known when it runs',
    ],
    [['a.sql'], 'a.sql: its name does not begin with a number, and the tool stops'],
    [['1_a.down.sql'], '1_a.down.sql: a way back without its way'],
    [
      ['1_a.sql', '1_a.up.sql'],
      '1_a.up.sql: "1_a.sql" is there too: which of them counts is unclear',
    ],
  ])('refuse %j', (names, what) => {
    expect(refusals('node-pg-migrate', named(...names))).toEqual([`MIGRATIONS_INVALID ${what}`]);
  });

  test.each([
    [
      'down without up',
      'SELECT 1;\n-- Down Migration\nSELECT 2;',
      2,
      'there is no "-- Up Migration" line: the tool would run the way back on the way up, too',
    ],
    [
      'a marker twice',
      `${BOTH}-- Up Migration\n`,
      6,
      'this marker is there twice, and the tool heeds only the first',
    ],
    [
      'SQL before the markers',
      `SELECT 1;\n${BOTH}`,
      1,
      'a statement stands before the first marker, and the tool runs it never',
    ],
  ])('refuse %s', (_what, sql, line, what) => {
    expect(refusals('node-pg-migrate', texts({ '1_a.sql': sql }))).toEqual([
      `MIGRATIONS_INVALID 1_a.sql:${line}: ${what}`,
    ]);
  });
});
