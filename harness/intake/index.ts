// Intake's whole public face.
export * from './contract.ts';
export { takeIn, writeAttestation } from './intake.io.ts';
export { provenanceOf } from './provenance.ts';
export { scanPlainFile } from './read.io.ts';
