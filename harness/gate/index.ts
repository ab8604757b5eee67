// The gate's whole public face.
export * from './contract.ts';
export { fileFact } from './drift.ts';
export { checkSeal, writeSeal, type SealWritten } from './gate.io.ts';
export { formatSealManifest, parseSealManifest } from './manifest.ts';
export { gateSelftest, type GateSelftest, type SealCheck } from './selftest.io.ts';
export { verifySeal } from './verify.ts';
