// How `make faults` runs: every fault in a place of its own, three of them side by side: most of the
// time a run or an engine is waited for.
import plain from '../../jest.config.mjs';

/** @type {import('jest').Config} */
export default {
  ...plain,
  rootDir: '../..',
  testMatch: ['<rootDir>/tests/fault/every/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  maxWorkers: 3,
  // Of names that a pattern leaves out, nothing is told.
  testTimeout: 1_200_000,
};
