// Rehearsals as jest suites, as a team has them: a jest of its own, in a repository of its own, on
// the example of docs/jest.md and on suites that must fail.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { msUntil } from '../until.ts';
import { ROOT } from './cli.ts';
import { engineHolds } from './grounds.ts';
import { demoDump } from './made-dumps.ts';

const SLOW_MS = 300_000;

interface Asserted {
  readonly title: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

let folder: string;
let team: string;

/** The example beside a checkout, as docs/jest.md has it; the work folders lie in `folder` too. */
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'jt-'));
  team = path.join(folder, 'team');
  await cp(path.join(ROOT, 'docs/examples/jest'), team, { recursive: true });
  await symlink(ROOT, path.join(folder, 'clone-rehearsal'));
  await mkdir(path.join(team, 'node_modules'));
  await symlink(path.join(ROOT, 'node_modules/jest'), path.join(team, 'node_modules/jest'));
  const extra = path.join(ROOT, 'tests/container/jest-team');
  for (const name of ['failing.test.js', 'passing.test.js']) {
    await copyFile(path.join(extra, name), path.join(team, 'rehearsals', name));
  }
  await cp(path.join(extra, 'scenarios'), path.join(team, 'scenarios'), { recursive: true });
  await mkdir(path.join(team, 'dumps'));
  const dump = await demoDump(15);
  await copyFile(dump, path.join(team, 'dumps/clone.dump'));
  await copyFile(dump, path.join(team, 'dumps/unattested.dump'));
  await copyFile(`${dump}.attestation.yaml`, path.join(team, 'dumps/clone.dump.attestation.yaml'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

function startJest(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['node_modules/jest/bin/jest.js', ...args], {
    cwd: team,
    env: { ...process.env, NODE_OPTIONS: '', TMPDIR: folder, REHEARSAL_LOG: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** Of runs whose work folders lie in this test's own folder. */
async function runIds(): Promise<string[]> {
  const prefix = 'clone-rehearsal-';
  const names = (await readdir(folder)).filter((name) => name.startsWith(prefix));
  return names.map((name) => `run-${name.slice(prefix.length)}`);
}

describe('a team\u2019s own jest', () => {
  let all: ReadonlyMap<string, Asserted>;
  let log = '';
  let exitCode: number | null;
  let outside: readonly string[];

  beforeAll(async () => {
    const out = path.join(folder, 'out.json');
    const child = startJest(['--json', `--outputFile=${out}`, '--maxWorkers=2']);
    child.stderr?.on('data', (chunk) => (log += String(chunk)));
    [exitCode] = (await once(child, 'close')) as [number | null]; // node's own event
    const told = JSON.parse(await readFile(out, 'utf8')) as {
      readonly testResults: readonly {
        readonly message: string;
        readonly assertionResults: readonly Asserted[];
      }[];
    }; // jest's own form
    all = new Map(
      told.testResults.flatMap((file) => file.assertionResults).map((each) => [each.title, each]),
    );
    outside = told.testResults.flatMap(({ message, assertionResults }) =>
      assertionResults.every((each) => each.status === 'passed') ? [message] : [],
    );
  }, SLOW_MS);

  test('holds what the example says, and what else holds', () => {
    const held = [
      'goes up quickly, and exactly down again',
      'keeps the births that are there',
      'holds as a whole scenario',
      'is changed',
      'is as it was',
      'answers with values as pg has them',
      'keeps a session, and sees nothing of a transaction that went back',
      'tells a sequence that stays where it has moved to, unless it is named',
    ];
    expect(held.map((title) => all.get(title))).toEqual(
      held.map((title) =>
        expect.objectContaining({ title, status: 'passed', failureMessages: [] }),
      ),
    );
    expect(outside.filter((message) => message !== '')).toEqual([]);
  });

  test.each([
    [
      'tells what is not back',
      'the clone is not exactly as it was:\n  table public.birth_registry: 5000 rows as before, with other content\n  columns: + {',
    ],
    ['tells an await that is missing', 'is an await missing?'],
    ['tells where a statement failed', 'SCENARIO_APPLY_FAILED at up:2: "SELECT nothing": column'],
    ['refuses what a scenario is refused for', 'SCENARIO_STATEMENT_REFUSED at up:1: it cannot run'],
    [
      'tells a transaction that has committed',
      'SCENARIO_ENDED_TRANSACTION at rolledBack: the transaction is another one',
    ],
    [
      'tells one that has committed behind another that failed',
      'SCENARIO_ENDED_TRANSACTION at rolledBack: the transaction is another one',
    ],
    ['tells the error of the test, not that of its end', 'Error: of the test'],
    [
      'decides nothing inside a transaction that looks as before',
      'not decided: a fingerprint inside a transaction',
    ],
    [
      'holds no scenario that does not go back',
      'the rehearsal came to NOT_HELD: no-way-back\n  SCENARIO_ROLLBACK_DID_NOTHING at ',
    ],
    ['gets no clone', 'ATTESTATION_MISSING at dumps/unattested.dump'],
    [
      'can ask none',
      'JEST_MISUSED at clone: this suite was opened with "fresh: never", and has no clone\n' +
        '  docs/jest.md says what a clone, a session and a suite without a clone can be asked.',
    ],
  ])('fails the test that %s', (title, words) => {
    const found = all.get(title);
    expect(found?.status).toBe('failed');
    expect(found?.failureMessages.join('\n')).toContain(words);
  });

  test('ends with 1, has restored one dump once for all workers, and leaves nothing', async () => {
    expect(exitCode).toBe(1);
    expect(log.match(/^ {2}restore /gm)).toHaveLength(1);
    expect(log).toMatch(/^ {2}baseline again .* identical$/m);
    expect(await runIds()).toEqual([]);
  });
});

test(
  'leaves nothing when jest is killed',
  async () => {
    const child = startJest(['rehearsals/birth-note.test.js']);
    for await (const chunk of child.stderr ?? []) if (String(chunk).includes('  sandbox ')) break;
    const runs = await runIds();
    const held = async (): Promise<number> => {
      const each = await Promise.all(runs.map(engineHolds));
      return each.reduce((sum, { containers, volumes }) => sum + containers + volumes, 0);
    };
    expect(await held()).toBeGreaterThan(0);
    child.kill('SIGKILL');
    expect(await msUntil(async () => (await held()) === 0, 60_000)).toBeLessThan(60_000);
    // The process that held them goes last.
    expect(await msUntil(async () => (await runIds()).length === 0, 60_000)).toBeLessThan(60_000);
  },
  SLOW_MS,
);
