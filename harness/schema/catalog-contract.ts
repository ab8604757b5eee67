// Facts of a clone as its catalogs tell them: what a spec is held against. Judges nothing.
import { z } from 'zod';
import {
  castFactsSchema,
  compositeFactsSchema,
  defaultPrivilegeFactsSchema,
  domainFactsSchema,
  enumFactsSchema,
  extensionFactsSchema,
  functionFactsSchema,
  languageFactsSchema,
  operatorClassFactsSchema,
  operatorFactsSchema,
  otherFactsSchema,
  publicationFactsSchema,
  rangeFactsSchema,
  sequenceFactsSchema,
} from './catalog-object-contract.ts';
import { ownedShape } from './catalog-shared-contract.ts';
import {
  constraintFactsSchema,
  indexFactsSchema,
  policyFactsSchema,
  relationFactsSchema,
  ruleFactsSchema,
  triggerFactsSchema,
} from './catalog-table-contract.ts';

export type * from './catalog-object-contract.ts';
export * from './catalog-shared-contract.ts';
export type * from './catalog-table-contract.ts';

const databaseSchema = z.strictObject({
  name: z.string(),
  encoding: z.string(),
  collation: z.string(),
  ctype: z.string(),
  localeProvider: z.enum(['libc', 'icu', 'builtin']),
  /** Of icu and builtin. */
  locale: z.string().nullable(),
  owner: z.string(),
  comment: z.string().nullable(),
  grants: ownedShape.grants,
});
export type DatabaseFacts = z.infer<typeof databaseSchema>;

/** Extensions' own objects are told too, marked so; what Postgres brings is not. */
export const catalogSchema = z.strictObject({
  database: databaseSchema,
  schemas: z.array(z.strictObject({ name: z.string(), ...ownedShape })),
  /** Tables of every kind, and views. */
  relations: z.array(relationFactsSchema),
  constraints: z.array(constraintFactsSchema),
  indexes: z.array(indexFactsSchema),
  triggers: z.array(triggerFactsSchema),
  policies: z.array(policyFactsSchema),
  rules: z.array(ruleFactsSchema),
  enums: z.array(enumFactsSchema),
  domains: z.array(domainFactsSchema),
  composites: z.array(compositeFactsSchema),
  ranges: z.array(rangeFactsSchema),
  sequences: z.array(sequenceFactsSchema),
  functions: z.array(functionFactsSchema),
  extensions: z.array(extensionFactsSchema),
  languages: z.array(languageFactsSchema),
  casts: z.array(castFactsSchema),
  operators: z.array(operatorFactsSchema),
  operatorClasses: z.array(operatorClassFactsSchema),
  publications: z.array(publicationFactsSchema),
  defaultPrivileges: z.array(defaultPrivilegeFactsSchema),
  /** Roles of the cluster, without Postgres' and the harness's own. */
  roles: z.array(z.string()),
  others: z.array(otherFactsSchema),
});
export type Catalog = z.infer<typeof catalogSchema>;
