// Nothing that a row holds leaves, and no word that reads as authority: whatever a run prints or writes.
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readingsOf } from '../../harness/evidence/readings.ts';
import {
  faultLines,
  forbiddenTokensIn,
  messageOf,
  serverMessage,
} from '../../harness/kernel/index.ts';
import { dumpInto } from '../../harness/run/demo-dump.io.ts';
import { connectEngine, RUN_LABEL } from '../../harness/sandbox/index.ts';
import { secretsInText } from '../../harness/scan/index.ts';
import { runCli, startCli } from './cli.ts';
import { AS_OWNER, CANARY, makeLeakyDatabase, NAMES } from './leaky-database.ts';
import { SCENARIOS, writeLeakyProject } from './leaky-project.ts';
import { QUOTING, rowValuesIn } from './leaky-statements.ts';
import { attest } from './made-dumps.ts';
import { testSandbox } from './sandboxes.ts';

const SLOW_MS = 240_000;

/** All that may not stand in a text, in any reading of it. */
function leaksIn(name: string, text: string): string[] {
  const readings = readingsOf(name, text);
  return [
    ...new Set(readings.flatMap(rowValuesIn)),
    ...new Set(readings.flatMap(forbiddenTokensIn)),
    ...secretsInText(text).map(({ kind }) => kind),
  ].map((leak) => `${name}: ${leak}`);
}

test('a leak is seen in whatever form a row is written', () => {
  const bytes = Buffer.from(`x${CANARY}x`);
  for (const form of [
    CANARY.toUpperCase(),
    Array.from(CANARY).join('.'),
    bytes.toString('hex'),
    bytes.toString('base64'),
    JSON.stringify({ a: [CANARY] }),
    `[${CANARY.slice(0, 7)}...]`,
  ]) {
    expect(leaksIn('x.txt', `before ${form} after`)).not.toEqual([]);
  }
  expect(leaksIn('x.json', JSON.stringify({ [NAMES.table]: 1 }))).not.toEqual([]);
  expect(leaksIn('x.txt', 'the table access\u00b7granted of 20 rows')).toEqual([]);
});

describe.each([15, 17])('an error of Postgres %i that quotes a row', (major) => {
  test(
    'is told without it, whatever the statement was',
    async () => {
      await using held = await testSandbox(major);
      await makeLeakyDatabase(held, 'leaky');
      await using session = await held.sandbox.connect({
        database: 'leaky',
        statementTimeoutMs: 500,
      });
      await session.client.query(AS_OWNER);
      let quoting = 0;
      const leaks: string[] = [];
      for (const statement of QUOTING) {
        await session.client.query('BEGIN');
        await session.client.query(statement).catch((error: unknown) => {
          // The error as Node would print it, with all that hangs on it.
          const whole = JSON.stringify({ ...Object(error), message: Object(error).message });
          quoting += rowValuesIn(whole).length > 0 ? 1 : 0;
          const cause = new Error('a step failed', { cause: error });
          const said = [
            serverMessage(error, statement),
            messageOf(error),
            ...faultLines(cause, true),
          ];
          leaks.push(...rowValuesIn(said.join('\n')).map(() => `${said[0]}: ${statement}`));
        });
        await session.client.query('ROLLBACK');
      }
      expect(leaks).toEqual([]);
      // Else nothing was tried.
      expect(quoting).toBeGreaterThan(100);
    },
    SLOW_MS,
  );
});

describe('a dump whose rows are secret and whose names are words of authority', () => {
  let folder = '';
  let config: string[] = [];
  let dump = '';
  let plain = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'leaks-test-'));
    await using held = await testSandbox(15);
    await makeLeakyDatabase(held, 'leaky');
    [dump, plain] = [path.join(folder, 'leaky.dump'), path.join(folder, 'leaky.sql')];
    await dumpInto(held.sandbox, 'leaky', ['--format=custom'], dump);
    await dumpInto(held.sandbox, 'leaky', ['--format=plain'], plain);
    await attest(dump, folder);
    config = ['--config', await writeLeakyProject(folder)];
  }, SLOW_MS);
  afterAll(async () => await rm(folder, { recursive: true, force: true }));

  /** Exit code, and what leaked on the terminal. */
  async function told(
    args: readonly string[],
  ): Promise<{ exitCode: number | null; leaks: string[] }> {
    const { exitCode, stdout, stderr } = await runCli([...args, ...config]);
    expect(stdout + stderr).not.toBe('');
    return {
      exitCode,
      leaks: [...leaksIn('stdout.txt', stdout), ...leaksIn('stderr.txt', stderr)],
    };
  }

  async function leaksBelow(place: string): Promise<string[]> {
    const files = await readdir(place);
    expect(files.length).toBeGreaterThan(15);
    const texts = files.map(async (name) =>
      leaksIn(name, await readFile(path.join(place, name), 'utf8')),
    );
    return (await Promise.all(texts)).flat();
  }

  test(
    'is inspected, and neither leaves',
    async () => {
      const inspected = await told(['inspect', '--contents', '--json', '--dump', dump]);
      expect(inspected).toEqual({ exitCode: 0, leaks: [] });
    },
    SLOW_MS,
  );

  test(
    'gives a spec that holds neither, and that fits it all the same',
    async () => {
      const spec = path.join(folder, 'made.yaml');
      const made = await told(['spec', '--dump', dump, '--spec', spec, '--rows', '--json']);
      expect(made).toEqual({ exitCode: 0, leaks: [] });
      expect(leaksIn('made.yaml', await readFile(spec, 'utf8'))).toEqual([]);
      const other = path.join(folder, 'other.yaml');
      const text = await readFile(spec, 'utf8');
      await writeFile(other, text.replace('bigint', 'integer'));
      const { exitCode, stdout, stderr } = await runCli([
        'spec-diff',
        '--json',
        other,
        dump,
        ...config,
      ]);
      expect(leaksIn('x.txt', stdout + stderr)).toEqual([]);
      // What was changed by hand is the only difference: broken names are read as they were.
      const { changes }: { changes: object[] } = JSON.parse(stdout);
      expect([exitCode, changes.length]).toEqual([1, 1]);
    },
    SLOW_MS,
  );

  test(
    'is rehearsed with scenarios that fail in every way, and neither leaves',
    async () => {
      const out = path.join(folder, 'packet');
      const rehearsed = await told(['run', '--debug', '--json', '--dump', dump, '--out', out]);
      expect(rehearsed).toEqual({ exitCode: 1, leaks: [] });
      expect(await leaksBelow(out)).toEqual([]);
      // Names do leave, broken; and each scenario came to what it is named for.
      const report = await readFile(path.join(out, 'report.html'), 'utf8');
      expect(report).toContain('access\u00b7granted');
      const evidence = JSON.parse(
        await readFile(path.join(out, 'clone-rehearsal-execution-evidence.json'), 'utf8'),
      ) as { scenarios: { id: string; judgement: string }[] }; // read in tests only
      expect(
        evidence.scenarios.map(({ id, judgement }) => `${id} ${judgement === 'HELD'}`).toSorted(),
      ).toEqual(
        Object.keys(SCENARIOS)
          .map((id) => `${id} ${id.startsWith('holds')}`)
          .toSorted(),
      );
      // The packet tells a story that holds together; the proof in it does not hold.
      for (const [command, ends] of [
        ['verify', 0],
        ['validate', 1],
      ] as const) {
        const { exitCode, stdout, stderr } = await runCli([command, out]);
        expect([command, exitCode, ...leaksIn('x.txt', stdout + stderr)]).toEqual([command, ends]);
      }
    },
    SLOW_MS,
  );

  test(
    'that breaks while it is restored is refused without a word of its rows',
    async () => {
      const broken = path.join(folder, 'broken.sql');
      const text = await readFile(plain, 'utf8');
      // In the third column of the first row, a number.
      await writeFile(broken, text.replace(/^(1\t[^\t]*\t)\d+/m, `$1${CANARY}`));
      await attest(broken, folder);
      const out = path.join(folder, 'refused');
      const args = ['run', '--debug', '--dump', broken, '--out', out];
      expect(await told(args)).toEqual({ exitCode: 4, leaks: [] });
      expect(await leaksBelow(out)).toEqual([]);
      expect(await readFile(path.join(out, 'report.md'), 'utf8')).toContain('RESTORE_ERROR');
    },
    SLOW_MS,
  );

  /** Does something to a run as soon as it has said so much; answers how it ended and what leaked. */
  async function disturbed(
    after: string,
    disturb: (child: ReturnType<typeof startCli>) => Promise<void>,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<{ exitCode: number | null; leaks: string[]; stderr: string }> {
    const out = path.join(folder, `disturbed after ${after}`);
    const args = ['run', '--debug', '--dump', dump, '--out', out, ...config];
    const child = startCli(args, environment);
    const closed = once(child, 'close') as Promise<[number | null]>; // node's own event
    let stdout = '';
    let stderr = '';
    let isDisturbed = false;
    child.stderr?.on('data', (chunk) => (stderr += String(chunk)));
    child.stdout?.on('data', (chunk) => {
      stdout += String(chunk);
      if (isDisturbed || !stdout.includes(after)) return;
      isDisturbed = true;
      disturb(child).catch(() => child.kill('SIGKILL'));
    });
    const [exitCode] = await closed;
    expect(isDisturbed).toBe(true);
    const leaks = [...leaksIn('stdout.txt', stdout), ...leaksIn('stderr.txt', stderr)];
    return { exitCode, leaks, stderr };
  }

  test(
    'that is interrupted leaves no word of its rows behind',
    async () => {
      const { exitCode, leaks, stderr } = await disturbed('scan of the clone', async (child) => {
        child.kill('SIGINT');
      });
      expect({ exitCode, leaks }).toEqual({ exitCode: 130, leaks: [] });
      expect(stderr).toContain('nothing is claimed');
    },
    SLOW_MS,
  );

  test(
    'whose rehearsal crashes leaves neither a word of its rows nor its sandbox behind',
    async () => {
      // What a fault of a library may look like: thrown where nobody waits, and full of a row.
      const fault = `Object.assign(new Error('relation "${CANARY}" does not exist'), {
        severity: 'ERROR', code: '42P01', detail: '${CANARY}', row: { word: '${CANARY}' } })`;
      const onSignal = `process.on('SIGUSR2', () => { throw ${fault}; })`;
      const preload = `--import data:text/javascript,${encodeURIComponent(onSignal)}`;
      const engine = await connectEngine();
      let runId = '';
      const { exitCode, leaks, stderr } = await disturbed(
        'scan of the clone',
        async (child) => {
          runId = await runIdOf(child.pid);
          child.kill('SIGUSR2');
        },
        { NODE_OPTIONS: preload },
      );
      expect({ exitCode, leaks }).toEqual({ exitCode: 70, leaks: [] });
      expect(stderr).toContain('internal fault: relation \u2026 does not exist (SQLSTATE 42P01)\n');
      const filters = { label: [`${RUN_LABEL}=${runId}`] };
      expect(await engine.listContainers({ all: true, filters })).toEqual([]);
    },
    SLOW_MS,
  );

  test(
    'whose server is killed in the middle leaves no word of its rows behind',
    async () => {
      const engine = await connectEngine();
      const { exitCode, leaks, stderr } = await disturbed('scenario holds-read', async (child) => {
        const filters = { label: [`${RUN_LABEL}=${await runIdOf(child.pid)}`] };
        const containers = await engine.listContainers({ filters });
        await Promise.allSettled(containers.map(({ Id }) => engine.getContainer(Id).kill()));
      });
      expect(leaks).toEqual([]);
      expect(stderr).not.toBe('');
      expect([1, 70]).toContain(exitCode);
    },
    SLOW_MS,
  );
});

/** A run's work folder is marked with its process, and named like the run. */
async function runIdOf(pid: number | undefined): Promise<string> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith('clone-rehearsal-')) continue;
    const owner = await readFile(path.join(tmpdir(), name, 'owner'), 'utf8').catch(() => '');
    if (owner.startsWith(`${pid} `)) return `run-${name.slice('clone-rehearsal-'.length)}`;
  }
  throw new Error(`process ${pid} has no work folder`);
}
