// A function's identity: schema, name and the types of its input arguments.
import { labelOf, parseName, type QualifiedName } from './names.ts';
import { canonicalType } from './types.ts';

export interface Signature extends QualifiedName {
  readonly arguments: readonly string[];
}

/** `audit.changes_of(text, int4)`. Null where the text is no signature. */
export function functionSignature(text: string): Signature | null {
  const [, head, inner] = /^\s*([^(]+?|(?:[^."(]+\.)?"[^"]+")\s*\(([^()]*)\)\s*$/.exec(text) ?? [];
  const named = head === undefined ? null : parseName(head);
  if (named === null || inner === undefined) return null;
  const types = inner.split(',').map((each) => each.trim());
  if (types.length === 1 && types[0] === '') return { ...named, arguments: [] };
  return types.includes('') ? null : { ...named, arguments: types };
}

/** One text for one function, however its types are spelled. */
export function functionLabel(signature: Signature): string {
  const types = signature.arguments.map(canonicalType).join(', ');
  return `${labelOf(signature.schema, signature.name)}(${types})`;
}
