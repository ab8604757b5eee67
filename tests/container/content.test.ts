// What stands in a dump's rows decides with it: secrets are found and never shown, what is allowed
// is on record, what does not fit is stopped, and the clone holds the rows that were read.
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { ANSWERS } from '../../harness/commands/answers.ts';
import { FEW, runCli, type CliResult } from './cli.ts';
import { attest, dumpMaker, type DumpMaker } from './made-dumps.ts';

const SLOW_MS = 180_000;
let folder: string;
let maker: DumpMaker;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'content-test-'));
  maker = await dumpMaker(folder, 15);
}, SLOW_MS);
afterAll(async () => {
  await maker[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
}, SLOW_MS);

/** Made anew in every run: no secret, not even a false one, stands in a file of the project. */
const letters = (count: number): string =>
  randomBytes(count * 2)
    .toString('base64')
    .replaceAll(/[^A-Za-z0-9]/g, 'x')
    .slice(0, count);
const base64url = (value: unknown): string =>
  Buffer.from(JSON.stringify(value)).toString('base64url');
const PLANTED = {
  bcrypt: `$2b$12$${letters(53)}`,
  scram: `SCRAM-SHA-256$4096:${randomBytes(16).toString('base64')}$${randomBytes(32).toString('base64')}:${randomBytes(32).toString('base64')}`,
  token: randomBytes(16).toString('hex'),
  password: letters(14),
  jwt: `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url({ sub: letters(12) })}.${letters(43)}`,
  key: letters(64),
  host: `db-${letters(6).toLowerCase()}.corp.internal`,
};
const MARKER = 'PRIVATE KEY';

/** In a text, in a JSON value, in bytes, in an array, in a large object and in a comment. */
const PLANTING = `
CREATE TABLE public.vault (id integer PRIMARY KEY, note text, settings jsonb, raw bytea, tags text[]);
ALTER TABLE public.vault OWNER TO surface_owner;
INSERT INTO public.vault VALUES
  (1, '${PLANTED.bcrypt}', '{}', NULL, NULL),
  (2, E'two lines\\n${PLANTED.scram}', '{}', NULL, NULL),
  (3, NULL, '{"dsn": "postgres://app:${PLANTED.password}@${PLANTED.host}:5432/app"}', NULL, NULL),
  (4, NULL, '{}', convert_to('-----BEGIN ${MARKER}-----' || chr(10) || '${PLANTED.key}' || chr(10) || '-----END ${MARKER}-----', 'UTF8'), NULL),
  (5, NULL, '{}', NULL, ARRAY['a', '${PLANTED.jwt}']);
COMMENT ON TABLE public.vault IS 'ask ${PLANTED.host} or https://${PLANTED.host}/wiki';
UPDATE public.directus_users SET token = '${PLANTED.token}'
 WHERE id = (SELECT id FROM public.directus_users ORDER BY id LIMIT 1);
SELECT lo_from_bytea(0, convert_to('Authorization: Bearer ${PLANTED.jwt}', 'UTF8'));`;

async function rehearse(
  name: string,
  dump: string,
  config?: string,
  words: readonly string[] = [],
): Promise<CliResult> {
  const more = [...(config === undefined ? [] : ['--config', config]), ...words];
  return await runCli([
    'run',
    '--config',
    FEW,
    '--dump',
    dump,
    '--out',
    path.join(folder, name),
    ...more,
  ]);
}

interface Provenance {
  readonly dump: { readonly format: string };
  readonly candidates: readonly { readonly contains_secrets: string; readonly allowed: string }[];
  readonly scan: { readonly judgement: string; readonly rows: number } | null;
  readonly findings: readonly { readonly code: string; readonly where: string }[];
  readonly allowed: readonly { readonly code: string; readonly where: string; reason: string }[];
}

async function packetFile<Value>(name: string, file: string): Promise<Value> {
  return JSON.parse(await readFile(path.join(folder, name, file), 'utf8')) as Value; // read in tests only
}

/** The project's own configuration with changes, in a folder of its own. */
async function configWith(
  name: string,
  change: Record<string, unknown>,
  allow: readonly Record<string, string>[] = [],
): Promise<string> {
  const config = parse(await readFile(FEW, 'utf8')) as Record<string, unknown>; // the project's own file
  const at = (file: unknown): string =>
    path.relative(folder, path.join(path.dirname(FEW), String(file)));
  const lane = await readFile(path.join(path.dirname(FEW), String(config['lane'])), 'utf8');
  await writeFile(path.join(folder, `${name}.lane.yaml`), `${lane}\n${stringify({ allow })}`);
  const file = path.join(folder, `${name}.yaml`);
  const own = {
    ...config,
    spec: at(config['spec']),
    lane: `${name}.lane.yaml`,
    scenarios: (config['scenarios'] as string[]).map((each) => at(each)), // a list in that file
    executor: (config['executor'] as string[]).map((each) => at(each)), // a list in that file
    ...change,
  };
  await writeFile(file, stringify(own));
  return file;
}

describe('a dump with secrets and live pointers in its rows', () => {
  const FOUND = [
    'DATA_CONNECTION_URL at public.vault.settings',
    'DATA_DIRECTUS_CREDENTIAL at public.directus_users.token',
    'DATA_JSON_WEB_TOKEN at public.vault.tags',
    'DATA_LIVE_HOST at public.vault.settings',
    'DATA_PASSWORD_HASH at public.vault.note',
    'DATA_PRIVATE_KEY at public.vault.raw',
  ];
  let dump: string;
  let result: CliResult;
  beforeAll(async () => {
    dump = await maker.make('planted.dump', PLANTING);
    await attest(dump, folder);
    result = await rehearse('planted', dump);
  }, SLOW_MS);

  test('is refused, and each of them is named by table and column', async () => {
    expect([result.exitCode, result.lastLine.endsWith('INPUT_REJECTED')]).toEqual([4, true]);
    for (const each of FOUND) expect(result.stderr).toContain(each);
    const { candidates, scan, findings } = await packetFile<Provenance>(
      'planted',
      'clone-provenance.json',
    );
    expect(candidates[0]).toMatchObject({ contains_secrets: 'YES', allowed: 'NO' });
    expect(scan?.judgement).toBe('NOT_HELD');
    const told = findings.map(({ code, where }) => `${code} at ${where}`);
    expect(told).toEqual(expect.arrayContaining(FOUND));
  });

  test('is refused for what a large object and a comment hold, too', () => {
    expect(result.stderr).toMatch(/DATA_JSON_WEB_TOKEN at large object \d+/);
    expect(result.stderr).toContain('DATA_LIVE_HOST at COMMENT TABLE public.vault');
  });

  test('rehearses no scenario', async () => {
    const { steps } = await packetFile<{ steps: { id: string; judgement: string }[] }>(
      'planted',
      'clone-rehearsal-execution-evidence.json',
    );
    expect(steps.find(({ id }) => id === 'RX-2')?.judgement).not.toBe('HELD');
  });

  test('shows none of them: not on the terminal, and in no file of the packet', async () => {
    const inspected = await runCli(['inspect', '--dump', dump]);
    const inspectedJson = await runCli(['inspect', '--dump', dump, '--json']);
    expect([inspected.exitCode, inspectedJson.exitCode]).toEqual([4, 4]);
    const outputs = [result, inspected, inspectedJson].flatMap(({ stdout, stderr }) => [
      stdout,
      stderr,
    ]);
    for (const name of await readdir(path.join(folder, 'planted'))) {
      outputs.push(await readFile(path.join(folder, 'planted', name), 'utf8'));
    }
    expect(outputs.length).toBeGreaterThan(20);
    for (const [kind, secret] of Object.entries(PLANTED)) {
      // A part is as bad as the whole.
      const parts = kind === 'host' ? [secret] : [secret, secret.slice(-12), secret.slice(8, 20)];
      for (const text of outputs) for (const part of parts) expect(text).not.toContain(part);
    }
  });

  test('is inspected without an engine, with the same findings', async () => {
    const { exitCode, stderr, stdout } = await runCli(['inspect', '--dump', dump, '--json'], {
      DOCKER_HOST: 'unix:///nowhere/docker.sock',
    });
    const object = JSON.parse(stdout) as {
      readonly status: string;
      readonly findings: readonly { readonly code: string; readonly where: string }[];
      readonly tables: readonly { readonly table: string; readonly rows: number }[];
      readonly entries: readonly { readonly kind: string; readonly name: string }[];
    }; // read in tests only
    expect([exitCode, object.status]).toEqual([4, 'INPUT_REJECTED']);
    const found = object.findings.map(({ code, where }) => `${code} at ${where}`);
    expect(found).toEqual(expect.arrayContaining(FOUND));
    expect(object.tables.find(({ table }) => table === 'vault')?.rows).toBe(5);
    const listed = object.entries.map(({ kind, name }) => `${kind} ${name}`);
    expect(listed).toEqual(
      expect.arrayContaining(['TABLE public.vault', 'COMMENT TABLE public.vault']),
    );
    expect(stderr).toContain('scan');
  });
});

describe('a find that the team has looked at', () => {
  const HOST = `shop-${randomUUID().slice(0, 8)}.example-shop.net`;
  let dump: string;
  beforeAll(async () => {
    dump = await maker.make(
      'shops.dump',
      `CREATE TABLE public.shops (id integer PRIMARY KEY, homepage text);
       ALTER TABLE public.shops OWNER TO surface_owner;
       INSERT INTO public.shops VALUES (1, 'https://${HOST}/a'), (2, 'https://www.${HOST}');`,
      ['--format=tar'],
    );
    await attest(dump, folder);
  }, SLOW_MS);

  test(
    'is rehearsed on where the lane allows it in that place, told in one JSON object, with the reason in the evidence',
    async () => {
      const reason = 'the homepages of shops are public, looked at on a Monday';
      const allow = [{ code: 'DATA_LIVE_HOST', where: 'public.shops.homepage', reason }];
      const config = await configWith('allowed', {}, allow);
      const { exitCode, stdout, stderr } = await rehearse('allowed', dump, config, ['--json']);
      expect(exitCode).toBe(0);
      expect(stderr).not.toMatch(/^[A-Z_]+ at /m);
      const { packet_tree: packetTree } = await packetFile<{ packet_tree: string }>(
        'allowed',
        'run.json',
      );
      expect(ANSWERS['run']?.parse(JSON.parse(stdout))).toEqual({
        status: expect.stringMatching(/_REHEARSAL_ROLLBACK_READY$/),
        exitCode: 0,
        packet: path.join(folder, 'allowed'),
        packetTree,
        findings: [
          expect.objectContaining({ code: 'INTAKE_SECURITY_DEFINER' }),
          expect.objectContaining({ code: 'SANITIZATION_PARTIAL' }),
        ],
      });
      const provenance = await packetFile<Provenance>('allowed', 'clone-provenance.json');
      expect(provenance.dump.format).toBe('tar');
      expect(provenance.allowed).toEqual([
        expect.objectContaining({ code: 'DATA_LIVE_HOST', where: 'public.shops.homepage', reason }),
      ]);
      expect(provenance.candidates[0]).toMatchObject({ contains_secrets: 'YES', allowed: 'YES' });
    },
    SLOW_MS,
  );

  test(
    'is refused where the lane allows it in another place',
    async () => {
      const allow = [
        { code: 'DATA_LIVE_HOST', where: 'public.shops.id', reason: 'the wrong column' },
      ];
      // Without a run: that a run refuses what is not allowed is shown above.
      const config = await configWith('elsewhere', {}, allow);
      const result = await runCli(['inspect', '--dump', dump, '--config', config]);
      expect(result.exitCode).toBe(4);
      const found = 'DATA_LIVE_HOST at public.shops.homepage: address in 2 rows';
      expect(result.stdout + result.stderr).toContain(found);
    },
    SLOW_MS,
  );

  test('is none where the configuration names the host', async () => {
    const scan = { allowedHosts: [HOST, `*.${HOST}`] };
    const config = await configWith('hosts', { scan });
    expect((await runCli(['inspect', '--dump', dump, '--config', config])).exitCode).toBe(0);
  });
});

describe('a dump that does not fit', () => {
  /** Its content is some 5 MiB. */
  const bomb = async (name: string, options: readonly string[]): Promise<[string, string]> => {
    const dump = await maker.make(`bomb-${name}`, '', options);
    await attest(dump, folder);
    return [dump, await configWith(`bomb-${name}`, { limits: { unpackedMiB: 2 } })];
  };

  test(
    'is refused, with what it would need',
    async () => {
      const [dump, config] = await bomb('custom', ['--format=custom']);
      const result = await rehearse('packet-bomb', dump, config);
      expect([result.exitCode, result.lastLine.endsWith('INPUT_REJECTED')]).toEqual([4, true]);
      expect(result.stderr).toMatch(/INTAKE_TOO_LARGE at .*: .*at least \d+ MiB/);
    },
    SLOW_MS,
  );

  // What a run does with it is the same; a run reads it through the same reader.
  test.each([
    ['directory', ['--format=directory']],
    ['plain gzip', ['--format=plain', '--compress=9']],
  ])(
    'is seen to be refused as %s, too',
    async (name, options) => {
      const [dump, config] = await bomb(name, options);
      const result = await runCli(['inspect', '--dump', dump, '--config', config]);
      expect(result.exitCode).toBe(4);
      expect(result.stdout + result.stderr).toMatch(/INTAKE_TOO_LARGE at .*: .*at least \d+ MiB/);
    },
    SLOW_MS,
  );

  test(
    'is stopped while it is restored, not after',
    async () => {
      // Two hundred million zeros: half a megabyte packed, and minutes of restoring.
      const dump = await maker.make(
        'zeros.dump',
        `CREATE TABLE public.zeros (id integer, filling text);
       ALTER TABLE public.zeros OWNER TO surface_owner;
       ALTER TABLE public.zeros ALTER filling SET STORAGE EXTERNAL;
       INSERT INTO public.zeros SELECT n, repeat('0', 100000) FROM generate_series(1, 2000) AS n;`,
        ['--format=custom', '--compress=9'],
      );
      await attest(dump, folder);
      const config = await configWith('zeros', { limits: { unpackedMiB: 16 } });
      const result = await rehearse('packet-zeros', dump, config);
      expect(result.exitCode).toBe(4);
      expect(result.stderr).toContain('INTAKE_TOO_LARGE');
      const { stages } = await packetFile<{ stages: { stage: string; ms: number }[] }>(
        'packet-zeros',
        'timings.json',
      );
      expect(stages.map(({ stage }) => stage)).not.toContain('schema');
      const restore = await packetFile<{ findings: { code: string }[] }>(
        'packet-zeros',
        'restore-evidence.json',
      );
      expect(restore.findings.map(({ code }) => code)).toEqual(['RESTORE_STOPPED']);
    },
    SLOW_MS,
  );
});

describe('content that only comes about while the dump is restored', () => {
  test(
    'is read in the clone, and refused there',
    async () => {
      const dump = await maker.make(
        'assembled.dump',
        `CREATE MATERIALIZED VIEW public.assembled AS
           SELECT 'postgres:' || chr(47) || chr(47) || 'app:${PLANTED.password}' || chr(64)
                  || '${PLANTED.host}' AS address;
         ALTER MATERIALIZED VIEW public.assembled OWNER TO surface_owner;`,
      );
      await attest(dump, folder);
      const result = await rehearse('assembled', dump);
      expect(result.exitCode).toBe(4);
      expect(result.stderr).toContain('DATA_CONNECTION_URL at public.assembled.address');
      expect(result.stdout).not.toContain('scenario ');
      const { candidates } = await packetFile<Provenance>('assembled', 'clone-provenance.json');
      expect(candidates[0]?.allowed).toBe('NO');
      const restore = await packetFile<{ clone_content: { judgement: string } }>(
        'assembled',
        'restore-evidence.json',
      );
      expect(restore.clone_content.judgement).toBe('NOT_HELD');
    },
    SLOW_MS,
  );
});

describe('code that writes while the dump is restored', () => {
  test(
    'is found by the rows that nobody has looked through',
    async () => {
      const dump = await maker.make(
        'writing.dump',
        `CREATE TABLE public.a_log (what text);
         CREATE FUNCTION public.logged(integer) RETURNS boolean LANGUAGE plpgsql AS
           $$ BEGIN INSERT INTO public.a_log VALUES ('seen'); RETURN true; END $$;
         CREATE TABLE public.b_watched (id integer CHECK (public.logged(id)));
         ALTER FUNCTION public.logged(integer) OWNER TO surface_owner;
         ALTER TABLE public.a_log OWNER TO surface_owner;
         ALTER TABLE public.b_watched OWNER TO surface_owner;
         INSERT INTO public.b_watched VALUES (1), (2);`,
      );
      await attest(dump, folder);
      const result = await rehearse('writing', dump);
      expect(result.exitCode).toBe(4);
      expect(result.stderr).toContain(
        'RESTORE_ROWS_DIFFER at public.a_log: the dump holds 2 rows, the clone 4',
      );
      const restore = await packetFile<{ judgement: string }>('writing', 'restore-evidence.json');
      expect(restore.judgement).toBe('NOT_HELD');
    },
    SLOW_MS,
  );
});
