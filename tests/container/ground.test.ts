// The ground on the real engine: what a clone sees, what it cannot leave behind, and how it is kept.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from 'pg';
import {
  askLeftovers,
  connectEngine,
  socketFolderOf,
  type Clone,
} from '../../harness/sandbox/index.ts';
import { QUIET_MS } from '../../harness/sandbox/slots.io.ts';
import {
  answer,
  DATABASE,
  engineHolds,
  heldGround,
  rowsOf,
  say,
  SLOW_MS,
  type Held,
} from './grounds.ts';
import { msUntil } from '../until.ts';

/** What a change of everything leaves to be seen. */
const TRACES = `
  SELECT (SELECT count(*)::int FROM births) AS births,
         (SELECT count(*)::int FROM scratchpad) AS scratchpad,
         (SELECT last_value::int FROM counter) AS counter,
         to_regclass('made')::text AS made,
         ARRAY(SELECT rolname::text FROM pg_roles
                WHERE rolname IN ('keeper', 'newcomer') ORDER BY 1) AS roles,
         (SELECT rolcanlogin FROM pg_roles WHERE rolname = 'keeper') AS login,
         ARRAY(SELECT array_to_string(setconfig, ' ') FROM pg_db_role_setting
                JOIN pg_database AS d ON setdatabase IN (d.oid, 0)
                WHERE d.datname = current_database() ORDER BY 1) AS settings,
         (SELECT shobj_description(oid, 'pg_database') FROM pg_database
           WHERE datname = current_database()) AS comment,
         current_setting('work_mem') AS work_mem, current_setting('log_min_messages') AS level`;

const CHANGES = [
  `DELETE FROM births WHERE id > 10`,
  `INSERT INTO scratchpad VALUES (2)`,
  `SELECT nextval('counter'), nextval('counter')`,
  `CREATE TABLE made (n int)`,
  `CREATE ROLE newcomer`,
  `GRANT keeper TO newcomer`,
  `ALTER ROLE keeper LOGIN`,
  `ALTER ROLE keeper SET search_path = elsewhere`,
  `ALTER ROLE newcomer SET work_mem = '7MB'`,
  `COMMENT ON ROLE newcomer IS 'new'`,
  `ALTER DATABASE ${DATABASE} SET work_mem = '9MB'`,
  `COMMENT ON DATABASE ${DATABASE} IS 'changed'`,
  `ALTER SYSTEM SET log_min_messages = 'error'`,
  `SELECT pg_reload_conf()`,
] as const;

async function changeEverything(clone: Clone): Promise<void> {
  await using session = await clone.connect({ database: DATABASE });
  for (const text of CHANGES) await session.client.query(text);
}

describe.each([
  [15, 'overlay'],
  [15, 'template'],
  [17, 'overlay'],
] as const)('a ground on Postgres %i by %s', (major, method) => {
  let held: Held;
  beforeAll(async () => {
    held = await heldGround(major, method);
  }, SLOW_MS);
  afterAll(async () => {
    await held[Symbol.asyncDispose]();
    const { runId, workFolder } = held.test;
    const engine = await connectEngine();
    expect(await askLeftovers(engine, runId, socketFolderOf(workFolder))).toEqual({
      containers: 0,
      volumes: 0,
      networks: 0,
      socketFolderGone: true,
    });
  }, SLOW_MS);

  test('is made by the method that was asked for, and its isolation is measured', () => {
    expect(held.ground.method).toBe(method);
    expect(held.ground.refusal).toBeNull();
    expect(held.ground.isolation()).toBe('HELD');
    expect(held.ground.jobs).toBe(method === 'overlay' ? 2 : 1);
  });

  test('a clone shows the baseline under its own name', async () => {
    await using clone = await held.ground.fresh();
    expect(clone.database).toBe(DATABASE);
    expect(await answer(clone, 'SELECT current_database()::text AS name')).toEqual([
      { name: DATABASE },
    ]);
    expect(await rowsOf(clone)).toBe(500);
  });

  test('the harness’s own database is in every clone', async () => {
    await using clone = await held.ground.fresh();
    expect(await answer(clone, 'SELECT 1 AS one', 'rehearsal_maintenance')).toEqual([{ one: 1 }]);
  });

  test('nothing that was written in one clone is seen in the next, roles and settings included', async () => {
    let before: unknown;
    {
      await using clone = await held.ground.fresh();
      before = await answer(clone, TRACES);
      await changeEverything(clone);
      const changed = await answer(clone, TRACES);
      expect(changed).not.toEqual(before);
      expect(changed).toMatchObject([{ births: 10, roles: ['keeper', 'newcomer'], login: true }]);
    }
    await using next = await held.ground.fresh();
    expect(await answer(next, TRACES)).toEqual(before);
  });

  test('a state that is kept can be stood on, twice over, and the baseline still', async () => {
    const first = await held.ground.fresh();
    await say(first, 'DELETE FROM births WHERE id > 100; CREATE ROLE first_step');
    const one = await first.freeze();
    expect(one.depth).toBe(1);
    const second = await held.ground.fresh({ from: one });
    expect(await rowsOf(second)).toBe(100);
    await say(second, 'DELETE FROM births WHERE id > 50; CREATE TABLE made (n int)');
    const two = await second.freeze();
    expect(two.depth).toBe(2);
    for (const [from, rows, roles] of [
      [two, 50, 1],
      [one, 100, 1],
      [undefined, 500, 0],
    ] as const) {
      await using clone = await held.ground.fresh(from === undefined ? {} : { from });
      expect(await rowsOf(clone)).toBe(rows);
      const named = `SELECT count(*)::int AS n FROM pg_roles WHERE rolname = 'first_step'`;
      expect(await answer(clone, named)).toEqual([{ n: roles }]);
      expect(await answer(clone, `SELECT to_regclass('made') IS NOT NULL AS made`)).toEqual([
        { made: from === two },
      ]);
    }
  });

  test('there is room for backups beside a clone, and it is gone with it', async () => {
    {
      await using clone = await held.ground.fresh();
      const file = `${clone.keptFolder}/backup`;
      const made = await clone.run(['bash', '-c', `echo kept > ${file} && cat ${file}`]);
      expect(made).toEqual({ exitCode: 0, stdout: 'kept\n', stderr: '' });
    }
    await using next = await held.ground.fresh();
    const found = await next.run(['ls', next.keptFolder]);
    expect(found.stdout.replace(/^wal\n$/, '')).toBe('');
  });

  test('disposing a clone twice is the same as once', async () => {
    const clone = await held.ground.fresh();
    await clone[Symbol.asyncDispose]();
    await clone[Symbol.asyncDispose]();
    await using next = await held.ground.fresh();
    expect(await rowsOf(next)).toBe(500);
  });

  test('a prepared transaction of one clone holds back nobody', async () => {
    {
      await using clone = await held.ground.fresh();
      await using session = await clone.connect({ database: DATABASE });
      await session.client.query('BEGIN');
      await session.client.query('DELETE FROM births');
      await session.client.query(`PREPARE TRANSACTION 'left'`);
    }
    await using next = await held.ground.fresh();
    expect(await rowsOf(next)).toBe(500);
    expect(await answer(next, 'SELECT count(*)::int AS n FROM pg_prepared_xacts')).toEqual([
      { n: 0 },
    ]);
  });
});

describe('thin clones', () => {
  let held: Held;
  beforeAll(async () => {
    held = await heldGround(15, 'overlay');
  }, SLOW_MS);
  afterAll(async () => {
    await held[Symbol.asyncDispose]();
  }, SLOW_MS);

  test('live side by side, and see nothing of each other', async () => {
    await using stack = new AsyncDisposableStack();
    const clones = await Promise.all([held.ground.fresh(), held.ground.fresh()]);
    for (const clone of clones) stack.use(clone);
    const [one, other] = clones;
    await Promise.all([
      say(one, 'DELETE FROM births WHERE id > 10; CREATE ROLE mine'),
      say(other, 'DELETE FROM births WHERE id > 20; CREATE ROLE mine'),
    ]);
    expect(await Promise.all(clones.map(rowsOf))).toEqual([10, 20]);
  });

  test('leave no container, no volume and no byte in their slots', async () => {
    const { runId, sandbox } = held.test;
    /** Slots with anything in them: states that other tests keep have theirs. */
    const used = async (): Promise<number> => {
      const count = "find /rehearsal/scratch/*/upper -mindepth 1 -printf '%H\n' | sort -u | wc -l";
      return Number((await sandbox.run(['bash', '-c', count])).stdout);
    };
    const untilUsed = async (isSo: (now: number) => boolean): Promise<number> =>
      await msUntil(async () => isSo(await used()), 10_000);
    {
      await using warm = await held.ground.fresh();
      await rowsOf(warm);
    }
    // What was given back until now is emptied first: the number then stays as it is.
    let usedBefore = await used();
    let since = performance.now();
    const isCalm = async (): Promise<boolean> => {
      const now = await used();
      if (now !== usedBefore) since = performance.now();
      usedBefore = now;
      return performance.now() - since > 4 * QUIET_MS;
    };
    expect(await msUntil(isCalm, 20_000)).toBeLessThan(20_000);
    const before = await engineHolds(runId);
    for (let turn = 0; turn < 3; turn += 1) {
      await using clone = await held.ground.fresh();
      await say(clone, 'UPDATE births SET name = name || 1');
      expect(await engineHolds(runId)).toEqual({
        containers: before.containers + 1,
        // Over exec the socket's place is a volume too.
        volumes: before.volumes + (held.test.sandbox.crossing.transport === 'exec' ? 3 : 2),
      });
      expect(await used()).toBeGreaterThan(usedBefore);
    }
    expect(await engineHolds(runId)).toEqual(before);
    expect(await untilUsed((now) => now <= usedBefore)).toBeLessThan(10_000);
  });

  test('leave the baseline as it was, and a written one is found out', async () => {
    {
      await using clone = await held.ground.fresh();
      await changeEverything(clone);
    }
    expect(await held.ground.isUntouched()).toBe(true);
    const { sandbox } = held.test;
    const file = '/rehearsal/pgdata/planted';
    await sandbox.run(['touch', file]);
    expect(await held.ground.isUntouched()).toBe(false);
    await sandbox.run(['rm', file]);
  });

  test('keep the sandbox’s own server from being started on the baseline', async () => {
    await expect(held.test.sandbox.restart('rehearse')).rejects.toThrow('clones stand');
  });

  test('name the files whose bytes changed, and none after only reading', async () => {
    await using clone = await held.ground.fresh();
    await using session = await clone.connect({ database: DATABASE });
    await readAll(session.client);
    expect(relations(await clone.changedFiles())).toEqual([]);
    const fileOf = async (name: string): Promise<string> => {
      const text = `SELECT pg_relation_filepath('${name}') AS file`;
      return (await session.client.query<{ file: string }>(text)).rows[0]?.file ?? '';
    };
    await session.client.query('UPDATE other SET n = n WHERE n = 7');
    expect(relations(await clone.changedFiles())).toEqual([await fileOf('other')]);
    await session.client.query('INSERT INTO births VALUES (1000, NULL)');
    const expected = [await fileOf('other'), await fileOf('births'), await fileOf('births_pkey')];
    expect(relations(await clone.changedFiles())).toEqual(expected.sort());
  });

  test('do not see what an unlogged table holds in memory alone', async () => {
    await using clone = await held.ground.fresh();
    await say(clone, 'INSERT INTO scratchpad SELECT generate_series(1, 100)');
    // A checkpoint leaves it there: whoever asks the disk has to read unlogged tables itself.
    expect(relations(await clone.changedFiles())).toEqual([]);
  });

  test('say so where files could not be compared, and never that there are none', async () => {
    const order = "printf 'differ 99\\n' | rehearsal-keeper 2>&1";
    const { stdout } = await held.test.sandbox.run(['bash', '-c', order]);
    expect(stdout).toContain('rehearsal: failed');
  });

  test('compare files with the state that they began from, not with the baseline', async () => {
    const first = await held.ground.fresh();
    await say(first, 'UPDATE births SET name = upper(name); CREATE TABLE made AS SELECT 1 AS n');
    const from = await first.freeze();
    await using clone = await held.ground.fresh({ from });
    await using session = await clone.connect({ database: DATABASE });
    await session.client.query('VACUUM'); // what the first clone wrote is marked as committed
    await session.client.query('CHECKPOINT');
    const settled = relations(await clone.changedFiles());
    await session.client.query('DROP TABLE other');
    const { rows } = await session.client.query<{ heap: string }>(
      `SELECT pg_relation_filepath('made') AS heap`,
    );
    await session.client.query('INSERT INTO made VALUES (2)');
    const changed = relations(await clone.changedFiles());
    expect(changed).toContain(rows[0]?.heap);
    expect(changed?.length).toBeGreaterThan(settled?.length ?? 0);
  });

  test(
    'can be started from a backup, recovered to a named point',
    async () => {
      await using clone = await held.ground.fresh({ settings: 'archive' });
      const kept = clone.keptFolder;
      const backup = ['pg_basebackup', '-h', '/rehearsal/socket', '-U', 'rehearsal_superuser'];
      const taken = await clone.run([...backup, '-D', `${kept}/base`, '-c', 'fast', '-X', 'none']);
      expect(taken.exitCode).toBe(0);
      await say(clone, 'DELETE FROM births WHERE id > 400');
      await say(clone, `SELECT pg_create_restore_point('here')`);
      await say(clone, 'DELETE FROM births');
      const [row] = await answer<{ segment: string }>(
        clone,
        'SELECT pg_walfile_name(pg_switch_wal()) AS segment',
      );
      const isArchived = async (): Promise<boolean> =>
        (await clone.run(['test', '-f', `${kept}/wal/${row?.segment}`])).exitCode === 0;
      expect(await msUntil(isArchived, 20_000)).toBeLessThan(20_000);
      const settings = [
        `restore_command = 'cp ${kept}/wal/%f %p'`,
        `recovery_target_name = 'here'`,
        `recovery_target_action = 'promote'`,
      ].join('\n');
      const write = `printf '%s\\n' "$1" >> ${kept}/base/postgresql.auto.conf`;
      await clone.run([
        'bash',
        '-c',
        `${write}; touch ${kept}/base/recovery.signal`,
        '-',
        settings,
      ]);
      await clone.startFrom(`${kept}/base`);
      expect(await rowsOf(clone)).toBe(400);
      await say(clone, 'DELETE FROM births WHERE id > 300');
      expect(await rowsOf(clone)).toBe(300);
      expect(await clone.changedFiles()).toBeNull();
      await expect(clone.freeze()).rejects.toThrow('GROUND_NOT_MADE');
    },
    SLOW_MS,
  );

  test('say so where a folder to start from is none', async () => {
    await using clone = await held.ground.fresh();
    await expect(clone.startFrom('/rehearsal/kept/nothing')).rejects.toThrow('GROUND_NOT_MADE');
  });
});

/** Each relation through and through, as fingerprints read them. */
async function readAll(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT oid::regclass::text AS name FROM pg_class WHERE relkind IN ('r', 'm', 'S')
        AND relpersistence <> 't' AND has_table_privilege(oid, 'SELECT')`,
  );
  for (const { name } of rows) await client.query(`SELECT count(*) FROM ${name}`);
}

/** Files of relations alone: their main fork, tables and indexes of the database and shared ones. */
function relations(files: readonly string[] | null): readonly string[] | undefined {
  return files?.filter((file) => /^(?:base\/\d+|global)\/\d+$/.test(file)).sort();
}
