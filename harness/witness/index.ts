// The witnesses' whole public face.
export * from './contract.ts';
export { masked } from './masked.ts';
export { changedParts } from './fingerprint.ts';
export { KeptTexts } from './kept-text.io.ts';
export { lookAt } from './look.io.ts';
export { readWhole } from './whole.io.ts';
export { residueBetween } from './residue.ts';
export { readResidue } from './residue.io.ts';
export { openWitness } from './witness.io.ts';
export * from './calibration-contract.ts';
export * from './witness-contract.ts';
export { calibrate } from './calibration/calibrate.io.ts';
export { calibrationKinds } from './calibration/kinds.ts';
export { CATALOG_ORDER, SEQUENCE_SECTION } from './catalog/sections.ts';
