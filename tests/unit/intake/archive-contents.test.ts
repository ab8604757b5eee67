// Every text of an archive's entry that pg_restore runs or obeys, harmless and hostile.
import { describe, expect, test } from '@jest/globals';
import { readToc } from '../../../harness/intake/archive-contents.ts';
import { readArchive } from '../../../harness/intake/archive.ts';
import type { Finding } from '../../../harness/kernel/index.ts';
import { writeArchive, type Entry } from './archives.ts';

const findingsOf = (...entries: Entry[]): readonly Finding[] =>
  readToc(readArchive(writeArchive({ entries })).statements, 'x.dump').findings;
const codesOf = (entry: Entry): string[] => findingsOf(entry).map(({ code }) => code);
const DATA: Entry = {
  tag: 't',
  description: 'TABLE DATA',
  section: 3,
  namespace: 'a',
  copy: 'COPY a.t (x) FROM stdin;\n',
};
const BLOB: Entry = {
  tag: '7',
  description: 'BLOB',
  section: 2,
  definition: "SELECT pg_catalog.lo_create('7');\n",
  drop: "SELECT pg_catalog.lo_unlink('7');\n",
};
const BLOBS: Entry = { tag: 'BLOBS', description: 'BLOBS', section: 3 };
const TRIGGER: Entry = {
  tag: 't x',
  description: 'TRIGGER',
  section: 4,
  namespace: 'a',
  definition: 'CREATE TRIGGER x BEFORE INSERT ON a.t FOR EACH ROW EXECUTE FUNCTION a.f();\n',
};
const FUNCTION: Entry = {
  tag: 'f()',
  description: 'FUNCTION',
  section: 2,
  namespace: 'a',
  definition: "CREATE FUNCTION a.f() RETURNS int LANGUAGE sql AS 'SELECT 1';\n",
  drop: 'DROP FUNCTION a.f();\n',
};

describe('an entry of an archive', () => {
  test.each<[string, Entry]>([
    ['data', DATA],
    [
      'data through the root',
      {
        ...DATA,
        copy: 'COPY a.root (x) FROM stdin;\n',
        definition: '-- load via partition root a.root',
      },
    ],
    [
      'data without a schema',
      { tag: 't', description: 'TABLE DATA', section: 3, copy: 'COPY t FROM stdin;\n' },
    ],
    ['a function', FUNCTION],
    [
      'the encoding',
      { tag: 'ENCODING', description: 'ENCODING', definition: "SET client_encoding = 'UTF8';\n" },
    ],
    [
      'the quoting',
      {
        tag: 'STDSTRINGS',
        description: 'STDSTRINGS',
        definition: "SET standard_conforming_strings = 'on';\n",
      },
    ],
    [
      'the path',
      {
        tag: 'SEARCHPATH',
        description: 'SEARCHPATH',
        definition: "SELECT pg_catalog.set_config('search_path', '', false);\n",
      },
    ],
    [
      'numbers of large objects',
      { tag: '7..8', description: 'BLOB METADATA', definition: '7\n8\n' },
    ],
    ['a large object', BLOB],
    ['data of large objects', BLOBS],
    ['a trigger behind the data', TRIGGER],
    [
      'where a sequence stands',
      {
        tag: 's',
        description: 'SEQUENCE SET',
        section: 3,
        definition: "SELECT pg_catalog.setval('a.s', 3, true);\n",
      },
    ],
  ])('is fine: %s', (_, entry) => {
    expect(codesOf(entry)).toEqual([]);
  });

  test.each<[string, Entry, readonly string[]]>([
    [
      'a program behind its data',
      { ...DATA, copy: "COPY a.t FROM PROGRAM 'x';" },
      ['HOSTILE_COPY_PROGRAM'],
    ],
    ['a file behind its data', { ...DATA, copy: "COPY a.t FROM '/x';" }, ['HOSTILE_FILE_ACCESS']],
    [
      'two statements before its data',
      { ...DATA, copy: "LOAD 'x'; COPY a.t (x) FROM stdin;" },
      ['HOSTILE_LOAD'],
    ],
    [
      'a DROP in a definition',
      { ...FUNCTION, definition: 'DROP TABLE a.t;' },
      ['HOSTILE_STATEMENT'],
    ],
    [
      'a constraint that its definition drops',
      { ...FUNCTION, definition: 'ALTER TABLE a.t DROP CONSTRAINT c;' },
      ['HOSTILE_STATEMENT'],
    ],
    [
      'a statement behind its COPY',
      { ...DATA, copy: 'COPY a.t (x) FROM stdin; DROP TABLE a.t;' },
      ['HOSTILE_STATEMENT'],
    ],
    [
      'data of another table',
      { ...DATA, copy: 'COPY a.other (x) FROM stdin;' },
      ['HOSTILE_STATEMENT'],
    ],
    [
      'data of another schema',
      { ...DATA, copy: 'COPY b.t (x) FROM stdin;' },
      ['HOSTILE_STATEMENT'],
    ],
    [
      'data in a form of its own',
      { ...DATA, copy: 'COPY a.t (x) FROM stdin (FORMAT csv);' },
      ['HOSTILE_STATEMENT'],
    ],
    ['no COPY before its data', { ...DATA, copy: 'DROP TABLE a.t;' }, ['HOSTILE_STATEMENT']],
    ['what does not parse before its data', { ...DATA, copy: 'COPY COPY;' }, ['INTAKE_UNPARSABLE']],
    [
      'COPY as a definition',
      { ...FUNCTION, definition: 'COPY a.t FROM stdin;' },
      ['HOSTILE_STATEMENT'],
    ],
    [
      'a second statement in a definition',
      { ...FUNCTION, definition: "CREATE TABLE a.t (); ALTER SYSTEM SET a = 'b';" },
      ['HOSTILE_ALTER_SYSTEM'],
    ],
    [
      'a name that goes on',
      { ...FUNCTION, drop: 'DROP FUNCTION a.f() ; CREATE SERVER s FOREIGN DATA WRAPPER w;' },
      ['HOSTILE_STATEMENT', 'HOSTILE_FOREIGN_SERVER', 'HOSTILE_STATEMENT'],
    ],
    [
      'a name that changes the owner itself',
      { ...FUNCTION, drop: 'ALTER FUNCTION a.f() OWNER TO x;' },
      ['HOSTILE_STATEMENT'],
    ],
    [
      'a name with a comment behind it',
      { ...FUNCTION, drop: 'DROP FUNCTION a.f(); --\n' },
      ['HOSTILE_STATEMENT'],
    ],
    ['a BEGIN', { ...FUNCTION, definition: 'BEGIN;' }, ['HOSTILE_STATEMENT']],
    [
      'other quoting',
      {
        tag: 'STDSTRINGS',
        description: 'STDSTRINGS',
        definition: "SET standard_conforming_strings = 'off';\n",
      },
      ['INTAKE_UNPARSABLE', 'INTAKE_UNPARSABLE'],
    ],
    [
      'quoting that goes on',
      {
        tag: 'STDSTRINGS',
        description: 'STDSTRINGS',
        definition: "SET standard_conforming_strings = 'on'; LOAD 'x';",
      },
      ['INTAKE_UNPARSABLE', 'HOSTILE_LOAD'],
    ],
    [
      'a path that goes on',
      {
        tag: 'SEARCHPATH',
        description: 'SEARCHPATH',
        definition: "SELECT pg_catalog.set_config('search_path', '', false); LOAD 'x';",
      },
      ['INTAKE_UNPARSABLE', 'HOSTILE_LOAD'],
    ],
    [
      'an encoding with backslashes in its characters',
      { tag: 'ENCODING', description: 'ENCODING', definition: "SET client_encoding = 'SJIS';\n" },
      ['INTAKE_UNPARSABLE'],
    ],
    [
      'a large object whose number is a text',
      { ...BLOB, tag: '7 OWNER TO x; LOAD' },
      ['INTAKE_UNPARSABLE'],
    ],
    [
      'a large object whose number is written otherwise',
      { ...BLOB, tag: '07', definition: "SELECT pg_catalog.lo_create('07');\n" },
      ['INTAKE_UNPARSABLE'],
    ],
    [
      'a large object of another number',
      { ...BLOB, definition: "SELECT pg_catalog.lo_create('8');\n" },
      ['INTAKE_UNPARSABLE'],
    ],
    [
      'a large object that is filled where it is made',
      {
        ...BLOB,
        definition: `${BLOB.definition ?? ''}SELECT pg_catalog.lowrite(0, '\\x41');\n`,
      },
      ['INTAKE_UNPARSABLE'],
    ],
    [
      'a large object in another definition',
      { ...FUNCTION, definition: "SELECT pg_catalog.lo_create('7');\n" },
      ['HOSTILE_STATEMENT'],
    ],
    [
      'rows in a definition',
      { ...FUNCTION, definition: "INSERT INTO a.t VALUES ('x');" },
      ['HOSTILE_STATEMENT'],
    ],
    ['data that pg_restore would not look for', { ...DATA, dumper: 0 }, ['INTAKE_UNPARSABLE']],
    ['data of what has none', { ...FUNCTION, dumper: 1 }, ['INTAKE_UNPARSABLE']],
    ['bytes of what has none', { ...FUNCTION, data: Buffer.from('x') }, ['INTAKE_UNPARSABLE']],
    [
      'data with a definition',
      { ...DATA, definition: 'CREATE TABLE a.u ();' },
      ['INTAKE_UNPARSABLE'],
    ],
    [
      'data with a definition behind a comment',
      { ...DATA, definition: '-- load via partition root a.root\nCREATE TABLE a.u ();' },
      ['INTAKE_UNPARSABLE'],
    ],
    [
      'data of large objects with a comment',
      { ...BLOBS, definition: '-- load via partition root a.root' },
      ['INTAKE_UNPARSABLE'],
    ],
    ['blanks before data', { ...DATA, copy: ' ' }, ['HOSTILE_STATEMENT']],
    [
      'a trigger before the data',
      { ...TRIGGER, section: 2 },
      ['HOSTILE_STATEMENT', 'HOSTILE_STATEMENT'],
    ],
    [
      'a trigger of no section',
      { ...TRIGGER, section: 1 },
      ['HOSTILE_STATEMENT', 'HOSTILE_STATEMENT'],
    ],
    [
      'a trigger behind a table',
      { ...FUNCTION, definition: TRIGGER.definition ?? '' },
      ['HOSTILE_STATEMENT'],
    ],
    [
      'a rule behind a table',
      { ...FUNCTION, definition: 'CREATE RULE r AS ON INSERT TO a.t DO INSTEAD NOTHING;' },
      ['HOSTILE_STATEMENT'],
    ],
    [
      'an index before the data',
      { ...FUNCTION, definition: 'CREATE INDEX i ON a.t (a.f(x));' },
      ['HOSTILE_STATEMENT'],
    ],
    [
      'numbers that are none',
      { tag: '7..8', description: 'BLOB METADATA', definition: "7\n8; LOAD 'x'\n" },
      ['INTAKE_UNPARSABLE'],
    ],
    [
      'a text behind a NUL',
      { ...FUNCTION, definition: "CREATE TABLE a.t ();\0LOAD 'x';" },
      ['INTAKE_UNPARSABLE'],
    ],
  ])('is refused: %s', (_, entry, codes) => {
    expect(codesOf(entry)).toEqual(codes);
  });

  test('stands behind what pg_dump writes before it', () => {
    const later = { ...DATA, tag: 'u', copy: 'COPY a.u (x) FROM stdin;\n' };
    expect(findingsOf(FUNCTION, DATA, BLOBS, TRIGGER)).toEqual([]);
    expect(findingsOf(FUNCTION, DATA, TRIGGER, later)).toEqual([
      {
        code: 'INTAKE_UNPARSABLE',
        where: 'x.dump TOC entry 4 (TABLE DATA a.u)',
        what: 'it stands behind entries that pg_dump writes after it',
      },
    ]);
  });

  test('is named with its number, its kind and its name', () => {
    expect(findingsOf({ ...DATA, dumpId: 42, copy: "COPY a.t FROM PROGRAM 'x';" })).toEqual([
      {
        code: 'HOSTILE_COPY_PROGRAM',
        where: 'x.dump TOC entry 42 (TABLE DATA a.t)',
        what: 'COPY a.t with a program',
      },
    ]);
  });
});
