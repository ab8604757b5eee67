// Locks: the strongest a relation was held under, for how long, and what the manual says of statements
// that nobody can look into.
import { describe, expect, test } from '@jest/globals';
import { documentedLocks, isStronger, modeOf } from '../../../harness/witness/lock-modes.ts';
import { lockBook, type KnownRelation } from '../../../harness/witness/locks.ts';
import { LOCK_MODES, type LockMode } from '../../../harness/witness/witness-contract.ts';

const relation = (oid: number, label: string, table: number | null = null): KnownRelation => ({
  oid,
  label,
  kind: table === null ? 'r' : 'i',
  node: oid,
  table,
});
const KNOWN = new Map(
  [relation(1, 'public.births'), relation(2, 'public.births_pkey', 1), relation(3, 'a.b')].map(
    (each) => [each.oid, each],
  ),
);
const held = (oid: number, mode: LockMode) => ({ oid, mode, how: 'held' }) as const;

describe('lock modes', () => {
  test('are ordered as the manual orders them', () => {
    expect(isStronger('AccessExclusive', 'AccessShare')).toBe(true);
    expect(isStronger('Share', 'ShareUpdateExclusive')).toBe(true);
    expect(isStronger('Share', 'Share')).toBe(false);
    expect(isStronger('RowShare', 'RowExclusive')).toBe(false);
  });

  test('are read as the server names them', () => {
    for (const mode of LOCK_MODES) expect(modeOf(`${mode}Lock`)).toBe(mode);
    expect(modeOf('SIReadLock')).toBeNull();
    expect(modeOf('AccessShare')).toBeNull();
  });
});

describe('the book of locks', () => {
  test('keeps the strongest, from the start of the statement that took it', () => {
    const book = lockBook(KNOWN);
    book.take([held(1, 'RowExclusive')], 100);
    book.take([held(1, 'RowExclusive'), held(1, 'AccessExclusive')], 150);
    book.take([held(1, 'Share')], 180);
    book.release(200);
    expect(book.seen()).toEqual([
      { relation: 'public.births', mode: 'AccessExclusive', how: 'held', heldMs: 50 },
    ]);
  });

  test('keeps the longest of two transactions that were as strong, and the stronger of two', () => {
    const book = lockBook(KNOWN);
    book.take([held(1, 'Share'), held(3, 'AccessExclusive')], 0);
    book.release(30);
    book.take([held(1, 'Share'), held(3, 'Share')], 100);
    book.release(180);
    book.take([held(1, 'Share')], 200);
    book.release(210);
    expect(book.seen()).toEqual([
      { relation: 'a.b', mode: 'AccessExclusive', how: 'held', heldMs: 30 },
      { relation: 'public.births', mode: 'Share', how: 'held', heldMs: 80 },
    ]);
  });

  test('names an index only where it was locked harder than its table', () => {
    const book = lockBook(KNOWN);
    book.take([held(1, 'RowExclusive'), held(2, 'RowExclusive')], 0);
    book.release(1);
    expect(book.seen().map((each) => each.relation)).toEqual(['public.births']);
    book.take([held(2, 'AccessExclusive')], 2);
    book.release(3);
    expect(book.seen().map((each) => each.relation)).toEqual([
      'public.births',
      'public.births_pkey',
    ]);
  });

  test('knows nothing of relations that were not there before', () => {
    const book = lockBook(KNOWN);
    book.take([held(99, 'AccessExclusive')], 0);
    book.release(1);
    expect(book.seen()).toEqual([]);
  });

  test('tells nothing of what is still held', () => {
    const book = lockBook(KNOWN);
    book.take([held(1, 'Share')], 0);
    expect(book.seen()).toEqual([]);
  });
});

describe('what the manual says', () => {
  test.each<[string, readonly [string | null, LockMode][]]>([
    ['CREATE INDEX CONCURRENTLY i ON a.t (x)', [['"a"."t"', 'ShareUpdateExclusive']]],
    ['DROP INDEX CONCURRENTLY a.i', [['"a"."i"', 'ShareUpdateExclusive']]],
    ['REINDEX (CONCURRENTLY) TABLE t', [['"t"', 'ShareUpdateExclusive']]],
    ['REINDEX INDEX CONCURRENTLY a.i', [['"a"."i"', 'ShareUpdateExclusive']]],
    ['REINDEX (CONCURRENTLY off) TABLE t', [['"t"', 'Share']]],
    ['REINDEX DATABASE d', [[null, 'Share']]],
    ['VACUUM', [[null, 'ShareUpdateExclusive']]],
    [
      'VACUUM a.t, "U"',
      [
        ['"a"."t"', 'ShareUpdateExclusive'],
        ['"U"', 'ShareUpdateExclusive'],
      ],
    ],
    ['VACUUM FULL t', [['"t"', 'AccessExclusive']]],
    ['VACUUM (FULL) t', [['"t"', 'AccessExclusive']]],
    ['VACUUM (FULL 0) t', [['"t"', 'ShareUpdateExclusive']]],
    ['VACUUM (FULL false) t', [['"t"', 'ShareUpdateExclusive']]],
    ['CLUSTER', [[null, 'AccessExclusive']]],
    ['CLUSTER t USING i', [['"t"', 'AccessExclusive']]],
    [
      'ALTER TABLE p DETACH PARTITION c CONCURRENTLY',
      [
        ['"p"', 'ShareUpdateExclusive'],
        ['"c"', 'AccessExclusive'],
      ],
    ],
    [
      'ALTER TABLE p DETACH PARTITION c FINALIZE',
      [
        ['"p"', 'ShareUpdateExclusive'],
        ['"c"', 'AccessExclusive'],
      ],
    ],
    ['ALTER TABLE p DETACH PARTITION c', []],
    ['CREATE INDEX i ON t (x)', []],
    ['DROP INDEX i', []],
    ['ANALYZE t', []],
    ['UPDATE t SET x = 1', []],
    ['this is no SQL', []],
    ['', []],
  ])('of "%s"', (text, wanted) => {
    expect(documentedLocks(text).map(({ name, mode }) => [name, mode])).toEqual(wanted);
  });
});
