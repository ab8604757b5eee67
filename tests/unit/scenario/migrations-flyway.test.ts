// Flyway: versions, undos, repeatables, settings beside a script, placeholders.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  comparedVersions,
  flywayVersion,
} from '../../../harness/scenario/migrations/flyway-version.ts';
import { stepsOf } from '../../../harness/scenario/migrations/migrations.ts';
import { named, order, refusals, texts, UP } from './migrations-files.ts';

const transaction = (files: Readonly<Record<string, string>>): unknown => {
  const { steps, findings } = stepsOf('flyway', texts(files));
  expect(findings).toEqual([]);
  return steps.map((each) => each.transaction);
};

describe('migrations of Flyway', () => {
  test('come by version, with their undos, and then the repeatable ones by title', () => {
    const files = named(
      'R__b_view.sql',
      'R__a_view.sql',
      'V10__last.sql',
      'V1_10__c.sql',
      'V1.9__b.sql',
      'undo/U1.9__b.sql',
      'deep/er/V1__a.SQL',
      'notes.md',
    );
    expect(order('flyway', files)).toEqual([
      '1: deep/er/V1__a.SQL < -',
      '1.9: V1.9__b.sql < undo/U1.9__b.sql',
      '1.10: V1_10__c.sql < -',
      '10: V10__last.sql < -',
      'R__a_view: R__a_view.sql < -',
      'R__b_view: R__b_view.sql < -',
    ]);
    expect(order('flyway', files, { after: '1_10', until: 'R__a_view.sql' })).toHaveLength(2);
    expect(order('flyway', files, { after: 'c', until: '10' })).toHaveLength(1);
  });

  test('have versions that compare part by part, with zeros at the end for nothing', () => {
    const part = fc.bigInt({ min: 0n, max: 10n ** 20n });
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1 }),
        fc.array(part, { minLength: 1 }),
        (left, right) => {
          const [one, other] = [flywayVersion(left.join('.')), flywayVersion(right.join('_'))];
          const way = left.map((each, place) => each - (right[place] ?? 0n));
          way.push(...right.slice(left.length).map((each) => -each));
          const first = way.find((each) => each !== 0n) ?? 0n;
          const expected = first < 0n ? -1 : first > 0n ? 1 : 0;
          expect(comparedVersions(one ?? [], other ?? [])).toBe(expected);
        },
      ),
    );
    expect(['1.0', '01', '1_0_0'].map(flywayVersion)).toEqual([[1n], [1n], [1n]]);
    expect(['', 'a', '1.', '1..2', '1a'].map(flywayVersion)).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  test('are one transaction, unless a script cannot be in one or its settings say so', () => {
    expect(transaction({ 'V1__a.sql': UP })).toEqual(['whole']);
    expect(transaction({ 'V1__a.sql': 'CREATE INDEX CONCURRENTLY i ON t (a);' })).toEqual([
      'statement',
    ]);
    expect(transaction({ 'V1__a.sql': 'DROP INDEX CONCURRENTLY i; VACUUM t;' })).toEqual([
      'statement',
    ]);
    expect(
      transaction({ 'V1__a.sql': UP, 'V1__a.sql.conf': '# why\nexecuteInTransaction = false\n' }),
    ).toEqual(['statement']);
    expect(
      transaction({ 'V1__a.sql': UP, 'V1__a.sql.conf': 'encoding=UTF-8\nshouldExecute=true' }),
    ).toEqual(['whole']);
    // Flyway would not take this one out, and Postgres refuses it: so does whoever reads the script.
    expect(transaction({ 'V1__a.sql': 'REINDEX TABLE CONCURRENTLY t;' })).toEqual(['whole']);
  });

  test('are refused with a placeholder, unless it stands for itself', () => {
    const sql = `${UP}-- by\nINSERT INTO t VALUES ('\${who}');\n`;
    expect(refusals('flyway', texts({ 'V1__a.sql': sql }))).toEqual([
      'MIGRATIONS_INVALID V1__a.sql:3: a placeholder stands here, and its value is not in the file; write the value',
    ]);
    expect(
      transaction({ 'V1__a.sql': sql, 'V1__a.sql.conf': 'placeholderReplacement=false\n' }),
    ).toEqual(['whole']);
  });

  test.each([
    ['shouldExecute=${x}==1', 'shouldExecute'],
    ['encoding=ISO-8859-1', 'encoding'],
    ['executeInTransaction=no', 'executeInTransaction'],
    ['somethingElse=1', 'somethingElse'],
  ])('are refused with the setting %s', (line, key) => {
    expect(refusals('flyway', texts({ 'V1__a.sql': UP, 'V1__a.sql.conf': `\n${line}\n` }))).toEqual(
      [
        `MIGRATIONS_INVALID V1__a.sql.conf:2: "${key}" is no setting of a script that is followed here, or not with this value`,
      ],
    );
  });

  test('are refused where a script mixes what can be in a transaction with what cannot', () => {
    expect(refusals('flyway', texts({ 'V1__a.sql': `${UP}VACUUM t;\n` }))).toEqual([
      'MIGRATIONS_INVALID V1__a.sql:2: a statement that runs in no transaction stands beside others: Flyway refuses it; give it a file of its own',
    ]);
  });

  test.each([
    [['V1__a.sql', 'V1.0__b.sql'], 'V1.0__b.sql: version 1 is in "V1__a.sql" already'],
    [['V1__a.sql', 'U1__a.sql', 'x/U1__b.sql'], 'x/U1__b.sql: version 1 is in "U1__a.sql" already'],
    [['R__a.sql', 'x/R__a.sql'], 'x/R__a.sql: title "a" is in "R__a.sql" already'],
    [['V1__a.sql', 'U2__b.sql'], 'U2__b.sql: there is no V of version 2'],
    [['V1__a.java'], 'V1__a.java: only SQL is read, and this is a migration by its name'],
    [['V1__a.ps1'], 'V1__a.ps1: only SQL is read, and this is a migration by its name'],
    [
      ['V1__a.sql', 'afterEachMigrate__grant.sql'],
      'afterEachMigrate__grant.sql: a callback runs beside the migrations, and is not rehearsed here',
    ],
  ])('are refused as %j', (names, what) => {
    expect(refusals('flyway', named(...names))).toEqual([`MIGRATIONS_INVALID ${what}`]);
  });

  test.each([
    ['B5__all.sql', 'a baseline is for an empty database, and the clone is none'],
    ['Views.sql', 'its name is not a form that Flyway knows'],
    ['R1__a.sql', 'its name is not a form that Flyway knows'],
    ['V__a.sql', 'its name is not a form that Flyway knows'],
  ])('do not hold %s, and that is told', (name, what) => {
    expect(refusals('flyway', named('V1__a.sql', name))).toEqual([
      `MIGRATION_FILE_PASSED_OVER ${name}: ${what}`,
    ]);
    expect(stepsOf('flyway', named('V1__a.sql', name)).steps).toHaveLength(1);
  });
});
