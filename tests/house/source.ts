// What a source file reaches for: its imports, however written, and the effectful globals it names.
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { parseSync } from 'oxc-parser';

/** One import: `to` is a path from the root for our own files, a package name otherwise. */
export interface ImportFound {
  readonly to: string;
  readonly kind: 'ours' | 'builtin' | 'package' | 'unknown';
  /** Erased before the program runs, so it can have no effect. */
  readonly isTypeOnly: boolean;
}

export interface SourceFacts {
  readonly imports: readonly ImportFound[];
  /** `Date.now`, `process`, ... in the order of the file. */
  readonly effects: readonly string[];
  /** Not empty: the parser gave up, and nothing else here means anything. */
  readonly parseErrors: readonly string[];
}

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

const EFFECTFUL_GLOBALS: ReadonlySet<string> = new Set([
  'process',
  'fetch',
  'WebSocket',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'require',
]);

/** @param file path from the root of the project, with forward slashes */
export function factsOf(file: string, text: string): SourceFacts {
  const { program, errors } = parseSync(file, text);
  const imports: ImportFound[] = [];
  const effects: string[] = [];
  visit(program, (node) => {
    const found = importOf(node, file);
    if (found !== null) imports.push(found);
    const effect = effectOf(node);
    if (effect !== null) effects.push(effect);
  });
  return { imports, effects, parseErrors: errors.map((error) => error.message) };
}

function importOf(node: Node, file: string): ImportFound | null {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration': {
      if (!isNode(node['source'])) return null;
      const isTypeOnly = node['importKind'] === 'type' || node['exportKind'] === 'type';
      return found(node['source'], file, isTypeOnly);
    }
    case 'ImportExpression':
      return found(node['source'], file, false);
    case 'TSImportType':
      return found(node['source'] ?? node['argument'], file, true);
    case 'TSExternalModuleReference':
      return found(node['expression'], file, false);
    default:
      return null;
  }
}

function found(source: unknown, file: string, isTypeOnly: boolean): ImportFound {
  const literal = isNode(source) && source.type === 'TSLiteralType' ? source['literal'] : source;
  const specifier = isNode(literal) && literal.type === 'Literal' ? literal['value'] : undefined;
  if (typeof specifier !== 'string') return { to: '(computed)', kind: 'unknown', isTypeOnly };
  if (/^\.{0,2}\//.test(specifier)) {
    const to = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
    return { to, kind: 'ours', isTypeOnly };
  }
  if (isBuiltin(specifier)) {
    return { to: specifier.replace(/^node:/, ''), kind: 'builtin', isTypeOnly };
  }
  const [first = '', second = ''] = specifier.split('/');
  return { to: first.startsWith('@') ? `${first}/${second}` : first, kind: 'package', isTypeOnly };
}

/** Clock, chance and the process, where a file reaches them without an import. */
function effectOf(node: Node): string | null {
  if (node.type === 'NewExpression' && nameOf(node['callee']) === 'Date') {
    return Array.isArray(node['arguments']) && node['arguments'].length === 0 ? 'new Date()' : null;
  }
  if (node.type === 'CallExpression' && EFFECTFUL_GLOBALS.has(nameOf(node['callee']) ?? '')) {
    return nameOf(node['callee']);
  }
  if (node.type !== 'MemberExpression') return null;
  const object = nameOf(node['object']);
  const property = nameOf(node['property']);
  if (object === 'globalThis') return `globalThis.${property ?? '[...]'}`;
  if (object === 'process' || object === 'performance') return object;
  const dotted = `${object}.${property}`;
  return ['Date.now', 'Math.random', 'crypto.randomUUID'].includes(dotted) ? dotted : null;
}

function nameOf(value: unknown): string | null {
  if (!isNode(value) || value.type !== 'Identifier') return null;
  return typeof value['name'] === 'string' ? value['name'] : null;
}

function visit(value: unknown, see: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, see);
    return;
  }
  if (!isNode(value)) return;
  see(value);
  for (const child of Object.values(value)) {
    if (typeof child === 'object') visit(child, see);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}
