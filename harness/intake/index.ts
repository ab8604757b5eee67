// Intake's whole public face.
// oxlint-disable-next-line import/no-unassigned-import -- acts before the grammar is loaded
import './grammar.io.ts';
export * from './contract.ts';
export { takeIn, writeAttestation } from './intake.io.ts';
export { provenanceOf, type ContentEvidence } from './provenance.ts';
export { readData, type DataReading, type ReadableDump } from './data.io.ts';
export { neededBytes } from './budget.ts';
export { DataError } from './data-error.ts';
export { scanPlainFile } from './plain-file.io.ts';
export { measureDump } from './staging.io.ts';
