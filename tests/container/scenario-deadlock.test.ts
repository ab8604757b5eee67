// A real deadlock inside a change: told with statement, file, line and SQLSTATE, and undone.
import { expect, test } from '@jest/globals';
import { runCommitted } from '../../harness/scenario/passes/apply.io.ts';
import { boundedSession } from '../../harness/scenario/passes/bounded-session.io.ts';
import { testSandbox } from './sandboxes.ts';

const HOUR_MS = 3_600_000;
const NO_BOUNDS = {
  scenarioMs: HOUR_MS,
  transactionMs: HOUR_MS,
  statementMs: HOUR_MS,
  lockMs: HOUR_MS,
  answerBytes: 1024 * 1024,
};
const TABLE =
  'CREATE TABLE pair (id int PRIMARY KEY, n int); INSERT INTO pair VALUES (1, 0), (2, 0)';

test('is a finding at the statement that met it, and nothing of the change is left', async () => {
  await using held = await testSandbox(15);
  const open = async (): ReturnType<typeof held.sandbox.connect> =>
    await held.sandbox.connect({ database: 'rehearsal_maintenance' });
  await using mine = await open();
  await using other = await open();
  await using watch = await open();
  await mine.client.query(TABLE);
  // The change is the one that finds the deadlock out: the other session waits on.
  await mine.client.query("SET deadlock_timeout = '50ms'");
  await other.client.query("SET deadlock_timeout = '1h'");
  const pid = (await other.client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0];
  await other.client.query('BEGIN; UPDATE pair SET n = 1 WHERE id = 2');

  const statements = [
    { text: 'UPDATE pair SET n = 2 WHERE id = 1', line: 1, run: 'inside' as const },
    { text: 'UPDATE pair\n   SET n = 2 WHERE id = 2', line: 3, run: 'inside' as const },
  ];
  let waiting: Promise<unknown> | undefined;
  const found = await runCommitted({
    session: boundedSession(mine, held.sandbox, 0, NO_BOUNDS),
    script: { file: 'scenarios/a/apply.sql', statements },
    transaction: 'whole',
    failure: 'SCENARIO_APPLY_FAILED',
    role: null,
    watch: {
      statement: async (_statement, run) => {
        const answer = await run();
        // Between the two statements the other session comes to wait for the first one's row.
        waiting ??= other.client.query('UPDATE pair SET n = 1 WHERE id = 1');
        for (let isWaiting = false; !isWaiting;) {
          const { rows } = await watch.client.query<{ waits: boolean }>(
            "SELECT wait_event_type = 'Lock' AS waits FROM pg_stat_activity WHERE pid = $1",
            [pid?.pid],
          );
          isWaiting = rows[0]?.waits === true;
        }
        return answer;
      },
      transactionEnded: () => undefined,
      finish: () => Promise.reject(new Error('nobody asks')),
    },
  });
  expect(found).toEqual({
    code: 'SCENARIO_APPLY_FAILED',
    where: 'scenarios/a/apply.sql:3',
    what: '"UPDATE pair SET n": deadlock detected (SQLSTATE 40P01)',
  });
  await waiting;
  await other.client.query('ROLLBACK');
  const { rows } = await mine.client.query('SELECT n FROM pair');
  expect(rows).toEqual([{ n: 0 }, { n: 0 }]);
}, 60_000);
