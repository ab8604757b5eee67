// Versions of extensions against a range.
import { describe, expect, test } from '@jest/globals';
import { isVersionRange, isVersionWithin } from '../../../harness/schema/versions.ts';

describe('a version', () => {
  test.each([
    ['1.6', '1.6', true],
    ['1.60', '1.6', false],
    ['1.10', '>=1.9', true],
    ['1.9', '>=1.10', false],
    ['1.4', '>=1.4 <2', true],
    ['2', '>=1.4 <2', false],
    ['2.0', '<2', false],
    ['2.0.1', '>2', true],
    ['3.3.2', '>= 3.3 <= 3.3.2', true],
    ['3.3.3', '>=3.3 <=3.3.2', false],
    ['1.2b', '>1.2a', true],
    ['1.0', '=1', true],
  ])('%s is within %s: %s', (version, range, isWithin) => {
    expect(isVersionWithin(version, range)).toBe(isWithin);
  });

  test.each(['', '>=', '1.4 2.0', '1.4 - 2', '^1.4', '>=1.4, <2'])('"%s" is no range', (range) => {
    expect(isVersionRange(range)).toBe(false);
    expect(isVersionWithin('1.4', range)).toBeNull();
  });
});
