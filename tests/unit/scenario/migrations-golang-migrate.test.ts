// golang-migrate: names, numbers, and files that are sent as one query.
import { describe, expect, test } from '@jest/globals';
import { stepsOf } from '../../../harness/scenario/migrations/migrations.ts';
import { named, order, refusals, texts } from './migrations-files.ts';

describe('migrations of golang-migrate', () => {
  test('are pairs by number, whatever their titles', () => {
    const files = named(
      '10_b.up.sql',
      '9_a.up.sql',
      '9_other.down.sql',
      'notes.sql',
      'sub/1_x.up.sql',
    );
    expect(order('golang-migrate', files)).toEqual([
      '9: 9_a.up.sql < 9_other.down.sql',
      '10: 10_b.up.sql < -',
    ]);
  });

  test.each([
    ['several statements are a transaction', 'CREATE TABLE a ();\nCREATE TABLE b ();', 'whole'],
    ['one that could be in one is', 'CREATE TABLE a ();', 'whole'],
    ['one that cannot be in one is in none', 'DROP INDEX CONCURRENTLY i;', 'statement'],
    [
      'one that cannot be in one, among others, is left to be refused',
      'SELECT 1; VACUUM;',
      'whole',
    ],
    ['the same where it comes first', 'VACUUM; SELECT 1;', 'whole'],
    ['a transaction of its own counts', 'BEGIN; CREATE TABLE a (); COMMIT;', 'statement'],
  ])('%s', (_what, sql, transaction) => {
    const { steps, findings } = stepsOf('golang-migrate', texts({ '1_a.up.sql': sql }));
    expect([steps.map((step) => step.transaction), findings]).toEqual([[transaction], []]);
  });

  test.each([
    ['behind', 'BEGIN;\nCREATE TABLE a ();\nCOMMIT;\nCREATE INDEX CONCURRENTLY i ON a (b);\n', 4],
    ['before', '-- first\nCREATE TABLE a ();\nBEGIN;\nCREATE TABLE b ();\nCOMMIT;\n', 2],
    ['after a COMMIT too many', 'COMMIT;\n', 1],
  ])('refuse a statement %s the BEGIN and COMMIT of its file', (_what, sql, line) => {
    const what = 'a statement stands outside of the BEGIN and COMMIT of its file; put it within';
    expect(refusals('golang-migrate', texts({ '1_a.up.sql': sql }))).toEqual([
      `MIGRATIONS_INVALID 1_a.up.sql:${line}: ${what}`,
    ]);
  });

  test.each([
    ['other than SQL', '1_a.up.json', 'only SQL is read, and this is a migration by its name'],
    [
      'run every time',
      '1_a.alwaysup.sql',
      'a migration that runs every time is not rehearsed here',
    ],
    [
      'of too large a number',
      `${2n ** 64n}_a.up.sql`,
      'its version is larger than the tool can count',
    ],
    ['back only', '1_a.down.sql', 'a way back without its way'],
  ])('are refused when they are %s', (_what, name, what) => {
    expect(refusals('golang-migrate', named(name))).toEqual([
      `MIGRATIONS_INVALID ${name}: ${what}`,
    ]);
  });
});
