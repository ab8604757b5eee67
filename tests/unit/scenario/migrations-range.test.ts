// `after` and `until`: versions and names, and what they might have meant.
import { describe, expect, test } from '@jest/globals';
import { named, order, refusals, texts, UP } from './migrations-files.ts';

const FILES = named(
  '0001_users.up.sql',
  '0002_orders.up.sql',
  '0003_index.up.sql',
  '0004_view.up.sql',
);
const versions = (range: { readonly after?: string; readonly until?: string }): string[] =>
  order('golang-migrate', FILES, range).map((each) => each.slice(0, 4));

describe('a range of migrations', () => {
  test.each([
    ['all', {}, ['0001', '0002', '0003', '0004']],
    ['behind a version', { after: '0002' }, ['0003', '0004']],
    ['behind a number', { after: '2' }, ['0003', '0004']],
    ['behind a title', { after: 'orders' }, ['0003', '0004']],
    ['behind a file', { after: '0002_orders.up.sql' }, ['0003', '0004']],
    ['up to a name', { until: '0002_orders' }, ['0001', '0002']],
    ['between', { after: '0001', until: '0003' }, ['0002', '0003']],
  ])('takes %s', (_what, range, found) => {
    expect(versions(range)).toEqual(found);
  });

  test.each([
    [{ after: '0005' }, '"after" names "0005", which is none of them; did you mean "0001"?'],
    [{ until: 'ordres' }, '"until" names "ordres", which is none of them; did you mean "orders"?'],
    [{ until: 'something else' }, '"until" names "something else", which is none of them'],
    [{ after: '0004' }, 'nothing comes behind "0004": there is nothing to rehearse'],
    [
      { after: '0003', until: '0002' },
      '"0002" does not come behind "0003": there is nothing to rehearse',
    ],
  ])('says what it cannot find: %j', (range, what) => {
    expect(refusals('golang-migrate', FILES, range)).toEqual([`MIGRATIONS_NOT_FOUND : ${what}`]);
  });

  test('says when a title stands for two', () => {
    const files = named('1_fix.up.sql', '2_fix.up.sql');
    expect(refusals('golang-migrate', files, { until: 'fix' })).toEqual([
      'MIGRATIONS_NOT_FOUND : "until" names "fix", which stands for "1_fix", "2_fix": use a name',
    ]);
  });

  test('does not look into what production has already', () => {
    const files = [
      { name: '1_dump.up.sql', refused: 'it is larger than 4194304 bytes' },
      ...texts({ '2_a.up.sql': UP }),
    ];
    expect(order('golang-migrate', files, { after: '1' })).toEqual(['2: 2_a.up.sql < -']);
    expect(refusals('golang-migrate', files)).toEqual([
      'MIGRATIONS_INVALID 1_dump.up.sql: it is larger than 4194304 bytes',
    ]);
  });
});
