// The closing line counts what was tested, and takes nothing tested for a failure.
import { describe, expect, test } from '@jest/globals';
import { closingLine } from '../../closing-line-reporter.mjs';

const NONE = {
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
  wasInterrupted: false,
};

describe('the closing line', () => {
  test('says how many held', () => {
    expect(closingLine({ ...NONE, numPassedTests: 3 })).toEqual({
      line: '3 passed, 0 failed',
      skipped: 0,
      isGood: true,
    });
  });

  test('counts what failed, and a suite that could not be loaded', () => {
    const results = { ...NONE, numPassedTests: 3, numFailedTests: 1, numRuntimeErrorTestSuites: 1 };
    expect(closingLine(results)).toMatchObject({ line: '3 passed, 2 failed', isGood: false });
  });

  test('takes a run that tested nothing for a failure', () => {
    expect(closingLine(NONE)).toMatchObject({ line: '0 passed, 0 failed', isGood: false });
    expect(closingLine({ ...NONE, numPendingTests: 4 })).toMatchObject({ isGood: false });
  });

  test('takes a run that was interrupted for a failure', () => {
    const results = { ...NONE, numPassedTests: 3, wasInterrupted: true };
    expect(closingLine(results)).toMatchObject({ isGood: false });
  });
});
