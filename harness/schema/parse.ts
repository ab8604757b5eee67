// Text of a schema spec to its value, or to every mistake in it with its line.
import { isMap, isScalar, isSeq, LineCounter, parseDocument, visit, type Document } from 'yaml';
import { z } from 'zod';
import { finding, type Finding } from '../kernel/index.ts';
import { schemaSpecSchema, type SchemaSpec } from './contract.ts';

export function parseSpec(
  text: string,
  where: string,
): { readonly spec: SchemaSpec | null; readonly findings: readonly Finding[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const at = (line: number, what: string): Finding =>
    finding('SCHEMA_SPEC_INVALID', `${where}:${line}`, what);
  if (document.errors.length > 0) {
    return {
      spec: null,
      findings: document.errors.map((error) =>
        at(lines.linePos(error.pos[0]).line, error.message.split('\n')[0] ?? ''),
      ),
    };
  }
  let plain: unknown;
  try {
    plain = document.toJS({ maxAliasCount: 0 });
  } catch {
    return { spec: null, findings: [at(1, 'YAML aliases are not used here')] };
  }
  const dropped = specialKeys(document).map((offset) =>
    at(lines.linePos(offset).line, '"__proto__" cannot be a key here'),
  );
  const parsed = schemaSpecSchema.safeParse(plain);
  if (parsed.success && dropped.length === 0) return { spec: parsed.data, findings: [] };
  const mistakes = (parsed.error?.issues ?? []).flatMap((issue) => mistakesOf(issue, []));
  return {
    spec: null,
    findings: [
      ...dropped,
      ...mistakes.map(({ path, what }) => at(lines.linePos(offsetOf(document, path)).line, what)),
    ],
  };
}

interface Mistake {
  readonly path: readonly PropertyKey[];
  readonly what: string;
}

/** Objects hide this key, so that what stands under it would be a demand that nobody checks. */
function specialKeys(document: Document): number[] {
  const offsets: number[] = [];
  visit(document, {
    Pair: (_, { key }) => {
      if (isScalar(key) && key.value === '__proto__') offsets.push(key.range?.[0] ?? 0);
    },
  });
  return offsets;
}

function mistakesOf(issue: z.core.$ZodIssue, above: readonly PropertyKey[]): Mistake[] {
  const path = [...above, ...issue.path];
  const place = path.join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const nearest = nearestTo(key, KNOWN_KEYS);
      const advice = nearest === null ? '' : `; did you mean "${nearest}"?`;
      const named = [...path, key];
      return { path: named, what: `"${named.join('.')}" is not a known key${advice}` };
    });
  }
  if (issue.code === 'invalid_key') {
    return issue.issues.map(({ message }) => ({ path, what: `"${place}": ${message}` }));
  }
  if (issue.code === 'invalid_union') {
    // The form with the fewest mistakes is the one that was meant.
    const [nearest = []] = [...issue.errors].sort((left, right) => left.length - right.length);
    const unknown = nearest.filter(({ code }) => code === 'unrecognized_keys');
    if (unknown.length > 0) return unknown.flatMap((each) => mistakesOf(each, path));
    return [{ path, what: `"${place}": has none of its documented forms` }];
  }
  return [{ path, what: place === '' ? issue.message : `"${place}": ${issue.message}` }];
}

/** Every key that the published JSON Schema names. */
const KNOWN_KEYS: readonly string[] = [
  ...new Set(keysOf(z.toJSONSchema(schemaSpecSchema, { io: 'input' }))),
];

function keysOf(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const properties: unknown = Reflect.get(node, 'properties');
  const own = typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
  return [...own, ...Object.values(node).flatMap(keysOf)];
}

function nearestTo(word: string, known: readonly string[]): string | null {
  const ranked = known.map((each) => ({
    each,
    far: distance(word.toLowerCase(), each.toLowerCase()),
  }));
  const best = ranked.sort((left, right) => left.far - right.far)[0];
  return best !== undefined && best.far <= Math.max(2, Math.floor(word.length / 3))
    ? best.each
    : null;
}

/** Levenshtein's distance. */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const cost = left[i - 1] === right[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}

/** Where the deepest part of the path that is in the file begins. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(
        ({ key }) => isScalar(key) && String(key.value) === String(part),
      );
      if (pair === undefined) return offset;
      offset = isScalar(pair.key) ? (pair.key.range?.[0] ?? offset) : offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(part)];
      const range: unknown =
        typeof node === 'object' && node !== null ? Reflect.get(node, 'range') : null;
      if (Array.isArray(range) && typeof range[0] === 'number') offset = range[0];
    } else return offset;
  }
  return offset;
}
