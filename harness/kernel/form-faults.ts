// Mistakes in what a person wrote, one line for each bad key, with the nearest good one.
import { distance } from 'fastest-levenshtein';
import { z } from 'zod';
import type { KeyPath } from './yaml-text.ts';

export interface FormFault {
  readonly path: KeyPath;
  readonly what: string;
}

/** `plain` is what was read, and `error` what `schema` has against it. */
export function formFaults(
  error: Pick<z.ZodError, 'issues'>,
  schema: z.ZodType,
  plain: unknown,
): FormFault[] {
  const form: unknown = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return error.issues.flatMap((issue): FormFault[] => {
    const { path } = issue;
    if (issue.code === 'unrecognized_keys') {
      const known = formsAt(form, path).flatMap((each) => Object.keys(propertiesOf(each)));
      return issue.keys.map((key) => {
        const hint = suggestion(key, known) ?? `known are ${known.join(', ')}`;
        return { path: [...path, key], what: `unknown key "${key}"; ${hint}` };
      });
    }
    const value = path.reduce(at, plain);
    // A rule over several keys may speak of one that is not there, and says itself what it is about.
    if (value === undefined && issue.code !== 'custom') return [{ path, what: 'it is missing' }];
    if (issue.code !== 'invalid_value') return [{ path, what: wordsFor(issue, value) }];
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

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a table of keys',
  record: 'a table of keys',
};

/** The library's own words where a schema has words of its own for it, or nobody has. */
function wordsFor(issue: z.core.$ZodIssue, value: unknown): string {
  const isPlain = /^(?:Invalid input:|Invalid key in |Too (?:small|big):)/.test(issue.message);
  if (!isPlain) return issue.message;
  if (issue.code === 'invalid_type') {
    const wanted = KINDS[issue.expected];
    return wanted === undefined ? issue.message : `it has to be ${wanted}`;
  }
  if (issue.code === 'invalid_key') return 'the name of this key cannot be taken here';
  const isAmount = typeof value === 'number';
  const unit = typeof value === 'string' ? ' characters' : ' entries';
  if (issue.code === 'too_small') {
    if (!isAmount && issue.minimum === 1) return 'it is empty';
    return `it has to ${isAmount ? 'be' : 'have'} at least ${issue.minimum}${isAmount ? '' : unit}`;
  }
  if (issue.code === 'too_big') {
    return `it has to ${isAmount ? 'be' : 'have'} at most ${issue.maximum}${isAmount ? '' : unit}`;
  }
  return issue.message;
}

/** More than one where a value may have several forms. */
function formsAt(form: unknown, path: KeyPath): unknown[] {
  return path.reduce<unknown[]>(
    (forms, key) => forms.flatMap((node) => branches(below(node, key))),
    branches(form),
  );
}

function below(node: unknown, key: PropertyKey): unknown {
  if (typeof key === 'number') return at(node, 'items');
  return at(at(node, 'properties'), key) ?? at(node, 'additionalProperties');
}

function branches(node: unknown): unknown[] {
  const any = at(node, 'anyOf');
  return Array.isArray(any) ? any.flatMap(branches) : [node];
}

function propertiesOf(form: unknown): object {
  const properties = at(form, 'properties');
  return isObject(properties) ? properties : {};
}

function at(value: unknown, key: PropertyKey): unknown {
  return isObject(value) ? Reflect.get(value, key) : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
