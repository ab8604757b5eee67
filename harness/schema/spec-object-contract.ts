// What a spec can demand of things beside tables: types, sequences, functions, operators, ...
import { z } from 'zod';
import {
  CAST_CONTEXTS,
  CAST_METHODS,
  DEFAULT_PRIVILEGE_KINDS,
  FUNCTION_KINDS,
  PARALLELS,
  VOLATILITIES,
} from './catalog-contract.ts';
import {
  anyNames,
  bigint,
  comment,
  expression,
  grants,
  name,
  names,
  ownedDemand,
  statement,
} from './spec-shared-contract.ts';

const onlyOwned = { owner: name.optional(), comment: comment.optional() };

export const schemaSchema = z.strictObject(ownedDemand);
export type SchemaDemand = z.infer<typeof schemaSchema>;

/** Labels in their order, none more and none less. */
const labels = z.array(z.string()).min(1);
export const enumSchema = z.union([labels, z.strictObject({ labels, ...ownedDemand })]);
export type EnumDemand = z.infer<typeof enumSchema>;

export const domainSchema = z.strictObject({
  type: name.optional(),
  nullable: z.boolean().optional(),
  default: z.union([expression, z.literal(false)]).optional(),
  collation: z.union([name, z.literal(false)]).optional(),
  /** All of them, none more and none less; empty: none. */
  checks: z.array(expression).max(1000).optional(),
  ...ownedDemand,
});
export type DomainDemand = z.infer<typeof domainSchema>;

export const compositeSchema = z.strictObject({
  /** Name and type of each, in order, none more and none less. */
  attributes: z.record(name, name).optional(),
  ...ownedDemand,
});
export type CompositeDemand = z.infer<typeof compositeSchema>;

export const rangeSchema = z.strictObject({
  subtype: name.optional(),
  multirange: name.optional(),
  operatorClass: name.optional(),
  collation: z.union([name, z.literal(false)]).optional(),
  canonical: z.union([name, z.literal(false)]).optional(),
  subtypeDifference: z.union([name, z.literal(false)]).optional(),
  ...ownedDemand,
});
export type RangeDemand = z.infer<typeof rangeSchema>;

export const sequenceSchema = z.strictObject({
  type: name.optional(),
  start: bigint.optional(),
  increment: bigint.optional(),
  minimum: bigint.optional(),
  maximum: bigint.optional(),
  cache: bigint.optional(),
  cycle: z.boolean().optional(),
  persistence: z.enum(['permanent', 'unlogged']).optional(),
  /** `table.column` or `schema.table.column`; `false`: none. */
  ownedBy: z.union([name, z.literal(false)]).optional(),
  ...ownedDemand,
});
export type SequenceDemand = z.infer<typeof sequenceSchema>;

export const functionSchema = z.strictObject({
  kind: z.enum(FUNCTION_KINDS).optional(),
  language: name.optional(),
  securityDefiner: z.boolean().optional(),
  returns: name.optional(),
  /** With names, modes and defaults: `since timestamptz, most integer DEFAULT 10`. */
  argumentList: z.string().max(10_000).optional(),
  volatility: z.enum(VOLATILITIES).optional(),
  parallel: z.enum(PARALLELS).optional(),
  strict: z.boolean().optional(),
  leakproof: z.boolean().optional(),
  /** `search_path: pg_catalog`; all of them, none more and none less. */
  settings: z.record(name, z.string()).optional(),
  /** White space at its ends aside. */
  body: statement.optional(),
  /** Of the body's bytes in UTF-8, white space at its ends cut. */
  bodySha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, '64 hex digits')
    .optional(),
  ...ownedDemand,
});
export type FunctionDemand = z.infer<typeof functionSchema>;

export const extensionSchema = z.strictObject({
  /** `1.6`, or bounds that all hold: `>=1.4 <2`. */
  version: name.optional(),
  schema: name.optional(),
  comment: comment.optional(),
});
export type ExtensionDemand = z.infer<typeof extensionSchema>;

export const languageSchema = z.strictObject({
  trusted: z.boolean().optional(),
  ...ownedDemand,
});
export type LanguageDemand = z.infer<typeof languageSchema>;

export const castSchema = z.strictObject({
  context: z.enum(CAST_CONTEXTS).optional(),
  method: z.enum(CAST_METHODS).optional(),
  function: name.optional(),
  comment: comment.optional(),
});
export type CastDemand = z.infer<typeof castSchema>;

export const operatorSchema = z.strictObject({
  returns: name.optional(),
  function: name.optional(),
  commutator: z.union([name, z.literal(false)]).optional(),
  negator: z.union([name, z.literal(false)]).optional(),
  hashes: z.boolean().optional(),
  merges: z.boolean().optional(),
  ...onlyOwned,
});
export type OperatorDemand = z.infer<typeof operatorSchema>;

export const operatorClassSchema = z.strictObject({
  type: name.optional(),
  default: z.boolean().optional(),
  family: name.optional(),
  ...onlyOwned,
});
export type OperatorClassDemand = z.infer<typeof operatorClassSchema>;

export const publicationSchema = z.strictObject({
  allTables: z.boolean().optional(),
  operations: z.array(z.enum(['insert', 'update', 'delete', 'truncate'])).optional(),
  tables: anyNames.optional(),
  schemas: anyNames.optional(),
  ...onlyOwned,
});
export type PublicationDemand = z.infer<typeof publicationSchema>;

/** Privileges in force on what `role` will make, by role: as in `grants`. */
export const defaultPrivilegeSchema = z.strictObject({
  role: name,
  /** Only in that schema; in every schema where not said. */
  schema: name.optional(),
  on: z.enum(DEFAULT_PRIVILEGE_KINDS),
  grants,
});
export type DefaultPrivilegeDemand = z.infer<typeof defaultPrivilegeSchema>;

export const otherSchema = z.strictObject({
  /** Of extended statistics: as CREATE STATISTICS says it. */
  definition: statement.optional(),
  /** Of foreign-data wrappers and foreign servers. */
  grants: grants.optional(),
  ...onlyOwned,
});
export type OtherDemand = z.infer<typeof otherSchema>;

/** SQL that has to return one row with one true, read-only and within its time. */
export const assertionSchema = z.strictObject({
  title: z.string().min(1).max(300),
  /** One SELECT; names of the dump's own with their schema: `public.orders`. */
  sql: statement,
  timeoutSeconds: z.int().min(1).max(3600).optional(),
});
export type Assertion = z.infer<typeof assertionSchema>;

/** What must not be there. */
export const absentSchema = z.strictObject({
  schemas: names.optional(),
  extensions: names.optional(),
  /** Enums, domains, composite and range types. */
  types: names.optional(),
  tables: names.optional(),
  views: names.optional(),
  sequences: names.optional(),
  /** `touch(text)`; of any arguments without the parentheses. */
  functions: names.optional(),
  languages: names.optional(),
  casts: names.optional(),
  operators: names.optional(),
  operatorClasses: names.optional(),
  publications: names.optional(),
  roles: names.optional(),
  /** `table.name` or `schema.table.name`. */
  columns: names.optional(),
  constraints: names.optional(),
  indexes: names.optional(),
  triggers: names.optional(),
  rules: names.optional(),
  policies: names.optional(),
});
export type AbsentDemand = z.infer<typeof absentSchema>;
