// Migrations as steps: kind, ways back and checks follow from what each migration brings.
import { describe, expect, test } from '@jest/globals';
import { sha256 } from '../../../harness/kernel/index.ts';
import type { MigrationsFile } from '../../../harness/scenario/file-contract.ts';
import type {
  MigrationSection,
  MigrationStep,
} from '../../../harness/scenario/migrations-contract.ts';
import {
  planMigrations,
  type PlannedSteps,
} from '../../../harness/scenario/migrations/plan-migrations.ts';

const FILE: MigrationsFile = {
  version: 1,
  id: 'm',
  title: 'M',
  why: 'W',
  role: 'r',
  tables: ['public.t'],
  migrations: { folder: '.', layout: 'auto' },
};

function section(file: string, sql: string): MigrationSection {
  return { file, sql, startLine: 1 };
}

function plan(step: Partial<MigrationStep>, methods?: MigrationsFile['methods']): PlannedSteps {
  const whole: MigrationStep = {
    version: '1',
    name: '1 first',
    up: section('m/1.sql', 'CREATE TABLE t (a int);'),
    down: section('m/1.sql', 'DROP TABLE t;'),
    verify: null,
    verifyMeaning: 'true',
    transaction: 'whole',
    ...step,
  };
  const file = methods === undefined ? FILE : { ...FILE, methods };
  return planMigrations('scenarios/m', file, sha256('yaml'), [whole]);
}

describe('a migration', () => {
  test('takes what scenario.yaml says of all of them', () => {
    const { steps, findings } = plan({});
    expect(findings).toEqual([]);
    expect(steps).toMatchObject([
      {
        id: 'm-1',
        title: 'M: 1 first',
        why: 'W',
        kind: 'up-down-up',
        tables: ['public.t'],
        role: 'r',
        transaction: 'whole',
        folder: 'scenarios/m',
        executor: null,
        expect: null,
      },
    ]);
    // Both directions may stand in one file: each has the hash of its own part.
    expect(steps[0]?.files).toEqual({
      'scenario.yaml': sha256('yaml'),
      'm/1.sql (up)': sha256('CREATE TABLE t (a int);'),
      'm/1.sql (down)': sha256('DROP TABLE t;'),
    });
  });

  test.each([
    ['whole', ['revert', 'transaction', 'logical']],
    ['statement', ['revert', 'logical']],
  ] as const)('goes back by what fits it, in a script that is %s', (transaction, expected) => {
    const { steps } = plan({ transaction }, ['transaction', 'logical']);
    expect(steps[0]?.methods).toEqual(expected);
  });

  test('without a way down is a snapshot, with a note, and never goes back by a script', () => {
    const { steps, findings } = plan({ down: null }, ['revert', 'transaction', 'pitr']);
    expect(steps[0]).toMatchObject({ kind: 'snapshot', revert: null, methods: ['pitr'] });
    expect(findings).toMatchObject([{ code: 'MIGRATION_NO_WAY_BACK', where: 'm/1.sql' }]);
    expect(plan({ down: null }, ['revert']).steps[0]?.methods).toBeNull();
  });

  test('is read as it is run', () => {
    const up = section('m/1.sql', 'CREATE INDEX CONCURRENTLY i ON t (a);');
    expect(plan({ up }).findings).toMatchObject([
      { code: 'SCENARIO_STATEMENT_REFUSED', where: 'm/1.sql:1' },
    ]);
    const { steps, findings } = plan({ up, transaction: 'statement' });
    expect(findings).toEqual([]);
    expect(steps[0]?.apply.statements[0]?.run).toBe('outside');
  });

  test('is checked by an answer, or by nothing failing, as its tool means it', () => {
    const verify = section('m/v.sql', 'BEGIN; SELECT a, 1 / count(*) FROM t GROUP BY a; ROLLBACK;');
    expect(plan({ verify }).findings).toHaveLength(3);
    const { steps, findings } = plan({ verify, verifyMeaning: 'no error' });
    expect(findings).toEqual([]);
    expect(steps[0]?.verify).toMatchObject({ file: 'm/v.sql', holdsWithout: 'error' });
    expect(steps[0]?.verify?.statements).toHaveLength(1);
    const asked = section('m/v.sql', 'SELECT ok()');
    expect(plan({ verify: asked }).steps[0]?.verify).not.toHaveProperty('holdsWithout');
  });
});
