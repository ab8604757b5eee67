// Restoring's whole public face.
export { limitScenarioLogin } from './scenario-login.io.ts';
export { cloneContent } from './clone-content.io.ts';
export { derivedTables } from './completeness.io.ts';
export * from './contract.ts';
export { ArchiveReading } from './reading.io.ts';
export { rowFindings } from './fidelity.ts';
export { restoreDump, stoppedRestore } from './restore.io.ts';
export { stopRestore } from './stop.io.ts';
