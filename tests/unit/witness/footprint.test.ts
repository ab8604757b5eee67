// The log's own words: positions, files in each of their forms, and when to stop reading it.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  fileKey,
  isWorthFollowing,
  lsnOf,
  lsnText,
  mapKey,
} from '../../../harness/witness/footprint.ts';

describe('a position in the log', () => {
  test('is read and written without loss, also beyond what a number holds', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), (position) => {
        expect(lsnOf(lsnText(position))).toBe(position);
      }),
    );
    expect(lsnText(0x1_0000_0abcn)).toBe('1/ABC');
    expect(lsnOf('FFFFFFFF/FFFFFFFF')).toBe((1n << 64n) - 1n);
  });

  test.each(['', '0', '0/', '/0', '0/1g', '0/123456789', ' 0/1'])('is not "%s"', (text) => {
    expect(() => lsnOf(text)).toThrow(`"${text}" is no position in a log`);
  });
});

describe('a file', () => {
  test.each([
    ['1663/5/1259', '5/1259'],
    ['1664/0/1262', '0/1262'],
    ['16400/5/20000', '5/20000'],
    ['base/5/1259', '5/1259'],
    ['base/5/1259.12', '5/1259'],
    ['base/5/1259_fsm', '5/1259'],
    ['base/5/1259_init', '5/1259'],
    ['base/5/1259_vm.1', '5/1259'],
    ['global/1262', '0/1262'],
    ['global/1262_vm', '0/1262'],
    ['pg_tblspc/16400/PG_15_202209061/5/20000', '5/20000'],
    ['pg_tblspc/16400/PG_15_202209061/5/20000.3', '5/20000'],
  ])('named %s is %s', (name, key) => {
    expect(fileKey(name)).toBe(key);
  });

  test.each([
    '',
    'x',
    '1663/5',
    'base/5',
    'base/5/t3_100',
    'base/x/1',
    'global/pg_control',
    'a/1/2/3',
  ])('is not to be found in "%s"', (name) => {
    expect(fileKey(name)).toBeNull();
  });

  test('that maps catalogs is none of theirs', () => {
    expect(mapKey('5')).toBe('5/pg_filenode.map');
    expect(fileKey(mapKey('5'))).toBeNull();
  });
});

describe('the log is followed', () => {
  const MB = 1_000_000;
  test('where reading the tables would take longer', () => {
    expect(isWorthFollowing(BigInt(20 * MB), [500 * MB, 3 * MB])).toBe(true);
  });
  test('not where the tables are read sooner', () => {
    expect(isWorthFollowing(BigInt(400 * MB), [100 * MB])).toBe(false);
    expect(isWorthFollowing(BigInt(20 * MB), [])).toBe(false);
  });
  test('longer where there are many tables, however small: each takes its time', () => {
    const small = Array.from({ length: 2000 }, () => 0);
    expect(isWorthFollowing(BigInt(20 * MB), small)).toBe(true);
    expect(isWorthFollowing(BigInt(20 * MB), small.slice(0, 10))).toBe(false);
  });
});
