// The examples of docs/scenarios.md are scenarios; its published form is the program's.
import { readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { configSchema, type ScenarioEntry } from '../../../harness/config/contract.ts';
import { LIMITS } from '../../../harness/kernel/index.ts';
import { LOCK_MODES } from '../../../harness/witness/witness-contract.ts';
import {
  expectationsSchema,
  MIGRATION_LAYOUTS,
  migrationsFileSchema,
  ROLLBACK_METHODS,
  SCENARIO_KINDS,
  scenarioFileSchema,
} from '../../../harness/scenario/file-contract.ts';
import { scenarioJsonSchema } from '../../../harness/scenario/reading/file-form.ts';
import { documentedFiles, documentText } from './documented.ts';
import { folders, type Folders } from './load-folders.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const PUBLISHED = path.join(ROOT, 'scenarios/scenario.schema.json');

let here: Folders;
let text = '';
let entries: readonly ScenarioEntry[] = [];
let executors: readonly string[] = [];

beforeAll(async () => {
  here = await folders();
  text = await documentText();
  await symlink(path.join(ROOT, 'harness'), path.join(here.root, 'harness'));
  for (const { file, body } of documentedFiles(text)) {
    await here.write(path.dirname(file), { [path.basename(file)]: body });
  }
  const partial: unknown = parse(
    await readFile(path.join(here.root, 'rehearsal.config.yaml'), 'utf8'),
  );
  const config = configSchema.pick({ scenarios: true, executor: true, jobs: true }).parse(partial);
  ({ scenarios: entries, executor: executors } = config);
});
afterAll(async () => {
  await here[Symbol.asyncDispose]();
});

describe('docs/scenarios.md', () => {
  test('names the file of each of its blocks', () => {
    const fences = text.match(/^```\w+$/gm) ?? [];
    expect(documentedFiles(text)).toHaveLength(fences.length);
    expect(fences.length).toBeGreaterThanOrEqual(10);
  });

  test('shows scenarios that are read without a finding', async () => {
    const { planned, findings } = await here.load(entries, executors);
    expect(findings).toEqual([]);
    expect(planned.map(({ id, steps }) => [id, steps.map(({ kind }) => kind)])).toEqual([
      ['birth-review-round', ['up-down-up']],
      ['run-all', ['snapshot']],
      ['next-release', ['up-down-up', 'up-down-up']],
    ]);
    expect(planned[2]?.steps[1]?.apply.statements.map(({ run }) => run)).toEqual([
      'inside',
      'inside',
    ]);
  });

  test('names every key, kind, method, lock and bound', () => {
    const words = [
      ...Object.keys(scenarioFileSchema.shape),
      ...Object.keys(migrationsFileSchema.shape),
      ...Object.keys(expectationsSchema.shape),
      ...SCENARIO_KINDS,
      ...ROLLBACK_METHODS,
      ...LOCK_MODES,
    ];
    for (const word of words) expect(text).toContain(`\`${word}\``);
    expect(text.replaceAll('\n', ' ')).toContain(`at most ${LIMITS.chainStates} steps`);
    expect(text.replaceAll('\n', ' ')).toContain(
      `ended after ${LIMITS.scenarioCodeMs / 1000} seconds`,
    );
  });

  test('sends readers of layouts to a page that has them', async () => {
    const page = await readFile(path.join(ROOT, 'docs/migrations.md'), 'utf8');
    for (const layout of MIGRATION_LAYOUTS) expect(page).toContain(`\`${layout}\``);
  });
});

// After a change of the form, write the file anew from what `scenarioJsonSchema()` returns.
test('the published JSON Schema of scenario.yaml is that of the program', async () => {
  const published: unknown = JSON.parse(await readFile(PUBLISHED, 'utf8'));
  expect(published).toEqual(scenarioJsonSchema());
});

test('every shipped scenario is read without a finding, whether the configuration names it or not', async () => {
  const config = configSchema.parse(
    parse(await readFile(path.join(ROOT, 'rehearsal.config.yaml'), 'utf8')),
  );
  const { loadScenarios } = await import('../../../harness/scenario/reading/load.io.ts');
  const { readdir } = await import('node:fs/promises');
  const found = await readdir(path.join(ROOT, 'scenarios'), { recursive: true });
  const all = found
    .filter((name) => /\/scenario\.(?:yaml|ts)$/.test(name))
    .map((name) => `scenarios/${path.dirname(name)}`);
  const { findings } = await loadScenarios(ROOT, all, config.executor);
  expect(findings).toEqual([]);
  expect(all.length).toBeGreaterThanOrEqual(6);
});
