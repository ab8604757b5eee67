// The scenarios' whole public face.
export * from './contract.ts';
export * from './evidence-contract.ts';
export * from './file-contract.ts';
export { rehearsePlanned } from './chain.io.ts';
export { loadScenarios } from './load.io.ts';
export { newScenario, scenarioName } from './new-scenario.ts';
export { withScenarioEntry } from './new-scenario-entry.ts';
export { executionEvidence, executionWithoutClone } from './steps.ts';
export { expectedRollbacks } from './ways.ts';
