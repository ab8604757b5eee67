// Hostile databases as pg_dump itself dumps them, and whole clusters as pg_dumpall does.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Code } from '../../harness/kernel/index.ts';
import { attestAndTake, openKitchen, refusalsOf, written, type Kitchen } from './kitchen.ts';

const SLOW_MS = 60_000;
let folder: string;
let kitchen: Kitchen;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'made-'));
  kitchen = await openKitchen(folder, 15);
}, SLOW_MS);
afterAll(async () => {
  await kitchen[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
}, SLOW_MS);

const sorted = (codes: readonly Code[]): Code[] => [...codes].sort();

// Before the databases below are made: a dump of the cluster would bring them all.
describe('what pg_dumpall writes', () => {
  test.each([[[]], [['--globals-only']], [['--roles-only']], [['--globals-only', '--clean']]])(
    'is known with %j, and each role whose password it sets is named, never the password',
    async (options: readonly string[]) => {
      await kitchen.database(
        `roles_${options.length}_${options.join('').length}`,
        `CREATE ROLE leaky_${options.join('').length} LOGIN PASSWORD 'md5${'0'.repeat(32)}'`,
      );
      const text = await kitchen.dumpCluster(options);
      expect(text).toContain(`md5${'0'.repeat(32)}`);
      for (const [name, bytes] of [
        ['x.sql', text],
        ['x.sql.gz', gzipSync(text)],
      ] as const) {
        const outcome = await attestAndTake(await written(folder, name, bytes), folder);
        expect(refusalsOf(outcome)).toEqual(['INTAKE_CLUSTER_DUMP', 'INTAKE_ROLE_PASSWORD']);
        expect(outcome.findings.map(({ what }) => what)).toContain(
          `it sets the password of role "leaky_${options.join('').length}"`,
        );
        expect(JSON.stringify(outcome)).not.toContain('0'.repeat(32));
      }
    },
    SLOW_MS,
  );
});

describe('a database that pg_dump itself dumps with', () => {
  const wrapper =
    'CREATE EXTENSION postgres_fdw; CREATE SERVER prod FOREIGN DATA WRAPPER postgres_fdw;';
  test.each<[string, string, readonly Code[]]>([
    ['a server', wrapper, ['HOSTILE_FOREIGN_SERVER']],
    [
      'a mapping',
      `${wrapper} CREATE USER MAPPING FOR CURRENT_USER SERVER prod OPTIONS (password 'x');`,
      ['HOSTILE_FOREIGN_SERVER', 'HOSTILE_USER_MAPPING'],
    ],
    [
      'a foreign table',
      "CREATE EXTENSION file_fdw; CREATE SERVER f FOREIGN DATA WRAPPER file_fdw; CREATE FOREIGN TABLE t (a text) SERVER f OPTIONS (filename '/x');",
      ['HOSTILE_FOREIGN_SERVER'],
    ],
    [
      'a subscription',
      "CREATE SUBSCRIPTION sly CONNECTION 'host=db.example.org' PUBLICATION p WITH (connect = false, slot_name = NONE);",
      ['HOSTILE_SUBSCRIPTION'],
    ],
    ['dblink', 'CREATE EXTENSION dblink;', ['HOSTILE_DBLINK']],
    [
      'an event trigger',
      "CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER sly ON ddl_command_end EXECUTE FUNCTION e();",
      ['HOSTILE_EVENT_TRIGGER'],
    ],
    [
      'code in C',
      "CREATE FUNCTION sly() RETURNS trigger LANGUAGE c AS '$libdir/autoinc', 'autoinc';",
      ['HOSTILE_LANGUAGE'],
    ],
    [
      'a built-in function under another name',
      "CREATE FUNCTION sly(text) RETURNS text LANGUAGE internal AS 'pg_read_file_all';",
      ['HOSTILE_LANGUAGE'],
    ],
    [
      'a view of a file',
      "CREATE VIEW sly AS SELECT pg_read_file('PG_VERSION');",
      ['HOSTILE_FILE_ACCESS'],
    ],
    [
      'a program in a body',
      "CREATE FUNCTION sly() RETURNS void LANGUAGE plpgsql AS $$ BEGIN COPY pg_class TO PROGRAM 'sh'; END $$;",
      ['HOSTILE_COPY_PROGRAM'],
    ],
    [
      'nothing hostile',
      'CREATE FUNCTION sly() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; END $$;',
      [],
    ],
  ])('%s', async (what, sql, codes) => {
    const name = `made_${what.replaceAll(/\W/g, '_').toLowerCase()}`;
    await kitchen.database(name, sql);
    for (const format of ['custom', 'plain']) {
      const dump = await kitchen.dump(
        name,
        [`--format=${format}`, '--create'],
        `${name}.${format}`,
      );
      const outcome = await attestAndTake(dump, folder);
      expect(refusalsOf(outcome)).toEqual(sorted(codes));
      expect(outcome.kind).toBe(codes.length === 0 ? 'accepted' : 'refused');
    }
  });
});
