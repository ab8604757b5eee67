// Suites of a team in which each test fails for its own reason; jest-suites.test.ts reads which.
const { describeRehearsal } = require('../../clone-rehearsal/harness/jest/index.cjs');

const TABLE = 'public.birth_registry';

describeRehearsal('a way back that is none', {}, (clone) => {
  let before;
  beforeAll(async () => (before = await clone.fingerprint()));

  test('tells what is not back', async () => {
    await clone.apply({ sql: `ALTER TABLE ${TABLE} ADD COLUMN extra int`, name: 'up' });
    expect(await clone.fingerprint()).toBeExactly(before);
  });
  test('tells an await that is missing', () => {
    expect(clone.fingerprint()).toBeExactly(before);
  });
  test('tells where a statement failed', async () => {
    await clone.apply({ sql: 'SELECT 1;\nSELECT nothing', name: 'up' });
  });
  test('refuses what a scenario is refused for', async () => {
    await clone.apply({ sql: 'VACUUM', name: 'up' });
  });
  test('tells a transaction that has committed', async () => {
    await clone.rolledBack(async (session) => await session.query('COMMIT'));
  });
  test('tells one that has committed behind another that failed', async () => {
    await clone.rolledBack(async (session) => {
      await session.query('COMMIT; BEGIN');
      await session.query('SELECT 1/0').catch(() => undefined);
    });
  });
  test('tells the error of the test, not that of its end', async () => {
    await clone.rolledBack(async (session) => {
      await session.query('SELECT 1/0').catch(() => undefined);
      throw new Error('of the test');
    });
  });
  test('decides nothing inside a transaction that looks as before', async () => {
    await clone.rolledBack(async (session) => {
      expect(await session.fingerprint()).not.toBeExactly(await clone.fingerprint());
    });
  });
  test('holds no scenario that does not go back', async () => {
    expect(await clone.rehearse('scenarios/no-way-back')).toHold();
  });
});

describeRehearsal('without an attestation', { dump: 'dumps/unattested.dump' }, () => {
  test('gets no clone', () => undefined);
});

describeRehearsal('without a clone', { fresh: 'never' }, (clone) => {
  test('can ask none', async () => {
    await clone.fingerprint();
  });
});
