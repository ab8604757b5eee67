// Mistakes in the form of a spec, said so that a person finds them: one line for each bad key.
import { z } from 'zod';
import { schemaSpecSchema } from './spec-contract.ts';
import { nearest } from './names.ts';

export interface FormFault {
  readonly path: readonly PropertyKey[];
  readonly what: string;
}

/** The published form of a spec, as JSON Schema. */
export function specJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    title: 'Schema spec of the clone rehearsal harness',
    ...z.toJSONSchema(schemaSpecSchema, { io: 'input' }),
  };
}

export function formFaults(error: z.ZodError): FormFault[] {
  return error.issues.flatMap((issue) => faultsOf(issue, []));
}

function faultsOf(issue: z.core.$ZodIssue, above: readonly PropertyKey[]): FormFault[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(path);
    return issue.keys.map((key) => {
      const near = nearest(key, known);
      const hint = near === null ? `known are ${known.join(', ')}` : `did you mean "${near}"?`;
      return { path: [...path, key], what: `unknown key "${key}"; ${hint}` };
    });
  }
  if (issue.code !== 'invalid_union') return [{ path, what: issue.message }];
  // What a person meant is the branch that took most of the value: it complains deepest inside.
  const depth = (branch: readonly z.core.$ZodIssue[]): number =>
    Math.min(
      ...branch.map((each) => each.path.length + (each.code === 'unrecognized_keys' ? 1 : 0)),
    );
  // Of two that are as deep, the one to which fewer keys are strange.
  const strange = (branch: readonly z.core.$ZodIssue[]): number =>
    branch.filter(({ code }) => code === 'unrecognized_keys').length;
  const [best] = issue.errors.toSorted(
    (left, right) => depth(right) - depth(left) || strange(left) - strange(right),
  );
  if (best === undefined || depth(best) === 0) {
    return [{ path, what: `it has none of the forms that are allowed here: ${formsAt(path)}` }];
  }
  return best.flatMap((each) => faultsOf(each, path));
}

/** Keys that the published form knows at a path. */
function knownKeys(path: readonly PropertyKey[]): string[] {
  return [...new Set(formsOf(path).flatMap((node) => Object.keys(record(node, 'properties'))))];
}

/** What may stand at a path, in words: `"null"`, `true`, a text, a list, { constant }. */
function formsAt(path: readonly PropertyKey[]): string {
  return [...new Set(formsOf(path).map(formOf))].join(', ');
}

function formOf(node: unknown): string {
  const fixed = at(node, 'const');
  if (fixed !== undefined) return JSON.stringify(fixed);
  const listed = at(node, 'enum');
  if (Array.isArray(listed)) return listed.map((each) => JSON.stringify(each)).join(', ');
  switch (at(node, 'type')) {
    case 'string':
      return 'a text';
    case 'boolean':
      return 'true or false';
    case 'integer':
    case 'number':
      return 'a number';
    case 'array':
      return 'a list';
    default: {
      const keys = Object.keys(record(node, 'properties'));
      return keys.length === 0 ? 'names with what belongs to each' : `{ ${keys.join(', ')} }`;
    }
  }
}

function formsOf(path: readonly PropertyKey[]): unknown[] {
  const nodes = path.reduce<unknown[]>(
    (here, step) => here.flatMap((node) => below(node, step)),
    [specJsonSchema()],
  );
  return nodes.flatMap(branches);
}

function below(node: unknown, step: PropertyKey): unknown[] {
  return branches(node).flatMap((branch) => {
    if (typeof step === 'number') return [at(branch, 'items')];
    const own = record(branch, 'properties')[String(step)];
    return [own ?? at(branch, 'additionalProperties')];
  });
}

function branches(node: unknown): unknown[] {
  const any = at(node, 'anyOf');
  return Array.isArray(any) ? any.flatMap(branches) : [node];
}

function at(node: unknown, key: string): unknown {
  return typeof node === 'object' && node !== null ? Reflect.get(node, key) : undefined;
}

function record(node: unknown, key: string): Readonly<Record<string, unknown>> {
  const found = at(node, key);
  return typeof found === 'object' && found !== null
    ? Object.fromEntries(Object.entries(found))
    : {};
}
