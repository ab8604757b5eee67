// `make scenario` says what it made and where it was refused; that what it writes is rehearsed to
// ready as it stands, whatever its kind, is shown by scenario-docs.test.ts.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ROOT, runCli } from './cli.ts';

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
});
