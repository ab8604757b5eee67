// The reference pages name every key of their forms, every dependency, and the layers as they are held.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { configSchema } from '../../../harness/config/contract.ts';
import { laneFileSchema } from '../../../harness/decision/contract.ts';
import {
  migrationsFileSchema,
  scenarioFileSchema,
} from '../../../harness/scenario/file-contract.ts';
import { ROOT } from '../../house/files.ts';
import { STAGES } from '../../house/layers.ts';

const page = async (name: string): Promise<string> =>
  await readFile(path.join(ROOT, 'docs', name), 'utf8');

/** Names of all properties of a form, at any depth. */
function keysOf(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(keysOf);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) => {
    if (key !== 'properties') return keysOf(value);
    return [...Object.keys(Object(value)), ...Object.values(Object(value)).flatMap(keysOf)];
  });
}

/** Keys that stand nowhere in a page's code: not in a span, not in an example. */
function unnamed(schema: z.ZodType, text: string): string[] {
  const code = [...text.matchAll(/```[\s\S]*?```|`[^`\n]+`/g)].map(([span]) => span).join('\n');
  const keys = new Set(keysOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })));
  return [...keys].filter((key) => !new RegExp(`\\b${key}\\b`).test(code));
}

describe('every key stands on its page', () => {
  test.each([
    ['the configuration', configSchema, ['configuration.md'], 25],
    ['a scenario', scenarioFileSchema, ['scenarios.md'], 15],
    ['a chain of migrations', migrationsFileSchema, ['scenarios.md', 'migrations.md'], 10],
    ['a lane', laneFileSchema, ['lane.md', 'dumps.md'], 15],
  ])('of %s', async (_what, schema, names, atLeast) => {
    const text = (await Promise.all(names.map(page))).join('\n');
    expect(unnamed(schema, text)).toEqual([]);
    expect(
      new Set(keysOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))).size,
    ).toBeGreaterThanOrEqual(atLeast);
  });

  test('and one that does not would be told', () => {
    const form = z.strictObject({
      jobs: z.int(),
      deep: z.array(z.strictObject({ notHere: z.int() })),
    });
    expect(unnamed(form, 'jobs notHere `jobs` and `deep`')).toEqual(['notHere']);
  });
});

/** In one row. */
const SHARED: ReadonlySet<string> = new Set(['memoryMiB', 'cpus', 'pids']);

test('the defaults that docs/configuration.md tells are those of the program', async () => {
  const text = await page('configuration.md');
  const cell = (key: string): string =>
    text
      .split('\n')
      .find((row) => row.startsWith('|') && row.includes(`\`${key}\``))
      ?.split('|')
      .at(-2)
      ?.trim() ?? `no row of ${key}`;
  const limits = configSchema.shape.limits.parse(undefined);
  for (const key of Object.keys(limits).filter((each) => !SHARED.has(each))) {
    expect([key, cell(`limits.${key}`)]).toEqual([key, String(Reflect.get(limits, key))]);
  }
  expect(cell('limits.memoryMiB')).toBe(`${limits.memoryMiB}, ${limits.cpus}, ${limits.pids}`);
  for (const key of ['dump', 'sealManifest', 'evidence'] as const) {
    expect(cell(key)).toBe(`\`${configSchema.shape[key].parse(undefined)}\``);
  }
});

describe('docs/architecture.md', () => {
  test('has a row for each dependency, and for nothing else', async () => {
    const text = (await page('architecture.md')).split(/^## Dependencies.*$/m)[1] ?? '';
    const rows = text
      .split('\n')
      .filter((row) => row.startsWith('| '))
      .slice(2);
    const named = rows.flatMap((row) =>
      (row.split('|')[1] ?? '').split(',').map((each) => each.trim()),
    );
    const manifest = z
      .object({
        dependencies: z.record(z.string(), z.string()),
        devDependencies: z.record(z.string(), z.string()),
        optionalDependencies: z.record(z.string(), z.string()),
      })
      .parse(JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8')));
    const used = Object.values(manifest).flatMap((group) => Object.keys(group));
    expect(named.sort()).toEqual(used.sort());
    for (const row of rows) expect((row.split('|')[2] ?? '').trim().length).toBeGreaterThan(10);
  });

  test('tells the stages in the order that is held', async () => {
    const [, list = ''] =
      /in which data flows: ([^.]+)\./.exec(await page('architecture.md')) ?? [];
    expect([...list.matchAll(/`([^`]+)`/g)].map(([, stage]) => stage)).toEqual(STAGES);
  });
});
