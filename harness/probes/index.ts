// The probes' whole public face.
export * from './contract.ts';
export { askBoth, askOnce, type Ask } from './ask.ts';
export { judgeProbes, rejudgeProbes } from './judge.ts';
export { attemptKey, PROBES } from './list.ts';
export * from './samples.ts';
export * from './samples-clone.ts';
