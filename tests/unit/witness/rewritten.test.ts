// New storage: under the same OID, or under the same name by another table.
import { expect, test } from '@jest/globals';
import { rewrittenOf, type Node } from '../../../harness/witness/rewritten.ts';
import type { KnownRelation } from '../../../harness/witness/locks.ts';

const known = (...relations: readonly [number, string, string][]): Map<number, KnownRelation> =>
  new Map(
    relations.map(([oid, kind, label]) => [oid, { oid, kind, label, node: oid, table: null }]),
  );
const now = (...relations: readonly [number, string, string, number][]): Map<number, Node> =>
  new Map(relations.map(([oid, kind, label, node]) => [oid, { kind, label, node }]));

const BEFORE = known([1, 'r', 's.t'], [2, 'i', 's.i'], [3, 'v', 's.v']);

test.each([
  ['nothing changed', now([1, 'r', 's.t', 1], [2, 'i', 's.i', 2]), []],
  ['a table was rewritten', now([1, 'r', 's.t', 9], [2, 'i', 's.i', 8]), ['s.i', 's.t']],
  ['a table was renamed', now([1, 'r', 's.new', 1], [2, 'i', 's.i', 2]), []],
  ['a table was dropped', now(), []],
  ['another table took its name', now([7, 'r', 's.t', 7]), ['s.t']],
  [
    'both are there, under each other\u2019s place',
    now([7, 'r', 's.t', 7], [1, 'r', 's.o', 1]),
    ['s.t'],
  ],
  ['an index was made again', now([1, 'r', 's.t', 1], [7, 'i', 's.i', 7]), []],
  ['a view took its name', now([7, 'v', 's.t', 0]), []],
])('%s', (_what, nodes, expected) => {
  expect(rewrittenOf(BEFORE, nodes)).toEqual(expected);
});
