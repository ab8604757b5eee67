// YAML to plain data, with the line of every key, so that a mistake can be opened.
import { isNode, LineCounter, parseDocument, type Document } from 'yaml';

export type Path = readonly PropertyKey[];

export interface YamlRead {
  /** undefined where there are mistakes. */
  readonly plain: unknown;
  /** Each with its line, 0 where it has none. */
  readonly mistakes: readonly { readonly line: number; readonly what: string }[];
  /** `:12` of the deepest part of a path that stands in the file; else nothing. */
  readonly lineOf: (path: Path) => string;
}

export function readYaml(text: string): YamlRead {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const lineOf = (path: Path): string => placeIn(document, lines, path);
  const mistakes = [...document.errors, ...document.warnings].map(({ pos, message }) => ({
    line: lines.linePos(pos[0]).line,
    what: (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:$/, ''),
  }));
  if (mistakes.length > 0) return { plain: undefined, mistakes, lineOf };
  try {
    return { plain: document.toJS({ maxAliasCount: 0 }) as unknown, mistakes, lineOf }; // any there
  } catch {
    const aliases = { line: 0, what: 'YAML aliases are not used here' };
    return { plain: undefined, mistakes: [aliases], lineOf };
  }
}

function placeIn(document: Document, lines: LineCounter, path: Path): string {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node = keyNode(document, path.slice(0, depth));
    if (isNode(node) && node.range) return `:${lines.linePos(node.range[0]).line}`;
  }
  return '';
}

/** The key itself where there is one: a value may begin on the next line. */
function keyNode(document: Document, path: Path): unknown {
  const parent: unknown =
    path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const items = at(parent, 'items');
  const last = String(path.at(-1));
  const pair: unknown = Array.isArray(items)
    ? items.find((item: unknown) => at(at(item, 'key'), 'value') === last)
    : undefined;
  return at(pair, 'key') ?? document.getIn(path, true);
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
