// The scenarios' whole public face.
export * from './contract.ts';
export { loadScenarios } from './load.io.ts';
export { rehearseScenario } from './run.io.ts';
export { executionEvidence, executionWithoutClone } from './steps.ts';
