// The gate's whole public face.
export * from './contract.ts';
export { fileFact } from './drift.ts';
export { checkSeal, writeSeal, type CheckOptions, type Pins, type SealWritten } from './gate.io.ts';
export { formatSealManifest, parseSealManifest } from './manifest.ts';
export { sealedPatterns, type RunReads } from './sealed.ts';
export { gateSelftest, type SealCheck } from './selftest.io.ts';
export { judgeSelftest, type GateSelftest } from './selftest.ts';
export { verifySeal } from './verify.ts';
