// What a witness says of a change on its way: rows, locks, rewritten storage, bytes of log.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Sandbox } from '../../harness/sandbox/contract.ts';
import { lookAt, openWitness, type Fingerprint } from '../../harness/witness/index.ts';
import type { ChangeObserved, Witness } from '../../harness/witness/witness-contract.ts';
import type { TestSandbox } from './sandboxes.ts';
import { DATABASE, fresh, ground, SLOW_MS } from './witness-ground.ts';

let held: TestSandbox;
let sandbox: Sandbox;
let start: Fingerprint;

beforeAll(async () => {
  held = await ground(15);
  sandbox = held.sandbox;
}, SLOW_MS);
beforeEach(async () => {
  await fresh(sandbox);
  start = await lookAt(sandbox, DATABASE, 1);
}, SLOW_MS);
afterAll(async () => {
  await held[Symbol.asyncDispose]();
}, SLOW_MS);

function open(): Promise<Witness> {
  return openWitness({ server: sandbox, database: DATABASE, start });
}

async function run(...sql: readonly string[]): Promise<void> {
  await using session = await sandbox.connect({ database: DATABASE });
  for (const statement of sql) await session.client.query(statement);
}

describe('a change that is watched', () => {
  async function inside(...sql: readonly string[]): Promise<ChangeObserved> {
    await using witness = await open();
    await using session = await sandbox.connect({ database: DATABASE });
    const { client } = session;
    const watch = await witness.watch(client);
    await client.query('BEGIN');
    for (const text of sql) await watch.statement({ text }, () => client.query(text));
    const observed = await watch.finish();
    await client.query('ROLLBACK');
    watch.transactionEnded();
    return observed;
  }

  async function committed(...sql: readonly string[]): Promise<ChangeObserved> {
    await using witness = await open();
    await using session = await sandbox.connect({ database: DATABASE });
    const watch = await witness.watch(session.client);
    for (const text of sql) await watch.statement({ text }, () => session.client.query(text));
    return await watch.finish();
  }

  const LOGGED = `CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN INSERT INTO keyless VALUES ('by trigger', new.id); RETURN NEW; END $$`;
  const CHANGE = [
    `UPDATE plain SET t = 'x' WHERE id <= 3`,
    `INSERT INTO parted VALUES (3, 'three'), (4, 'four')`,
    'DELETE FROM child',
  ];
  const COUNTED = [
    { table: 'public.child', inserted: 0, updated: 0, deleted: 1 },
    { table: 'public.keyless', inserted: 3, updated: 0, deleted: 0 },
    { table: 'public.parted_1', inserted: 2, updated: 0, deleted: 0 },
    { table: 'public.plain', inserted: 0, updated: 3, deleted: 0 },
  ];

  test('has its rows counted while the transaction is open: triggers\u2019 too, partitions by name', async () => {
    await run(LOGGED);
    start = await lookAt(sandbox, DATABASE, 1);
    expect((await inside(...CHANGE)).rows).toEqual(COUNTED);
  });

  test('has them counted as well when it was committed, in one transaction or in several', async () => {
    await run(LOGGED);
    start = await lookAt(sandbox, DATABASE, 1);
    expect((await committed(...CHANGE)).rows).toEqual(COUNTED);
    await run(`INSERT INTO child VALUES (1, 1)`);
    expect((await committed('BEGIN', ...CHANGE, 'COMMIT')).rows).toEqual(COUNTED);
  });

  test('has rows counted that were rolled back on the way', async () => {
    const { rows } = await committed('BEGIN', 'UPDATE plain SET n = 0', 'ROLLBACK');
    expect(rows).toEqual([{ table: 'public.plain', inserted: 0, updated: 500, deleted: 0 }]);
  });

  test('that does nothing has done nothing', async () => {
    expect(await inside('SELECT 1')).toEqual({ walBytes: 0, rewritten: [], rows: [], locks: [] });
  });

  test('has its strongest locks named, an index where it is locked harder than its table', async () => {
    const { locks } = await inside(
      'SELECT count(*) FROM twin',
      'UPDATE plain SET n = 1 WHERE id = 1',
      'ALTER TABLE plain ADD COLUMN extra int',
      'LOCK TABLE keyless IN SHARE MODE',
      'ALTER INDEX twin_pkey SET (fillfactor = 70)',
      'CREATE TABLE new (id int)',
    );
    expect(locks.map(({ relation, mode, how }) => [relation, mode, how])).toEqual([
      ['public.keyless', 'Share', 'held'],
      ['public.plain', 'AccessExclusive', 'held'],
      ['public.twin', 'AccessShare', 'held'],
      ['public.twin_pkey', 'ShareUpdateExclusive', 'held'],
    ]);
    for (const { heldMs } of locks) expect(heldMs).toBeGreaterThan(0);
  });

  test('has a lock held from its statement to the end of the transaction', async () => {
    const { locks } = await inside('LOCK TABLE plain', 'SELECT pg_sleep(0.15)', 'LOCK TABLE twin');
    const heldMs = (name: string): number =>
      locks.find(({ relation }) => relation === name)?.heldMs ?? Number.NaN;
    expect(heldMs('public.plain')).toBeGreaterThanOrEqual(150);
    expect(heldMs('public.twin')).toBeLessThan(heldMs('public.plain') - 140);
  });

  test('outside a transaction has the locks that the manual tells', async () => {
    const { locks, rewritten } = await committed(
      'CREATE INDEX CONCURRENTLY plain_t ON plain (t)',
      'VACUUM FULL twin',
      'ALTER TABLE parted DETACH PARTITION parted_1 CONCURRENTLY',
    );
    expect(locks.map(({ relation, mode, how }) => [relation, mode, how])).toEqual(
      expect.arrayContaining([
        ['public.parted', 'ShareUpdateExclusive', expect.any(String)],
        ['public.parted_1', 'AccessExclusive', expect.any(String)],
        ['public.plain', 'ShareUpdateExclusive', expect.any(String)],
        ['public.twin', 'AccessExclusive', expect.any(String)],
      ]),
    );
    expect(rewritten).toEqual(['public.twin', 'public.twin_pkey']);
  });

  test('has rewritten storage named: tables, indexes, materialized views', async () => {
    const { rewritten, walBytes } = await inside(
      'ALTER TABLE plain ALTER COLUMN n TYPE bigint',
      'TRUNCATE child',
      'REINDEX INDEX twin_pkey',
      'REFRESH MATERIALIZED VIEW counted',
    );
    expect(rewritten).toEqual([
      'public.child',
      'public.child_pkey',
      'public.counted',
      'public.plain',
      'public.plain_pkey',
      'public.twin_pkey',
    ]);
    expect(walBytes).toBeGreaterThan(10_000);
  });

  test('that adds a column with a default rewrites nothing', async () => {
    expect((await inside(`ALTER TABLE plain ADD COLUMN d text DEFAULT 'd'`)).rewritten).toEqual([]);
  });

  test('that fails is watched to its end, and its error is the runner\u2019s', async () => {
    await using witness = await open();
    await using session = await sandbox.connect({ database: DATABASE });
    const { client } = session;
    const watch = await witness.watch(client);
    await client.query('BEGIN');
    const text = 'ALTER TABLE plain ADD CHECK (n < 0)';
    await expect(watch.statement({ text }, () => client.query(text))).rejects.toThrow('violated');
    // The server says that it failed before it gives its locks up: one may be seen still.
    expect(await watch.finish()).toMatchObject({ rewritten: [] });
    await client.query('ROLLBACK');
  });
});
