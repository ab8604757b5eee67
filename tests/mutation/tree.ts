// A source as a tree of nodes with their places, for whoever looks for something to change.
import { parseSync } from 'oxc-parser';
import type { Source } from './mutant.ts';

export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** Every node, each before its children; `within` are the nodes around it, the nearest last. */
export function nodesOf(source: Source): { node: Node; within: readonly Node[] }[] {
  const { program, errors } = parseSync(source.file.replace(/ts$/, 'js'), source.text);
  if (errors.length > 0) throw new Error(`${source.file} does not parse`);
  const found: { node: Node; within: readonly Node[] }[] = [];
  const visit = (value: unknown, within: readonly Node[]): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, within);
    if (!isNode(value)) return;
    found.push({ node: value, within });
    for (const child of Object.values(value)) {
      if (typeof child === 'object' && child !== null) visit(child, [...within, value]);
    }
  };
  visit(program, []);
  return found;
}

export function isNode(value: unknown): value is Node {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    'start' in value &&
    typeof value.start === 'number'
  );
}

/** The node that stands under a key of another, where there is one. */
export function childOf(node: Node, key: string): Node | null {
  const child = node[key];
  return isNode(child) ? child : null;
}

export function childrenOf(node: Node, key: string): Node[] {
  const children = node[key];
  return Array.isArray(children) ? children.filter(isNode) : [];
}

/** Name of what is called: `broken`, or `regex` of `z.string().regex(...)`. */
export function calleeOf(node: Node): string {
  const callee = childOf(node, 'callee');
  if (callee === null) return '';
  const name = callee.type === 'MemberExpression' ? childOf(callee, 'property') : callee;
  return nameOf(name);
}

/** Name of the top-level constant or function that something stands in. */
export function ownerOf(within: readonly Node[]): string {
  for (const node of within) {
    if (node.type === 'FunctionDeclaration' || node.type === 'VariableDeclarator') {
      return nameOf(childOf(node, 'id'));
    }
  }
  return '';
}

/** What an identifier is called; nothing where it is none. */
export function nameOf(node: Node | null): string {
  const name = node?.['name'];
  return typeof name === 'string' ? name : '';
}
