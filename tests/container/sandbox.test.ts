// The sandbox on the real engine: what it cannot reach, that it ends, and what it leaves alone.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  askLeftovers,
  connectEngine,
  RUN_LABEL,
  socketFolderOf,
  sweep,
  type IsolationProof,
} from '../../harness/sandbox/index.ts';
import { forbiddenSurfaces } from '../../harness/evidence/index.ts';
import { FACTS, ROWS } from '../unit/evidence/surface-packets.ts';
import { measuredWith, type Breach } from './breaches.ts';
import { setTrap } from './trap.ts';
import { testSandbox, type TestSandbox } from './sandboxes.ts';
import { msUntil } from '../until.ts';

const SLOW_MS = 120_000;

describe.each([15, 17])('a sandbox with Postgres %i', (major) => {
  let held: TestSandbox;
  beforeAll(async () => {
    held = await testSandbox(major);
  }, SLOW_MS);
  afterAll(async () => {
    await held[Symbol.asyncDispose]();
    const engine = await connectEngine();
    expect(await askLeftovers(engine, held.runId, socketFolderOf(held.workFolder))).toEqual({
      containers: 0,
      volumes: 0,
      networks: 0,
      socketFolderGone: true,
    });
  }, SLOW_MS);

  test('is isolated in every check, and says so from measurements', () => {
    const { checks, isolated } = held.sandbox.isolation;
    expect(checks.filter(({ judgement }) => judgement !== 'HELD')).toEqual([]);
    expect(isolated).toBe('HELD');
    expect(checks.length).toBeGreaterThan(30);
  });

  test('runs the major version that was asked for', () => {
    expect(held.sandbox.serverVersion).toMatch(new RegExp(`^${major}\\.`));
  });

  test('cannot be written outside its data, socket and scratch folders', async () => {
    const { exitCode, stderr } = await held.sandbox.run(['touch', '/usr/local/bin/x']);
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain('Read-only file system');
  });

  test('cannot connect anywhere, not even by hand', async () => {
    const { exitCode } = await held.sandbox.run(['bash', '-c', 'echo > /dev/tcp/192.0.2.1/80']);
    expect(exitCode).not.toBe(0);
  });

  test('gives the exit code and both outputs of a command as values', async () => {
    const command = ['bash', '-c', 'echo out; echo err >&2; exit 7'];
    expect(await held.sandbox.run(command)).toEqual({
      exitCode: 7,
      stdout: 'out\n',
      stderr: 'err\n',
    });
  });

  test('comes back under production-like settings after a restart', async () => {
    await held.sandbox.restart('rehearse');
    await using session = await held.sandbox.connect({ database: 'rehearsal_maintenance' });
    const { rows } = await session.client.query('SHOW fsync');
    expect(rows).toEqual([{ fsync: 'on' }]);
  });
});

describe('a container that is the sandbox but for one thing', () => {
  const FOREIGN = path.join(import.meta.dirname, 'few');
  const breaches: Readonly<Record<string, Breach>> = {
    nothing: {},
    variable: { variable: 'PGHOST' },
    mount: { mount: [FOREIGN, '/root/.pgpass'] },
    network: { isJoined: true },
  };
  let proofs: Readonly<Record<string, IsolationProof>>;
  beforeAll(async () => {
    const measured = Object.entries(breaches).map(
      async ([name, breach]) => [name, await measuredWith(breach)] as const,
    );
    proofs = Object.fromEntries(await Promise.all(measured));
  }, SLOW_MS);

  const OF_CONTAINERS = ['live', 'pg', 'ci', 'secrets', 'canon', 'fold'];
  const NONE = { interfaces: [], mounts: [], variables: [] };
  test.each<readonly [string, readonly string[], object, readonly string[]]>([
    ['nothing', [], NONE, []],
    ['variable', ['environment'], { ...NONE, variables: ['PGHOST'] }, ['pg', 'ci', 'secrets']],
    [
      'mount',
      ['mounts', 'named-mounts', 'mount-sources'],
      { ...NONE, mounts: ['/root/.pgpass'] },
      OF_CONTAINERS,
    ],
    [
      'network',
      ['interfaces', 'routes-ipv4', 'network-mode', 'networks'],
      { ...NONE, interfaces: ['eth0'] },
      ['live', 'pg'],
    ],
  ])('is found out by exactly that, and opens what rests on it: %s', (name, ids, more, open) => {
    const proof = proofs[name] ?? { isolated: 'N/A_NO_CLONE', checks: [], observed: null };
    const broken = proof.checks.filter(({ judgement }) => judgement !== 'HELD');
    // A joined container answers in more ways than the engine's kind of network decides alone.
    const always = name === 'network' ? broken.filter(({ id }) => ids.includes(id)) : broken;
    expect(always.map(({ id }) => id)).toEqual(ids);
    expect(proof.isolated).toBe(ids.length === 0 ? 'HELD' : 'NOT_HELD');
    const found = Object.entries(proof.observed ?? {}).map(([key, names]) => [
      key,
      names.filter((each) => !ORDINARY.includes(each)),
    ]);
    expect(Object.fromEntries(found)).toEqual(more);
    const isolation = { ...FACTS.isolation, ...proof };
    const { surfaces } = forbiddenSurfaces(ROWS, { ...FACTS, isolation });
    expect(surfaces.filter(({ state }) => state === 'NOT_DECIDED').map(({ id }) => id)).toEqual(
      open,
    );
  });
  const ORDINARY = ['lo', 'HOME', 'HOSTNAME', 'LANG', 'PATH'].concat(
    ['dump', 'pgdata', 'scratch', 'socket'].map((each) => `/rehearsal/${each}`),
  );
});

describe('a sandbox and its surroundings', () => {
  test(
    'nothing of the operator’s environment is followed',
    async () => {
      using trap = await setTrap();
      const planted = {
        PGHOST: '127.0.0.1',
        PGHOSTADDR: '127.0.0.1',
        PGPORT: trap.port,
        PGUSER: 'somebody',
        PGDATABASE: 'production',
        PGSERVICE: 'production',
        PGOPTIONS: '-c search_path=elsewhere',
        PGSSLMODE: 'require',
        PGAPPNAME: 'elsewhere',
        PGSSLNEGOTIATION: 'direct',
        DATABASE_URL: `postgres://somebody@127.0.0.1:${trap.port}/production`,
      };
      const before = { ...process.env };
      Object.assign(process.env, planted);
      try {
        await using held = await testSandbox(15);
        await using session = await held.sandbox.connect({ database: 'rehearsal_maintenance' });
        const { rows } = await session.client.query<Record<string, string>>(
          `SELECT current_user::text AS who, current_setting('application_name') AS name,
                current_setting('search_path') AS path`,
        );
        expect(rows).toEqual([
          { who: 'rehearsal_superuser', name: 'rehearsal', path: '"$user", public' },
        ]);
        expect(trap.connections()).toBe(0);
      } finally {
        for (const name of Object.keys(planted)) {
          if (before[name] === undefined) delete process.env[name];
          else process.env[name] = before[name];
        }
      }
    },
    SLOW_MS,
  );

  test(
    'is gone when its harness is killed',
    async () => {
      const engine = await connectEngine();
      const child = spawn(process.execPath, [path.join(import.meta.dirname, 'hold-sandbox.ts')], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [chunk] = (await once(child.stdout, 'data')) as [Buffer]; // the run id is one write
      const runId = chunk.toString().trim();
      const filters = { label: [`${RUN_LABEL}=${runId}`] };
      expect(await engine.listContainers({ filters })).toHaveLength(1);
      child.kill('SIGKILL');
      const isGone = async (): Promise<boolean> =>
        (await engine.listContainers({ all: true, filters })).length === 0;
      // On its own account it would live for as long as its limit says, ten minutes.
      expect(await msUntil(isGone, 30_000)).toBeLessThan(30_000);
      const volumesGone = async (): Promise<boolean> =>
        ((await engine.listVolumes({ filters })).Volumes ?? []).length === 0;
      expect(await msUntil(volumesGone, 30_000)).toBeLessThan(30_000);
      // Its work folder is what a killed process cannot remove; the next sweep does.
      const folder = path.join(tmpdir(), `clone-rehearsal-${runId.slice(4)}`);
      await access(folder);
      await sweep(engine);
      await expect(access(folder)).rejects.toThrow('ENOENT');
    },
    SLOW_MS,
  );

  test(
    'sweeping touches neither a live run nor what belongs to others',
    async () => {
      const engine = await connectEngine();
      const decoy = `decoy-${process.pid}`;
      await engine.createVolume({ Name: decoy, Labels: { other: 'yes' } });
      try {
        await using live = await testSandbox(15);
        const swept = await sweep(engine);
        expect(swept.runs).not.toContain(live.runId);
        await using session = await live.sandbox.connect({ database: 'rehearsal_maintenance' });
        expect((await session.client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
        expect((await engine.getVolume(decoy).inspect()).Name).toBe(decoy);
      } finally {
        await engine.getVolume(decoy).remove();
      }
    },
    SLOW_MS,
  );

  test(
    'closing twice is the same as closing once',
    async () => {
      const held = await testSandbox(15);
      await held[Symbol.asyncDispose]();
      await held[Symbol.asyncDispose]();
      const engine = await connectEngine();
      const left = await askLeftovers(engine, held.runId, socketFolderOf(held.workFolder));
      expect(left.containers + left.volumes).toBe(0);
    },
    SLOW_MS,
  );
});
