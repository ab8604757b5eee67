// Laps become medians, spreads and answers, and what was not measured never holds.
import { describe, expect, test } from '@jest/globals';
import { spreadOf, summed } from '../../../bench/summary.ts';

const ONE = { row: 'fingerprint', shape: 'one-table', size: '1GB' } as const;

describe('what laps come to', () => {
  test.each([
    [[3, 1, 2], { median: 2, low: 1, high: 3 }],
    [[4, 1, 2, 3], { median: 2.5, low: 1, high: 4 }],
    [[0.12345], { median: 0.123, low: 0.123, high: 0.123 }],
  ])('of %j is the median, with the lowest and the highest', (values, spread) => {
    expect(spreadOf(values)).toEqual(spread);
  });

  test('is judged by the median of the quotients, lap by lap', () => {
    const laps = [
      { fingerprint: 7, 'psql | sha256sum': 10 },
      { fingerprint: 1, 'psql | sha256sum': 1 },
      { fingerprint: 6, 'psql | sha256sum': 10 },
    ];
    const [bar] = summed(ONE, laps).bars;
    expect(bar).toEqual({
      id: 'fingerprint',
      median: 0.7,
      low: 0.6,
      high: 1,
      most: 0.7,
      holds: true,
    });
    const slower = laps.map((lap) => ({ ...lap, fingerprint: lap.fingerprint + 0.1 }));
    expect(summed(ONE, slower).bars[0]?.holds).toBe(false);
  });

  test.each([
    ['nothing', []],
    ['one side only', [{ fingerprint: 1 }]],
  ])('holds no bar over %s', (_what, laps) => {
    expect(summed(ONE, laps).bars.map(({ holds }) => holds)).toEqual([false]);
  });

  test('asks the ratio of the large table alone', () => {
    const run = { run: 2, 'by hand': 1, 'stage scan': 1, 'stage restore': 2, 'run memory': 301 };
    const at = (size: '10MB' | '1GB'): unknown =>
      summed({ row: 'whole-run', shape: 'one-table', size }, [run]).bars.map(({ id, holds }) => [
        id,
        holds,
      ]);
    expect(at('10MB')).toEqual([
      ['scan', true],
      ['memory', false],
    ]);
    expect(at('1GB')).toEqual([
      ['whole-run', false],
      ['scan', true],
      ['memory', false],
    ]);
  });
});
