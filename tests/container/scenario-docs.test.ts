// The examples of docs/scenarios.md, rehearsed on the demo dump as they stand on the page.
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { documentedFiles, documentText } from '../unit/scenario/documented.ts';
import { ROOT, runCli, type CliResult } from './cli.ts';

const CONFIG = 'rehearsal.config.yaml';
/** What the page's part of a configuration leaves out. */
const REST = `version: 1
spec: schema-spec/birth-surface.yaml
lane: schema-spec/fix7-p0.lane.yaml
scenarioRole: birth_executor
request: { target: throwaway-clone, lane: fix7-p0, actions: [rehearse] }
`;

let folder = '';
let run: CliResult;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'documented-scenarios-'));
  for (const name of ['harness', 'schema-spec', 'node_modules']) {
    await symlink(path.join(ROOT, name), path.join(folder, name));
  }
  for (const { file, body } of documentedFiles(await documentText())) {
    const place = path.join(folder, file);
    await mkdir(path.dirname(place), { recursive: true });
    await writeFile(place, file === CONFIG ? `${REST}${body}` : body);
  }
  const dump = path.join(ROOT, 'dumps/demo-15.dump');
  const out = path.join(folder, 'packet');
  run = await runCli(['run', '--config', path.join(folder, CONFIG), '--dump', dump, '--out', out]);
}, 300_000);
afterAll(async () => {
  // The links go, never what they lead to.
  await rm(folder, { recursive: true, force: true });
});

test('every example is rehearsed, and its way back proven', async () => {
  expect(run.stderr).not.toMatch(/SCENARIO_|CHAIN_|REHEARSAL_/);
  expect(run.lastLine).toMatch(/_ROLLBACK_READY$/);
  expect(run.exitCode).toBe(0);
  const file = path.join(folder, 'packet/clone-rehearsal-execution-evidence.json');
  const evidence = JSON.parse(await readFile(file, 'utf8')) as {
    scenarios: { id: string; judgement: string; rollbacks: { way: string }[] }[];
  };
  const told = evidence.scenarios.map(({ id, judgement, rollbacks }) => [
    id,
    judgement,
    rollbacks.map(({ way }) => way).join(', '),
  ]);
  expect(told).toEqual([
    ['birth-review-round', 'HELD', 'revert, transaction, storage, logical'],
    ['run-all', 'HELD', 'storage'],
    ['birth-note', 'HELD', 'revert, staircase'],
    ['birth-note-length', 'HELD', 'revert, staircase'],
  ]);
});

test('how much was written, and how long locks were held, stands beside the tree', async () => {
  const text = await readFile(path.join(folder, 'packet/timings.json'), 'utf8');
  const { scenarios } = JSON.parse(text) as {
    scenarios: { scenario: string; walBytes: number; locks: { mode: string; heldMs: number }[] }[];
  };
  const first = scenarios.find(({ scenario }) => scenario === 'birth-review-round');
  expect(first?.walBytes).toBeGreaterThan(0);
  const strongest = first?.locks.filter(({ mode }) => mode === 'AccessExclusive') ?? [];
  expect(strongest.length).toBeGreaterThan(0);
  for (const { heldMs } of strongest) expect(heldMs).toBeGreaterThanOrEqual(0);
});
