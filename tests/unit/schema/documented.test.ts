// The page about the language: its examples are specs, and no key is missing from it.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseSpec, specJsonSchema } from '../../../harness/schema/index.ts';

const PAGE = await readFile(
  path.resolve(import.meta.dirname, '../../../docs/schema-spec.md'),
  'utf8',
);
const EXAMPLES = [...PAGE.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, text = '']) => text);

/** Names of all properties, and words that a key may have, at any depth. */
function wordsOf(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(wordsOf);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) => {
    if (key === 'properties' && typeof value === 'object' && value !== null)
      return [...Object.keys(value), ...Object.values(value).flatMap(wordsOf)];
    return wordsOf(value);
  });
}

describe('the page about the schema spec', () => {
  test('has examples', () => {
    expect(EXAMPLES.length).toBeGreaterThanOrEqual(8);
  });

  test.each(EXAMPLES)('shows a spec that is taken: example %#', (text) => {
    expect(parseSpec(text, 'example').findings).toEqual([]);
  });

  test('names every key', () => {
    const missing = [...new Set(wordsOf(specJsonSchema()))].filter(
      (key) => !new RegExp(`\\b${key}\\b`).test(PAGE),
    );
    expect(missing).toEqual([]);
  });
});
