// Whether a run that stands on an engine has ended: told by its life, and by the engine where none shows.
import { expect, test } from '@jest/globals';
import { isEnded, isRunId, type Standing } from '../../../harness/sandbox/left-behind.ts';
import type { Life } from '../../../harness/output/index.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const HOUR = 3_600_000;
const MADE: Standing = { runId: 'run-abc123', isRunning: false, madeMs: NOW, owners: [] };

test.each<readonly [string, Partial<Standing>, readonly Life[], boolean]>([
  ['lives', { madeMs: 0 }, ['alive'], false],
  ['lives in one of two places', { madeMs: 0 }, ['ended', 'alive'], false],
  ['may live in one of two places', { madeMs: 0 }, ['ended', 'unknown'], false],
  ['ended a moment ago', {}, ['ended'], true],
  ['ended while its container runs on', { isRunning: true }, ['ended'], true],
  ['is unknown and runs', { madeMs: 0, isRunning: true }, ['unknown'], false],
  ['names no place and runs', { madeMs: 0, isRunning: true }, [], false],
  ['is unknown and was made five hours ago', { madeMs: NOW - 5 * HOUR }, ['unknown'], false],
  ['is unknown and was made seven hours ago', { madeMs: NOW - 7 * HOUR }, ['unknown'], true],
  ['names no place and was made seven hours ago', { madeMs: NOW - 7 * HOUR }, [], true],
  ['was made in the engine’s future', { madeMs: NOW + HOUR }, [], false],
  ['was made nobody knows when', { madeMs: Number.NaN }, [], false],
])('a run that %s', (_what, change, lives, expected) => {
  expect(isEnded({ ...MADE, ...change }, lives, NOW)).toBe(expected);
});

test('an engine that does not tell its time makes nothing old', () => {
  expect(isEnded({ ...MADE, madeMs: 0 }, [], Number.NaN)).toBe(false);
});

test('however the clock jumps, a run whose process shows itself is judged by that alone', () => {
  for (const now of [0, NOW, NOW + 1000 * HOUR]) {
    expect(isEnded(MADE, ['alive'], now)).toBe(false);
    expect(isEnded({ ...MADE, isRunning: true }, ['ended'], now)).toBe(true);
  }
});

test.each([
  ['run-abc123', true],
  ['base-image', true],
  ['', false],
  ['run-', false],
  ['run-abc1234', false],
  ['run-abc12!', false],
  ['production', false],
  ['run-abc123\n', false],
])('%j is the label of a run of ours: %j', (value, expected) => {
  expect(isRunId(value)).toBe(expected);
});
