// The ground floor: words, codes, hashes and bounds that every stage shares. Imports nothing of ours.
export * from './allowance.ts';
export * from './canonical-json.ts';
export * from './codes.ts';
export * from './database-properties.ts';
export * from './finding.ts';
export * from './form-faults.ts';
export * from './forbidden-tokens.ts';
export * from './json-size.ts';
export * from './limits.ts';
export * from './problem.ts';
export * from './server-message.ts';
export * from './sha256.ts';
export * from './sql-identifier.ts';
export * from './status.ts';
export * from './yaml-text.ts';
