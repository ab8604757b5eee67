// The configuration's whole public face.
export * from './contract.ts';
export { loadConfig } from './load.io.ts';
