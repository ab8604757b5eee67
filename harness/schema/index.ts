// The schema check's whole public face.
export * from './contract.ts';
export { checkClone } from './catalog.io.ts';
export { checkSchema } from './check.ts';
export { loadSpec } from './load.io.ts';
export { parseSpec } from './parse.ts';
