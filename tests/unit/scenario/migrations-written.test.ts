// What is written about migrations and kept of them: the document's example, the real folders.
import { describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { loadConfig } from '../../../harness/config/index.ts';
import { CODES } from '../../../harness/kernel/index.ts';
import {
  MIGRATION_LAYOUTS,
  migrationsFileSchema,
} from '../../../harness/scenario/file-contract.ts';
import { loadScenarios } from '../../../harness/scenario/index.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');

describe('docs/migrations.md', () => {
  test('shows a file that is read, and tells of every layout and code', async () => {
    const text = await readFile(path.join(ROOT, 'docs/migrations.md'), 'utf8');
    const [, example = ''] = /```yaml\n([^]*?)```/.exec(text) ?? [];
    expect(migrationsFileSchema.safeParse(parse(example)).error).toBeUndefined();
    const headings = [...text.matchAll(/^## `(.*)`$/gm)].map(([, name]) => name);
    expect(new Set(headings)).toEqual(new Set(MIGRATION_LAYOUTS));
    const codes = [...text.matchAll(/`(MIGRATION[A-Z_]*)`/g)].map(([, code]) => code ?? '');
    expect(codes.filter((code) => !(code in CODES))).toEqual([]);
    expect(codes.length).toBeGreaterThan(3);
  });
});

describe('the migrations kept for the real dumps', () => {
  test.each([
    ['golang-migrate', ['up-down-up', 'up-down-up', 'up-down-up', 'up-down-up']],
    ['node-pg-migrate', ['up-down-up', 'up-down-up', 'up-down-up']],
    ['numbered', ['up-down-up', 'up-down-up', 'up-down-up']],
    ['sqitch', ['transactional', 'up-down-up', 'up-down-up', 'up-down-up', 'up-down-up']],
    ['flyway', ['up-down-up', 'up-down-up', 'snapshot', 'up-down-up', 'snapshot']],
    ['dbmate', ['up-down-up', 'up-down-up', 'up-down-up', 'up-down-up']],
  ])('are read whole from the layout of %s', async (layout, kinds) => {
    const file = path.join(ROOT, 'tests/real/migrations', layout, 'rehearsal.config.yaml');
    const { root, scenarios, executor } = await loadConfig(file);
    const { planned, findings } = await loadScenarios(root, scenarios, executor);
    const without = kinds.filter((kind) => kind === 'snapshot');
    expect(findings.map(({ code }) => code)).toEqual(without.map(() => 'MIGRATION_NO_WAY_BACK'));
    expect(planned.flatMap(({ steps }) => steps.map(({ kind }) => kind))).toEqual(kinds);
  });
});
