// What a column's type alone says about its content.
import type { Catalog, ColumnFacts } from './contract.ts';
import { labelOf } from './names.ts';
import { canonicalType } from './types.ts';

/** `anything`: documents, bytes, arrays, composites, and types that nobody knows here. */
export type TypeKind =
  'yes or no' | 'label' | 'time' | 'date' | 'uuid' | 'number' | 'network' | 'text' | 'anything';

const KINDS: readonly (readonly [TypeKind, RegExp])[] = [
  ['yes or no', /^boolean$/],
  ['time', /^(timestamp|time|interval)\b/],
  ['date', /^date$/],
  ['uuid', /^uuid$/],
  ['number', /^(smallint|integer|bigint|numeric|real|double precision|money|oid)(\(|$)/],
  ['network', /^(inet|cidr|macaddr8?)$/],
  ['text', /^(text|citext|name|character|character varying|bpchar|"char")(\(|$)/],
];

/** Of a domain: its base type's. */
export function typeKind({ type }: Pick<ColumnFacts, 'type'>, catalog: Catalog): TypeKind {
  const written = canonicalType(type);
  const isCalled = (each: { readonly schema: string; readonly name: string }): boolean =>
    labelOf(each.schema, each.name) === written;
  if (catalog.enums.some(isCalled)) return 'label';
  const domain = catalog.domains.find(isCalled);
  // A domain over itself cannot be made: this ends.
  if (domain !== undefined) return typeKind(domain, catalog);
  return KINDS.find(([, pattern]) => pattern.test(written))?.[0] ?? 'anything';
}
