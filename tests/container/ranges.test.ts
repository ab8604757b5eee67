// A table in ranges of its key, on a real server: every row in exactly one range, and all of them in
// the order of one COPY, whatever the keys are.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Client } from 'pg';
import { beginReading } from '../../harness/witness/look.io.ts';
import { rowsInRanges } from '../../harness/witness/ranged.io.ts';
import { rangesOf } from '../../harness/witness/ranges.ts';
import { rowsThrough, tablesThrough } from '../../harness/witness/reading.io.ts';
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
