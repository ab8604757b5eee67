// The proof's whole public face.
export * from './contract.ts';
export { rollbackProof, type PlannedRollback } from './evidence.ts';
export { exerciseValidator, type RunProof, type ValidatorExercise } from './exercises.ts';
export { validatePacketProof, type PacketProofVerdict } from './packet-proof.ts';
export { errnoOf, readPacketFile } from './read.io.ts';
export { readStrictJson } from './strict-json.ts';
export { twinsOf } from './twins.ts';
export { validateRollbackEvidence } from './validate.ts';
