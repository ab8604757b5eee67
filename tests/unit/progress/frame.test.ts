// The moving rows: never wider nor higher than the terminal, whatever a stage is called.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { frameOf, type FrameRow } from '../../../harness/run/progress/frame.ts';
import { Gauge } from '../../../harness/run/progress/gauge.ts';
import { fitted, widthOf } from '../../../harness/run/progress/width.ts';

const MIB = 1024 * 1024;

async function restoring(name = 'restore'): Promise<FrameRow> {
  const gauge = new Gauge(() => ({ done: 412 * MIB, total: 1024 * MIB, unit: 'bytes' }), 0);
  await gauge.ask(() => 12_000);
  return { name, ms: 12_340, gauge };
}

describe('a frame', () => {
  test.each([
    [40, 'restore      12.3 s  40 %'],
    [80, 'restore                      12.3 s  412 of 1,024 MiB read, about 20 s left'],
    [
      200,
      'restore                              12.3 s  412 of 1,024 MiB read, 34 MiB/s, about 20 s left',
    ],
  ])('of %d columns says what has room there', async (columns, row) => {
    expect(frameOf([await restoring()], { columns, rows: 24 })).toEqual([row]);
  });

  test('has its times in one column, with wide letters too', async () => {
    const names = ['restore', 'scenario 表の名前を変える', 'chain e\u0301te\u0301', 'scenario 🙂'];
    const rows = frameOf(await Promise.all(names.map(restoring)), { columns: 100, rows: 24 });
    expect(
      rows.map((row) => widthOf(row.slice(0, row.indexOf(' s  ')))).every((at) => at === 41),
    ).toBe(true);
  });

  test('says how many more there are where they have no room', async () => {
    const many = await Promise.all(Array.from({ length: 30 }, (_, n) => restoring(`stage ${n}`)));
    expect(frameOf(many, { columns: 80, rows: 8 })).toHaveLength(6);
    expect(frameOf(many, { columns: 80, rows: 8 }).at(-1)).toBe('and 25 more');
    expect(frameOf(many, { columns: 80, rows: 200 })).toHaveLength(12);
    expect(frameOf(many, { columns: 80, rows: 1 })).toEqual(['and 30 more']);
  });

  test('is empty where nothing goes on', () => {
    expect(frameOf([], { columns: 80, rows: 24 })).toEqual([]);
  });

  test('leaves its last column free, however narrow the terminal is', async () => {
    const row = await restoring();
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.integer({ min: 1, max: 200 }),
        (name, columns) => {
          const [shown = ''] = frameOf([{ ...row, name }], { columns, rows: 24 });
          return widthOf(shown) <= Math.max(0, columns - 3);
        },
      ),
    );
  });
});

describe('a width', () => {
  test.each([
    ['restore', 7],
    ['', 0],
    ['表', 2],
    ['\uff21', 2],
    ['e\u0301', 1],
    ['한글', 4],
    ['🙂', 2],
    ['👩‍👩‍👧', 2],
    ['\u200b', 0],
    ['Ünïcode', 7],
  ])('of %j is %d', (text, width) => {
    expect(widthOf(text)).toBe(width);
  });

  test('is kept by a cut, which shows that something is missing', () => {
    expect(fitted('restore', 7)).toBe('restore');
    expect(fitted('restored', 7)).toBe('restor\u2026');
    expect(fitted('表の名前', 6)).toBe('表の\u2026');
    expect(fitted('表の名前', 5, true)).toBe('表の\u2026');
    expect(fitted('ab', 4, true)).toBe('ab  ');
    expect(fitted('ab', 0)).toBe('');
  });
});
