// Roles and names, from a table of contents.
import { describe, expect, test } from '@jest/globals';
import type { EntryStatements } from '../../../harness/intake/archive.ts';
import { readToc } from '../../../harness/intake/archive-contents.ts';
import { parseStatements, type ContentsCollector } from '../../../harness/intake/contents.ts';
import type { TocEntry } from '../../../harness/intake/contract.ts';

let nextId = 1;
const entry = (description: string, definition: string, owner: string | null = null): TocEntry => ({
  dumpId: nextId++,
  description,
  tag: 'x',
  namespace: null,
  owner,
  definition,
  section: 'pre-data',
});
/** As an archive has it, of which only the entry matters here. */
const stated = (each: TocEntry): EntryStatements => {
  const isData = each.description === 'TABLE DATA' || each.description === 'BLOBS';
  return { entry: each, copy: '', drop: '', hasDumper: isData, hasPlace: isData };
};
const read = (...entries: TocEntry[]): ContentsCollector =>
  readToc(
    entries.map((each) => stated(each)),
    'x.dump',
  ).collector;
const rolesOf = (...entries: TocEntry[]): readonly string[] => read(...entries).contents([]).roles;

describe('what a table of contents holds', () => {
  test.each<[string, TocEntry, readonly string[]]>([
    ['an owner', entry('TABLE', 'CREATE TABLE t ();', 'owner'), ['owner']],
    ['no owner', entry('TABLE', 'CREATE TABLE t ();', ''), []],
    [
      'a grant',
      entry(
        'ACL',
        'GRANT SELECT ON TABLE t TO b, "A b";\nGRANT ALL ON TABLE t TO c WITH GRANT OPTION;',
      ),
      ['A b', 'b', 'c'],
    ],
    ['the owner that stands for all', entry('TABLE', '', 'public'), []],
    ['a grant to all', entry('ACL', 'GRANT SELECT ON TABLE t TO PUBLIC;'), []],
    ['a revoke', entry('ACL', 'REVOKE ALL ON SCHEMA public FROM old_owner;'), ['old_owner']],
    [
      'a grant as another',
      entry(
        'ACL',
        'SET SESSION AUTHORIZATION x;\nGRANT SELECT ON TABLE t TO y;\nRESET SESSION AUTHORIZATION;',
      ),
      ['y'],
    ],
    [
      'a policy',
      entry('POLICY', 'CREATE POLICY p ON t FOR SELECT TO reader, PUBLIC USING (true);'),
      ['reader'],
    ],
    [
      'default privileges',
      entry(
        'DEFAULT ACL',
        'ALTER DEFAULT PRIVILEGES FOR ROLE maker GRANT SELECT ON TABLES TO taker;',
      ),
      ['maker', 'taker'],
    ],
    [
      'a user mapping',
      entry('USER MAPPING', 'CREATE USER MAPPING FOR mapped SERVER s;'),
      ['mapped'],
    ],
    [
      'settings of a role',
      entry('DATABASE PROPERTIES', "ALTER ROLE tuned IN DATABASE d SET work_mem TO '1MB';"),
      ['tuned'],
    ],
    ['a schema of somebody', entry('SCHEMA', 'CREATE SCHEMA s AUTHORIZATION holder;'), ['holder']],
  ])('names the roles of %s', (_, toc, roles) => {
    expect(rolesOf(toc)).toEqual(roles);
  });

  test('names each role once, sorted, and never "public" or who is asking', () => {
    expect(
      rolesOf(
        entry('TABLE', '', 'b'),
        entry('TABLE', '', 'a'),
        entry('ACL', 'GRANT SELECT ON TABLE t TO b, PUBLIC, CURRENT_USER;'),
      ),
    ).toEqual(['a', 'b']);
  });

  test('reads database, encoding, extensions and schemas', () => {
    const collector = read(
      entry('ENCODING', "SET client_encoding = 'UTF8';"),
      entry(
        'DATABASE',
        "CREATE DATABASE directus WITH TEMPLATE = template0 ENCODING = 'UTF8' LOCALE = 'C.UTF-8';",
        'boss',
      ),
      entry('EXTENSION', 'CREATE EXTENSION IF NOT EXISTS pgcrypto WITH SCHEMA ext;'),
      entry('EXTENSION', 'CREATE EXTENSION IF NOT EXISTS hstore;'),
      entry('SCHEMA', 'CREATE SCHEMA b;'),
      entry('SCHEMA', 'CREATE SCHEMA a;'),
      entry('TABLE DATA', ''),
      entry('BLOBS', ''),
    );
    const { databaseName, encoding, locale } = collector;
    expect({ databaseName, encoding, locale }).toEqual({
      databaseName: 'directus',
      encoding: 'UTF8',
      locale: 'C.UTF-8',
    });
    expect(collector.contents([])).toMatchObject({
      extensions: [
        { name: 'pgcrypto', schema: 'ext' },
        { name: 'hstore', schema: null },
      ],
      schemas: ['a', 'b'],
      databaseOwner: 'boss',
      dataEntries: 2,
    });
  });

  test('knows nothing where nothing is said', () => {
    const { databaseName, encoding, locale } = read();
    expect({ databaseName, encoding, locale }).toEqual({
      databaseName: null,
      encoding: null,
      locale: null,
    });
  });

  test('refuses a grant that does not parse: its roles would be missed', () => {
    const bad = entry('ACL', 'GRANT SELECT ON t TOO x;');
    const { findings } = readToc([stated(bad)], 'x.dump');
    expect(findings).toEqual([
      {
        code: 'INTAKE_UNPARSABLE',
        where: `x.dump TOC entry ${bad.dumpId} (ACL x)`,
        what: 'syntax error',
      },
    ]);
  });

  test('says where the grammar ends a statement, in bytes', () => {
    expect(parseStatements("SELECT '\u00e9';").map(({ endsAt }) => endsAt)).toEqual([11]);
    expect(parseStatements('SELECT 1').map(({ endsAt }) => endsAt)).toEqual([null]);
    expect(parseStatements('SELECT 1; SELECT 2 -- ;').map(({ endsAt }) => endsAt)).toEqual([
      8,
      null,
    ]);
  });
});
