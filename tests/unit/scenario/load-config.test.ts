// What the configuration may name: folders, chains of them, and how many are rehearsed at a time.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { configSchema } from '../../../harness/config/contract.ts';
import { parseConfig } from '../../../harness/config/load.io.ts';

const BASE = {
  version: 1,
  spec: 's.yaml',
  lane: 'l.yaml',
  scenarioRole: 'r',
  executor: ['x.sql'],
  request: { target: 'throwaway-clone', lane: 'l', actions: ['rehearse'] },
};
const CHAIN = { chain: 'next-release', title: 'Next', steps: ['a', 'b'] };

function told(keys: object): string[] {
  return parseConfig(stringify({ ...BASE, ...keys }), 'c.yaml').findings.map(({ what }) => what);
}

test.each([
  [{ scenarios: ['a'] }],
  [{ scenarios: ['a', CHAIN, 'b'], jobs: 1 }],
  [{ scenarios: [CHAIN], jobs: 32 }],
])('holds: %j', (keys) => {
  expect(told(keys)).toEqual([]);
  expect(configSchema.parse({ ...BASE, ...keys })).toMatchObject(keys);
});

test.each([
  { scenarios: [] },
  { scenarios: 'a' },
  { scenarios: ['a'], jobs: 0 },
  { scenarios: ['a'], jobs: 33 },
  { scenarios: ['a'], jobs: 1.5 },
])('is refused: %j', (keys) => {
  expect(told(keys)).toHaveLength(1);
});

test.each([
  ['', '"scenarios.0": '],
  [7, '"scenarios.0": it is neither a folder nor { chain: lower-case-id, title: a text, steps: '],
  [{ ...CHAIN, chain: 'Next Release' }, '"scenarios.0.chain": '],
  [{ ...CHAIN, title: ' ' }, '"scenarios.0.title": '],
  [{ ...CHAIN, steps: [] }, '"scenarios.0.steps": '],
  [{ ...CHAIN, step: ['a'] }, '"scenarios.0.step": unknown key "step"; did you mean "steps"?'],
  [{ steps: ['a'] }, '"scenarios.0": it is neither '],
])('says what is wrong with an entry: %j', (entry, start) => {
  const found = told({ scenarios: [entry] });
  expect(found).toHaveLength(1);
  expect(found[0]?.slice(0, start.length)).toBe(start);
});

test('the shipped configuration holds', async () => {
  const root = path.resolve(import.meta.dirname, '../../..');
  const text = await readFile(path.join(root, 'rehearsal.config.yaml'), 'utf8');
  expect(parseConfig(text, 'c.yaml').findings).toEqual([]);
});
