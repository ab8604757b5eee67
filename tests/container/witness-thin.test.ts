// A witness of a thin clone: the disk itself is asked whether anything was missed.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { groundOn, type CloneGround } from '../../harness/sandbox/index.ts';
import type { Clone } from '../../harness/sandbox/ground-contract.ts';
import {
  changedParts,
  KeptTexts,
  lookAt,
  openWitness,
  type Fingerprint,
  type TablePrint,
} from '../../harness/witness/index.ts';
import { beginReading } from '../../harness/witness/look.io.ts';
import { rowsInRanges } from '../../harness/witness/ranged.io.ts';
import { rangesOf } from '../../harness/witness/ranges.ts';
import { tablesThrough } from '../../harness/witness/reading.io.ts';
import type { Witness } from '../../harness/witness/witness-contract.ts';
import type { TestSandbox } from './sandboxes.ts';
import { DATABASE, fresh, ground as cluster, SLOW_MS } from './witness-ground.ts';

let held: TestSandbox;
let ground: CloneGround;
let start: Fingerprint;

beforeAll(async () => {
  held = await cluster(15);
  await fresh(held.sandbox);
  {
    await using session = await held.sandbox.connect({ database: DATABASE });
    await session.client.query(`
      CREATE TABLE grown (id int PRIMARY KEY, t text);
      INSERT INTO grown SELECT g, repeat('row ' || g, 9) FROM generate_series(1, 5000) AS g;
      CREATE TABLE stretched (id int PRIMARY KEY, kind text, body text);
      ALTER TABLE stretched ALTER COLUMN body SET STORAGE EXTERNAL;
      INSERT INTO stretched SELECT g, 'made', repeat('long ', 20000) FROM generate_series(1, 20) AS g`);
  }
  start = await lookAt(held.sandbox, DATABASE, 1);
  ground = await groundOn(held.sandbox, { database: DATABASE, jobs: 1 });
}, SLOW_MS);
afterAll(async () => {
  await ground[Symbol.asyncDispose]();
  await held[Symbol.asyncDispose]();
}, SLOW_MS);

function open(clone: Clone, from = start): Promise<Witness> {
  return openWitness({ server: clone, database: DATABASE, start: from });
}

async function run(clone: Clone, ...sql: readonly string[]): Promise<void> {
  await using session = await clone.connect({ database: DATABASE });
  for (const statement of sql) await session.client.query(statement);
}

async function missed(clone: Clone, witness: Witness): Promise<readonly string[]> {
  const files = await clone.changedFiles();
  if (files === null) throw new Error('these tests need thin clones');
  return await witness.missed(files, (file, blockBytes) => clone.changedBlocks(file, blockBytes));
}

describe('on a thin clone', () => {
  test(
    'the catalog is taken over where nothing wrote it, and read where it is asked for afresh',
    async () => {
      const sections = start.sections.map((each) =>
        each.section === 'comments' ? { ...each, sha256: start.hash, lines: ['"doubted"'] } : each,
      );
      await using clone = await ground.fresh();
      await using witness = await open(clone, { ...start, sections });
      const commentsOf = ({ sections: all }: Fingerprint): readonly string[] =>
        all.find(({ section }) => section === 'comments')?.lines ?? [];
      expect(commentsOf((await witness.look()).print)).toEqual(['"doubted"']);
      const { print } = await witness.lookAfresh([]);
      expect(commentsOf(print)).toEqual(commentsOf(start));
      expect(print.hash).toBe(start.hash);
    },
    SLOW_MS,
  );

  test(
    'nothing is missed, whatever was done',
    async () => {
      await using clone = await ground.fresh();
      await using witness = await open(clone);
      expect(changedParts(start, witness.before)).toEqual([]);
      expect(await missed(clone, witness)).toEqual([]);
      await run(
        clone,
        'UPDATE plain SET n = n',
        'BEGIN',
        'DELETE FROM keyless',
        'ROLLBACK',
        `UPDATE unlogged SET t = 'b'`,
        'ALTER TABLE twin ALTER COLUMN n TYPE bigint',
        'CREATE TABLE new AS TABLE plain',
        'VACUUM FULL pg_class',
        'DROP TABLE new',
        'CREATE INDEX CONCURRENTLY ON plain (t)',
        'VACUUM ANALYZE',
        'SELECT lo_create(0)',
        `SELECT nextval('steps')`,
      );
      expect(await missed(clone, witness)).toEqual([]);
      const look = await witness.look();
      expect(look.isFollowed).toBe(true);
      expect(look.print.hash).toBe((await witness.lookWhole()).hash);
    },
    SLOW_MS,
  );

  test(
    'a table written behind the log\u2019s back is found on the disk, and named',
    async () => {
      await using clone = await ground.fresh();
      await using witness = await open(clone);
      const file = await fileOf(clone, 'keyless');
      const written = await clone.run([
        'bash',
        '-c',
        `printf x | dd of=${file} bs=1 seek=8000 conv=notrunc`,
      ]);
      expect(written.exitCode).toBe(0);
      expect(await missed(clone, witness)).toEqual(['public.keyless']);
    },
    SLOW_MS,
  );

  test(
    'what the log no longer tells counts as missed',
    async () => {
      await using clone = await ground.fresh();
      await using witness = await open(clone);
      await run(
        clone,
        'ALTER SYSTEM SET wal_keep_size = 0',
        'SELECT pg_reload_conf()',
        `UPDATE grown SET t = 'changed' WHERE id = 3`,
        'SELECT pg_switch_wal()',
        'UPDATE plain SET n = n',
        'CHECKPOINT',
        'CHECKPOINT',
      );
      expect(await missed(clone, witness)).toContain('public.grown');
    },
    SLOW_MS,
  );

  test(
    'the catalog is taken over where nothing wrote to it since the start, and read where something did',
    async () => {
      const [first, ...others] = start.sections;
      if (first === undefined) throw new Error('a print has sections');
      const doubted = { ...start, sections: [{ ...first, lines: ['doubted'] }, ...others] };
      const linesOf = ({ before }: Witness): readonly string[] | undefined =>
        before.sections[0]?.lines;
      {
        await using clone = await ground.fresh();
        await using witness = await open(clone, doubted);
        expect(linesOf(witness)).toEqual(['doubted']);
      }
      {
        await using clone = await ground.fresh();
        await run(clone, 'CREATE TABLE early (id int)');
        await using witness = await open(clone, doubted);
        expect(linesOf(witness)).toEqual(first.lines);
        expect(witness.before.tables.some(({ table }) => table === 'public.early')).toBe(true);
        expect((await witness.look()).print.hash).toBe((await witness.lookWhole()).hash);
      }
      {
        // A checkpoint hides from the log what was before it: then nothing is taken for granted.
        await using clone = await ground.fresh();
        await run(clone, `COMMENT ON TABLE plain IS 'early'`, 'CHECKPOINT');
        await using witness = await open(clone, doubted);
        expect(linesOf(witness)).toEqual(first.lines);
        expect(witness.before.hash).toBe((await witness.lookWhole()).hash);
      }
    },
    SLOW_MS,
  );
});

describe('of a large table on a thin clone', () => {
  const UPDATE = `UPDATE grown SET t = 'changed' WHERE id IN (3, 5)`;
  const reference = { leastBlocks: 0, open: copy };
  let copied: Clone | null = null;
  async function copy(): Promise<{ readonly server: Clone; readonly database: string }> {
    copied ??= await ground.fresh();
    return { server: copied, database: DATABASE };
  }
  const openOn = (clone: Clone, from = start): Promise<Witness> =>
    openWitness({ server: clone, database: DATABASE, start: from, reference });
  afterAll(async () => {
    await copied?.[Symbol.asyncDispose]();
  }, SLOW_MS);

  test(
    'the blocks that were written to are read, and nothing else of it',
    async () => {
      // A print of other rows: where it comes back, the table was not read.
      const doubted: Fingerprint = {
        ...start,
        tables: start.tables.map((each) =>
          each.table === 'public.grown' ? { ...each, rows: 12_345 } : each,
        ),
      };
      const rowsOf = ({ tables }: Fingerprint): number | undefined =>
        tables.find(({ table }) => table === 'public.grown')?.rows;
      await using clone = await ground.fresh();
      await using witness = await openOn(clone, doubted);
      await run(clone, 'BEGIN', UPDATE, 'ROLLBACK');
      const back = await witness.look();
      expect(rowsOf(back.print)).toBe(12_345);
      expect(back.touched).toContain('public.grown');
      expect(back.blocks.get('public.grown')?.size).toBeGreaterThan(0);
      // As it never was before: read whole, and the next time known.
      await run(clone, UPDATE);
      const first = await witness.look();
      expect(rowsOf(first.print)).toBe(5000);
      expect(first.blocks.has('public.grown')).toBe(false);
      await run(clone, UPDATE);
      const again = await witness.look();
      expect(again.blocks.has('public.grown')).toBe(true);
      expect(changedParts(first.print, again.print)).toEqual([]);
      expect(changedParts(await witness.lookWhole(), again.print)).toEqual([]);
      expect(await missed(clone, witness)).toEqual([]);
      // On another clone of the same state, what was written to there is read here.
      await using other = await ground.fresh();
      await using beside = await openOn(other, doubted);
      const afresh = await beside.lookAfresh(['public.grown'], again.blocks);
      expect(afresh.blocks.get('public.grown')).toEqual(again.blocks.get('public.grown'));
      expect(rowsOf(afresh.print)).toBe(12_345);
      expect(rowsOf((await beside.lookAfresh(['public.grown'])).print)).toBe(5000);
    },
    SLOW_MS,
  );

  test(
    'what a change made is hashed from the text that was kept, and from the ranges that differ',
    async () => {
      const folder = await mkdtemp(path.join(tmpdir(), 'texts-'));
      try {
        await using texts = await KeptTexts.in(folder, 10_000_000);
        await using clone = await ground.fresh();
        const table = await keepText(clone, texts);
        expect(texts.of(table)).toBeDefined();
        await using witness = await openWitness({
          server: clone,
          database: DATABASE,
          start,
          reference: { ...reference, texts },
        });
        for (const change of [
          UPDATE,
          'INSERT INTO grown VALUES (0, NULL), (6000, $$tab\ttab$$)',
          'DELETE FROM grown WHERE id = 2500',
          'UPDATE grown SET id = -id WHERE id BETWEEN 4990 AND 5000',
          `INSERT INTO grown VALUES (7000, repeat('x', 1500))`,
        ]) {
          await run(clone, change);
          const look = await witness.look();
          // Taken by blocks, and not whole.
          expect(look.blocks.has('public.grown')).toBe(true);
          expect(changedParts(await witness.lookWhole(), look.print)).toEqual([]);
        }
      } finally {
        await rm(folder, { recursive: true });
      }
    },
    SLOW_MS,
  );

  test(
    'few rows of long values make a large table: read in part, or whole where such a value was written',
    async () => {
      const doubted: Fingerprint = {
        ...start,
        tables: start.tables.map((each) =>
          each.table === 'public.stretched' ? { ...each, rows: 12_345 } : each,
        ),
      };
      const large = { ...reference, leastBlocks: 100 };
      await using clone = await ground.fresh();
      await using witness = await openWitness({
        server: clone,
        database: DATABASE,
        start: doubted,
        reference: large,
      });
      const rows = async (): Promise<number | undefined> =>
        (await witness.look()).print.tables.find(({ table }) => table === 'public.stretched')?.rows;
      await run(clone, 'BEGIN', `UPDATE stretched SET kind = 'seen' WHERE id = 7`, 'ROLLBACK');
      expect(await rows()).toBe(12_345);
      await run(clone, 'BEGIN', 'UPDATE stretched SET body = body || id WHERE id = 7', 'ROLLBACK');
      expect(await rows()).toBe(20);
      expect(await missed(clone, witness)).toEqual([]);
    },
    SLOW_MS,
  );

  test(
    'columns that came or went are told by the catalog, where nothing wrote to its rows',
    async () => {
      const print = start.tables.find(({ table }) => table === 'public.grown');
      // What comes back as this was not read.
      const doubted: Fingerprint = {
        ...start,
        tables: start.tables.map((each) => (each === print ? { ...each, rows: 12_345 } : each)),
      };
      const rowsIn = ({ print: { tables } }: Awaited<ReturnType<Witness['look']>>): number =>
        tables.find(({ table }) => table === 'public.grown')?.rows ?? 0;
      await using clone = await ground.fresh();
      await using witness = await openOn(clone, doubted);
      const add = `ALTER TABLE grown ADD COLUMN round int NOT NULL DEFAULT 1`;
      await run(clone, add);
      const first = await witness.look();
      expect(rowsIn(first)).toBe(5000);
      await run(clone, 'ALTER TABLE grown DROP COLUMN round');
      expect(rowsIn(await witness.look())).toBe(12_345);
      await run(clone, add);
      const again = await witness.look();
      expect(changedParts(first.print, again.print)).not.toContain('public.grown');
      expect(changedParts(await witness.lookWhole(), again.print)).toEqual([]);
      // Another value, another column, a row that was written: each is a state of its own.
      for (const other of [
        'ALTER TABLE grown DROP COLUMN round, ADD COLUMN round int NOT NULL DEFAULT 2',
        'ALTER TABLE grown ADD COLUMN more text',
        'ALTER TABLE grown DROP COLUMN t',
        'UPDATE grown SET round = 3 WHERE id = 1',
        'ALTER TABLE grown ADD COLUMN t text',
        'ALTER TABLE grown ALTER COLUMN more TYPE varchar',
      ]) {
        await run(clone, other);
        expect(changedParts(await witness.lookWhole(), (await witness.look()).print)).toEqual([]);
      }
      expect(await missed(clone, witness)).toEqual([]);
    },
    SLOW_MS,
  );

  test(
    'a block that the log does not name is found on the disk, and its table named',
    async () => {
      await using clone = await ground.fresh();
      await using witness = await openOn(clone);
      await run(clone, 'BEGIN', UPDATE, 'ROLLBACK');
      const named = (await witness.look()).blocks.get('public.grown');
      const other = [1, 2, 3, 4, 5, 6].find((block) => named?.has(block) === false) ?? 0;
      expect(other).toBeGreaterThan(0);
      expect(await missed(clone, witness)).toEqual([]);
      const file = await fileOf(clone, 'grown');
      const written = await clone.run([
        'bash',
        '-c',
        `printf x | dd of=${file} bs=1 seek=${other * 8192 + 8000} conv=notrunc`,
      ]);
      expect(written.exitCode).toBe(0);
      expect(await missed(clone, witness)).toEqual(['public.grown']);
    },
    SLOW_MS,
  );
});

/** The text of "grown", cut at three keys. */
async function keepText(clone: Clone, texts: KeptTexts): Promise<TablePrint> {
  await using session = await clone.connect({ database: DATABASE });
  const { client } = session;
  await beginReading(client);
  const table = (await tablesThrough(client)).find(({ label }) => label === 'public.grown');
  if (table === undefined) throw new Error('there is no such table');
  const cut = rangesOf(table, { order: 1, bounds: ['100', '2500', '4000'] });
  if (cut === null) throw new Error('it is not cut');
  const kept: TablePrint[] = [];
  const text = await texts.begin(cut);
  const rows = rowsInRanges([client], { table, cut, text }, (print) => void kept.push(print));
  for await (const _ of rows);
  const [print] = kept;
  if (print === undefined) throw new Error('it was not read to its end');
  expect(start.tables).toContainEqual(print);
  return print;
}

async function fileOf(clone: Clone, relation: string): Promise<string> {
  await using session = await clone.connect({ database: DATABASE });
  const { rows } = await session.client.query<{ path: string }>(
    `SELECT current_setting('data_directory') || '/' || pg_relation_filepath($1::regclass) AS path`,
    [relation],
  );
  return rows[0]?.path ?? '';
}
