// Mistakes in what an author wrote, one line for each bad key, with the nearest good one.
import { distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { migrationsFileSchema, scenarioFileSchema } from '../file-contract.ts';
import type { Path } from './file-yaml.ts';

export interface FileFault {
  readonly path: Path;
  readonly what: string;
}

/** The published forms of scenario.yaml, as JSON Schema. */
export function scenarioJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    title: 'scenario.yaml of the clone rehearsal harness',
    anyOf: [
      z.toJSONSchema(scenarioFileSchema, { io: 'input' }),
      z.toJSONSchema(migrationsFileSchema, { io: 'input' }),
    ],
  };
}

export function fileFaults(error: z.ZodError, schema: z.ZodType, plain: unknown): FileFault[] {
  const form: unknown = z.toJSONSchema(schema, { io: 'input' });
  return error.issues.flatMap((issue): FileFault[] => {
    const { path } = issue;
    if (issue.code === 'unrecognized_keys') {
      const properties = at(formAt(form, path), 'properties');
      const known = isObject(properties) ? Object.keys(properties) : [];
      return issue.keys.map((key) => {
        const hint = suggestion(key, known) ?? `known are ${known.join(', ')}`;
        return { path: [...path, key], what: `unknown key "${key}"; ${hint}` };
      });
    }
    const value = path.reduce(at, plain);
    if (value === undefined) return [{ path, what: 'it is missing' }];
    if (issue.code !== 'invalid_value') return [{ path, what: issue.message }];
    const known = issue.values.map(String);
    const shown = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
    const hint = suggestion(shown, known) ?? `known are ${known.join(', ')}`;
    return [{ path, what: `unknown value "${shown.slice(0, 100)}"; ${hint}` }];
  });
}

/** `did you mean "x"?` where a known word is near; null where none is. */
export function suggestion(word: string, known: readonly string[]): string | null {
  const [near] = known
    .map((each) => ({ each, far: distance(word.toLowerCase(), each.toLowerCase()) }))
    .filter(({ each, far }) => far <= Math.max(2, Math.floor(each.length / 3)))
    .toSorted((left, right) => left.far - right.far);
  return near === undefined ? null : `did you mean "${near.each}"?`;
}

function formAt(form: unknown, path: Path): unknown {
  return path.reduce((node, key): unknown => {
    if (typeof key === 'number') return at(node, 'items');
    return at(at(node, 'properties'), key) ?? at(node, 'additionalProperties');
  }, form);
}

function at(value: unknown, key: PropertyKey): unknown {
  return isObject(value) ? Reflect.get(value, key) : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
