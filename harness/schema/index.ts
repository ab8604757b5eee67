// The schema check's whole public face.
export * from './contract.ts';
export { blankCatalog, blankColumn, blankRelation } from './catalog-blank.ts';
export { checkClone } from './check-clone.io.ts';
export { checkSchema, undecidedSchema } from './check-schema.ts';
export { loadSpec } from './load-spec.io.ts';
export { parseSpec } from './parse-spec.ts';
export { specJsonSchema } from './spec-form.ts';
