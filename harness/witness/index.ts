// The witnesses' whole public face.
export * from './contract.ts';
export { changedParts } from './fingerprint.ts';
export { lookAt, lookInside } from './look.io.ts';
export { residueBetween } from './residue.ts';
export { readResidue } from './residue.io.ts';
