// The schema check's whole public face.
export * from './contract.ts';
export { blankCatalog, blankColumn, blankRelation } from './catalog-blank.ts';
export { checkClone } from './check-clone.io.ts';
export { NAMED_MOST, partialNote } from './class-coverage.ts';
export { checkSchema, undecidedSchema } from './check-schema.ts';
export { diffLines, type DiffLine } from './diff-text.ts';
export { diffOf, flipped, type Diff, type Sign } from './diff.ts';
export { loadSpec } from './load-spec.io.ts';
export { parseSpec } from './parse-spec.ts';
export { proposeClasses } from './propose.ts';
export { catalogOf, studyClone } from './propose.io.ts';
export { withProposals, type ProposedSpec } from './propose-spec.ts';
export { specJsonSchema } from './spec-form.ts';
export { specText } from './write-spec-yaml.ts';
export { specOf } from './write-spec.ts';
