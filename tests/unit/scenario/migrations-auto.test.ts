// The layout told by the files, and not told where that would be a guess.
import { describe, expect, test } from '@jest/globals';
import { stepsOf } from '../../../harness/scenario/migrations/migrations.ts';
import { named, refusals, texts, UP } from './migrations-files.ts';

const DBMATE = '-- migrate:up\nSELECT 1;\n-- migrate:down\n';
const MARKED = '-- Up Migration\nSELECT 1;\n-- Down Migration\nSELECT 2;\n';
const PLAN = '%project=x\n\na 2026-01-02T03:04:05Z A <a@example.org>\n';

describe('the layout "auto"', () => {
  test.each([
    ['sqitch', texts({ 'sqitch.plan': PLAN, 'deploy/a.sql': UP })],
    ['flyway', named('sql/V1__a.sql')],
    ['dbmate', texts({ '1_a.sql': DBMATE })],
    ['node-pg-migrate', texts({ '1_a.sql': MARKED })],
    ['golang-migrate', named('1_a.up.sql', '1_other.down.sql')],
    ['numbered', named('1_a.sql', '1_a_down.sql')],
    ['numbered', named('up/1.sql', 'down/1.sql')],
    ['numbered', named('1_a/up.sql')],
  ] as const)('reads %s as it is read by name', (layout, files) => {
    const read = stepsOf('auto', files);
    expect(read.steps).toHaveLength(1);
    expect(read).toEqual(stepsOf(layout, files));
  });

  test('asks where two layouts fit and would not run the same', () => {
    expect(refusals('auto', named('1_a.up.sql', '2_b.sql'))).toEqual([
      'MIGRATIONS_AMBIGUOUS : it fits "golang-migrate" and "numbered", and they do not run the same',
    ]);
    expect(refusals('auto', texts({ '1_a.sql': DBMATE, '2_b.sql': MARKED }))).toEqual([
      'MIGRATIONS_AMBIGUOUS : it fits "dbmate" and "node-pg-migrate", and they do not run the same',
    ]);
  });

  test('says what is wrong with the layout it found, and when it found none', () => {
    expect(refusals('auto', named('1_a.ts'))[0]).toMatch(/^MIGRATIONS_INVALID 1_a\.ts: only SQL/);
    expect(refusals('auto', named('README.md', 'a.sql'))).toEqual([
      'MIGRATIONS_NOT_FOUND : no file in it is named as a migration of any layout known here',
    ]);
  });
});
