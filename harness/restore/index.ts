// Restoring's whole public face.
export { derivedTables } from './completeness.io.ts';
export * from './contract.ts';
export { rowFindings } from './fidelity.ts';
export { restoreDump, stoppedRestore } from './restore.io.ts';
export { stopRestore } from './stop.io.ts';
