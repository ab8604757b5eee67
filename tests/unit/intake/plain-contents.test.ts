// Plain dumps read whole: what they hold, and what is refused where.
import { describe, expect, test } from '@jest/globals';
import { readPlain } from '../../../harness/intake/plain-contents.ts';
import { chunksOf, FOOT, HEAD, readBody } from './scripts.ts';

const LINE = HEAD.split('\n').length; // of the first line of a body
const read = async (script: string): Promise<Awaited<ReturnType<typeof readPlain>>> =>
  await readPlain(chunksOf(Buffer.from(script), 1 << 20), 'x.sql');
const codesOf = async (body: string): Promise<string[]> =>
  (await readBody(body)).findings.map(({ code }) => code);

describe('reading a plain dump', () => {
  test('accepts what pg_dump writes, and finds what it holds', async () => {
    const { collector, findings, serverVersion, pgDumpVersion } = await readBody(`
CREATE SCHEMA audit;
ALTER SCHEMA audit OWNER TO auditor;
CREATE EXTENSION IF NOT EXISTS pgcrypto WITH SCHEMA public;
CREATE TABLE public.t (a integer);
ALTER TABLE public.t OWNER TO birth_executor;
CREATE FUNCTION public.f() RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END;
COPY public.t (a) FROM stdin;
1
\\restrict is only a word here
\\.
SELECT pg_catalog.setval('public.s', 1, true);
CREATE POLICY p ON public.t TO reader USING (true);
GRANT SELECT ON TABLE public.t TO directus_app, PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE maker GRANT SELECT ON TABLES TO taker;
`);
    expect(findings).toEqual([]);
    expect(serverVersion).toBe('15.18 (Debian 15.18-0+deb12u1)');
    expect(pgDumpVersion).toBe('15.18');
    expect(collector.encoding).toBe('UTF8');
    expect(collector.contents([])).toEqual({
      roles: ['auditor', 'birth_executor', 'directus_app', 'maker', 'reader', 'taker'],
      extensions: [{ name: 'pgcrypto', schema: 'public' }],
      schemas: ['audit'],
      objects: { EXTENSION: 1, FUNCTION: 1, POLICY: 1, SCHEMA: 1, TABLE: 1 },
      toc: [],
      listing: [],
      databaseOwner: null,
      dataEntries: 1,
    });
  });

  test('lists what pg_dump names in its comments', async () => {
    const { collector } = await readBody(`
--
-- Name: audit; Type: SCHEMA; Schema: -; Owner: surface_owner
--

CREATE SCHEMA audit;

--
-- Name: TABLE births; Type: COMMENT; Schema: public; Owner: maker
--

--
-- Data for Name: births; Type: TABLE DATA; Schema: public; Owner: maker
--
`);
    expect(collector.contents([]).listing).toEqual([
      { kind: 'SCHEMA', name: 'audit', owner: 'surface_owner' },
      { kind: 'COMMENT', name: 'TABLE public.births', owner: 'maker' },
      { kind: 'TABLE DATA', name: 'public.births', owner: 'maker' },
    ]);
  });

  test('takes name, owner, encoding and locale from what pg_dump --create writes', async () => {
    const { collector, findings } = await readBody(`
CREATE DATABASE "My ""db""" WITH TEMPLATE = template0 ENCODING = 'LATIN1' LOCALE_PROVIDER = libc LOCALE = 'de_DE';
ALTER DATABASE "My ""db""" OWNER TO surface_owner;
\\connect -reuse-previous=on "dbname='My ""db""'"
`);
    expect(findings).toEqual([]);
    expect(collector.databaseName).toBe('My "db"');
    expect(collector.encoding).toBe('LATIN1');
    expect(collector.locale).toBe('de_DE');
    expect(collector.contents([]).databaseOwner).toBe('surface_owner');
  });

  test.each([
    ['\\connect directus', 'directus'],
    ['\\connect "Directus"', 'Directus'],
    ['\\connect -reuse-previous=on "dbname=\'a b\'"', 'a b'],
    ["\\connect -reuse-previous=on \"dbname='it\\'s'\"", "it's"],
  ])('reads the name of the database from %s', async (line, name) => {
    const { collector, findings } = await read(HEAD + line + '\n' + FOOT);
    expect(findings).toEqual([]);
    expect(collector.databaseName).toBe(name);
  });

  test.each([
    '\\! touch /tmp/x',
    '\\i /etc/passwd',
    '\\copy t from x',
    '\\set ON_ERROR_STOP 0',
    '\\restrict',
    '\\restrict `id`',
    '\\restrict :DBNAME',
    '\\restrict a \\! id',
    '\\unrestrict a1B2c3 \\! id',
    '\\unrestrict a1B2c3\\! id',
    '\\restrict a b',
    '\\restricted a',
    '\\connect a \\! id',
    '\\connect `id`',
    '\\connect host=elsewhere',
    '\\connect "dbname=x host=elsewhere"',
    '\\connect -reuse-previous=on "host=\'x\'"',
    '\\connect a b c d',
    '\\connect "a b"',
    '\\connect :DBNAME',
    '\\connect',
  ])('refuses the meta-command %s, with its line', async (line) => {
    const { findings } = await readBody(`\n${line}\n`);
    expect(findings).toEqual([
      {
        code: 'INTAKE_META_COMMAND',
        where: expect.stringMatching(new RegExp(`\\b${LINE + 1}$`)),
        what: 'a psql meta-command that pg_dump does not write',
      },
    ]);
  });

  test.each([
    ['a second database', '\\connect a\n\\connect b\n'],
    ['a new role', 'CREATE ROLE eve LOGIN;\n'],
    ['a changed role', 'ALTER ROLE eve SUPERUSER;\n'],
    ['a membership', 'GRANT admin TO eve;\n'],
  ])('knows a cluster dump by %s', async (_, body) => {
    expect(await codesOf(body)).toEqual(['INTAKE_CLUSTER_DUMP']);
  });

  test.each([
    ['a statement that is no SQL', 'SELEKT 1;\n'],
    [
      'two statements where psql sees one',
      'CREATE FUNCTION begin() RETURNS int LANGUAGE sql AS $$x$$; DROP TABLE a; SELECT 1 AS end;\n',
    ],
    [
      'one statement where psql sees two',
      'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1 AS end; SELECT 2; END;\n',
    ],
    ['an escape that goes on behind a line end', "SELECT E'a'\n'\\'' || '; --';\n"],
    ['a semicolon that only the grammar sees in a comment', "SELECT E'a'\n'\\'' --' ;\n;\n"],
    ['other quoting', 'SET standard_conforming_strings = off;\n'],
    ['default quoting', 'SET standard_conforming_strings TO DEFAULT;\n'],
    ['quoting that is reset', 'RESET standard_conforming_strings;\n'],
    [
      'other quoting by a call',
      "SELECT pg_catalog.set_config('standard_conforming_strings', 'off', false);\n",
    ],
    [
      'other quoting by a call inside',
      "SELECT 'x' || (SELECT set_config('Standard_Conforming_Strings', 'off', false));\n",
    ],
    [
      'other quoting by a call as a table',
      "SELECT 1 FROM set_config('standard_conforming_strings', 'off', false);\n",
    ],
    [
      'other quoting in a row',
      "INSERT INTO t VALUES (set_config('standard_conforming_strings', 'off', false));\n",
    ],
    [
      'a setting whose name is computed',
      "SELECT set_config('standard' || '_conforming_strings', 'off', false);\n",
    ],
    ['an encoding with backslashes in its characters', "SET client_encoding = 'SJIS';\n"],
    ['such an encoding, spelled in another way', "SET NAMES 'windows-932';\n"],
    ['such an encoding by a call', "SELECT set_config('client_encoding', 'BIG5', false);\n"],
    ['data in a format of its own', 'COPY t FROM STDIN (FORMAT csv);\n1\n\\.\n'],
    ['data as bytes', 'COPY t FROM STDIN WITH BINARY;\n1\n\\.\n'],
    ['COPY that only the grammar sees', 'COPY t FROM /* from */ STDIN;\n'],
    ['COPY behind a comment', '/* now */ COPY t FROM STDIN;\n'],
    ['COPY that only the scanner sees', 'COPY (SELECT a FROM stdin) TO STDOUT;\n1\n\\.\n'],
    ['more behind COPY on its line', 'COPY t FROM STDIN; SELECT 1;\n\\.\n'],
  ])('refuses %s', async (_, body) => {
    const codes = await codesOf(body);
    expect(codes).toContain('INTAKE_UNPARSABLE');
    // Most of these are nothing that pg_dump writes either.
    expect(codes.filter((code) => !/^(?:INTAKE_UNPARSABLE|HOSTILE_STATEMENT)$/.test(code))).toEqual(
      [],
    );
  });

  test.each([
    'SET standard_conforming_strings = on;',
    "SET client_encoding = 'LATIN1';",
    ';',
    'COPY t FROM stdin;\n\\.',
  ])('accepts %s', async (body) => {
    expect(await codesOf(`${body}\n`)).toEqual([]);
  });

  test.each([
    ["VALUES (1, 'x')", 'VALUES (now())'],
    ["VALUES (1, 'x')", 'SELECT 1'],
    ["(a) VALUES (B'01')", 'VALUES (1) RETURNING a'],
    ['VALUES (1) ON CONFLICT DO NOTHING', 'VALUES (1) ON CONFLICT (a) DO UPDATE SET a = 1'],
    ['OVERRIDING SYSTEM VALUE VALUES (1)', 'OVERRIDING USER VALUE VALUES (1)'],
    // To the scan these would be text of which the server makes another.
    ["VALUES ('x')", "VALUES (E'\\x70ostgres')"],
    ["VALUES ('\\x70ostgres')", "VALUES (U&'\\0070ostgres')"],
    ["VALUES ('postgres:')", "VALUES ('postgres:'\n'//host')"],
    ["VALUES ('$$x$$')", 'VALUES ($$x$$)'],
    ["VALUES ('x')", "VALUES ('x'::text)"],
    ['DEFAULT VALUES', 'DEFAULT  VALUES'],
  ])('takes rows in INSERT INTO s.t %s, none in %j', async (good, bad) => {
    expect(await codesOf(`INSERT INTO s.t ${good};\n`)).toEqual([]);
    expect(await codesOf(`INSERT INTO s.t ${bad};\n`)).toEqual(['HOSTILE_STATEMENT']);
  });

  test('says nothing of what a statement that does not parse holds', async () => {
    const { findings } = await readBody("INSERT INTO t VALUES ('secret' 'horse');\n");
    expect(findings).toHaveLength(1);
    expect(JSON.stringify(findings)).not.toMatch(/secret|horse/);
  });

  test.each([
    ['its footer', HEAD],
    ['the end of its data', `${HEAD}COPY t FROM stdin;\n1\n`],
    ['the end of a statement', `${HEAD}SELECT 'a`],
  ])('calls it cut off without %s', async (_, script) => {
    expect((await read(script)).findings.map(({ code }) => code)).toEqual(['INTAKE_TRUNCATED']);
  });

  test('takes no footer from data or from a text', async () => {
    const footer = '-- PostgreSQL database dump complete';
    for (const body of [
      `COPY t FROM stdin;\n${footer}\n\\.\n`,
      `COMMENT ON SCHEMA a IS '\n${footer}\n';\n`,
    ]) {
      expect((await read(HEAD + body)).findings.map(({ code }) => code)).toEqual([
        'INTAKE_TRUNCATED',
      ]);
    }
  });

  test('finds every fault, not the first', async () => {
    expect(await codesOf('SELEKT 1;\n\\! x\nCREATE ROLE a;\n')).toEqual([
      'INTAKE_UNPARSABLE',
      'INTAKE_META_COMMAND',
      'INTAKE_CLUSTER_DUMP',
    ]);
  });
});
