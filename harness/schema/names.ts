// Names in a spec and in messages: `schema.name`, where public goes without saying.
import { distance } from 'fastest-levenshtein';

export interface QualifiedName {
  readonly schema: string;
  readonly name: string;
}

const PLAIN = /^[a-z_][a-z0-9_$]*$/;

/** Parts of a dotted name; quotes hold a part together, `""` in them is one. Null: not a name. */
export function splitName(text: string): string[] | null {
  const parts: string[] = [];
  const part = /(?:"((?:[^"]|"")+)"|([^".\s]+))(\.|$)/y;
  for (;;) {
    const match = part.exec(text);
    if (match === null) return null;
    parts.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '') return parts;
  }
}

/** `name` is in public. Null where the text is no name of one or two parts. */
export function parseName(text: string): QualifiedName | null {
  const [first, second, ...rest] = splitName(text) ?? [];
  if (first === undefined || rest.length > 0) return null;
  return second === undefined ? { schema: 'public', name: first } : { schema: first, name: second };
}

/** Same, for text that the spec's reader has found good. */
export function nameOf(text: string): QualifiedName {
  return parseName(text) ?? { schema: 'public', name: text };
}

/** For people: public left out, quotes only where SQL would need them. */
export function labelOf(schema: string, name: string): string {
  return schema === 'public' ? partLabel(name) : `${partLabel(schema)}.${partLabel(name)}`;
}

export function partLabel(name: string): string {
  return PLAIN.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** The known name that a mistyped one most likely meant; null where none is near. */
export function nearest(wrong: string, known: readonly string[]): string | null {
  let best: { readonly name: string; readonly letters: number } | null = null;
  for (const name of known) {
    const letters = editDistance(wrong.toLowerCase(), name.toLowerCase());
    if (letters <= Math.max(1, wrong.length / 3) && letters < (best?.letters ?? Infinity)) {
      best = { name, letters };
    }
  }
  return best?.name ?? null;
}

/** Letters to add, drop or exchange; two that swapped places count as one. */
function editDistance(left: string, right: string): number {
  const letters = distance(left, right);
  return letters === 2 && isSwapped(left, right) ? 1 : letters;
}

function isSwapped(left: string, right: string): boolean {
  const place = Array.from(left).findIndex((letter, index) => letter !== right[index]);
  const swapped = `${left.slice(0, place)}${left[place + 1] ?? ''}${left[place] ?? ''}`;
  return `${swapped}${left.slice(place + 2)}` === right;
}
