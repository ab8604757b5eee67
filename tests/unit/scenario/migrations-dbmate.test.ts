// dbmate: blocks of one file, their options, and the order of names.
import { describe, expect, test } from '@jest/globals';
import { stepsOf } from '../../../harness/scenario/migrations/migrations.ts';
import { order, refusals, texts } from './migrations-files.ts';

const file = (sql: string): ReturnType<typeof texts> => texts({ '20260101000000_a.sql': sql });
const one = (sql: string): unknown => {
  const { steps, findings } = stepsOf('dbmate', file(sql));
  expect(findings).toEqual([]);
  return steps.map(({ up, down, transaction }) => [transaction, up.sql, down?.sql ?? null]);
};
const BOTH = '-- migrate:up\nCREATE TABLE t ();\n-- migrate:down\nDROP TABLE t;\n';

describe('migrations of dbmate', () => {
  test('are the blocks of a file, each in its own lines', () => {
    expect(one(`-- note\n${BOTH}`)).toEqual([
      [
        'whole',
        '\n-- migrate:up\nCREATE TABLE t ();\n\n\n',
        '\n\n\n-- migrate:down\nDROP TABLE t;\n',
      ],
    ]);
  });

  test('come in the order of the files\u2019 names; other files are told', () => {
    const files = texts({
      '9_a.sql': BOTH,
      '10_b.sql': BOTH,
      'schema.sql': BOTH,
      'sub/1_c.sql': BOTH,
    });
    const { steps, findings } = stepsOf('dbmate', files);
    expect(steps.map(({ version, name }) => [version, name])).toEqual([
      ['10', '10_b'],
      ['9', '9_a'],
    ]);
    expect(findings).toEqual([
      {
        code: 'MIGRATION_FILE_PASSED_OVER',
        where: 'schema.sql',
        what: 'its name does not begin with a number',
      },
    ]);
    expect(order('dbmate', texts({ '1_a.sql': BOTH }), { until: 'a' })).toEqual([
      '1: 1_a.sql < 1_a.sql',
    ]);
  });

  test('have no way back where the block is empty', () => {
    expect(one('-- migrate:up\nSELECT 1;\n-- migrate:down\n')).toEqual([
      ['whole', '-- migrate:up\nSELECT 1;\n\n', null],
    ]);
  });

  test('leave the transaction out where the block says so, and keep that of the other', () => {
    const sql =
      '-- migrate:up transaction:false\nCREATE INDEX CONCURRENTLY i ON t (a);\n' +
      '-- migrate:down\r\nDROP INDEX i;\r\n';
    expect(one(sql)).toEqual([
      [
        'statement',
        '-- migrate:up transaction:false\nCREATE INDEX CONCURRENTLY i ON t (a);\n\n\n',
        'BEGIN; \n\n-- migrate:down\r\nDROP INDEX i;\r\n\n;COMMIT;\n',
      ],
    ]);
  });

  test('are still one transaction where several statements go without, sent as one query', () => {
    const sql = '-- migrate:up transaction:false\nSELECT 1;\nSELECT 2;\n-- migrate:down\n';
    expect(one(sql)).toEqual([['whole', `${sql.split('-- migrate:down')[0] ?? ''}\n`, null]]);
  });

  test('may have several blocks of each kind, each with its transaction', () => {
    const sql =
      '-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;\n' +
      '-- migrate:up transaction:false\nVACUUM t;\n-- migrate:down\nSELECT 4';
    expect(one(sql)).toEqual([
      [
        'statement',
        'BEGIN; -- migrate:up\nSELECT 1;\n;COMMIT;\n\n-- migrate:up transaction:false\nVACUUM t;\n\n',
        '\n\nBEGIN; -- migrate:down\nSELECT 2;\n;COMMIT;\n\nBEGIN; -- migrate:down\nSELECT 4\n;COMMIT;',
      ],
    ]);
  });

  test.each([
    ['no up', 'SELECT 1;', '', 'it has no "-- migrate:up" line'],
    [
      'no down',
      '-- migrate:up\nSELECT 1;',
      '',
      'it has no "-- migrate:down" line behind its last "-- migrate:up"',
    ],
    [
      'down first',
      '-- migrate:down\n-- migrate:up\n',
      ':1',
      'a "-- migrate:up" has to come before this line',
    ],
    [
      'two downs',
      `${BOTH}-- migrate:down\n`,
      ':5',
      'a "-- migrate:up" has to come before this line',
    ],
    [
      'two ups',
      '-- migrate:up\n-- migrate:up\n',
      ':2',
      'a "-- migrate:down" has to come before this line',
    ],
    ['SQL before', `-- x\nSELECT 1;\n${BOTH}`, ':2', 'a statement stands before "-- migrate:up"'],
    [
      'a transaction in a transaction',
      '-- migrate:up\nBEGIN;\nSELECT 1;\nCOMMIT;\n-- migrate:down\n',
      ':2',
      'BEGIN or COMMIT stands in a block that has its transaction already; remove it, or write "transaction:false" behind the marker',
    ],
    [
      'a statement beside its transaction',
      '-- migrate:up transaction:false\nSELECT 1;\nBEGIN;\nCOMMIT;\n-- migrate:down\n',
      ':2',
      'a statement stands outside of the BEGIN and COMMIT of its file; put it within',
    ],
    [
      'nothing to do',
      '-- migrate:up\n-- migrate:down\nSELECT 1;\n',
      '',
      'there is no statement in it: it changes nothing that could be rehearsed',
    ],
  ])('are refused with %s', (_what, sql, place, what) => {
    expect(refusals('dbmate', file(sql))).toEqual([
      `MIGRATIONS_INVALID 20260101000000_a.sql${place}: ${what}`,
    ]);
  });

  test('are refused with a version twice, and with a file that cannot be read', () => {
    expect(refusals('dbmate', texts({ '1_a.sql': BOTH, '1_b.sql': BOTH }))).toEqual([
      'MIGRATIONS_INVALID 1_b.sql: version 1 is there twice',
    ]);
    expect(refusals('dbmate', [{ name: '1_a.sql', refused: 'it is not plain UTF-8' }])).toEqual([
      'MIGRATIONS_INVALID 1_a.sql: it is not plain UTF-8',
    ]);
  });
});
