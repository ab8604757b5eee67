// What "make bench" is asked for becomes the rows that it measures, and nothing else.
import { describe, expect, test } from '@jest/globals';
import { PLAN, plannedTimes, planOf, selectionOf } from '../../../bench/plan.ts';
import { BARS, barsOf } from '../../../bench/bars.ts';

describe('the plan of make bench', () => {
  test('measures every bar, at least five times', () => {
    const measured = PLAN.filter(({ times }) => times >= 5).flatMap((entry) => barsOf(entry));
    expect(new Set(measured.map(({ id }) => id))).toEqual(new Set(BARS.map(({ id }) => id)));
  });

  test('is the whole of it where nothing is named', () => {
    expect(planOf(selectionOf({}))).toEqual(PLAN);
    expect(planOf(selectionOf({ TIMES: '1' })).every(({ times }) => times === 1)).toBe(true);
  });

  test('is one row of one shape and size where they are named', () => {
    const told = { ROWS: 'fingerprint, whole-run', SIZE: '10MB', TIMES: '3' };
    const rest = { shape: 'one-table', size: '10MB', times: 3 };
    expect(planOf(selectionOf(told))).toEqual([
      { row: 'fingerprint', ...rest },
      { row: 'whole-run', ...rest },
    ]);
    expect(planOf(selectionOf({ ROWS: 'demo', SIZE: '1GB' }))).toEqual(
      PLAN.filter(({ row }) => row === 'demo'),
    );
  });

  test.each([
    [{ ROWS: 'fingerprints' }, /^ROWS is 'fingerprints'; there is whole-run, fingerprint, /],
    [{ SIZE: '2GB' }, /^SIZE is '2GB'; there is 10MB, 100MB, 1GB$/],
    [{ SHAPE: 'toString' }, /^SHAPE is 'toString'; there is one-table, /],
    [{ TIMES: '0' }, /^TIMES is '0', and no whole number above 0$/],
    [{ FOR: '5m' }, /^FOR is '5m', and no whole number above 0$/],
  ])('refuses %j', (told, message) => {
    expect(() => selectionOf(told)).toThrow(message);
  });

  test('does not take a shape or a size that it never measures for a measured one', () => {
    expect(plannedTimes({ row: 'fingerprint', shape: 'one-table', size: '10MB', times: 5 })).toBe(
      Number.POSITIVE_INFINITY,
    );
  });
});
