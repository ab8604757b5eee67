// Text of a schema spec to its value, or to every mistake in it with its line.
import { LineCounter, parseDocument, type Document } from 'yaml';
import { z } from 'zod';
import { finding, type Finding } from '../kernel/index.ts';
import { schemaSpecSchema, type SchemaSpec } from './contract.ts';

export function parseSpec(
  text: string,
  where: string,
): { readonly spec: SchemaSpec | null; readonly findings: readonly Finding[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const at = (line: number, what: string): Finding => finding('SCHEMA_SPEC_INVALID', `${where}:${line}`, what);
  if (document.errors.length > 0) {
    return { spec: null, findings: document.errors.map((error) => at(lines.linePos(error.pos[0]).line, error.message.split('\n')[0] ?? '')) };
  }
  let plain: unknown;
  try {
    plain = document.toJS({ maxAliasCount: 0 });
  } catch {
    return { spec: null, findings: [at(1, 'YAML aliases are not used here')] };
  }
  const parsed = schemaSpecSchema.safeParse(plain);
  if (parsed.success) return { spec: parsed.data, findings: [] };
  return {
    spec: null,
    findings: parsed.error.issues.map((issue) => at(lineOf(document, lines, issue.path), wordsFor(issue))),
  };
}

function wordsFor(issue: z.core.$ZodIssue): string {
  const path = issue.path.join('.');
  if (issue.code !== 'unrecognized_keys') return path === '' ? issue.message : `"${path}": ${issue.message}`;
  const known = KNOWN_KEYS;
  return issue.keys
    .map((key) => {
      const nearest = nearestTo(key, known);
      const place = path === '' ? `"${key}"` : `"${path}.${key}"`;
      return `${place} is not a known key${nearest === null ? '' : `; did you mean "${nearest}"?`}`;
    })
    .join('; ');
}

/** Every key that the published JSON Schema names. */
const KNOWN_KEYS: readonly string[] = [...new Set(keysOf(z.toJSONSchema(schemaSpecSchema, { io: 'input' })))];

function keysOf(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const properties: unknown = Reflect.get(node, 'properties');
  const own = typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
  return [...own, ...Object.values(node).flatMap(keysOf)];
}

function nearestTo(word: string, known: readonly string[]): string | null {
  const ranked = known.map((each) => ({ each, far: distance(word.toLowerCase(), each.toLowerCase()) }));
  const best = ranked.sort((left, right) => left.far - right.far)[0];
  return best !== undefined && best.far <= Math.max(2, Math.floor(word.length / 3)) ? best.each : null;
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

/** Line of the deepest part of the path that is in the file. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node: unknown = document.getIn(path.slice(0, depth).map(String), true);
    const range: unknown = typeof node === 'object' && node !== null ? Reflect.get(node, 'range') : undefined;
    if (Array.isArray(range) && typeof range[0] === 'number') return lines.linePos(range[0]).line;
  }
  return 1;
}
