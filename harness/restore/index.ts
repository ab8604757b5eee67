// Restoring's whole public face.
export * from './contract.ts';
export { restoreDump } from './restore.io.ts';
