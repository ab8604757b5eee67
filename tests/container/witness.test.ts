// A witness on a real server: what it takes over and what it reads, and that whatever it cannot follow
// it reads.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Client } from 'pg';
import { READER } from '../../harness/restore/contract.ts';
import type { Sandbox } from '../../harness/sandbox/contract.ts';
import {
  changedParts,
  lookAt,
  openWitness,
  residueBetween,
  type Fingerprint,
} from '../../harness/witness/index.ts';
import type { Witness } from '../../harness/witness/witness-contract.ts';
import type { TestSandbox } from './sandboxes.ts';
import { DATABASE, fresh, ground, inMaintenance, SLOW_MS } from './witness-ground.ts';

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

async function expectWhole(witness: Witness, isFollowed: boolean): Promise<void> {
  const look = await witness.look();
  const whole = await witness.lookWhole();
  expect(changedParts(whole, look.print)).toEqual([]);
  expect(look.print.hash).toBe(whole.hash);
  expect(look.isFollowed).toBe(isFollowed);
}

describe('what nothing touched', () => {
  test('is not read: its content is taken from the print that the clone was made from', async () => {
    const doubted: Fingerprint = {
      ...start,
      tables: start.tables.map((each) =>
        each.table === 'public.twin' ? { ...each, rows: 12_345 } : each,
      ),
    };
    await using witness = await openWitness({
      server: sandbox,
      database: DATABASE,
      start: doubted,
    });
    await run(`UPDATE plain SET t = 'x' WHERE id = 1`);
    const rowsOf = ({ tables }: Fingerprint): number | undefined =>
      tables.find(({ table }) => table === 'public.twin')?.rows;
    const look = await witness.look();
    expect(rowsOf(look.print)).toBe(12_345);
    expect(look.touched).toEqual(['public.plain', 'public.unlogged']);
    // Unless it is asked for.
    const also = await witness.lookAfresh(['public.twin']);
    expect(rowsOf(also.print)).toBe(500);
    expect(also.touched).toContain('public.twin');
  });

  test('but is not in that print is read at the opening', async () => {
    const partial = { ...start, tables: start.tables.slice(3) };
    await using witness = await openWitness({
      server: sandbox,
      database: DATABASE,
      start: partial,
    });
    expect(witness.before.hash).toBe(start.hash);
    await expectWhole(witness, true);
  });
});

describe('what cannot be followed', () => {
  test('is read whole: a transaction that was open before the witness was', async () => {
    await using session = await sandbox.connect({ database: DATABASE });
    await session.client.query('BEGIN; UPDATE plain SET n = 0');
    await using witness = await open();
    await session.client.query('COMMIT');
    await expectWhole(witness, false);
    expect(changedParts(start, (await witness.look()).print)).toEqual(['public.plain']);
  });

  test('is read whole: a transaction that was prepared before', async () => {
    await run('BEGIN', 'UPDATE plain SET n = 0', `PREPARE TRANSACTION 'p'`);
    try {
      await using witness = await open();
      await run(`COMMIT PREPARED 'p'`);
      await expectWhole(witness, false);
      expect(changedParts(start, (await witness.look()).print)).toEqual(['public.plain']);
    } finally {
      await run(`ROLLBACK PREPARED 'p'`).catch(() => undefined); // it is committed
    }
  });

  test('is read whole: another database under the same name', async () => {
    await using witness = await open();
    await fresh(sandbox);
    await run('UPDATE plain SET n = 0');
    await expectWhole(witness, false);
    expect(changedParts(start, (await witness.look()).print)).toContain('public.plain');
  });

  test('is read whole: a server that was started anew', async () => {
    await using witness = await open();
    await run('UPDATE plain SET n = 0');
    await sandbox.restart('rehearse');
    await expectWhole(witness, false);
    expect(changedParts(start, (await witness.look()).print)).toEqual(['public.plain']);
  });

  test('is read whole: a server whose log leaves out what it can', async () => {
    await sandbox.restart('restore');
    try {
      await using witness = await open();
      await run('BEGIN; TRUNCATE plain CASCADE; INSERT INTO plain VALUES (1); COMMIT');
      await expectWhole(witness, false);
      expect(await witness.missed(['base/1/1', 'global/1262'])).toEqual([]);
    } finally {
      await sandbox.restart('rehearse');
    }
  });

  test(
    'is read whole: a log that is longer than the tables',
    async () => {
      await using witness = await open();
      await run(
        `INSERT INTO keyless SELECT repeat('x', 100), g FROM generate_series(1, 60000) AS g`,
        'DELETE FROM keyless WHERE n > 50',
        'UPDATE twin SET n = 0 WHERE id = 1',
      );
      await expectWhole(witness, false);
      // And from then on, always.
      await run(`UPDATE plain SET n = 0 WHERE id = 2`);
      await expectWhole(witness, false);
      const { print } = await witness.look();
      expect(changedParts(start, print)).toEqual(['public.keyless', 'public.plain', 'public.twin']);
    },
    SLOW_MS,
  );

  test('is read whole: a log without the means to read it', async () => {
    await inMaintenance(sandbox, ['DROP EXTENSION pg_walinspect']);
    try {
      await using witness = await open();
      await run('UPDATE plain SET n = 0');
      await expectWhole(witness, false);
    } finally {
      await inMaintenance(sandbox, ['CREATE EXTENSION pg_walinspect']);
    }
  });

  test(
    'is followed all the same where one record is longer than what is read at once',
    async () => {
      await using witness = await open();
      // One record of 6 MB, then a row.
      await run(
        `SELECT pg_logical_emit_message(false, 'x', repeat('x', 6000000))`,
        'UPDATE plain SET n = 0',
      );
      await run('CREATE TABLE large AS SELECT g FROM generate_series(1, 400000) AS g');
      await using again = await openWitness({
        server: sandbox,
        database: DATABASE,
        start: await witness.lookWhole(),
      });
      await run(
        `SELECT pg_logical_emit_message(false, 'x', repeat('x', 6000000))`,
        'UPDATE twin SET n = 0',
      );
      await expectWhole(again, true);
      expect((await again.look()).touched).toEqual(['public.twin', 'public.unlogged']);
    },
    SLOW_MS,
  );
});

describe('a session that tries to mislead', () => {
  test('is looked through: its names and settings do not count', async () => {
    await using witness = await open();
    await using session = await sandbox.connect({ database: DATABASE });
    const { client } = session;
    for (const statement of [
      'CREATE SCHEMA evil',
      `CREATE FUNCTION evil.never(oid, oid) RETURNS boolean LANGUAGE sql AS 'SELECT false'`,
      'CREATE OPERATOR evil.= (LEFTARG = oid, RIGHTARG = oid, FUNCTION = evil.never)',
      'CREATE VIEW evil.pg_class AS SELECT * FROM pg_catalog.pg_class WHERE false',
      'CREATE VIEW evil.pg_stat_xact_user_tables AS SELECT * FROM pg_catalog.pg_stat_xact_user_tables WHERE false',
    ]) {
      await client.query(statement);
    }
    const before = (await witness.look()).print;
    const watch = await witness.watch(client);
    await client.query(`BEGIN; SET LOCAL search_path = evil, pg_catalog, public;
      SET LOCAL datestyle = 'German'; SET LOCAL bytea_output = 'escape'; SET LOCAL extra_float_digits = -5`);
    await client.query('UPDATE public.plain SET n = 0 WHERE id OPERATOR(pg_catalog.=) 1');
    await client.query(`SET LOCAL ROLE ${READER}`);
    const observed = await watch.finish();
    expect(observed.rows).toEqual([{ table: 'public.plain', inserted: 0, updated: 1, deleted: 0 }]);
    const { print } = await witness.lookInside(client);
    expect(changedParts(before, print)).toEqual(['public.plain']);
    await client.query('ROLLBACK');
  });
});

describe('files that changed on disk', () => {
  async function fileOf(client: Client, relation: string): Promise<string> {
    const { rows } = await client.query<{ path: string }>(
      'SELECT pg_relation_filepath($1::regclass) AS path',
      [relation],
    );
    return rows[0]?.path ?? '';
  }

  test('are missed where no record names them, and only there', async () => {
    // As a clone begins: what made this copy is behind the last checkpoint.
    await run('CHECKPOINT');
    await using witness = await open();
    await using session = await sandbox.connect({ database: DATABASE });
    const { client } = session;
    await client.query(`UPDATE plain SET t = repeat('x', 3000) WHERE id = 1`);
    const plain = await fileOf(client, 'plain');
    const twin = await fileOf(client, 'twin');
    const unlogged = await fileOf(client, 'unlogged');
    const catalog = await fileOf(client, 'pg_opfamily');
    const files = [plain, `${plain}_fsm`, unlogged, `${twin}_vm`, 'global/pg_control'];
    expect(await witness.missed(files)).toEqual([]);
    expect(await witness.missed([...files, twin])).toEqual(['public.twin']);
    expect(await witness.missed([catalog, `${twin}.1`])).toEqual([
      'pg_catalog.pg_opfamily',
      'public.twin',
    ]);
    // A look at the same log changes nothing of it.
    await witness.look();
    expect(await witness.missed([plain, twin])).toEqual(['public.twin']);
  });

  test('are named by a hint alone, although a table with new hints is not read again', async () => {
    await run('BEGIN', 'DELETE FROM keyless', 'ROLLBACK', 'CHECKPOINT');
    await using witness = await open();
    await using session = await sandbox.connect({ database: DATABASE });
    await session.client.query('SELECT count(*) FROM keyless');
    const file = await fileOf(session.client, 'keyless');
    expect((await witness.look()).touched).toEqual(['public.unlogged']);
    expect(await witness.missed([file])).toEqual([]);
  });
});

describe('what no fingerprint sees', () => {
  test('is asked beside it, and named', async () => {
    await using witness = await open();
    const before = await witness.residue(witness.before);
    await run(
      'BEGIN',
      'UPDATE plain SET n = 0',
      `PREPARE TRANSACTION 'left'`,
      `SELECT pg_create_physical_replication_slot('slot')`,
      `SELECT pg_replication_origin_create('origin')`,
      `ALTER ROLE hiding_role PASSWORD 'x'`,
    );
    const items = residueBetween(before, await witness.residue(witness.before), 'transaction');
    expect(items.map(({ kind }) => kind).sort()).toEqual([
      'prepared transaction',
      'replication origin',
      'replication slot',
      'role secret',
      'role secret',
    ]);
    await run(
      `ROLLBACK PREPARED 'left'`,
      `SELECT pg_drop_replication_slot('slot')`,
      `SELECT pg_replication_origin_drop('origin')`,
      `ALTER ROLE hiding_role PASSWORD NULL`,
    );
    const gone = residueBetween(before, await witness.residue(witness.before), 'transaction');
    expect(gone).toEqual([]);
  });

  test('is not the witness\u2019s own doing', async () => {
    await using witness = await open();
    const before = await witness.residue(witness.before);
    await witness.look();
    await witness.lookWhole();
    expect(residueBetween(before, await witness.residue(witness.before), 'transaction')).toEqual(
      [],
    );
  });
});

describe('sequences', () => {
  test('are put back to where a print has them, and what is gone or new is left', async () => {
    await run(`SELECT setval('steps', 41)`, 'CREATE SEQUENCE fleeting');
    start = await lookAt(sandbox, DATABASE, 1);
    await using witness = await open();
    await run(
      `SELECT nextval('steps') FROM generate_series(1, 5)`,
      `SELECT setval('strides', 900, false)`,
      'DROP SEQUENCE fleeting',
      'CREATE SEQUENCE later',
      `SELECT nextval('later')`,
    );
    await witness.putSequencesBack(witness.before);
    const { print } = await witness.look();
    expect(print.sequences.lines).toEqual([
      'public.later has given 1',
      ...start.sequences.lines.filter((line) => !line.startsWith('public.fleeting')),
    ]);
  });
});

test(
  'a large table that is read in ranges, side by side, has the print that one COPY has',
  async () => {
    // The middle of the key is empty, and its end stands first on the disk: ranges differ in length.
    await run(
      `CREATE TABLE large (id bigint, t text)`,
      `INSERT INTO large SELECT 90000000 + g, repeat(md5(g::text), 25) FROM generate_series(1, 900) AS g`,
      `INSERT INTO large SELECT g, repeat(md5(g::text), 25) FROM generate_series(1, 42000) AS g`,
      `ALTER TABLE large ADD PRIMARY KEY (id)`,
    );
    let heard = 0;
    const one = await lookAt(sandbox, DATABASE, 1);
    const two = await lookAt(sandbox, DATABASE, 2, { heard: (bytes) => (heard += bytes) });
    const largeOf = ({ tables }: Fingerprint): unknown =>
      tables.find(({ table }) => table === 'public.large');
    expect(largeOf(one)).toMatchObject({ rows: 42_900 });
    expect(largeOf(two)).toEqual(largeOf(one));
    expect(two.hash).toBe(one.hash);
    expect(heard).toBeGreaterThan(42_900 * 800);
  },
  SLOW_MS,
);

test('a witness keeps nobody from copying or dropping the clone', async () => {
  await using witness = await open();
  await witness.look();
  await inMaintenance(sandbox, [
    'DROP DATABASE IF EXISTS hiding_copy',
    `CREATE DATABASE hiding_copy TEMPLATE ${DATABASE}`,
    `DROP DATABASE ${DATABASE}`,
    `ALTER DATABASE hiding_copy RENAME TO ${DATABASE}`,
  ]);
  await expectWhole(witness, false);
});
