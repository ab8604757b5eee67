// Every hostile dump is refused with its own codes, and its harmless twin is taken in.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Code } from '../../harness/kernel/index.ts';
import { writeArchive, writeTar, type Entry } from '../unit/intake/archives.ts';
import { ATTACKS, META_ATTACKS } from './attacks.ts';
import {
  attestAndTake,
  openKitchen,
  refusalsOf,
  spliced,
  written,
  type Kitchen,
} from './kitchen.ts';

const SLOW_MS = 60_000;
const MAJOR = 15;
let folder: string;
let kitchen: Kitchen;
let plain: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'hostile-'));
  kitchen = await openKitchen(folder, MAJOR);
  plain = await readFile(await kitchen.dump('rich', ['--format=plain'], 'rich.sql'), 'utf8');
}, SLOW_MS);
afterAll(async () => {
  await kitchen[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
}, SLOW_MS);

async function codesOf(name: string, bytes: Uint8Array | string): Promise<Code[] | 'accepted'> {
  const outcome = await attestAndTake(await written(folder, name, bytes), folder);
  return outcome.kind === 'accepted' ? 'accepted' : refusalsOf(outcome);
}
const sorted = (codes: readonly Code[]): Code[] => [...codes].sort();

test('the suite holds at least forty hostile dumps', () => {
  expect(ATTACKS.length * 2 + META_ATTACKS.length).toBeGreaterThanOrEqual(40);
});

describe('a plain dump that brings', () => {
  test.each([...ATTACKS, ...META_ATTACKS])('$name', async ({ sql, codes, control }) => {
    expect(await codesOf('x.sql', spliced(plain, sql))).toEqual(sorted(codes));
    expect(await codesOf('x.sql', spliced(plain, control))).toBe('accepted');
  });
});

describe('an archive whose table of contents brings', () => {
  const archive = (definition: string): Buffer =>
    writeArchive({
      database: 'rich',
      entries: [
        { tag: 'ENCODING', description: 'ENCODING', definition: "SET client_encoding = 'UTF8';\n" },
        { tag: 'x', description: 'TABLE', section: 4, namespace: 'app', definition },
      ],
    });

  test.each(ATTACKS)('$name', async ({ sql, codes, control, archiveControl }) => {
    expect(await codesOf('x.dump', archive(sql))).toEqual(sorted(codes));
    expect(await codesOf('x.dump', archive(archiveControl ?? control))).toBe('accepted');
  });
});

describe('an archive whose entry brings, where nobody looks,', () => {
  const rows: Entry = {
    tag: 't',
    description: 'TABLE DATA',
    section: 3,
    namespace: 'app',
    copy: 'COPY app.t (a) FROM stdin;\n',
    data: Buffer.from('1\n'),
    fileName: '2.dat',
  };
  const made: Entry = {
    tag: 'f()',
    description: 'FUNCTION',
    section: 2,
    namespace: 'app',
    owner: 'rich_owner',
    definition: "CREATE FUNCTION app.f() RETURNS integer LANGUAGE sql AS 'SELECT 1';\n",
    drop: 'DROP FUNCTION app.f();\n',
  };
  const entries = (entry: Entry): readonly Entry[] => [
    { tag: 'ENCODING', description: 'ENCODING', definition: "SET client_encoding = 'UTF8';\n" },
    entry,
  ];

  test.each<[string, Entry, readonly Code[], Entry]>([
    [
      'a program in its COPY',
      { ...rows, copy: "COPY app.t FROM PROGRAM 'sh';" },
      ['HOSTILE_COPY_PROGRAM'],
      rows,
    ],
    [
      'a program in a COPY that no data follow',
      { ...rows, dumper: 0, copy: "COPY app.t FROM PROGRAM 'sh';" },
      ['HOSTILE_COPY_PROGRAM', 'INTAKE_UNPARSABLE'],
      rows,
    ],
    [
      'rows in a definition that runs instead of its data',
      { ...rows, dumper: 0, definition: "INSERT INTO app.t VALUES (E'\\x3a');\n" },
      ['HOSTILE_STATEMENT', 'INTAKE_UNPARSABLE'],
      rows,
    ],
    [
      'a large object that its definition fills',
      {
        ...made,
        definition:
          "SELECT pg_catalog.lo_open('7', 131072);\nSELECT pg_catalog.lowrite(0, '\\x41');\n",
      },
      ['HOSTILE_STATEMENT'],
      made,
    ],
    [
      'a trigger that stands before the data',
      {
        ...made,
        definition:
          'CREATE TRIGGER x BEFORE INSERT ON app.t FOR EACH ROW EXECUTE FUNCTION app.f();\n',
      },
      ['HOSTILE_STATEMENT'],
      made,
    ],
    [
      'a file in its COPY',
      { ...rows, copy: "COPY app.t FROM '/etc/passwd';" },
      ['HOSTILE_FILE_ACCESS'],
      rows,
    ],
    [
      'a second statement before its COPY',
      { ...rows, copy: "LOAD 'x'; COPY app.t (a) FROM stdin;" },
      ['HOSTILE_LOAD'],
      rows,
    ],
    [
      'rows for another table',
      { ...rows, copy: 'COPY app.other (a) FROM stdin;' },
      ['HOSTILE_STATEMENT'],
      rows,
    ],
    [
      'a setting behind the name of its owner',
      { ...made, drop: 'DROP FUNCTION app.f() OWNER TO x; ALTER SYSTEM SET a = 1; --' },
      ['INTAKE_UNPARSABLE'],
      made,
    ],
    [
      'a server behind the statement that drops it',
      { ...made, drop: 'DROP FUNCTION app.f(); CREATE SERVER s FOREIGN DATA WRAPPER w;' },
      ['HOSTILE_FOREIGN_SERVER', 'HOSTILE_STATEMENT'],
      made,
    ],
    [
      'a library behind its path',
      {
        tag: 'SEARCHPATH',
        description: 'SEARCHPATH',
        definition: "SELECT pg_catalog.set_config('search_path', '', false); LOAD 'x';",
      },
      ['HOSTILE_LOAD', 'INTAKE_UNPARSABLE'],
      {
        tag: 'SEARCHPATH',
        description: 'SEARCHPATH',
        definition: "SELECT pg_catalog.set_config('search_path', '', false);\n",
      },
    ],
    [
      'a text behind a NUL',
      { ...made, definition: `${made.definition ?? ''}\0LOAD 'x';` },
      ['INTAKE_UNPARSABLE'],
      made,
    ],
    [
      'other quoting for all that follows',
      {
        tag: 'STDSTRINGS',
        description: 'STDSTRINGS',
        definition: "SET standard_conforming_strings = 'off';\n",
      },
      ['INTAKE_UNPARSABLE'],
      {
        tag: 'STDSTRINGS',
        description: 'STDSTRINGS',
        definition: "SET standard_conforming_strings = 'on';\n",
      },
    ],
  ])('%s', async (_, entry, codes, control) => {
    expect(await codesOf('x.dump', writeArchive({ entries: entries(entry) }))).toEqual(
      sorted(codes),
    );
    expect(await codesOf('x.dump', writeArchive({ entries: entries(control) }))).toBe('accepted');
    const tar = (each: Entry): Buffer =>
      writeTar([
        ['toc.dat', writeArchive({ container: 3, compression: 0, entries: entries(each) })],
        ...(each.fileName === undefined
          ? []
          : ([[each.fileName, Buffer.from('1\n\\.\n\n\n')]] as const)),
      ]);
    expect(await codesOf('x.tar', tar(entry))).toEqual(sorted(codes));
    expect(await codesOf('x.tar', tar(control))).toBe('accepted');
  });
});

describe('an archive whose data are statements (--inserts) that bring', () => {
  const archive = (data: string, ...more: readonly Entry[]): Buffer =>
    writeArchive({
      compression: 0,
      entries: [
        { tag: 'ENCODING', description: 'ENCODING', definition: "SET client_encoding = 'UTF8';\n" },
        {
          tag: 'STDSTRINGS',
          description: 'STDSTRINGS',
          definition: "SET standard_conforming_strings = 'on';\n",
        },
        {
          tag: 't',
          description: 'TABLE',
          section: 2,
          namespace: 'app',
          definition: 'CREATE TABLE app.t (a integer, b text);\n',
        },
        {
          tag: 't',
          description: 'TABLE',
          section: 2,
          namespace: 'app',
          definition: 'CREATE TABLE app.t (\n    a integer,\n    b text\n);\n',
        },
        ...more,
        {
          tag: 't',
          description: 'TABLE DATA',
          section: 3,
          namespace: 'app',
          data: Buffer.from(data),
        },
      ],
    });

  test.each([
    ['a library', "LOAD 'x';\n"],
    ['a call', "INSERT INTO app.t VALUES (pg_read_file('x'));\n"],
    ['a query', 'INSERT INTO app.t SELECT 1;\n'],
    ['rows for another table', 'INSERT INTO app.other VALUES (1);\n'],
    ['a program behind rows', "INSERT INTO app.t VALUES (1);\nCOPY app.t FROM PROGRAM 'x';\n"],
    ['a setting behind rows', "INSERT INTO app.t VALUES (1);\nALTER SYSTEM SET a = 'b';\n"],
  ])('%s', async (_, data) => {
    expect(await codesOf('x.dump', archive(data))).toEqual(['INTAKE_UNPARSABLE']);
    expect(await codesOf('x.dump', archive("INSERT INTO app.t VALUES (1, 'x');\n\n\n"))).toBe(
      'accepted',
    );
  });

  test('backslashes that a function of the dump could turn into escapes', async () => {
    const code = (returns: string, body: string): Entry => ({
      tag: 'f()',
      description: 'FUNCTION',
      section: 2,
      namespace: 'app',
      definition: `CREATE FUNCTION app.f() RETURNS ${returns} LANGUAGE plpgsql AS $$${body}$$;\n`,
    });
    const made = code('integer', 'BEGIN EXECUTE chr(83); RETURN 1; END');
    const still = code('integer', 'BEGIN RETURN 1; END');
    const forTriggers = code('trigger', 'BEGIN EXECUTE chr(83); RETURN NEW; END');
    const row = (text: string): string => `INSERT INTO app.t VALUES (1, '${text}');\n`;
    expect(await codesOf('x.dump', archive(row('\\x70 \\\\'), made))).toEqual([
      'INTAKE_UNPARSABLE',
    ]);
    for (const harmless of [
      archive(row('\\x70 \\\\')),
      archive(row('\\x70'), made),
      archive(row('x'), made),
      archive(row('\\x70 \\\\'), still),
      archive(row('\\x70 \\\\'), forTriggers),
    ]) {
      expect(await codesOf('x.dump', harmless)).toBe('accepted');
    }
  });
});
