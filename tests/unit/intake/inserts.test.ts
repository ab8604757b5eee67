// INSERT statements of pg_dump's own form, and whatever only looks like them.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseStatements, property } from '../../../harness/intake/contents.ts';
import { copyTarget } from '../../../harness/intake/copy-target.ts';
import { holdsBackslash } from '../../../harness/intake/insert-rows.ts';
import { InsertReader, MORE_BYTES, NO_INSERT } from '../../../harness/intake/insert-statement.ts';
import { insertedRows, type InsertRules } from '../../../harness/intake/insert-stream.ts';
import { chunksOf, scan } from './scripts.ts';

const endOf = (text: string): number => new InsertReader().endOf(Buffer.from(text), 0);

const RULES: InsertRules = {
  columnsOf: (_, table) =>
    ({ known: ['id', 'made', 'name'], t: ['a'], odd: ['a', 'b'] })[table] ?? null,
  mayInsertInto: ({ table }) => table !== 'other',
};

async function rowsOf(text: string, size = 1 << 20): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  const chunks = chunksOf(Buffer.from(text), size);
  for await (const { source, bytes } of insertedRows(chunks, RULES)) {
    const key = `${source.schema}.${source.table}(${source.columns.join(',')})`;
    found[key] = (found[key] ?? '') + bytes.toString();
  }
  return found;
}

describe('a statement that pg_dump writes', () => {
  test.each([
    ["INSERT INTO public.t VALUES (1, 'x');"],
    ['INSERT INTO public.t DEFAULT VALUES;'],
    ['INSERT INTO public.t (a, "B ""x"";") VALUES (-1.5e+30, \'it\'\'s\');'],
    ["INSERT INTO s.t OVERRIDING SYSTEM VALUE VALUES (1, B'0101', NULL, DEFAULT, true, false);"],
    ["INSERT INTO s.t VALUES\n\t(1, 'a;b'),\n\t(2, 'c\\d');"],
    ['INSERT INTO s.t VALUES (1) ON CONFLICT DO NOTHING;'],
    ["INSERT INTO s.t VALUES ('');"],
    ["INSERT INTO s.t VALUES (B'');"],
  ])('is followed: %s', (text) => {
    expect(endOf(text)).toBe(text.length);
    for (let length = 0; length < text.length; length += 1)
      expect(endOf(text.slice(0, length))).toBe(MORE_BYTES);
  });

  test('is one to the grammar too, of nothing but constants', () => {
    const value = fc.oneof(
      fc
        .string({ unit: 'grapheme' })
        .map((text) => `'${text.replaceAll('\0', '').replaceAll("'", "''")}'`),
      fc.constantFrom('NULL', 'true', 'false', 'DEFAULT', "B'01'", '-1', '1.5e-7', '.5', '4711'),
      fc.constantFrom(
        'now()',
        "'a' 'b'",
        "E'x'",
        '$$x$$',
        '--1',
        '1 -- x',
        "'a'/**/",
        "''''",
        '(1)',
      ),
    );
    const name = fc.constantFrom('t', '"a ""b"" (c"', '_x9', 'T', 'a.b', '"x', 't;');
    const text = fc
      .tuple(
        name,
        fc.array(fc.array(value, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 }),
      )
      .map(
        ([table, rows]) =>
          `INSERT INTO s.${table} VALUES ${rows.map((row) => `(${row.join(', ')})`).join(', ')};`,
      );
    let followed = 0;
    fc.assert(
      fc.property(text, (text) => {
        const end = endOf(text);
        if (end < 0) return;
        followed += 1;
        expect(end).toBe(Buffer.byteLength(text));
        const statements = parseStatements(text);
        expect(statements.map(({ kind }) => kind)).toEqual(['InsertStmt']);
        const lists = property(
          property(property(statements[0]?.node, 'selectStmt'), 'SelectStmt'),
          'valuesLists',
        );
        expect(JSON.stringify(lists)).not.toMatch(
          /FuncCall|SubLink|ColumnRef|A_Expr":\{"kind":"(?!AEXPR_OP)/,
        );
      }),
      { numRuns: 600 },
    );
    expect(followed).toBeGreaterThan(20);
  });
});

describe('a statement that only looks like one', () => {
  test.each([
    ['INSERT INTO s.t SELECT 1;'],
    ['INSERT INTO s.t VALUES (now());'],
    ["INSERT INTO s.t VALUES (E'a\\'); DROP TABLE x; --');"],
    ['INSERT INTO s.t VALUES ($$a$$);'],
    ["INSERT INTO s.t VALUES (U&'a');"],
    ['INSERT INTO s.t VALUES (1)/**/;'],
    ['INSERT INTO s.t VALUES (1 -- x\n);'],
    ['INSERT INTO s.t VALUES (--1);'],
    ['INSERT INTO s.t VALUES (1) RETURNING x;'],
    ['INSERT INTO s.t VALUES (1) ON CONFLICT DO UPDATE SET a = 1;'],
    ["INSERT INTO s.t VALUES ('a' 'b');"],
    ["INSERT INTO s.t VALUES ('a'::regclass);"],
    ["INSERT INTO s.t VALUES (B'2');"],
    ['INSERT INTO s.t VALUES (1e);'],
    ["INSERT INTO s.t VALUES ('a\0b');"],
    ['INSERT INTO s.t AS x VALUES (1), (2);                                                   '],
  ])('is not followed: %j', (text) => {
    expect(endOf(text)).toBe(NO_INSERT);
  });

  test.each([
    ['SELECT 1;'],
    ['insert into s.t values (1);'],
    ['WITH x AS (SELECT 1) DELETE FROM t;'],
  ])('is none at all: %s', (text) => {
    expect(endOf(text)).toBe(NO_INSERT);
  });

  test('has a name without end', () => {
    expect(endOf(`INSERT INTO s."${'x'.repeat(300_000)}`)).toBe(NO_INSERT);
    expect(endOf(`INSERT INTO s.t VALUES (${'1'.repeat(200_000)}`)).toBe(NO_INSERT);
  });
});

const DATA = `INSERT INTO public.known VALUES (1, DEFAULT, 'tab\there \\ it''s
a line');
INSERT INTO public.known VALUES (-2, DEFAULT, NULL);

INSERT INTO public.named (b, a) VALUES
\t(true, B'01'),
\t(false, 'ü');
INSERT INTO public.nothing DEFAULT VALUES;
INSERT INTO public.nothing DEFAULT VALUES;
INSERT INTO public.odd VALUES (1, 'x');


`;

describe('rows of INSERT statements', () => {
  const EXPECTED = {
    'public.known(id,name)': "1\ttab\\there \\\\ it's\\na line\n-2\t\\N\n",
    'public.named(b,a)': 't\t01\nf\tü\n',
    'public.nothing()': '\n\n',
    'public.odd(a,b)': '1\tx\n',
  };
  test('are those of COPY, without generated columns, however the bytes come', async () => {
    expect(await rowsOf(DATA)).toEqual(EXPECTED);
    for (let size = 1; size < 60; size += 1) expect(await rowsOf(DATA, size)).toEqual(EXPECTED);
  });

  test('of several shapes are told apart', async () => {
    const text = 'INSERT INTO s.known VALUES (1, 2, 3),\n(4, DEFAULT, 6),\n(7, 8, 9);\n';
    expect(await rowsOf(text)).toEqual({
      's.known(id,made,name)': '1\t2\t3\n7\t8\t9\n',
      's.known(id,name)': '4\t6\n',
    });
  });

  test('are longer than any chunk', async () => {
    const long = 'x\\'.repeat(400_000);
    const found = await rowsOf(`INSERT INTO s.t VALUES ('${long}');\n`.repeat(2), 1000);
    expect(found).toEqual({ 's.t(a)': `${long.replaceAll('\\', '\\\\')}\n`.repeat(2) });
  });

  test.each([
    ['DROP TABLE x;\n', 'its data holds something else than plain INSERT statements'],
    [`${DATA}SELECT 1;\n`, 'its data holds something else than plain INSERT statements'],
    ['INSERT INTO s.other VALUES (1);\n', 'its data goes into a table of another name'],
    ['INSERT INTO s.t VALUES (1);\nINSERT INTO s.t VAL', 'its statements end early'],
    ['INSERT INTO s.unknown VALUES (1);\n', 'the dump does not say to which columns'],
    ['INSERT INTO s.odd VALUES (1);\n', 'the dump does not say to which columns'],
    ['INSERT INTO s.odd (a) VALUES (1, 2);\n', 'the dump does not say to which columns'],
  ])('are not made of %j', async (text, message) => {
    await expect(rowsOf(text)).rejects.toThrow(message);
    await expect(rowsOf(text, 7)).rejects.toThrow(message);
  });

  test('are not made of a statement without end', async () => {
    const endless = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from("INSERT INTO s.t VALUES ('");
      for (;;) yield await Promise.resolve(Buffer.alloc(1 << 20, 'x'));
    };
    const read = async (): Promise<void> => {
      for await (const _ of insertedRows(endless(), RULES));
    };
    await expect(read()).rejects.toThrow('a statement of its data is too long');
  });
});

describe('a plain dump of INSERT statements', () => {
  test('is cut into runs of them, which joined with the rest are the file', async () => {
    const script = `SET x = 1;\n\n${DATA}INSERT INTO s.t SELECT 1;\nINSERT INTO s.t VALUES (1);\n\nSELECT 2;\n`;
    for (const size of [1, 7, 64, 1 << 20]) {
      const pieces = await scan(script, size);
      expect(Buffer.concat(pieces.map(({ bytes }) => bytes)).toString()).toBe(script);
      const inserts = pieces.filter(({ kind }) => kind === 'inserts');
      expect(
        inserts
          .map(({ bytes }) => Buffer.from(bytes).toString().trim())
          .join('\n')
          .replaceAll('\n\n', '\n'),
      ).toBe(`${DATA.trim()}\nINSERT INTO s.t VALUES (1);`.replaceAll('\n\n', '\n'));
      const others = pieces.filter(({ kind }) => kind === 'statement');
      expect(others.map((piece) => 'text' in piece && piece.text)).toEqual([
        'SET x = 1;',
        'INSERT INTO s.t SELECT 1;',
        'SELECT 2;',
      ]);
    }
  });
});

describe('the statement before COPY data', () => {
  test.each([
    ['COPY public.t (a, b) FROM stdin;\n', { schema: 'public', table: 't', columns: ['a', 'b'] }],
    [
      'COPY "S ""1"""."ü" ("a, b", "(") FROM stdin;',
      { schema: 'S "1"', table: 'ü', columns: ['a, b', '('] },
    ],
    ['COPY public.t  FROM stdin;\n', { schema: 'public', table: 't', columns: null }],
  ])('names its table: %s', (text, target) => {
    expect(copyTarget(text)).toEqual(target);
  });

  test.each([
    ["COPY public.t (a) FROM '/etc/passwd';"],
    ['COPY public.t (a) TO stdout;'],
    ["COPY public.t (a) FROM PROGRAM 'id';"],
    ['COPY public.t (a) FROM stdin; DROP TABLE x;'],
    ['COPY public.t (a) FROM stdin WITH (FORMAT csv);'],
    ['COPY t (a) FROM stdin;'],
    ['COPY public.t () FROM stdin;'],
    ['COPY public."" FROM stdin;'],
    ['COPY public."x FROM stdin;'],
    ['COPY Public.t (a) FROM stdin;'],
  ])('is of no other form: %s', (text) => {
    expect(copyTarget(text)).toBeNull();
  });
});

describe('a row that was made of a statement', () => {
  const holds = async (values: string): Promise<boolean[]> => {
    const found: boolean[] = [];
    const text = `INSERT INTO s.known VALUES (${values});\n`;
    for await (const { bytes } of insertedRows(chunksOf(Buffer.from(text), 1 << 20), RULES))
      found.push(holdsBackslash(bytes));
    return found;
  };
  test.each([["1, 'a\tb\nc\r\b', NULL"], ["1, '\\x', '\\x00ff5c'"], ["'\\x00ff5c', 'x', '\\x27'"]])(
    'holds no backslash that means anything: %j',
    async (values) => {
      expect(await holds(values)).toEqual([false]);
    },
  );
  test.each([
    ["1, 'a\\b', NULL"],
    ["1, NULL, '\\'"],
    ["'\\', 1, 2"],
    ["1, '\\x00\\', ''"],
    ["1, '\\x00FF', ''"],
    ["1, '\\x00 ff', ''"],
    ["1, 'a\\x00', ''"],
    ["1, '\\\\x00', ''"],
    ["1, '\\X00', ''"],
    ["1, '\\x00', '\\''; DROP'"],
  ])('holds one: %j', async (values) => {
    expect(await holds(values)).toEqual([true]);
  });
});
