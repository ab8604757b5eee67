// How the tests run: ES modules, types stripped by Node, and a closing line that CI can read.

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // Beside things of others that look like ours, where BESIDE_DECOYS=yes: `make test` has it so.
  globalSetup: '<rootDir>/tests/fault/beside-decoys.ts',
  globalTeardown: '<rootDir>/tests/fault/after-decoys.ts',
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  // All faults at all stages take many minutes: `make faults` runs them.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/tests/fault/every/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/tests/transform.mjs' },
  moduleFileExtensions: ['ts', 'mjs', 'js', 'json', 'node'],
  // Container tests share two cores with the engine: more workers only make them wait on each other.
  maxWorkers: 2,
  // What ES modules leave behind is never given back, and with a gigabyte of it a scan of secrets
  // takes ten times its processor's time: a worker that holds this much is replaced between files.
  workerIdleMemoryLimit: '250MB',
  testSequencer: '<rootDir>/tests/sequencer.mjs',
  testTimeout: 30_000,
  // No test found is a failure too, and the reporter says so in its closing line.
  passWithNoTests: true,
  reporters: ['default', '<rootDir>/tests/closing-line-reporter.mjs'],
};
