// Suites of a team in which everything holds, beside the example's.
const { describeRehearsal } = require('../../clone-rehearsal/harness/jest/index.cjs');

const ADD = 'ALTER TABLE public.birth_registry ADD COLUMN extra int';
const COUNT = `SELECT count(*)::int AS extras FROM information_schema.columns
  WHERE table_name = 'birth_registry' AND column_name = 'extra'`;

describeRehearsal('a fresh clone for each test', { fresh: 'test' }, (clone) => {
  const extras = async () => (await clone.query(COUNT)).rows[0].extras;
  test('is changed', async () => {
    await clone.apply({ sql: ADD });
    expect(await extras()).toBe(1);
  });
  test('is as it was', async () => {
    expect(await extras()).toBe(0);
  });
});

describeRehearsal('one clone for all tests', {}, (clone) => {
  test('answers with values as pg has them', async () => {
    const text = `SELECT 1 AS n, 'x' AS t, now() AS d, '{"a":[1]}'::jsonb AS j, ARRAY[1, 2] AS l,
      'ab'::bytea AS b, NULL AS z, $1::text AS v, current_user::text AS u, 'NaN'::float8 AS f`;
    const { rows, rowCount } = await clone.query(text, ['value']);
    const { d, ...others } = rows[0];
    expect(Object.prototype.toString.call(d)).toBe('[object Date]');
    const [b, u] = [Buffer.from('ab'), 'birth_executor'];
    expect(others).toEqual({
      n: 1,
      t: 'x',
      j: { a: [1] },
      l: [1, 2],
      b,
      z: null,
      v: 'value',
      u,
      f: NaN,
    });
    expect(rowCount).toBe(1);
  });
  test('keeps a session, and sees nothing of a transaction that went back', async () => {
    const before = await clone.fingerprint();
    await clone.session(async (session) => {
      await session.query("SET application_name = 'mine'");
      const { rows } = await session.query('SHOW application_name');
      expect(rows).toEqual([{ application_name: 'mine' }]);
    });
    await clone.rolledBack(async (session) => {
      await session.query(ADD);
      expect(await session.fingerprint()).not.toBeExactly(before);
      // The look left the session as it was.
      expect((await session.query(COUNT)).rows).toEqual([{ extras: 1 }]);
    });
    expect(await clone.fingerprint()).toBeExactly(before);
  });
  test('tells a sequence that stays where it has moved to, unless it is named', async () => {
    const before = await clone.fingerprint();
    await clone.rolledBack(async (session) => {
      await session.query(`INSERT INTO public.registry_rows
          (birth_id, rev, row_status, row_sha256, recorded_at)
        SELECT id, 999, 'superseded', canonical_sha256, now() FROM public.birth_registry LIMIT 1`);
    });
    const after = await clone.fingerprint();
    expect(after).not.toBeExactly(before);
    expect(after).toBeExactly(before, { sequences: ['public.registry_rows_id_seq'] });
  });
});
