// Rehearsals have a configuration of their own: they take longer than unit tests.
module.exports = {
  testMatch: ['<rootDir>/rehearsals/**/*.test.js'],
  globalSetup: '../clone-rehearsal/harness/jest/setup.cjs',
  globalTeardown: '../clone-rehearsal/harness/jest/teardown.cjs',
  testTimeout: 120_000,
};
