// The probes' whole public face.
export * from './contract.ts';
export { runProbes, type ProbesRun } from './run.ts';
