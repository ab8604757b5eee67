// A file that changed on disk is accounted for, or the relation behind it is named.
import { describe, expect, test } from '@jest/globals';
import { missedRelations, wantedKey } from '../../../harness/witness/missed.ts';

const RELATIONS = [
  { key: '5/1259', label: 'pg_catalog.pg_class', isAlwaysRead: false },
  { key: '0/1262', label: 'pg_catalog.pg_database', isAlwaysRead: false },
  { key: '5/20000', label: 'public.births', isAlwaysRead: false },
  { key: '5/20003', label: 'public.births', isAlwaysRead: false },
  { key: '5/20010', label: 'public.scratch', isAlwaysRead: true },
];

const missed = (files: readonly string[], named: readonly string[] = []): string[] =>
  missedRelations(files, new Set(named), RELATIONS);

describe('a file that changed', () => {
  test('is not missed where the log names it', () => {
    expect(missed(['base/5/20000', 'base/5/20000.1'], ['5/20000'])).toEqual([]);
  });

  test('is told by its relation where the log does not, once', () => {
    expect(missed(['base/5/20000', 'base/5/20000.1', 'base/5/20003'])).toEqual(['public.births']);
    expect(missed(['base/5/20000'], ['6/20000', '5/20003'])).toEqual(['public.births']);
  });

  test('is told where it is a catalog\u2019s, shared or not', () => {
    expect(missed(['global/1262', 'base/5/1259'])).toEqual([
      'pg_catalog.pg_class',
      'pg_catalog.pg_database',
    ]);
  });

  test('is not missed where its relation is read whatever happens', () => {
    expect(missed(['base/5/20010'])).toEqual([]);
  });

  test('stands for itself where nobody knows a relation of it', () => {
    expect(missed(['base/5/77777', 'base/9/20000', 'pg_tblspc/8/PG_15_202209061/5/3'])).toEqual([
      'base/5/77777',
      'base/9/20000',
      'pg_tblspc/8/PG_15_202209061/5/3',
    ]);
  });

  test('is told where it maps catalogs and the log has no such change', () => {
    const maps = ['base/5/pg_filenode.map', 'global/pg_filenode.map'];
    expect(missed(maps)).toEqual(maps);
    expect(missed(maps, ['5/pg_filenode.map', '0/pg_filenode.map'])).toEqual([]);
  });

  test.each([
    'base/5/20000_fsm',
    'base/5/20000_vm',
    'base/5/20010_init',
    'base/5/t7_20000',
    'base/5/pg_internal.init',
    'global/pg_internal.init',
    'global/pg_control',
    'pg_wal/000000010000000000000001',
    'pg_xact/0000',
    'postmaster.pid',
  ])('holds no relation\u2019s rows: %s', (file) => {
    expect(wantedKey(file)).toBeNull();
    expect(missed([file])).toEqual([]);
  });

  test('may be a segment of a large relation', () => {
    expect(wantedKey('base/5/20000.17')).toBe('5/20000');
  });
});
