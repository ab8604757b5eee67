// Which relations got new storage, be it that another one took their name.
import type { KnownRelation } from './locks.ts';

export interface Node {
  readonly node: number;
  /** As pg_class has it: `r`, `i`, ... */
  readonly kind: string;
  readonly label: string;
}
/** By OID. */
export type Nodes = ReadonlyMap<number, Node>;

/**
 * Names of before. A table that was filled anew beside the old one, and took its name, is what a
 * rewrite would have made; an index that was dropped and made again is another index.
 */
export function rewrittenOf(known: ReadonlyMap<number, KnownRelation>, nodes: Nodes): string[] {
  const named = new Map(
    [...nodes].flatMap(([oid, { kind, label }]): [string, number][] =>
      'rm'.includes(kind) ? [[label, oid]] : [],
    ),
  );
  const isReplaced = ({ oid, kind, label }: KnownRelation): boolean =>
    'rm'.includes(kind) && (named.get(label) ?? oid) !== oid;
  return [...known.values()]
    .filter(
      (each) =>
        'rmi'.includes(each.kind) &&
        ((nodes.get(each.oid)?.node ?? each.node) !== each.node || isReplaced(each)),
    )
    .map(({ label }) => label)
    .sort();
}
