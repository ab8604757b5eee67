// A witness of a thin clone: the disk itself is asked whether anything was missed.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { groundOn, type CloneGround } from '../../harness/sandbox/index.ts';
import type { Clone } from '../../harness/sandbox/ground-contract.ts';
import {
  changedParts,
  lookAt,
  openWitness,
  type Fingerprint,
} from '../../harness/witness/index.ts';
import type { Witness } from '../../harness/witness/witness-contract.ts';
import type { TestSandbox } from './sandboxes.ts';
import { DATABASE, fresh, ground as cluster, SLOW_MS } from './witness-ground.ts';

let held: TestSandbox;
let ground: CloneGround;
let start: Fingerprint;

beforeAll(async () => {
  held = await cluster(15);
  await fresh(held.sandbox);
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
  return await witness.missed(files);
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

async function fileOf(clone: Clone, relation: string): Promise<string> {
  await using session = await clone.connect({ database: DATABASE });
  const { rows } = await session.client.query<{ path: string }>(
    `SELECT current_setting('data_directory') || '/' || pg_relation_filepath($1::regclass) AS path`,
    [relation],
  );
  return rows[0]?.path ?? '';
}
