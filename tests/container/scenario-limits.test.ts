// A session whose statement goes on, waits or answers without an end: ended from outside, whatever its
// SQL has set or catches, and told by the limit that it came to.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  boundedSession,
  type ScenarioSession,
} from '../../harness/scenario/passes/bounded-session.io.ts';
import type { Connection } from '../../harness/sandbox/index.ts';
import { testSandbox, type TestSandbox } from './sandboxes.ts';

const SLOW_MS = 120_000;
const HOUR_MS = 3_600_000;
const BOUNDS = {
  scenarioMs: HOUR_MS,
  transactionMs: HOUR_MS,
  statementMs: HOUR_MS,
  lockMs: HOUR_MS,
  answerBytes: 1024 * 1024,
};
/** The server's own bounds are off, as a script may set them. */
const LIFTED = 'SET statement_timeout = 0; SET lock_timeout = 0';

let held: TestSandbox;
beforeAll(async () => {
  held = await testSandbox(15);
}, SLOW_MS);
afterAll(async () => await held[Symbol.asyncDispose]());

const connect = async (): Promise<Connection> =>
  await held.sandbox.connect({ database: 'rehearsal_maintenance' });

interface Watched extends AsyncDisposable {
  readonly session: ScenarioSession;
  isThere(): Promise<boolean>;
}

async function watched(bounds: Partial<typeof BOUNDS>): Promise<Watched> {
  await using stack = new AsyncDisposableStack();
  const connection = stack.use(await connect());
  const { rows } = await connection.client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const pid = rows[0]?.pid ?? 0;
  await connection.client.query(LIFTED);
  const owned = stack.move();
  return {
    session: boundedSession(connection, held.sandbox, pid, { ...BOUNDS, ...bounds }),
    isThere: async () => {
      await using beside = await connect();
      const asked = 'SELECT FROM pg_stat_activity WHERE pid = $1';
      return (await beside.client.query(asked, [pid])).rows.length > 0;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

const ENDS: readonly (readonly [string, Partial<typeof BOUNDS>, string, string, string])[] = [
  [
    'catches that it is cancelled',
    { statementMs: 200 },
    `DO $$ BEGIN LOOP
       BEGIN PERFORM pg_sleep(600); EXCEPTION WHEN query_canceled THEN NULL; END;
     END LOOP; END $$`,
    'SCENARIO_TIMED_OUT',
    'longer than the 0.2 s of limits.statementSeconds',
  ],
  [
    'goes on in a transaction that took its time',
    { transactionMs: 200 },
    'SELECT pg_sleep(600)',
    'SCENARIO_TIMED_OUT',
    'its transaction took longer than the 0.2 s of limits.transactionSeconds',
  ],
  [
    'waits for a lock',
    { lockMs: 200 },
    'SELECT pg_advisory_lock(7)',
    'SCENARIO_LOCK_TIMED_OUT',
    'waited for a lock longer than the 0.2 s of limits.lockSeconds',
  ],
  [
    'answers rows without an end',
    {},
    'SELECT generate_series(1, 100000000000)',
    'SCENARIO_OUTPUT_TOO_LARGE',
    'answered more than the 1 MiB of limits.answerMiB',
  ],
  [
    'answers one row that is too large',
    {},
    "SELECT repeat('x', 5000000)",
    'SCENARIO_OUTPUT_TOO_LARGE',
    'answered more than the 1 MiB of limits.answerMiB',
  ],
  [
    'says notices without an end',
    {},
    "DO $$ BEGIN LOOP RAISE NOTICE '%', repeat('x', 1000); END LOOP; END $$",
    'SCENARIO_OUTPUT_TOO_LARGE',
    'answered more than the 1 MiB of limits.answerMiB',
  ],
];

describe('a statement that', () => {
  test.each(ENDS)(
    '%s',
    async (_what, bounds, statement, finds, message) => {
      await using other = await connect();
      await other.client.query('SELECT pg_advisory_lock(7)');
      await using one = await watched(bounds);
      const { session } = one;
      await session.client.query('BEGIN');
      await expect(session.ask(statement)).rejects.toMatchObject({ finds, message });
      expect(session.isEnded()).toBe(true);
      expect(await one.isThere()).toBe(false);
      // What comes after it is told the same, and nothing waits.
      await expect(session.ask('SELECT 1')).rejects.toMatchObject({ finds, message });
      await session.rollBack();
    },
    SLOW_MS,
  );

  test('keeps all of them is answered, and its transaction counts from its beginning', async () => {
    await using one = await watched({ transactionMs: 30_000 });
    const { session } = one;
    for (let turn = 0; turn < 3; turn += 1) {
      await session.client.query('BEGIN');
      const answer = await session.ask('SELECT n FROM generate_series(1, 5) AS n');
      expect(answer).toEqual({ command: 'SELECT', columns: 1, rows: [{ n: 1 }, { n: 2 }] });
      expect(await session.ask('COMMIT')).toMatchObject({ command: 'COMMIT' });
    }
    expect([session.isEnded(), await one.isThere()]).toEqual([false, true]);
  });

  test('fails is told by the server, and the session goes on', async () => {
    await using one = await watched({});
    const { session } = one;
    await session.client.query('BEGIN');
    await expect(session.ask('SELECT 1 / 0')).rejects.toMatchObject({ code: '22012' });
    await session.rollBack();
    expect(await session.ask('SELECT 1 AS one')).toMatchObject({ rows: [{ one: 1 }] });
  });
});
