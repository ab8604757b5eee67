// Names in a spec and in messages: `schema.name`, where public goes without saying.

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
  let best: { readonly name: string; readonly distance: number } | null = null;
  for (const name of known) {
    const distance = editDistance(wrong.toLowerCase(), name.toLowerCase());
    if (distance <= Math.max(1, wrong.length / 3) && distance < (best?.distance ?? Infinity)) {
      best = { name, distance };
    }
  }
  return best?.name ?? null;
}

/** Letters to add, drop, exchange or swap with their neighbour. Names are short: no bound needed. */
function editDistance(left: string, right: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const now = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const isSame = left[row - 1] === right[column - 1];
      const costs = [
        (last[column] ?? 0) + 1,
        (now[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
      ];
      if (left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]) {
        costs.push((beforeLast[column - 2] ?? Infinity) + 1);
      }
      now.push(Math.min(...costs));
    }
    beforeLast = last;
    last = now;
  }
  return last[right.length] ?? 0;
}
