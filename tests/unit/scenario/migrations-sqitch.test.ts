// Sqitch: the plan in its own syntax, and the scripts that it names.
import { describe, expect, test } from '@jest/globals';
import type { MigrationFile } from '../../../harness/scenario/migrations-contract.ts';
import { stepsOf } from '../../../harness/scenario/migrations/migrations.ts';
import { order, refusals, texts } from './migrations-files.ts';

const BY = '2026-01-02T03:04:05Z A. Planner <a@example.org>';
const HEAD = '%syntax-version=1.0.0\n%project=flipr\n%uri=https://example.org/flipr/\n\n';

/** A plan of these lines, and the scripts of these changes. */
function project(lines: readonly string[], scripts: readonly string[]): MigrationFile[] {
  const files: Record<string, string> = { 'sqitch.plan': `${HEAD}${lines.join('\n')}\n` };
  for (const name of scripts) {
    files[`deploy/${name}.sql`] = `-- Deploy\nBEGIN;\nCREATE TABLE t ();\nCOMMIT;\n`;
    files[`revert/${name}.sql`] = `BEGIN;\nDROP TABLE t;\nCOMMIT;\n`;
  }
  return texts(files);
}

describe('a project of Sqitch', () => {
  test('is its plan, in the plan\u2019s order', () => {
    const lines = [
      '# the first ones',
      `users ${BY} # Users: a note, with a \\n in it`,
      `  lists [users !gone] ${BY}`,
      `@v1.0 ${BY} # tagged`,
      '',
      `+ app/views [lists users@v1.0 @v1.0 other:thing 0123456789012345678901234567890123456789] ${BY}`,
    ];
    const files = project(lines, ['users', 'lists', 'app/views']);
    expect(order('sqitch', files)).toEqual([
      'users: deploy/users.sql < revert/users.sql',
      'lists: deploy/lists.sql < revert/lists.sql',
      'app/views: deploy/app/views.sql < revert/app/views.sql',
    ]);
    expect(order('sqitch', files, { after: '@v1.0' })).toHaveLength(1);
    expect(stepsOf('sqitch', files).steps[0]?.transaction).toBe('statement');
  });

  test('has the files of a reworked change under the name of a tag between', () => {
    const lines = [
      `f ${BY}`,
      `@one ${BY}`,
      `g ${BY}`,
      `@two ${BY}`,
      `f [f@two] ${BY}`,
      `@three ${BY}`,
      `f ${BY}`,
    ];
    const files = project(lines, ['f@one', 'g', 'f@three', 'f']);
    expect(order('sqitch', files)).toEqual([
      'f@one: deploy/f@one.sql < revert/f@one.sql',
      'g: deploy/g.sql < revert/g.sql',
      'f@three: deploy/f@three.sql < revert/f@three.sql',
      'f: deploy/f.sql < revert/f.sql',
    ]);
    expect(order('sqitch', files, { after: 'f@three' })).toEqual([
      'f: deploy/f.sql < revert/f.sql',
    ]);
  });

  test('takes the tag nearest to the reworking that has a file', () => {
    const lines = [`f ${BY}`, `@one ${BY}`, `g ${BY}`, `@two ${BY}`, `f ${BY}`];
    const versions = (scripts: readonly string[]): string[] =>
      order('sqitch', project(lines, scripts)).map((each) => each.split(':')[0] ?? '');
    expect(versions(['f@one', 'f@two', 'g', 'f'])).toEqual(['f@two', 'g', 'f']);
    expect(versions(['f@one', 'g', 'f'])).toEqual(['f@one', 'g', 'f']);
    expect(refusals('sqitch', project(lines, ['g', 'f']))).toEqual([
      'MIGRATIONS_INVALID sqitch.plan:5: "f" is planned, but deploy/f@two.sql is not there',
    ]);
  });

  test('is verified by scripts that hold when nothing fails, without their transactions', () => {
    const verify = '-- Verify\nBEGIN;\n\nSELECT 1/count(*) FROM t;\n\nROLLBACK;\n';
    const files = [...project([`a ${BY}`], ['a']), ...texts({ 'verify/a.sql': verify })];
    const [step] = stepsOf('sqitch', files).steps;
    expect(step?.verifyMeaning).toBe('no error');
    expect(step?.verify?.file).toBe('verify/a.sql');
    expect(step?.verify?.sql.split('\n').map((line) => line.trim())).toEqual([
      '-- Verify',
      '',
      '',
      'SELECT 1/count(*) FROM t;',
      '',
      '',
      '',
    ]);
  });

  test('has no way back where revert is a template, and no check where verify is', () => {
    const empty = 'BEGIN;\n-- XXX Add DDLs here.\nCOMMIT;\n';
    const files = project([`a ${BY}`], ['a']).filter(({ name }) => !name.startsWith('revert/'));
    files.push(...texts({ 'revert/a.sql': empty, 'verify/a.sql': empty }));
    const [step] = stepsOf('sqitch', files).steps;
    expect([step?.down, step?.verify, step?.verifyMeaning]).toEqual([null, null, 'true']);
  });

  test.each([
    [
      'a line that is none',
      ['users'],
      5,
      'it is no change or tag with its time and planner, as "sqitch add" writes one',
    ],
    [
      'a change that reverts',
      [`- users ${BY}`],
      5,
      'a plan that reverts a change is not followed here',
    ],
    [
      'a change twice',
      [`a ${BY}`, `a ${BY}`],
      6,
      '"a" is planned in line 5 already, with no tag between to rework it',
    ],
    ['a name that leads out', [`a/../../b ${BY}`], 5, '"a/../../b" leads out of the folder'],
    ['a name that is a symbol', [`a~1 ${BY}`], 5, '"a~1" is no name of a change'],
    ['a name of punctuation', [`.a ${BY}`], 5, '".a" is no name of a change'],
    ['a reserved name', [`HEAD ${BY}`], 5, '"HEAD" has a meaning of its own'],
    [
      'a name like an id',
      [`${'0'.repeat(40)} ${BY}`],
      5,
      `"${'0'.repeat(40)}" could be taken for an id`,
    ],
    [
      'a need that comes later',
      [`a [b] ${BY}`, `b ${BY}`],
      5,
      'it needs "b", which does not come before it',
    ],
    [
      'a need before a tag that comes later',
      [`@t`, ''],
      5,
      'it is no change or tag with its time and planner, as "sqitch add" writes one',
    ],
    ['a conflict', [`a ${BY}`, `b [!a] ${BY}`], 6, 'it conflicts with "a", which comes before it'],
    ['a tag before all', [`@t ${BY}`], 5, 'tag "@t" comes before any change'],
    ['a tag twice', [`a ${BY}`, `@t ${BY}`, `@t ${BY}`], 7, 'tag "@t" is there twice'],
    ['a tag that is a path', [`a ${BY}`, `@t/u ${BY}`], 6, '"@t/u" is no name of a tag'],
    ['a tag that needs', [`a ${BY}`, `@t [a] ${BY}`], 6, 'a tag needs nothing'],
    ['a pragma late', [`a ${BY}`, '%project=b'], 6, 'a pragma stands among the changes'],
  ])('is refused with %s', (_what, lines, line, what) => {
    const found = refusals('sqitch', project(lines, ['a', 'b']));
    expect(found).toEqual([`MIGRATIONS_INVALID sqitch.plan:${line}: ${what}`]);
  });

  test('is refused with a need of a change that was there only behind the tag', () => {
    const lines = [`a ${BY}`, `@t ${BY}`, `b ${BY}`, `c [b@t] ${BY}`];
    expect(refusals('sqitch', project(lines, ['a', 'b', 'c']))).toEqual([
      'MIGRATIONS_INVALID sqitch.plan:8: it needs "b@t", which does not come before it',
    ]);
  });

  test.each([
    ['no project', `\na ${BY}\n`, ['sqitch.plan: it has no "%project" line']],
    [
      'another syntax',
      `%syntax-version=2.0.0\n%project=x\n\na ${BY}\n`,
      ['sqitch.plan:1: syntax version "2.0.0" of the plan is not known here'],
    ],
    [
      'no blank line',
      `%project=x\na ${BY}\n`,
      ['sqitch.plan:2: a blank line has to come between the pragmas and the changes'],
    ],
  ])('is refused with a plan of %s', (_what, plan, found) => {
    const files = project([], ['a']).filter(({ name }) => name !== 'sqitch.plan');
    files.push(...texts({ 'sqitch.plan': plan }));
    expect(refusals('sqitch', files)).toEqual(found.map((each) => `MIGRATIONS_INVALID ${each}`));
  });

  test('is refused where a script is missing or cannot be read', () => {
    expect(refusals('sqitch', project([`a ${BY}`], []))).toEqual([
      'MIGRATIONS_INVALID sqitch.plan:5: "a" is planned, but deploy/a.sql is not there',
    ]);
    const unread: MigrationFile = { name: 'verify/a.sql', refused: 'it is not plain UTF-8' };
    expect(refusals('sqitch', [...project([`a ${BY}`], ['a']), unread])).toEqual([
      'MIGRATIONS_INVALID verify/a.sql: it is not plain UTF-8',
    ]);
    const plan: MigrationFile = { name: 'sqitch.plan', refused: 'it is no plain file' };
    expect(refusals('sqitch', [plan])).toEqual([
      'MIGRATIONS_INVALID sqitch.plan: it is no plain file',
    ]);
    expect(refusals('sqitch', texts({ 'deploy/a.sql': '' }))).toEqual([
      'MIGRATIONS_NOT_FOUND : none in it has the layout "sqitch"',
    ]);
  });

  test('is refused where its settings move the files or name another database', () => {
    const usual =
      '[core]\n\tengine = pg\n\t# top_dir = db\n\tplan_file = sqitch.plan\n[engine "pg"]\n\ttarget = x\n';
    const config = (text: string): string[] =>
      refusals('sqitch', [...project([`a ${BY}`], ['a']), ...texts({ 'sqitch.conf': text })]);
    expect(config(usual)).toEqual([]);
    expect(config('[core]\n\tengine = sqlite\n\ttop_dir = "db" # here\n')).toEqual([
      'MIGRATIONS_INVALID sqitch.conf:2: "engine = sqlite" is not followed here; point "folder" to where sqitch.plan is',
      'MIGRATIONS_INVALID sqitch.conf:3: "top_dir = db" is not followed here; point "folder" to where sqitch.plan is',
    ]);
  });
});
