// A spec as YAML that a person likes to read: short things on one line, and what is left to do said
// where it has to be done.
import { Document, isCollection, isMap, isScalar, visit, type Node } from 'yaml';
import type { SchemaSpec } from './contract.ts';
import { visible } from './outcome.ts';

const WIDTH = 100;

/** Comment lines, without their `#`, by the path of the map they end. */
export type Notes = ReadonlyMap<string, readonly string[]>;

export function notePath(keys: readonly (string | number)[]): string {
  return JSON.stringify(keys);
}

/** `head` stands before everything, line by line. */
export function specText(spec: SchemaSpec, head: readonly string[], notes: Notes): string {
  const document = new Document(spec, { aliasDuplicateObjects: false });
  document.commentBefore = head.map(comment).join('\n');
  visit(document, {
    Collection: (_, node, above) => {
      const depth = above.filter(isCollection).length;
      if (depth > 1 && isShort(node, depth)) node.flow = true;
    },
  });
  for (const [path, lines] of notes) {
    // Written by `notePath`.
    const found = document.getIn(JSON.parse(path) as (string | number)[], true);
    if (!isCollection(found)) throw new TypeError('a note has no place in the spec');
    found.flow = false;
    found.comment = lines.map(comment).join('\n');
  }
  separate(document.get('surfaces'));
  return document.toString({ lineWidth: 0, singleQuote: true });
}

/** A blank line before each surface, and before each table and view. */
function separate(surfaces: unknown): void {
  if (!isCollection(surfaces)) return;
  for (const [index, surface] of surfaces.items.entries()) {
    if (!isMap(surface)) continue;
    surface.spaceBefore = index > 0;
    for (const kind of ['tables', 'views']) {
      const objects = surface.get(kind);
      if (!isMap(objects)) continue;
      for (const { key } of objects.items.slice(1)) if (isScalar(key)) key.spaceBefore = true;
    }
  }
}

/** Fits one line with its key, and holds no map of maps: those are read line by line. */
function isShort(node: Node, depth: number): boolean {
  const text = JSON.stringify(node.toJSON());
  return text.length + depth * 2 + 20 < WIDTH && !text.includes('\\n') && levels(node) <= 2;
}

function levels(node: unknown): number {
  if (!isCollection(node)) return 0;
  const inner = node.items.map((item) => levels(isPairLike(item) ? item.value : item));
  return 1 + Math.max(0, ...inner);
}

function isPairLike(item: unknown): item is { readonly value: unknown } {
  return typeof item === 'object' && item !== null && 'value' in item && 'key' in item;
}

function comment(line: string): string {
  return ` ${visible(line)}`;
}
