// What `make scenario` writes is rehearsed to ready as it stands, whatever its kind.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SCENARIO_KINDS } from '../../harness/scenario/index.ts';
import { ROOT, runCli } from './cli.ts';
import { demoDump } from './made-dumps.ts';

const SLOW_MS = 300_000;
let project: string;
let config: string;

beforeAll(async () => {
  project = await mkdtemp(path.join(tmpdir(), 'new-scenario-test-'));
  config = path.join(project, 'rehearsal.config.yaml');
  for (const folder of ['schema-spec', 'scenarios/executor']) {
    await cp(path.join(ROOT, folder), path.join(project, folder), { recursive: true });
  }
  await writeFile(
    config,
    `# Nothing but what is made here.
version: 1
spec: schema-spec/birth-surface.yaml
lane: schema-spec/fix7-p0.lane.yaml
scenarioRole: birth_executor
scenarios: # in this order
  - scenarios/first
executor: [scenarios/executor/99_run_all.sql]
request: { target: throwaway-clone, lane: new, actions: [rehearse] }
`,
  );
});
afterAll(async () => {
  await rm(project, { recursive: true, force: true });
});

interface Execution {
  readonly scenarios: readonly { id: string; kind: string; judgement: string; verified: string }[];
}

describe('a new scenario', () => {
  test('says in three lines what was made and what to do next', async () => {
    const made = await runCli(['scenario', 'as-transactional', '--config', config]);
    expect([made.exitCode, made.stderr]).toEqual([0, '']);
    expect(made.stdout.trimEnd().split('\n')).toHaveLength(3);
    expect(made.stdout).toContain('scenarios/as-transactional: scenario.yaml, apply.sql');
    expect(await readFile(config, 'utf8')).toContain(
      'scenarios: # in this order\n  - scenarios/first\n  - scenarios/as-transactional\nexecutor:',
    );
  });

  test('is refused with its code where it cannot be made', async () => {
    const again = await runCli(['scenario', 'as-transactional', '--config', config]);
    expect([again.exitCode, again.stderr.split(' ')[0]]).toEqual([2, 'SCENARIO_EXISTS']);
    const bad = await runCli(['scenario', 'As_Bad', '--config', config]);
    expect([bad.exitCode, bad.stderr.split(' ')[0]]).toEqual([2, 'SCENARIO_NAME_BAD']);
    const kind = await runCli(['scenario', 'a', '--kind', 'undoable', '--config', config]);
    expect(kind.exitCode).toBe(2);
    expect(kind.stderr).toContain('up-down-up');
  });

  test(
    'of every kind, as files and as code, is rehearsed to ready on the demo dump',
    async () => {
      const rest = SCENARIO_KINDS.filter((kind) => kind !== 'transactional');
      const asked = [
        ...rest.map((kind) => [`as-${kind}`, '--kind', kind]),
        ...SCENARIO_KINDS.map((kind) => [`code-${kind}`, '--kind', kind, '--code']),
      ];
      for (const args of asked) {
        const { exitCode } = await runCli(['scenario', ...args, '--config', config]);
        expect(exitCode).toBe(0);
      }
      const text = await readFile(config, 'utf8');
      await writeFile(config, text.replace('  - scenarios/first\n', ''));

      const out = path.join(project, 'packet');
      const dump = await demoDump(15);
      const result = await runCli(['run', '--dump', dump, '--config', config, '--out', out]);
      expect(result.stderr).toBe('');
      expect([result.exitCode, result.lastLine.endsWith('ROLLBACK_READY')]).toEqual([0, true]);
      const execution = JSON.parse(
        await readFile(path.join(out, 'clone-rehearsal-execution-evidence.json'), 'utf8'),
      ) as Execution; // read in tests only
      const ids = SCENARIO_KINDS.flatMap((kind) => [`as-${kind}`, `code-${kind}`]).toSorted();
      expect(execution.scenarios.map(({ id }) => id).toSorted()).toEqual(ids);
      for (const { id, judgement, verified } of execution.scenarios) {
        expect([id, judgement, verified]).toEqual([id, 'HELD', 'HELD']);
      }
    },
    SLOW_MS,
  );
});
