// The shapes of masks as a real server judges them, and what rows make "spec" propose.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { READER, SCENARIO_LOGIN } from '../../harness/restore/contract.ts';
import {
  checkClone,
  proposeClasses,
  schemaSpecSchema,
  studyClone,
  type MaskShape,
} from '../../harness/schema/index.ts';
import { testSandbox, type TestSandbox } from './sandboxes.ts';

const SLOW_MS = 120_000;

const CLUSTER = [
  `CREATE ROLE ${READER} NOLOGIN NOSUPERUSER BYPASSRLS`,
  `GRANT pg_read_all_data, pg_read_all_settings TO ${READER}`,
  `CREATE ROLE ${SCENARIO_LOGIN} LOGIN NOINHERIT`,
  `GRANT ${READER} TO ${SCENARIO_LOGIN}`,
  'CREATE DATABASE masks TEMPLATE template0 ENCODING UTF8',
];

/** A cast that would answer for the column, if anybody asked it. */
const LIAR = `
CREATE TYPE liar AS (secret text);
CREATE FUNCTION lie(liar) RETURNS text LANGUAGE sql AS $$ SELECT 'masked' $$;
CREATE CAST (liar AS text) WITH FUNCTION lie(liar) AS IMPLICIT;
CREATE TABLE lies (a liar);
INSERT INTO lies VALUES (ROW('4111 1111')), (ROW('4222 2222'));
`;

const PEOPLE = `
CREATE TABLE people (id serial PRIMARY KEY, email text, first_name text, last_name text,
  password text, token bytea, phone text, ssn text, notes jsonb, city varchar(20), born date);
INSERT INTO people (email, first_name, last_name, password, token, phone, notes, city, born)
  SELECT 'User' || n || '@mail' || n || '.Example.COM', 'masked', 'Person ' || n,
    md5(n::text), sha256(n::text::bytea), '+49 30 ' || n, '{}', CASE WHEN n > 3 THEN 'Berlin' END, current_date - n
  FROM generate_series(1, 7) AS n;
CREATE TABLE parts (at date, email text) PARTITION BY RANGE (at);
CREATE TABLE parts_all PARTITION OF parts DEFAULT;
INSERT INTO parts VALUES (now(), 'a@x.test'), (now(), 'b@test');
`;

describe('masks on a real server', () => {
  let held: TestSandbox;
  beforeAll(async () => {
    held = await testSandbox(15);
    await run('postgres', CLUSTER);
    await run('masks', [LIAR, PEOPLE]);
  }, SLOW_MS);
  afterAll(async () => {
    await held[Symbol.asyncDispose]();
  }, SLOW_MS);

  async function run(database: string, statements: readonly string[]): Promise<void> {
    await using session = await held.sandbox.connect({ database });
    for (const statement of statements) await session.client.query(statement);
  }

  /** Judgement and words of a table's one masked column. */
  async function judged(table: string, column: string, shape: MaskShape): Promise<string[]> {
    const tables = { [table]: { classes: { masked: { [column]: shape } } } };
    const surfaces = [{ id: 's', title: 't', required: true, tables }];
    const spec = schemaSpecSchema.parse({ version: 1, surfaces });
    const check = await checkClone(held.sandbox, 'masks', spec);
    return [check.table.judgement, ...check.findings.map(({ what }) => what)];
  }

  /** The same of values in a table of their own. */
  async function valuesAre(
    type: string,
    values: readonly string[],
    shape: MaskShape,
  ): Promise<string> {
    const rows = values.map((value) => `(${value})`).join(', ');
    await run('masks', [
      'DROP TABLE IF EXISTS given',
      `CREATE TABLE given (v ${type}); INSERT INTO given VALUES ${rows}`,
    ]);
    const [judgement = '', what = ''] = await judged('given', 'v', shape);
    const [count] = /\d+ of \d+ rows/.exec(what) ?? [what];
    return `${judgement} ${count}`.trim();
  }

  const sha = "repeat('0aF', 21) || '0'";
  test.each<[MaskShape, string, readonly string[], string]>([
    ['null', 'text', ['NULL', 'NULL'], 'HELD'],
    ['null', 'text', ["''", 'NULL'], 'NOT_HELD 1 of 2 rows'],
    [{ constant: 'x' }, 'text', ["'x'", 'NULL'], 'HELD'],
    [{ constant: 'x' }, 'text', ["'x'", "'X'", "'x '"], 'NOT_HELD 2 of 3 rows'],
    [{ constant: false }, 'boolean', ['false', 'NULL'], 'HELD'],
    [{ constant: 0 }, 'numeric(6,2)', ['0', '0.00'], 'HELD'],
    [{ constant: 0 }, 'text', ["'0.0'", "'zero'", "''"], 'NOT_HELD 2 of 3 rows'],
    [{ pattern: 'u[0-9]+|nobody' }, 'text', ["'u1'", "'nobody'"], 'HELD'],
    [
      { pattern: 'u[0-9]+' },
      'text',
      ["'my u1'", "'u1 Smith'", "E'u1\\nSmith'"],
      'NOT_HELD 3 of 3 rows',
    ],
    [{ pattern: '(?n)^u[0-9]+$' }, 'text', ["E'u1\\nSmith'", "'u1'"], 'NOT_HELD 1 of 2 rows'],
    [{ pattern: '(?i)U' }, 'text', ["'u'", "'U'"], 'HELD'],
    [{ emailDomain: 'example.org' }, 'text', ["'a@example.org'", "'B.C@x.EXAMPLE.org'"], 'HELD'],
    [
      { emailDomain: 'example.org' },
      'text',
      [
        "'a@notexample.org'",
        "'a@example.org.evil.io'",
        "'a@exampleXorg'",
        "'a b@example.org'",
        "'@example.org'",
      ],
      'NOT_HELD 5 of 5 rows',
    ],
    [{ hash: 'sha256' }, 'text', [sha, 'NULL'], 'HELD'],
    [
      { hash: 'sha256' },
      'text',
      [`${sha} || 'a'`, "'abc'", "repeat('g', 64)"],
      'NOT_HELD 3 of 3 rows',
    ],
    [{ hash: 'sha256' }, 'bytea', ["sha256('a')", "'\\x00'"], 'NOT_HELD 1 of 2 rows'],
    [{ hash: 'md5' }, 'text', ["md5('a')"], 'HELD'],
    [{ hash: 'sha1' }, 'text', ["repeat('a', 40)", "md5('a')"], 'NOT_HELD 1 of 2 rows'],
  ])('%j over %s %j: %s', async (shape, type, values, verdict) => {
    expect(await valuesAre(type, values, shape)).toBe(verdict);
  });

  test('a pattern that is none is not decided, and says no value', async () => {
    expect(await valuesAre('text', ["'secret'"], { pattern: '(' })).toBe(
      'NOT_DECIDED column "given.v": the server refused the question (SQLSTATE 2201B)',
    );
  });

  test('a cast that the dump brought cannot answer for its column', async () => {
    expect(await judged('lies', 'a', { constant: 'masked' })).toEqual([
      'NOT_HELD',
      'column "lies.a": 2 of 2 rows are not so, spec says masked: "masked", or null',
    ]);
  });

  test('a partitioned table answers for its partitions', async () => {
    expect(await judged('parts', 'email', { emailDomain: 'x.test' })).toEqual([
      'NOT_HELD',
      'column "parts.email": 1 of 2 rows are not so, spec says masked: an address at x.test, or null',
    ]);
  });

  test('rows make proposals, and what a proposal says holds', async () => {
    const { catalog, contents } = await studyClone(held.sandbox, 'masks', false);
    const people = proposeClasses(catalog, contents).find(
      ({ relation }) => relation.name === 'people',
    );
    const proposed = people?.columns.map(({ name, proposal }) => [
      name,
      proposal.kind === 'masked' ? proposal.shape : proposal.kind,
    ]);
    expect(Object.fromEntries(proposed ?? [])).toEqual({
      id: 'public',
      email: { emailDomain: 'example.com' },
      first_name: { constant: 'masked' },
      last_name: { pattern: '^Person [0-9]+$' },
      password: { hash: 'md5' },
      token: { hash: 'sha256' },
      phone: 'open',
      ssn: 'null',
      notes: { constant: '{}' },
      city: 'open',
      born: 'open',
    });
    for (const { name, proposal } of people?.columns ?? []) {
      if (proposal.kind !== 'masked') continue;
      expect([name, ...(await judged('people', name, proposal.shape))]).toEqual([name, 'HELD']);
    }
  });

  test('a column that only a new schema has is refused where sanitization is complete', async () => {
    const spec = schemaSpecSchema.parse({
      version: 1,
      sanitization: 'complete',
      surfaces: [
        {
          id: 's',
          title: 't',
          required: true,
          tables: {
            people: {
              classes: {
                public: ['id', 'ssn', 'notes', 'city'],
                synthetic: ['email', 'first_name', 'last_name', 'password', 'token', 'born'],
              },
            },
            parts: { classes: { public: ['at'], synthetic: ['email'] } },
            lies: { classes: { synthetic: ['a'] } },
            given: { classes: { synthetic: ['v'] } },
          },
        },
      ],
    });
    await run('masks', ['DROP TABLE IF EXISTS given', 'CREATE TABLE given (v text)']);
    const { table, findings } = await checkClone(held.sandbox, 'masks', spec);
    expect(table.judgement).toBe('NOT_HELD');
    expect(findings).toEqual([
      {
        code: 'SANITIZATION_UNCLASSIFIED',
        where: 'people.phone',
        what: 'column "people.phone" has no class, spec says that every column has one',
      },
    ]);
  });
});
