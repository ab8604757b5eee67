// Facts of a clone as its catalogs tell them: what a spec is held against. Judges nothing.
import { z } from 'zod';
import {
  castSchema,
  compositeSchema,
  defaultPrivilegeSchema,
  domainSchema,
  enumSchema,
  extensionSchema,
  functionSchema,
  languageSchema,
  operatorClassSchema,
  operatorSchema,
  otherSchema,
  publicationSchema,
  rangeSchema,
  sequenceSchema,
} from './catalog-object-contract.ts';
import { ownedShape } from './catalog-shared-contract.ts';
import {
  constraintSchema,
  indexSchema,
  policySchema,
  relationSchema,
  ruleSchema,
  triggerSchema,
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
  relations: z.array(relationSchema),
  constraints: z.array(constraintSchema),
  indexes: z.array(indexSchema),
  triggers: z.array(triggerSchema),
  policies: z.array(policySchema),
  rules: z.array(ruleSchema),
  enums: z.array(enumSchema),
  domains: z.array(domainSchema),
  composites: z.array(compositeSchema),
  ranges: z.array(rangeSchema),
  sequences: z.array(sequenceSchema),
  functions: z.array(functionSchema),
  extensions: z.array(extensionSchema),
  languages: z.array(languageSchema),
  casts: z.array(castSchema),
  operators: z.array(operatorSchema),
  operatorClasses: z.array(operatorClassSchema),
  publications: z.array(publicationSchema),
  defaultPrivileges: z.array(defaultPrivilegeSchema),
  /** Roles of the cluster, without Postgres' and the harness's own. */
  roles: z.array(z.string()),
  others: z.array(otherSchema),
});
export type Catalog = z.infer<typeof catalogSchema>;
