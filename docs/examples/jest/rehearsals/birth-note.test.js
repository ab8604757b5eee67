const { describeRehearsal } = require('../../clone-rehearsal/harness/jest/index.cjs');

const UP = 'migrations/7-birth-note.up.sql';
const DOWN = 'migrations/7-birth-note.down.sql';

describeRehearsal('births get a note', {}, (clone) => {
  test('goes up quickly, and exactly down again', async () => {
    const before = await clone.fingerprint();

    const change = await clone.apply(UP);
    expect(change.rewritten).toEqual([]);
    expect(change.strongestLock).toBe('AccessExclusive');
    expect(await clone.fingerprint()).not.toBeExactly(before);

    await clone.revert(DOWN);
    expect(await clone.fingerprint()).toBeExactly(before);
  });

  test('keeps the births that are there', async () => {
    await clone.rolledBack(async (session) => {
      const count = 'SELECT count(*)::int AS births FROM public.birth_registry';
      const { rows: before } = await session.query(count);
      await session.query('UPDATE public.birth_registry SET status = status');
      const { rows: after } = await session.query(count);
      expect(after).toEqual(before);
    });
  });

  test('holds as a whole scenario', async () => {
    expect(await clone.rehearse('scenarios/birth-note')).toHold();
  });
});
