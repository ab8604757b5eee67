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

/** `order_state as text`, however the types are spelled. */
export function castLabel(text: string): string {
  const [, source, target] = /^\s*(.+?)\s+as\s+(.+?)\s*$/is.exec(text) ?? [];
  if (source === undefined || target === undefined) return text;
  return `${canonicalType(source)} as ${canonicalType(target)}`;
}

export function isCast(text: string): boolean {
  return /^\s*\S.*?\s+as\s+\S/is.test(text);
}

export interface OperatorSignature extends QualifiedName {
  /** Null of a prefix operator. */
  readonly left: string | null;
  readonly right: string | null;
}

/** `public.=(citext, citext)`, `none` for the side that is not there. Null: no signature. */
export function operatorSignature(text: string): OperatorSignature | null {
  const [, head = '', inner = ''] =
    /^\s*((?:(?:"[^"]+"|[^".\s()]+)\.)?[^\s()\w".,]+)\s*\((.*)\)\s*$/s.exec(text) ?? [];
  const [, schema = 'public', sign] = /^(?:(.*)\.)?([^.]+)$/s.exec(head) ?? [];
  const types = inner.split(',').map((each) => each.trim());
  const [left, right] = types;
  if (sign === undefined || types.length !== 2 || !left || !right) return null;
  const side = (type: string): string | null => (type.toLowerCase() === 'none' ? null : type);
  return { schema: schema.replaceAll('"', ''), name: sign, left: side(left), right: side(right) };
}

export function operatorLabel({ schema, name, left, right }: OperatorSignature): string {
  const side = (type: string | null): string => (type === null ? 'none' : canonicalType(type));
  const within = schema === 'public' ? '' : `${labelOf('public', schema)}.`;
  return `${within}${name}(${side(left)}, ${side(right)})`;
}

/** `text_odd_ops using btree`. */
export function operatorClassLabel(text: string): string {
  const [, name, method] = /^\s*(.+?)\s+using\s+(\S+)\s*$/is.exec(text) ?? [];
  const named = name === undefined ? null : parseName(name);
  return named === null || method === undefined
    ? text
    : `${labelOf(named.schema, named.name)} using ${method}`;
}

/** Postgres' own words for an object of any kind, with or without `public`. */
export function otherLabel(text: string): string {
  return text
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/(^| )public\./, '$1')
    .replace(/ using /i, ' USING ');
}

export function isOperatorClass(text: string): boolean {
  return operatorClassLabel(text) !== text || /^\S+ using \S+$/.test(text);
}

/** A kind in one or more words, then a name. */
export function isOther(text: string): boolean {
  return /^[a-z][a-z -]*\s\S/i.test(text.trim());
}
