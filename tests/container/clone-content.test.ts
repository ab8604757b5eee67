// All content of a clone, read back: rows as COPY text, large objects as bytes, nothing left out.
import { describe, expect, test } from '@jest/globals';
import { cloneContent } from '../../harness/restore/index.ts';
import { scanData } from '../../harness/scan/index.ts';
import { testSandbox } from './sandboxes.ts';

const SLOW_MS = 60_000;
const LONG = 'x'.repeat(5000);

describe('the content of a clone', () => {
  test(
    'is every table, partition, view with rows of its own and large object',
    async () => {
      await using held = await testSandbox(15);
      const { sandbox } = held;
      {
        await using session = await sandbox.connect({ database: 'rehearsal_maintenance' });
        await session.client.query('CREATE DATABASE content');
      }
      await using session = await sandbox.connect({ database: 'content' });
      await session.client.query(`
        CREATE SCHEMA "Odd";
        CREATE TABLE "Odd"."a.b" (id integer, "My text" text, raw bytea,
                                  twice integer GENERATED ALWAYS AS (id * 2) STORED);
        INSERT INTO "Odd"."a.b" VALUES (1, E'tab\\there', '\\x00ff');
        CREATE UNLOGGED TABLE public.nothing (id integer);
        CREATE TABLE public.parts (id integer) PARTITION BY LIST (id);
        CREATE TABLE public.part_1 PARTITION OF public.parts FOR VALUES IN (1);
        INSERT INTO public.parts VALUES (1);
        CREATE TABLE public.parent (id integer);
        CREATE TABLE public.child () INHERITS (public.parent);
        INSERT INTO public.child VALUES (7);
        CREATE MATERIALIZED VIEW public.seen AS SELECT 8 AS eight;
        CREATE MATERIALIZED VIEW public.empty AS SELECT 9 AS nine WITH NO DATA;
        CREATE VIEW public.plain AS SELECT 1;
        SELECT lo_from_bytea(70001, convert_to('${LONG}', 'UTF8')), lo_from_bytea(70002, '\\x0a5c09'),
               lo_create(70003);`);
      const read: Record<string, string> = {};
      for await (const { source, chunks } of cloneContent(sandbox, 'content')) {
        let text = '';
        for await (const chunk of chunks) text += Buffer.from(chunk).toString('latin1');
        const name =
          source.kind === 'rows'
            ? `${source.schema}.${source.table}(${source.columns.join(',')})`
            : source.name;
        read[name] = text;
      }
      expect(read).toEqual({
        partitions: 'ALTER TABLE ONLY public.parts ATTACH PARTITION public.part_1 DEFAULT;\n',
        'Odd.a.b(id,My text,raw,twice)': '1\ttab\\there\t\\\\x00ff\t2\n',
        'public.child(id)': '7\n',
        'public.nothing(id)': '',
        'public.parent(id)': '',
        'public.part_1(id)': '1\n',
        'public.seen(eight)': '8\n',
        'large object 70001': LONG,
        'large object 70002': '\n\\\t',
      });
    },
    SLOW_MS,
  );

  test(
    'is not decided where the server cannot give it out as text',
    async () => {
      await using held = await testSandbox(15);
      const { sandbox } = held;
      {
        await using session = await sandbox.connect({ database: 'rehearsal_maintenance' });
        await session.client.query(
          "CREATE DATABASE plain TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'",
        );
      }
      {
        await using session = await sandbox.connect({ database: 'plain' });
        await session.client.query("CREATE TABLE t (a text); INSERT INTO t VALUES (E'\\xff')");
      }
      const { judgement, findings } = await scanData({
        parts: cloneContent(sandbox, 'plain'),
        allowedHosts: [],
        budgetBytes: 1_000_000,
        rowBytes: 1_000_000,
      });
      expect(judgement).toBe('NOT_DECIDED');
      expect(findings.map(({ code }) => code)).toEqual(['DATA_NOT_SCANNED']);
    },
    SLOW_MS,
  );
});
