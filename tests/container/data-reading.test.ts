// What a real pg_dump wrote, in every format and compression, read back: the same rows, byte for
// byte, that COPY gives in the source database, and the same large objects.
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readData, takeIn, type DumpFormat } from '../../harness/intake/index.ts';
import { restoreDump } from '../../harness/restore/index.ts';
import { dumpInto } from '../../harness/run/demo-dump.io.ts';
import { MAINTENANCE_DATABASE, SUPERUSER } from '../../harness/sandbox/index.ts';
import { readConfig } from '../../harness/run/config.io.ts';
import { restoring } from '../../harness/run/restoring.io.ts';
import { FEW } from './cli.ts';
import { attest, dumpMaker } from './made-dumps.ts';
import { testSandbox, type TestSandbox } from './sandboxes.ts';

const SLOW_MS = 240_000;

/** Whatever rows can hold that a reader may stumble over. */
const SOURCE = String.raw`
CREATE TABLE public.wide (id bigint PRIMARY KEY, name text, note text, amount numeric(12,2), ok boolean, ref uuid);
INSERT INTO wide SELECT i, 'customer ' || i, repeat(md5(i::text) || E'\t\\', i % 40), i * 1.37, i % 2 = 0,
  md5(i::text)::uuid FROM generate_series(1, 1200) i;
INSERT INTO wide VALUES (0, repeat(E'long\n\\.\n', 200000), NULL, NULL, NULL, NULL);
CREATE TABLE public."odd ""x""; (ü" ("a b" text, g int GENERATED ALWAYS AS (k * 2) STORED, k int,
  "select" text[], bits varbit, bin bytea, f float8, j jsonb);
INSERT INTO "odd ""x""; (ü" ("a b", k, "select", bits, bin, f, j) VALUES
  (E'tab\there\nline\\back\\.\r\b\f\v', 1, ARRAY['a','b,c','"q"',NULL], B'0101', '\x00ff5c2e0a', 'NaN', '{"a": "it''s \\n"}'),
  (E'\\.', 2, NULL, NULL, NULL, -1.5e-30, NULL), (E'''quote'' ü €', -3, '{}', B'', '\x', 'Infinity', '[]'),
  ('', NULL, NULL, NULL, NULL, NULL, NULL), (E'\\N', 0, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE public.empty_one (a int);
CREATE TABLE public.nothing ();
INSERT INTO nothing DEFAULT VALUES;
INSERT INTO nothing DEFAULT VALUES;
CREATE TABLE public.part (a int, b text) PARTITION BY RANGE (a);
CREATE TABLE public.part1 PARTITION OF part FOR VALUES FROM (0) TO (10);
CREATE TABLE public.part2 PARTITION OF part FOR VALUES FROM (10) TO (20);
INSERT INTO part SELECT i, 'p' || i FROM generate_series(0, 19) i;
CREATE TABLE public.ident (i int GENERATED ALWAYS AS IDENTITY, t text);
INSERT INTO ident (t) VALUES ('one'), ('two');
DO $$ BEGIN
  PERFORM lo_from_bytea(16500, '\x0102030a5c2e0a0d00ff');
  PERFORM lo_from_bytea(16501, '');
  PERFORM lo_from_bytea(16502, (SELECT string_agg(sha256(i::text::bytea), '') FROM generate_series(1, 9000) i));
END $$;
CREATE FUNCTION public.f() RETURNS text LANGUAGE sql AS $$ SELECT 'words of a function' $$;
COMMENT ON TABLE part IS 'words of a comment';
CREATE VIEW public.v AS SELECT 'words of a view' AS x;
`;
const TABLES = ['wide', 'odd "x"; (ü', 'empty_one', 'nothing', 'part1', 'part2', 'ident'];
const LARGE_OBJECTS = ['16500', '16501', '16502'];

const packings = (major: number): readonly string[] =>
  major >= 16 ? ['none', 'gzip', 'lz4', 'zstd'] : ['0', '6'];
function kinds(major: number): [DumpFormat, readonly string[]][] {
  const packed = packings(major).flatMap((packing): [DumpFormat, readonly string[]][] => [
    ['custom', [`--compress=${packing}`]],
    ['custom', [`--compress=${packing}`, '--inserts']],
    ['directory', [`--compress=${packing}`]],
    ['plain', [`--compress=${packing}`]],
  ]);
  return [
    ...packed,
    ['directory', ['--inserts', '--rows-per-insert=7']],
    ['tar', []],
    ['tar', ['--column-inserts']],
    ['plain', ['--inserts']],
    ['plain', ['--column-inserts', '--rows-per-insert=50', '--on-conflict-do-nothing']],
  ];
}

interface Content {
  readonly rows: Record<string, string>;
  readonly largeObjects: Record<string, string>;
  readonly words: string;
}

async function contentOf(stagedPath: string, format: DumpFormat): Promise<Content> {
  const byteLength = format === 'directory' ? 0 : (await stat(stagedPath)).size;
  const rows: Record<string, Buffer[]> = {};
  const largeObjects: Record<string, Buffer[]> = {};
  let words = '';
  const reading = readData({ stagedPath, facts: { format, byteLength } });
  for await (const { source, chunks } of reading.parts) {
    const taken: Buffer[] = [];
    for await (const chunk of chunks) taken.push(Buffer.from(chunk));
    if (source.kind === 'rows') (rows[source.table] ??= []).push(...taken);
    else if (source.kind === 'large-object') (largeObjects[source.name] ??= []).push(...taken);
    else words += Buffer.concat(taken).toString();
  }
  const whole = (
    found: Record<string, Buffer[]>,
    encoding: 'utf8' | 'hex',
  ): Record<string, string> =>
    Object.fromEntries(
      Object.entries(found).map(([name, all]) => [name, Buffer.concat(all).toString(encoding)]),
    );
  return { rows: whole(rows, 'utf8'), largeObjects: whole(largeObjects, 'hex'), words };
}

describe.each([15, 17])('the data of dumps made by pg_dump %d', (major) => {
  let folder: string;
  let held: TestSandbox;
  const expected: Content = { rows: {}, largeObjects: {}, words: '' };

  const ask = async (sql: string): Promise<string> => {
    const { exitCode, stdout, stderr } = await held.sandbox.run([
      'psql',
      '--no-psqlrc',
      '--quiet',
      '--tuples-only',
      '--no-align',
      '--host=/rehearsal/socket',
      `--username=${SUPERUSER}`,
      '--dbname=source',
      `--command=${sql}`,
    ]);
    expect([exitCode, stderr]).toEqual([0, '']);
    return stdout;
  };

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'data-test-'));
    held = await testSandbox(major);
    {
      await using session = await held.sandbox.connect({ database: MAINTENANCE_DATABASE });
      await session.client.query('CREATE DATABASE source');
    }
    {
      await using session = await held.sandbox.connect({ database: 'source' });
      await session.client.query(SOURCE);
    }
    for (const table of TABLES)
      expected.rows[table] = await ask(`COPY "${table.replaceAll('"', '""')}" TO STDOUT`);
    for (const oid of LARGE_OBJECTS)
      expected.largeObjects[`large object ${oid}`] = (
        await ask(`SELECT encode(lo_get(${oid}), 'hex')`)
      ).trim();
  }, SLOW_MS);
  afterAll(async () => {
    await held[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  test.each(kinds(major))(
    'are those of the source, as %s %j',
    async (format, options) => {
      const target = path.join(folder, `${format}${options.join('')}`);
      await dumpInto(held.sandbox, 'source', [`--format=${format}`, ...options], target);
      const found = await contentOf(target, format);
      // A statement for each row: a table without rows is not mentioned.
      const isInserts = options.some((option) => option.includes('inserts'));
      expect(isInserts ? { empty_one: '', ...found.rows } : found.rows).toEqual(expected.rows);
      expect(found.largeObjects).toEqual(expected.largeObjects);
      for (const words of ['words of a function', 'words of a comment', 'words of a view'])
        expect(found.words).toContain(words);
      await rm(target, { recursive: true });
    },
    SLOW_MS,
  );
});

describe('a plain dump', () => {
  // How rows are written and how the file is packed are read one behind the other.
  const OPTIONS = [['--compress=lz4', '--inserts'], ['--compress=zstd']];
  const nameOf = (options: readonly string[]): string => `made${options.join('')}`;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'data-test-'));
    await using maker = await dumpMaker(folder, 17);
    for (const options of OPTIONS)
      await maker.make(nameOf(options), '', ['--format=plain', ...options]);
  }, SLOW_MS);
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test.each(OPTIONS.map((options) => ({ options })))(
    'made with $options is restored like any other',
    async ({ options }) => {
      const dumpPath = path.join(folder, nameOf(options));
      await attest(dumpPath, folder);
      const workFolder = await mkdtemp(path.join(folder, 'staged-'));
      const intake = await takeIn({ dumpPath, where: 'made.sql', workFolder });
      const notes = ['INTAKE_SECURITY_DEFINER'];
      expect(intake.findings.filter(({ code }) => !notes.includes(code))).toEqual([]);
      if (intake.kind !== 'accepted') throw new Error(intake.kind);
      const { dump } = intake;
      await using target = await testSandbox(17, { stagedDumpPath: dump.stagedPath });
      const config = await readConfig(FEW);
      await using going = restoring(target.sandbox, { dump, config });
      expect(await going.measure()).toBeNull();
      const outcome = await restoreDump(going.request);
      expect(outcome.findings).toEqual([]);
      // Of the last pass, which feeds psql: the first one only looks for schemas.
      const total = dump.facts.byteLength;
      expect(await going.measure()).toMatchObject({ done: total, total, unit: 'bytes' });
      expect(outcome.evidence.judgement).toBe('HELD');
    },
    SLOW_MS,
  );
});
