// The scenarios' whole public face.
export * from './contract.ts';
export * from './evidence-contract.ts';
export * from './file-contract.ts';
export * from './part-contract.ts';
export { applyAndLook, runRevert } from './passes/applied.io.ts';
export { rehearsePlanned } from './passes/chain.io.ts';
export { isServerLost } from './passes/failure.ts';
export { missedFindings } from './passes/missed.io.ts';
export { becomeReader, openScenarioSession } from './passes/session.io.ts';
export { loadScenarios } from './reading/load.io.ts';
export { partOfPlanned } from './reading/part.ts';
export { readText } from './reading/load-files.io.ts';
export { ownMethodsOf } from './reading/plan.ts';
export { newScenario, scenarioName } from './reading/new-scenario.ts';
export { withScenarioEntry } from './reading/new-scenario-entry.ts';
export { executionEvidence, executionWithoutClone, rehearsalPlan } from './judging/steps-record.ts';
export { stepsOnClone, stepsWithoutClone } from './judging/steps.ts';
export { readScript } from './sql/statements.ts';
