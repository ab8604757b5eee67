// Which blocks of a watched file the log names, and when nothing is concluded from them.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BlockSet } from '../../../harness/witness/block-set.ts';
import { WrittenBlocks } from '../../../harness/witness/blocks.ts';

const FILE = '5/100';

const noted = (...places: readonly string[]): WrittenBlocks => {
  const blocks = new WrittenBlocks([FILE, '5/200']);
  for (const place of places) blocks.note(place, false);
  return blocks;
};

describe('blocks of a watched file', () => {
  test('are those that records name, each once, in its main fork', () => {
    const blocks = noted(
      '1663/5/100 fork main blk 7',
      '1663/5/100 fork main blk 7',
      '1663/5/100 fork main blk 131072',
      '1663/5/100 fork vm blk 0',
      '1663/5/100 fork fsm blk 2',
      '1663/5/999 fork main blk 3',
    );
    expect([...(blocks.written(FILE) ?? [])]).toEqual([7, 131_072]);
    expect(blocks.written('5/200')).toEqual(new Set());
    expect(blocks.written('5/999')).toBeNull();
  });

  test('with new hints are named, and not written to', () => {
    const blocks = noted('1663/5/100 fork main blk 7');
    blocks.note('1663/5/100 fork main blk 8', true);
    expect(blocks.written(FILE)).toEqual(new Set([7]));
    expect([7, 8, 9].map((at) => blocks.named(FILE)?.has(at))).toEqual([true, true, false]);
  });

  test('tell nothing where a record says something else of the file', () => {
    const blocks = noted('1663/5/100 fork main blk 7');
    blocks.noteFile(FILE, '1663/5/100');
    expect(blocks.written(FILE)).toEqual(new Set([7]));
    blocks.noteFile(FILE, 'base/5/100');
    expect(blocks.written(FILE)).toBeNull();
    // The disk can still be held against what was named.
    expect(blocks.named(FILE)?.has(7)).toBe(true);
  });

  test('tell nothing of any file where one place cannot be read', () => {
    for (const odd of [
      '1663/5/100 fork main',
      '1663/5/100 main 7',
      '',
      'base/5/100 fork main blk 1',
    ]) {
      const blocks = noted('1663/5/200 fork main blk 1', odd);
      expect(blocks.written('5/200')).toBeNull();
      expect(blocks.named('5/200')).toBeNull();
    }
  });

  test('tell nothing where the fork for what a crash empties is written to', () => {
    expect(noted('1663/5/100 fork init blk 0').written(FILE)).toBeNull();
  });

  test('are too many to be read at some number, and are still named', () => {
    const blocks = noted(
      ...Array.from({ length: 4097 }, (_, at) => `1663/5/100 fork main blk ${at}`),
    );
    expect(blocks.written(FILE)).toBeNull();
    expect(blocks.named(FILE)?.has(4096)).toBe(true);
  });

  test('are named however many they are', () => {
    const blocks = new WrittenBlocks([FILE]);
    const last = 300_000;
    for (let at = 0; at <= last; at += 1) blocks.note(`1663/5/100 fork main blk ${at}`, false);
    blocks.note('1663/5/100 fork main blk 4294967294', false);
    const named = blocks.named(FILE);
    for (const at of [0, 262_144, last, 4_294_967_294]) expect(named?.has(at)).toBe(true);
    expect(named?.has(last + 1)).toBe(false);
    expect(blocks.written(FILE)).toBeNull();
  });
});

describe('a set of blocks', () => {
  test('has each number that was added, once and in their order, and no other', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 200_000 })), fc.nat({ max: 200_000 }), (added, asked) => {
        const blocks = new BlockSet();
        for (const each of added) blocks.add(each);
        const wanted = [...new Set(added)].sort((left, right) => left - right);
        expect([...blocks]).toEqual(wanted);
        expect(blocks.size).toBe(wanted.length);
        expect(blocks.has(asked)).toBe(added.includes(asked));
      }),
    );
  });
});
