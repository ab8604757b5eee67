// YAML to plain data, with the place of every key, so that a mistake can be opened.
import { isNode, LineCounter, parseDocument, type Document, type YAMLError } from 'yaml';

export type KeyPath = readonly PropertyKey[];

export interface YamlRead {
  /** undefined where there are mistakes. */
  readonly plain: unknown;
  /** `place` is `:line:column`, or nothing where there is none. */
  readonly mistakes: readonly { readonly place: string; readonly what: string }[];
  /** `:12:3` of the deepest part of a path that stands in the file; else nothing. */
  readonly placeOf: (path: KeyPath) => string;
}

/** Strict: no key twice, no alias, no tag that is not known. */
export function readYaml(text: string): YamlRead {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const placeAt = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `:${line}:${col}`;
  };
  const placeOf = (path: KeyPath): string => {
    for (let depth = path.length; depth > 0; depth -= 1) {
      const node = keyNode(document, path.slice(0, depth));
      if (isNode(node) && node.range) return placeAt(node.range[0]);
    }
    return '';
  };
  const mistakes = [...document.errors, ...document.warnings].map((error) => ({
    place: placeAt(error.pos[0]),
    what: wordsFor(error, text),
  }));
  if (mistakes.length > 0) return { plain: undefined, mistakes, placeOf };
  try {
    return { plain: document.toJS({ maxAliasCount: 0 }) as unknown, mistakes, placeOf }; // any there
  } catch {
    return { plain: undefined, mistakes: [{ place: '', what: NO_ALIASES }], placeOf };
  }
}

const NO_ALIASES = 'YAML aliases are not used here';

/** What the parser says, for people who know YAML from its files. */
function wordsFor({ code, pos, message }: YAMLError, text: string): string {
  if (code === 'DUPLICATE_KEY') {
    const key = /^["']?([^"':\s]*)/.exec(text.slice(pos[0]))?.[1] ?? '';
    return `the key "${key}" stands here a second time`;
  }
  if (code === 'BAD_INDENT' && message.startsWith('Flow ')) {
    return 'a bracket that begins above is not closed before this';
  }
  // Rare ones: the parser's own words, without the picture of the line and the place.
  const own = (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:$/, '');
  return WORDS[code] ?? own;
}

const UNTOLD =
  'a key cannot be told from its value; look at the indentation, and put texts with ": " in quotes';

const WORDS: Readonly<Partial<Record<YAMLError['code'], string>>> = {
  BAD_ALIAS: NO_ALIASES,
  ALIAS_PROPS: NO_ALIASES,
  TAB_AS_INDENT: 'a tab indents this line; use spaces',
  BAD_INDENT: 'the indentation does not fit the lines above',
  BLOCK_AS_IMPLICIT_KEY: UNTOLD,
  MULTILINE_IMPLICIT_KEY: UNTOLD,
  BLOCK_IN_FLOW: 'lines of their own stand within brackets; close the bracket first',
  MISSING_CHAR: 'a quote, bracket, comma or colon is missing before this place',
  BAD_SCALAR_START:
    'a text begins with a character that YAML keeps for itself; put the text in quotes',
  BAD_DQ_ESCAPE: 'a backslash in double quotes begins nothing that YAML knows; use single quotes',
  UNEXPECTED_TOKEN:
    'something stands here that does not belong; look for a quote or bracket too few or too many',
  TAG_RESOLVE_FAILED:
    'a tag (a word that begins with "!") is not used here; put the text in quotes',
  MULTIPLE_DOCS: 'a second document begins here; one is read, so remove "---"',
  NON_STRING_KEY: 'a key is no text',
};

/** The key itself where there is one: a value may begin on the next line. */
function keyNode(document: Document, path: KeyPath): unknown {
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
