// How `make faults` runs: every fault, one after the other, each in a place of its own.
import plain from '../../jest.config.mjs';

/** @type {import('jest').Config} */
export default {
  ...plain,
  rootDir: '../..',
  testMatch: ['<rootDir>/tests/fault/every/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  maxWorkers: 1,
  // Of names that a pattern leaves out, nothing is told.
  testTimeout: 600_000,
};
