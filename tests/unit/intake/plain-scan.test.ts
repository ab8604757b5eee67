// Splitting a script where psql splits it, however its bytes arrive.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PlainScanError } from '../../../harness/intake/plain-lexer.ts';
import { FOOT, HEAD, joined, scan } from './scripts.ts';

/** The statements of a script, and what follows them, as kinds and texts. */
const kindsOf = async (script: string): Promise<string[]> =>
  (await scan(script)).filter(({ kind }) => kind !== 'blank').map(({ kind }) => kind);

async function failure(script: string, size?: number): Promise<PlainScanError> {
  const error: unknown = await scan(script, size).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof PlainScanError) return error;
  throw new Error('it was scanned to its end', { cause: error });
}

/** Parts that a dump is made of; each is whole, so that any order of them is a script. */
const PARTS = [
  "SELECT 'it''s; here', E'\\';\\'', \"a;\"\"b\";\n",
  "SELECT E'\\\\', e'a''b\\'', U&'d\\0061t';\n",
  'SELECT $$;\n\\.\n\\! x$$, $tag$ $$ ; $tag$, a$b$c;\n',
  'CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $_$COPY t FROM stdin;\n$1$_$;\n',
  '/* a /* nested ; */ comment ; */ SELECT 1;\n',
  '-- it\'s a comment; "really\n',
  'SELECT 1 -- half ; a line\n  + 2;',
  'CREATE RULE r AS ON INSERT TO t DO (DELETE FROM a; DELETE FROM b);\n',
  'CREATE FUNCTION g(x integer) RETURNS integer\n LANGUAGE sql\n BEGIN ATOMIC\n SELECT CASE WHEN x = 1 THEN 2 ELSE 3 END;\n SELECT 4;\nEND;\n',
  'CREATE OR REPLACE PROCEDURE p()\n BEGIN ATOMIC\n DELETE FROM t;\nEND;\n',
  'COPY t (a, b) FROM stdin;\n\\restrict x\t1\nSELECT 1;\n\\\\.\n\\.x not here\n'.replace(
    '\\.x not here\n',
    '',
  ) + '\\.\n',
  'COPY empty FROM stdin;\n\\.\n',
  'COPY "FROM stdin" (a)\n FROM STDIN;\n\u00e9\t\\N\n\\.\n',
  '\\restrict a1B2c3\n',
  '\n \t\n',
  ';',
  'SELECT a[1:2], a[1:n], b::text, c := 1;\n',
  `INSERT INTO t VALUES ('${'x'.repeat(3000)}');\n`,
];

describe('splitting a plain dump', () => {
  test('gives back every byte, and the same pieces for any way it arrives', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...PARTS), { maxLength: 12 }),
        fc.integer({ min: 1, max: 60 }),
        async (parts, size) => {
          const script = Buffer.from(parts.join(''));
          const whole = await scan(script);
          const parted = await scan(script, size);
          expect(Buffer.concat(parted.map(({ bytes }) => bytes)).equals(script)).toBe(true);
          expect(joined(parted)).toEqual(joined(whole));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('gives back every byte of any bytes, or refuses with the place', async () => {
    const alphabet = [
      ...Array.from('\'"$;()-/*\\.\n\rEe a1:_'),
      'COPY t FROM stdin;\n',
      '\\.\n',
      '$a$',
      'begin',
      'end',
      '\u00e9',
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...alphabet), { maxLength: 60 }),
        fc.integer({ min: 1, max: 7 }),
        async (parts, size) => {
          const script = Buffer.from(parts.join(''));
          const outcome = async (chunk: number): Promise<unknown> => {
            try {
              const pieces = await scan(script, chunk);
              expect(Buffer.concat(pieces.map(({ bytes }) => bytes)).equals(script)).toBe(true);
              return joined(pieces);
            } catch (error) {
              if (error instanceof PlainScanError) return error.message;
              throw error;
            }
          };
          expect(await outcome(size)).toEqual(await outcome(script.length + 1));
        },
      ),
      { numRuns: 1500 },
    );
  });

  test('says on which line each piece begins', async () => {
    const pieces = await scan(
      'SELECT 1;\n\n-- note\nCOPY t FROM stdin;\na\nb\n\\.\nSELECT 2;\n',
      3,
    );
    const lines = joined(pieces).filter(({ kind }) => kind !== 'blank');
    expect(lines.map(({ kind, line }) => [kind, line])).toEqual([
      ['statement', 1],
      ['statement', 4],
      ['copy-data', 5],
      ['statement', 8],
    ]);
  });

  test.each([
    ['a quote', "SELECT 'a;b''c;d';"],
    ['an escape', "SELECT E'a\\';b';"],
    ['an e that ends a word', "SELECT type'a\\', 'b;';"],
    ['a quoted name', 'SELECT 1 AS "a;""b;";'],
    ['a dollar quote', 'SELECT $$a;$b$;$$;'],
    ['a tagged dollar quote', 'SELECT $t1$ ; $t$ ; $$ ; $t1$;'],
    ['a comment', 'SELECT 1 /* ; /* ; */ ; */ ;'],
    ['a line comment', 'SELECT 1 -- ;\n;'],
    ['parentheses', 'CREATE RULE r AS ON DELETE TO t DO (SELECT 1; SELECT 2);'],
    [
      'a body',
      'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END; SELECT 2; END;',
    ],
    [
      'a body in capitals or not',
      'create or replace procedure p() begin atomic delete from t; end;',
    ],
    ['a name that holds dollars', 'SELECT a$b$c, d$b$e;'],
  ])('does not end a statement inside of %s', async (_, script) => {
    expect((await scan(script)).map(({ kind, bytes }) => [kind, bytes.length])).toEqual([
      ['statement', script.length],
    ]);
  });

  test.each([
    ['a label called begin', 'SELECT 1 AS begin; SELECT 2;'],
    ['a table called begin atomic', 'SELECT 1 FROM begin atomic; SELECT 2;'],
    [
      'CASE outside of a body',
      'CREATE FUNCTION f() RETURNS int RETURN CASE WHEN true THEN 1 END; SELECT 2;',
    ],
    ['a begin in parentheses', 'CREATE FUNCTION f(begin int) RETURNS int RETURN 1; SELECT 2;'],
    ['a lone dollar', 'SELECT $1; SELECT $2;'],
  ])('ends a statement behind %s', async (_, script) => {
    expect(await kindsOf(script)).toEqual(['statement', 'statement']);
  });

  test('goes on where psql goes on: at a function called begin', async () => {
    // psql takes the name for the start of a body, and would read the data as SQL.
    const script = "CREATE FUNCTION begin() RETURNS int AS 'x';\nCOPY t FROM stdin;\n\\! x\n\\.\n";
    expect((await failure(script)).message).toBe('a backslash stands inside a statement');
  });

  test('knows COPY data by the statement, not by what a body says', async () => {
    expect(await kindsOf('SELECT $$\nCOPY x FROM stdin;\n$$;\nSELECT 1;\n')).toEqual([
      'statement',
      'statement',
    ]);
    expect(await kindsOf('COPY (SELECT 1) TO stdout;\nSELECT 1;\n')).toEqual([
      'statement',
      'statement',
    ]);
    expect(await kindsOf("COPY t FROM '/x';\nSELECT 1;\n")).toEqual(['statement', 'statement']);
    expect(await kindsOf('copy\tt\nfrom\nStdIn;\nSELECT 1;\n\\.\n')).toEqual([
      'statement',
      'copy-data',
    ]);
  });

  test('ends a line comment where psql ends it: at a lone carriage return too', async () => {
    expect(await kindsOf('-- note\r\\! x\n')).toEqual(['meta']);
    expect((await failure('SELECT 1 -- note\r\\! x\n;')).message).toBe(
      'a backslash stands inside a statement',
    );
  });

  test.each([
    ['COPY data', 'COPY t FROM stdin;\n1\n', 'it ends inside COPY data'],
    ['COPY data, before the first row', 'COPY t FROM stdin;', 'it ends inside COPY data'],
    ['the end of COPY data', 'COPY t FROM stdin;\n1\n\\.', 'it ends inside COPY data'],
    ['a statement', 'SELECT 1', 'it ends inside a statement'],
    ['a quote', "SELECT 'a;\n", 'it ends inside a statement'],
    ['a comment', '/* a;\n', 'it ends inside a statement'],
    ['a body', 'CREATE FUNCTION f() BEGIN ATOMIC SELECT 1;\n', 'it ends inside a statement'],
  ])('refuses a file that ends inside of %s', async (_, script, message) => {
    for (const size of [1, 1 << 20]) {
      expect(await failure(script, size)).toMatchObject({ message, isCutOff: true });
    }
  });

  test.each([
    [
      'a backslash in a statement',
      'SELECT 1 \\; SELECT 2;',
      'a backslash stands inside a statement',
    ],
    ['\\gexec behind a statement', "SELECT 'x' \\gexec\n", 'a backslash stands inside a statement'],
    [
      'more on the line of COPY',
      'COPY t FROM stdin; SELECT 1;\n\\.\n',
      'COPY data does not begin on a new line',
    ],
    [
      'COPY in a file of CR LF',
      'COPY t FROM stdin;\r\n\\.\r\n',
      'COPY data does not begin on a new line',
    ],
    [
      'an end of data that ends in CR LF',
      'COPY t FROM stdin;\n\\.\r\n\\! x\n\\.\n',
      'a line of COPY data begins like its end',
    ],
    [
      'an end of data with more on its line',
      'COPY t FROM stdin;\n\\. x\n\\.\n',
      'a line of COPY data begins like its end',
    ],
    ...['a\\.\n', 'a\\\n', '\\057\n', 'g\\hp\n', 'a\\N\n', '1\n2\\x\n\\.x\n'].map((rows) => [
      `${JSON.stringify(rows)} in data`,
      `COPY t FROM stdin;\n${rows}\\.\n`,
      'a row holds a backslash that pg_dump does not write',
    ]),
    ['a NUL in SQL', "SELECT 'a\0';\n", 'it holds a NUL byte'],
    ['a NUL in data', 'COPY t FROM stdin;\na\0\n\\.\n', 'it holds a NUL byte'],
    ['psql\u2019s variable', 'SELECT a[1:DBNAME];', 'psql would fill in a variable here'],
    ['psql\u2019s variable as a text', "SELECT a[1:'HOST'];", 'psql would fill in a variable here'],
    ['psql\u2019s variable as a name', 'SELECT a[1:"USER"];', 'psql would fill in a variable here'],
    [
      'a question for psql\u2019s variable',
      'SELECT a[1:{?DBNAME}];',
      'psql would fill in a variable here',
    ],
    [
      'psql\u2019s variable behind a cast',
      'SELECT a:::DBNAME;',
      'psql would fill in a variable here',
    ],
  ])('refuses %s', async (_, script, message) => {
    for (const size of [1, 2, 3, 1 << 20]) {
      expect(await failure(script, size)).toMatchObject({ message, isCutOff: false });
    }
  });

  test.each([
    'SELECT a[1:2];',
    'SELECT a[1:n];',
    'SELECT a[1:CASE WHEN b THEN 1 ELSE 2 END];',
    'SELECT a[1:"Column"];',
    "SELECT ':DBNAME', $$:DBNAME$$, x::DBNAME;",
    'SELECT f(DBNAME := 1);',
  ])('takes no slice, cast or text for a variable: %s', async (script) => {
    expect(await kindsOf(script)).toEqual(['statement']);
  });

  test('says where a backslash stands', async () => {
    expect(await failure(`${HEAD}SELECT\n 1,\n \\! x\n;${FOOT}`)).toMatchObject({
      line: HEAD.split('\n').length + 2,
    });
  });

  test('follows one long statement through many chunks without reading it again and again', async () => {
    const script = `INSERT INTO t VALUES ('${'x'.repeat(4 << 20)}');\n`;
    const [piece] = await scan(script, 4096);
    expect(piece?.bytes.length).toBe(script.length - 1);
  });
});
