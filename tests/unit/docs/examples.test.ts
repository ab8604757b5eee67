// YAML on the pages is what the program takes: whole files by their schemas, parts by their keys.
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { configSchema } from '../../../harness/config/contract.ts';
import { laneFileSchema } from '../../../harness/decision/contract.ts';
import { parseLane } from '../../../harness/decision/index.ts';
import {
  migrationsFileSchema,
  scenarioFileSchema,
} from '../../../harness/scenario/file-contract.ts';
import { parseSpec } from '../../../harness/schema/index.ts';
import { documents, fences } from '../../house/documents.ts';

const EXAMPLES = documents().flatMap(({ file, text }) =>
  fences(text)
    .filter(({ language }) => language === 'yaml')
    .map(({ body }, index) => ({ name: `${file}, block ${index + 1}`, body })),
);

/** Steps of a CI server's own language: none of ours. */
const CI_STEPS = z.array(z.looseObject({}));

/** What the program itself says against an example; empty where it takes it. */
function faultsOf(body: string): readonly unknown[] {
  const value: unknown = parse(body);
  if (CI_STEPS.safeParse(value).success) return [];
  const keys = Object.keys(Object(value));
  const against = (schema: z.ZodType): readonly unknown[] =>
    schema.safeParse(value).error?.issues ?? [];
  if (!keys.includes('version')) return keys.filter((key) => !isPart(key, Object(value)));
  if (keys.includes('status_prefix')) return parseLane(body, 'example').findings;
  if (keys.includes('kind')) return against(scenarioFileSchema);
  if (keys.includes('migrations')) return against(migrationsFileSchema);
  if (keys.includes('scenarioRole')) return against(configSchema);
  return parseSpec(body, 'example').findings;
}

/** A part of a configuration or of a lane: its value fits where it would stand. */
function isPart(key: string, value: object): boolean {
  const shapes: Readonly<Record<string, z.ZodType>>[] = [configSchema.shape, laneFileSchema.shape];
  return shapes.some((shape) => shape[key]?.safeParse(Reflect.get(value, key)).success === true);
}

describe('a YAML example of the documents', () => {
  test.each(EXAMPLES)('$name is taken', ({ body }) => {
    expect(faultsOf(body)).toEqual([]);
  });

  test('is looked for on every page', () => {
    expect(EXAMPLES.length).toBeGreaterThan(15);
  });

  test.each([
    ['a scenario of no kind', 'version: 1\nid: a\ntitle: b\nwhy: c\nkind: sideways\n'],
    ['a lane without options', 'version: 1\nstatus_prefix: A_\n'],
    ['a spec without surfaces', 'version: 1\n'],
    ['a configuration with a key too many', 'version: 1\nscenarioRole: a\nextra: 1\n'],
    ['a part that fits nowhere', 'limits: { memory: 5 }\n'],
    ['a key that nothing has', 'limitz: {}\n'],
  ])('would be refused with %s', (_what, body) => {
    expect(faultsOf(body)).not.toEqual([]);
  });
});
