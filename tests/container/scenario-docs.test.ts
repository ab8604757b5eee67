// The examples of docs/scenarios.md and docs/migrations.md, rehearsed on the demo dump as they stand
// on the page, and beside them what `make scenario` writes, of every kind, as files and as code.
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { scenarioCommand } from '../../harness/commands/scenario.io.ts';
import { SCENARIO_KINDS } from '../../harness/scenario/index.ts';
import { keepingDoor } from '../unit/commands/doors.ts';
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

/** The folder that docs/migrations.md points at: the first is behind, of the last one half remains. */
const MIGRATIONS: Readonly<Record<string, string>> = {
  '20260301090000_old.sql': '-- migrate:up\nSELECT no_such_function();\n',
  '20260302090000_archive.sql': `-- migrate:up
ALTER TABLE public.birth_registry ADD COLUMN archived_on date;
-- migrate:down
ALTER TABLE public.birth_registry DROP COLUMN archived_on;
`,
  '20260304090000_archived.sql': `-- migrate:up
UPDATE public.birth_registry SET archived_on = DATE '2026-03-04' WHERE status = 'retired';
-- migrate:down
`,
};

const MADE = SCENARIO_KINDS.flatMap((kind) => [
  { id: `as-${kind}`, kind, isCode: false },
  { id: `code-${kind}`, kind, isCode: true },
]);

let folder = '';
let run: CliResult;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'documented-scenarios-'));
  for (const name of ['harness', 'schema-spec', 'node_modules']) {
    await symlink(path.join(ROOT, name), path.join(folder, name));
  }
  const write = async (file: string, text: string): Promise<void> => {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  };
  for (const { file, body } of documentedFiles(await documentText())) {
    const more = body.replace(/^scenarios:$/m, 'scenarios:\n  - scenarios/monday');
    await write(file, file === CONFIG ? `${REST}${more}` : body);
  }
  const [next] = documentedFiles(await documentText('docs/migrations.md'));
  // Both pages call theirs the next release; here they are of one project.
  await write(
    'scenarios/monday/scenario.yaml',
    next?.body.replace('id: next-release', 'id: monday') ?? '',
  );
  for (const [name, text] of Object.entries(MIGRATIONS)) await write(`db/migrations/${name}`, text);
  const config = path.join(folder, CONFIG);
  for (const [index, { id, kind, isCode }] of MADE.entries()) {
    // The first of files and the first of code by the command line: a start for each costs a second.
    if (index > 1) await scenarioCommand(id, { config, kind, code: isCode }, keepingDoor());
    else await byCommand(['scenario', id, '--kind', kind, ...(isCode ? ['--code'] : [])], config);
  }
  const dump = path.join(ROOT, 'dumps/demo-15.dump');
  const out = path.join(folder, 'packet');
  run = await runCli(['run', '--config', config, '--dump', dump, '--out', out]);
}, 300_000);
afterAll(async () => {
  // The links go, never what they lead to.
  await rm(folder, { recursive: true, force: true });
});

async function byCommand(words: readonly string[], config: string): Promise<void> {
  const { exitCode, stderr } = await runCli([...words, '--config', config]);
  if (exitCode !== 0) throw new Error(stderr);
}

test('every example and every new scenario is rehearsed, and its way back proven', async () => {
  expect(run.stderr).toBe('');
  expect(run.stdout).toContain('it has no down-migration');
  expect(run.lastLine).toMatch(/_ROLLBACK_READY$/);
  expect(run.exitCode).toBe(0);
  const file = path.join(folder, 'packet/clone-rehearsal-execution-evidence.json');
  const evidence = JSON.parse(await readFile(file, 'utf8')) as {
    scenarios: { id: string; judgement: string; verified: string; rollbacks: { way: string }[] }[];
  };
  const isMade = (id: string): boolean => MADE.some((each) => each.id === id);
  const made = evidence.scenarios.filter(({ id }) => isMade(id));
  expect(made.map(({ id, judgement, verified }) => [id, judgement, verified])).toEqual(
    MADE.map(({ id }) => [id, 'HELD', 'HELD']),
  );
  const told = evidence.scenarios
    .filter(({ id }) => !isMade(id))
    .map(({ id, judgement, rollbacks }) => [
      id,
      judgement,
      rollbacks.map(({ way }) => way).join(', '),
    ]);
  expect(told).toEqual([
    ['monday-1', 'HELD', 'revert, staircase'],
    ['monday-2', 'HELD', 'storage'],
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
