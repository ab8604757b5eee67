// The order of test files: the longest first, whatever order they were found in.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import LongestFirst, { LONGEST } from '../../sequencer.mjs';
import { ROOT } from '../../house/files.ts';

test('every file in the list of the longest is there', () => {
  expect(LONGEST.length).toBeGreaterThan(20);
  expect(LONGEST.filter((file) => !existsSync(path.join(ROOT, 'tests', file)))).toEqual([]);
});

test('the longest begin in their order, then what needs a container, then the others', () => {
  const files = ['unit/a/b.test.ts', 'hostile/a.test.ts', 'container/z.test.ts', ...LONGEST];
  const tests = files.map((file) => ({ path: path.join(ROOT, 'tests', file) }));
  const sorted = new LongestFirst().sort(tests.toReversed());
  expect(sorted.map((each) => path.relative(path.join(ROOT, 'tests'), each.path))).toEqual([
    ...LONGEST,
    'container/z.test.ts',
    'hostile/a.test.ts',
    'unit/a/b.test.ts',
  ]);
});
