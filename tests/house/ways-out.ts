// Who lets something leave the process: in the program, only harness/output, and a short list with reasons.
import { parseSync } from 'oxc-parser';

/** Files that write without the guard, each with what it writes and why that is no way out. */
export const ALLOWED: Readonly<Record<string, string>> = {
  'harness/sandbox/life.io.ts': 'marks its own work folder with a process id; gone with the run',
  'harness/gate/selftest.io.ts': 'a tree of made-up files in the work folder; gone with the run',
  'harness/gate/selftest-cases.io.ts': 'drifts in that tree; gone with the run',
  'harness/run/probes/': 'inputs of the probes in the work folder; gone with the run',
  'harness/intake/staging.io.ts': 'the dump, byte for byte, in the work folder; gone with the run',
  'harness/evidence/folder.io.ts': 'zeros, for a moment, where a packet is to stand',
  'harness/evidence/packet.io.ts': 'texts that the composer and the guard have let pass',
  'harness/sandbox/same-machine.io.ts': 'a word made by chance in the work folder; gone at once',
  'harness/sandbox/take-out.io.ts': 'dumps that the demo and the probes made inside; all synthetic',
  'harness/run/demo-dump.io.ts': 'the demo dump, and the hash of its recipe; both synthetic',
  'harness/witness/kept-text.io.ts': 'rows of a large table in the work folder; gone with the run',
};

/** Of node:fs and node:fs/promises: whatever can put bytes or names into a file system. */
const WRITING =
  /^(?:writeFile|appendFile|createWriteStream|open|openAsBlob|write|writev|rename|link|symlink|copyFile|cp|truncate|ftruncate|mkdtemp)(?:Sync)?$/;
/** `open` reads as well: then its flags say so, where it is called or in a constant of that name. */
function isReading(flags: string, text: string): boolean {
  const told = flags === 'flags' ? (/const flags = ([^;]*);/.exec(text)?.[1] ?? '') : flags;
  return told === "'r'" || (told.includes('O_RDONLY') && !/O_(?:WRONLY|RDWR|CREAT)/.test(told));
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** Every way out that a source file of the program takes past the guard, as sentences. */
export function waysOut(file: string, text: string): string[] {
  const isGuard = file.startsWith('harness/output/');
  const isAllowed = Object.keys(ALLOWED).some((each) =>
    each.endsWith('/') ? file.startsWith(each) : file === each,
  );
  const found: string[] = [];
  const say = (node: Node, what: string): void => {
    found.push(`line ${text.slice(0, node.start).split('\n').length}: ${what}`);
  };
  const { program, errors } = parseSync(file, text);
  for (const { message } of errors) found.push(`unparsed: ${message}`);
  const writers = new Map<string, string>();
  visit(program, (node) => {
    if (node.type === 'ImportDeclaration') {
      for (const [local, imported] of fromFileSystem(node)) {
        if (imported === '*') say(node, 'the whole of node:fs: nobody sees what is written');
        else if (WRITING.test(imported)) writers.set(local, imported);
      }
    }
    if (isGuard) return;
    const way = wayOf(node, text);
    if (way !== null) say(node, way);
  });
  if (isGuard || isAllowed) return isGuard ? [] : found;
  visit(program, (node) => {
    const name = calledName(node);
    const imported = name === null ? undefined : writers.get(name);
    if (imported === undefined) return;
    if (imported === 'open' && isReading(flagsOf(node, text), text)) return;
    if (imported === 'mkdtemp') return; // an empty folder says nothing
    say(node, `${imported} of node:fs`);
  });
  return found;
}

/** The terminal, and what Node itself prints. */
function wayOf(node: Node, text: string): string | null {
  if (node.type !== 'MemberExpression' && node.type !== 'ObjectExpression') return null;
  if (node.type === 'ObjectExpression') {
    const isHandedOn = /\b(?:stdio|stdout|stderr)\s*:\s*\[?[^\]}]*'inherit'/.test(
      text.slice(node.start, node.end),
    );
    return isHandedOn ? 'a child that writes to our own streams' : null;
  }
  const source = text.slice(node.start, node.end).replaceAll(/\s/g, '');
  if (/^(?:globalThis\.)?console\.\w+$/.test(source)) return source;
  // What a terminal is may be asked; anything else, handing it on included, is a way out.
  const isAsked = /^\.(?:isTTY|columns)\b/.test(text.slice(node.end));
  if (/^process\.(?:stdout|stderr)$/.test(source) && !isAsked) return source;
  if (/^process\.(?:emitWarning|report|_rawDebug)\b/.test(source)) return source;
  return null;
}

function* fromFileSystem(node: Node): Generator<readonly [string, string]> {
  const source = isNode(node['source']) ? String(node['source']['value']) : '';
  if (!/^(?:node:)?fs(?:\/promises)?$/.test(source) || node['importKind'] === 'type') return;
  for (const each of asNodes(node['specifiers'])) {
    const local = isNode(each['local']) ? String(each['local']['name']) : '';
    const imported = isNode(each['imported']) ? String(each['imported']['name']) : '*';
    yield [local, imported];
  }
}

function calledName(node: Node): string | null {
  if (node.type !== 'CallExpression' || !isNode(node['callee'])) return null;
  return node['callee'].type === 'Identifier' ? String(node['callee']['name']) : null;
}

function flagsOf(node: Node, text: string): string {
  const flags = asNodes(node['arguments'])[1];
  return flags === undefined ? "'r'" : text.slice(flags.start, flags.end);
}

function asNodes(value: unknown): Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

function visit(value: unknown, see: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, see);
    return;
  }
  if (!isNode(value)) return;
  see(value);
  for (const child of Object.values(value)) if (typeof child === 'object') visit(child, see);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}
