// A table in ranges of its key, on a real server: every row in exactly one range, and all of them in
// the order of one COPY, whatever the keys are.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Client } from 'pg';
import { SOCKET_INSIDE, SUPERUSER } from '../../harness/sandbox/index.ts';
import type { TablePrint } from '../../harness/witness/contract.ts';
import { copiedOut } from '../../harness/witness/copy-out.io.ts';
import { beginReading } from '../../harness/witness/look.io.ts';
import { rowsInRanges } from '../../harness/witness/ranged.io.ts';
import { rangesOf } from '../../harness/witness/ranges.ts';
import { rowsThrough, tablesThrough } from '../../harness/witness/reading.io.ts';
import { giveBack } from '../../harness/witness/slabs.ts';
import type { TestSandbox } from './sandboxes.ts';
import { DATABASE, fresh, ground, SLOW_MS } from './witness-ground.ts';

let held: TestSandbox;
beforeAll(async () => {
  held = await ground(15);
  await fresh(held.sandbox);
}, SLOW_MS);
afterAll(async () => {
  await held[Symbol.asyncDispose]();
}, SLOW_MS);

const digits = fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String);
const whole = (bits: bigint): fc.Arbitrary<string> =>
  fc.bigInt({ min: -(2n ** (bits - 1n)), max: 2n ** (bits - 1n) - 1n }).map(String);
const day = fc.integer({ min: -2_400_000, max: 2_900_000 }).map((days) => `${days}`);
const odd = (...values: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...values);

/** Keys as SQL makes them; the odd ones come often. */
const KEYS: Readonly<Record<string, { keys: fc.Arbitrary<string>; sql: (key: string) => string }>> =
  {
    int2: { keys: whole(16n), sql: (key) => `'${key}'::int2` },
    int4: { keys: whole(32n), sql: (key) => `'${key}'::int4` },
    int8: { keys: whole(64n), sql: (key) => `'${key}'::int8` },
    numeric: {
      keys: fc.oneof(
        digits,
        digits.map((each) => `${each}.5000`),
        odd('NaN', 'Infinity', '-Infinity', '0.00'),
      ),
      sql: (key) => `'${key}'::numeric`,
    },
    date: {
      keys: fc.oneof(day, odd('infinity', '-infinity')),
      sql: (key) =>
        key.includes('inf')
          ? `'${key}'::date`
          : `'2000-01-01'::date + least(greatest(${key}, -2400000), 2900000)`,
    },
    timestamp: {
      keys: fc.oneof(day, odd('infinity', '-infinity')),
      sql: (key) =>
        key.includes('inf')
          ? `'${key}'::timestamp`
          : `'2000-01-01 00:00:00.000001'::timestamp + ${key} * interval '1 hour 1 us'`,
    },
    timestamptz: {
      keys: fc.oneof(day, odd('infinity', '-infinity')),
      sql: (key) =>
        key.includes('inf')
          ? `'${key}'::timestamptz`
          : `'2000-01-01 00:00:00.000001+05'::timestamptz + ${key} * interval '1 hour 1 us'`,
    },
    uuid: { keys: fc.uuid(), sql: (key) => `'${key}'::uuid` },
  };

async function inKeys(type: string, keys: readonly string[]): Promise<void> {
  await using session = await held.sandbox.connect({ database: DATABASE });
  const { client } = session;
  await client.query("SET timezone = 'Asia/Kolkata'; SET datestyle = 'German, DMY'");
  await client.query(
    `DROP TABLE IF EXISTS keyed; CREATE TABLE keyed (key ${type} PRIMARY KEY, note text)`,
  );
  const rows = keys.map((key) => `(${KEYS[type]?.sql(key)}, 'of ${key}')`).join(', ');
  await client.query(`INSERT INTO keyed VALUES ${rows} ON CONFLICT DO NOTHING`);
  await beginReading(client);
  const table = (await tablesThrough(client)).find(({ label }) => label === 'public.keyed');
  if (table === undefined) throw new Error('there is no such table');
  const bounds = (
    await client.query<{ bound: string }>(
      'SELECT key::text AS bound FROM (SELECT key, row_number() OVER (ORDER BY key) AS n FROM public.keyed) AS k WHERE n % 2 = 0 ORDER BY k.key',
    )
  ).rows.map(({ bound }) => bound);
  const cut = rangesOf(table, { order: 1, bounds });
  if (cut === null) return;
  const whole = await textOf(rowsThrough(client, table, () => undefined));
  const sums: string[] = [];
  const ranged = await textOf(
    rowsInRanges([client], { table, cut, text: null }, ({ sha256 }) => void sums.push(sha256)),
  );
  expect(ranged).toBe(whole);
  expect(sums).toEqual([createHash('sha256').update(whole).digest('hex')]);
  await expectNumbered(client, cut.conditions, cut.rangeOf);
}

/** The number that a row is given is that of the one condition that holds for it. */
async function expectNumbered(
  client: Client,
  conditions: readonly string[],
  rangeOf: string,
): Promise<void> {
  const held = conditions.map((each, at) => `CASE WHEN ${each} THEN ${at} END`).join(', ');
  const { rows } = await client.query<{ at: number; in: (number | null)[] }>(
    `SELECT ${rangeOf} AS at, ARRAY[${held}]::int4[] AS in FROM public.keyed AS "\u00b7"`,
  );
  for (const row of rows) expect(row.in.filter((each) => each !== null)).toEqual([row.at]);
}

async function textOf(rows: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const each of rows) parts.push(Buffer.from(each));
  return Buffer.concat(parts).toString();
}

describe('ranges of keys of the type', () => {
  test.each(Object.keys(KEYS))(
    '%s hold each row once, in the order of one COPY',
    async (type) => {
      const { keys } = KEYS[type] ?? { keys: fc.string() };
      const many = fc.array(keys, { minLength: 4, maxLength: 40 });
      await fc.assert(
        fc.asyncProperty(many, async (found) => await inKeys(type, found)),
        { numRuns: 12 },
      );
    },
    SLOW_MS,
  );

  test(
    'can be in no other order than their own: no such index becomes a primary key',
    async () => {
      await using session = await held.sandbox.connect({ database: DATABASE });
      const { client } = session;
      await client.query('CREATE TABLE otherwise (key int8 NOT NULL)');
      await client.query('CREATE UNIQUE INDEX down ON otherwise (key DESC)');
      await expect(
        client.query('ALTER TABLE otherwise ADD PRIMARY KEY USING INDEX down'),
      ).rejects.toThrow('does not have default sorting behavior');
    },
    SLOW_MS,
  );
});

/** One session reads, another one acts on it. */
async function whileReading(
  query: string,
  act: (other: Client, process: number) => Promise<unknown>,
): Promise<{ readonly rows: number | null; readonly error: string }> {
  await using reading = await held.sandbox.connect({ database: DATABASE });
  await using other = await held.sandbox.connect({ database: DATABASE });
  const { client: reader } = reading;
  const { rows: found } = await reader.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  let rows: number | null = null;
  let error = '';
  try {
    let isFirst = true;
    for await (const bytes of copiedOut(reader, query, (told) => (rows = told))) {
      giveBack(bytes);
      if (isFirst) await act(other.client, found[0]?.pid ?? 0);
      isFirst = false;
    }
  } catch (cause) {
    error = cause instanceof Error ? cause.message : String(cause);
  }
  return { rows, error };
}

const MANY = (each: string): string =>
  `COPY (SELECT ${each} FROM generate_series(1, 1000000) AS n) TO STDOUT`;

describe('rows that are read', () => {
  test.each([
    ['canceled', 'pg_cancel_backend', 'canceling statement due to user request'],
    ['ended', 'pg_terminate_backend', 'terminating connection due to administrator command'],
  ])('are not all there where the reading is %s', async (_, call, words) => {
    const act = (other: Client, process: number): Promise<unknown> =>
      other.query(`SELECT pg_catalog.${call}($1)`, [process]);
    const { rows, error } = await whileReading(MANY(`repeat('x', 500)`), act);
    expect([rows, error]).toEqual([null, words]);
  });

  test('are not all there where one of them cannot be made', async () => {
    const act = (): Promise<unknown> => Promise.resolve();
    const { rows, error } = await whileReading(MANY(`1 / (1000000 - n), repeat('x', 50)`), act);
    expect([rows, error]).toEqual([null, 'division by zero']);
  });

  test('are the bytes that psql is given, whatever their size', async () => {
    await using session = await held.sandbox.connect({ database: DATABASE });
    const { client } = session;
    await client.query(`DROP TABLE IF EXISTS sizes; CREATE TABLE sizes (id int PRIMARY KEY, t text, b bytea);
      INSERT INTO sizes SELECT n, repeat(chr(9) || chr(228) || chr(92) || n, (n * 7) % 9000), sha256(n::text::bytea)
        FROM generate_series(1, 300) AS n;
      INSERT INTO sizes VALUES (1000, repeat('long', 3000000), NULL), (1001, '', ''), (1002, NULL, NULL)`);
    await beginReading(client);
    const table = (await tablesThrough(client)).find(({ name }) => name === 'sizes');
    if (table === undefined) throw new Error('there is no such table');
    const prints: TablePrint[] = [];
    for await (const { length } of rowsThrough(client, table, (each) => void prints.push(each))) {
      expect(length).toBeGreaterThan(0);
    }
    const { stdout, stderr } = await held.sandbox.run([
      'bash',
      '-c',
      `psql --no-psqlrc --host=${SOCKET_INSIDE} --username=${SUPERUSER} --dbname=${DATABASE} --command='COPY (SELECT * FROM sizes ORDER BY id) TO STDOUT' | sha256sum`,
    ]);
    expect([stdout.slice(0, 64), stderr]).toEqual([prints[0]?.sha256, '']);
    expect(prints[0]?.rows).toBe(303);
  });
});
