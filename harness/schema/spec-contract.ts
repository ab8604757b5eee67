// The spec file: what a clone must look like, and what its rows must satisfy. Every key but ids is
// optional; what is not named is not demanded. Names are literal, `schema.name` or `name` (public).
// In an expression a function of the dump's own is written with its schema: `public.f(a)`.
import { z } from 'zod';
import {
  absentSchema,
  assertionSchema,
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
  schemaSchema,
  sequenceSchema,
} from './spec-object-contract.ts';
import { exact, name, names, ownedDemand } from './spec-shared-contract.ts';
import { tableSchema, viewSchema } from './spec-table-contract.ts';

export type * from './spec-object-contract.ts';
export type {
  ExactDemand,
  ExactKind,
  ExactTableDemand,
  ExactTableKind,
  GrantsDemand,
  OptionsDemand,
} from './spec-shared-contract.ts';
export { EXACT_KINDS, EXACT_TABLE_KINDS } from './spec-shared-contract.ts';
export type * from './spec-rows-contract.ts';
export type * from './spec-table-contract.ts';

const databaseSchema = z.strictObject({
  name: name.optional(),
  encoding: name.optional(),
  /** LC_COLLATE and LC_CTYPE of the database. */
  collation: name.optional(),
  ctype: name.optional(),
  localeProvider: z.enum(['libc', 'icu', 'builtin']).optional(),
  /** Of icu and builtin. */
  locale: z.union([name, z.literal(false)]).optional(),
  ...ownedDemand,
});
export type DatabaseDemand = z.infer<typeof databaseSchema>;

export const surfaceSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'words of a-z and 0-9 with "-" between')
    .max(100),
  title: z.string().min(1).max(300),
  /** `when`: required only if the clone has something of that surface; its own id may be named. */
  required: z.union([z.literal(true), z.strictObject({ when: z.string().min(1) })]),
  /** Refuses what no surface names: of schemas this one names, or (a list) of these kinds. */
  exact: exact.optional(),
  /** Its name, or more about it. */
  database: z.union([name, databaseSchema]).optional(),
  encoding: name.optional(),
  schemas: z.union([names, z.record(name, schemaSchema)]).optional(),
  extensions: z.record(name, extensionSchema).optional(),
  enums: z.record(name, enumSchema).optional(),
  domains: z.record(name, domainSchema).optional(),
  composites: z.record(name, compositeSchema).optional(),
  ranges: z.record(name, rangeSchema).optional(),
  tables: z.record(name, tableSchema).optional(),
  views: z.record(name, viewSchema).optional(),
  sequences: z.record(name, sequenceSchema).optional(),
  /** By name and argument types: `touch_updated_at()`, `audit.changes_of(text)`. */
  functions: z.record(name, functionSchema).optional(),
  languages: z.record(name, languageSchema).optional(),
  /** `order_state as text`. */
  casts: z.record(name, castSchema).optional(),
  /** `public.=(citext, citext)`; `none` for the side that a prefix operator lacks. */
  operators: z.record(name, operatorSchema).optional(),
  /** `public.text_odd_ops using btree`. */
  operatorClasses: z.record(name, operatorClassSchema).optional(),
  publications: z.record(name, publicationSchema).optional(),
  defaultPrivileges: z.array(defaultPrivilegeSchema).min(1).optional(),
  /** Roles that have to be there, as names. */
  roles: names.optional(),
  /** By kind and name: `collation public.german`, `statistics object public.orders_state_kind`. */
  others: z.record(name, otherSchema).optional(),
  absent: absentSchema.optional(),
  assertions: z.array(assertionSchema).min(1).max(1000).optional(),
});
export type Surface = z.infer<typeof surfaceSchema>;

export const schemaSpecSchema = z.strictObject({
  version: z.literal(1),
  title: z.string().min(1).max(300).optional(),
  /** Refuses what no surface names, in the whole database or (a list) of these kinds. */
  exact: exact.optional(),
  /** `complete`: every column of every table has to be classified. `partial` where not said. */
  sanitization: z.enum(['complete', 'partial']).optional(),
  surfaces: z.array(surfaceSchema).min(1).max(500),
});
export type SchemaSpec = z.infer<typeof schemaSpecSchema>;
