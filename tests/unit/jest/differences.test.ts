// Two fingerprints are told apart part by part, and each difference names what it is about.
import { describe, expect, test } from '@jest/globals';
import type { Fingerprint } from '../../../harness/jest/index.cjs';
import { BEFORE, differencesOf } from './client.ts';

const cases: readonly (readonly [string, Partial<Fingerprint>, readonly string[]])[] = [
  ['nothing', {}, []],
  [
    'rows',
    { tables: { ...BEFORE.tables, 'public.births': { rows: 3, sha256: 'c' } } },
    ['table public.births: 2 rows before, 3 rows now'],
  ],
  [
    'content of as many rows',
    { tables: { ...BEFORE.tables, 'public.one': { rows: 1, sha256: 'p' } } },
    ['table public.one: 1 row as before, with other content'],
  ],
  [
    'tables',
    {
      tables: { 'public.births': { rows: 2, sha256: 'b' }, 'public.new': { rows: 0, sha256: '' } },
    },
    ['table public.new: is new, with 0 rows', 'table public.one: is gone, with 1 row'],
  ],
  [
    'the catalog, two like lines being two',
    { catalog: { columns: ['{"name":"id"}', '{"name":"note"}', '{"name":"title"}'], views: [] } },
    ['columns: - {"name":"id"}', 'columns: + {"name":"note"}'],
  ],
  [
    'what of the catalog was read',
    { catalog: { columns: BEFORE.catalog['columns'] ?? [] } },
    ['views: was not read both times'],
  ],
  [
    'where sequences stand',
    { sequences: ['public.births_id_seq has given 3', 'public.y will give 1'] },
    [
      'sequence public.births_id_seq: has given 2 before, has given 3 now',
      'sequence public.x: will give 1 before, not there now',
      'sequence public.y: not there before, will give 1 now',
    ],
  ],
  [
    'what is left beside the database',
    { residue: { 'replication slot': ['kept'] } },
    ['beside the database: replication slot: + kept'],
  ],
  ['the hash alone', { hash: 'b' }, ['the hash differs, and no part of it does']],
];

describe('differences of two fingerprints', () => {
  test.each(cases)('name %s', (_, change, lines) => {
    expect(differencesOf(BEFORE, { ...BEFORE, ...change }, [])).toEqual(lines);
  });

  test('leave out a sequence that is named as one that may move, and no other', () => {
    const sequences = ['public.births_id_seq has given 9', 'public.x will give 2'];
    const after = { ...BEFORE, hash: 'b', sequences };
    expect(differencesOf(BEFORE, after, ['public.births_id_seq'])).toEqual([
      'sequence public.x: will give 1 before, will give 2 now',
    ]);
    expect(differencesOf(BEFORE, after, ['public.births_id_seq', 'public.x'])).toEqual([]);
  });

  test('miss no sequence that is misspelt, or that is gone', () => {
    const sequences = ['public.births_id_seq has given 2'];
    expect(differencesOf(BEFORE, { ...BEFORE, sequences }, ['public.z', 'public.x'])).toEqual([
      'sequence public.z: named as one that may move, and is not there',
      'sequence public.x: named as one that may move, and is not there',
      'sequence public.x: will give 1 before, not there now',
    ]);
  });
});
