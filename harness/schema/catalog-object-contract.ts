// Facts of what stands beside tables: types, sequences, functions, operators, privileges, ...
import { z } from 'zod';
import {
  CAST_CONTEXTS,
  CAST_METHODS,
  DEFAULT_PRIVILEGE_KINDS,
  FUNCTION_KINDS,
  grantsSchema,
  namedShape,
  ownedShape,
  PARALLELS,
  VOLATILITIES,
} from './catalog-shared-contract.ts';

const onlyOwned = {
  owner: ownedShape.owner,
  comment: ownedShape.comment,
  isOfExtension: ownedShape.isOfExtension,
};

export const enumFactsSchema = z.strictObject({
  ...namedShape,
  labels: z.array(z.string()),
  ...ownedShape,
});
export type EnumFacts = z.infer<typeof enumFactsSchema>;

export const domainFactsSchema = z.strictObject({
  ...namedShape,
  type: z.string(),
  isNullable: z.boolean(),
  default: z.string().nullable(),
  /** `schema.name`; null where it is the base type's own. */
  collation: z.string().nullable(),
  checks: z.array(
    z.strictObject({ name: z.string(), expression: z.string(), isValidated: z.boolean() }),
  ),
  ...ownedShape,
});
export type DomainFacts = z.infer<typeof domainFactsSchema>;

export const compositeFactsSchema = z.strictObject({
  ...namedShape,
  /** In order. */
  attributes: z.array(
    z.strictObject({ name: z.string(), type: z.string(), collation: z.string().nullable() }),
  ),
  ...ownedShape,
});
export type CompositeFacts = z.infer<typeof compositeFactsSchema>;

export const rangeFactsSchema = z.strictObject({
  ...namedShape,
  subtype: z.string(),
  /** `schema.name` of its multirange; null before 14. */
  multirange: z.string().nullable(),
  /** `schema.name`, of what its bounds are ordered by. */
  operatorClass: z.string(),
  collation: z.string().nullable(),
  /** `schema.name` of functions. */
  canonical: z.string().nullable(),
  subtypeDifference: z.string().nullable(),
  ...ownedShape,
});
export type RangeFacts = z.infer<typeof rangeFactsSchema>;

/** Numbers as text: a bigint does not always fit a JSON number. */
export const sequenceFactsSchema = z.strictObject({
  ...namedShape,
  type: z.string(),
  start: z.string(),
  increment: z.string(),
  minimum: z.string(),
  maximum: z.string(),
  cache: z.string(),
  isCycling: z.boolean(),
  persistence: z.enum(['permanent', 'unlogged']),
  ownedBy: z.strictObject({ schema: z.string(), table: z.string(), column: z.string() }).nullable(),
  /** Belongs to an identity column, and is spoken of there. */
  isIdentity: z.boolean(),
  ...ownedShape,
});
export type SequenceFacts = z.infer<typeof sequenceFactsSchema>;

export const functionFactsSchema = z.strictObject({
  ...namedShape,
  /** Types of the input arguments, as format_type writes them. */
  arguments: z.array(z.string()),
  /** With names, modes and defaults: pg_get_function_arguments. */
  argumentList: z.string(),
  kind: z.enum(FUNCTION_KINDS),
  language: z.string(),
  isSecurityDefiner: z.boolean(),
  returns: z.string().nullable(),
  volatility: z.enum(VOLATILITIES),
  parallel: z.enum(PARALLELS),
  isStrict: z.boolean(),
  isLeakproof: z.boolean(),
  /** `name=value`, sorted. */
  settings: z.array(z.string()),
  /** As it was written; of an SQL-standard body what the server prints; '' of an aggregate. */
  body: z.string(),
  ...ownedShape,
});
export type FunctionFacts = z.infer<typeof functionFactsSchema>;

export const extensionFactsSchema = z.strictObject({
  name: z.string(),
  version: z.string(),
  schema: z.string(),
  comment: z.string().nullable(),
});
export type ExtensionFacts = z.infer<typeof extensionFactsSchema>;

/** Postgres' own (internal, c, sql) are told as well. */
export const languageFactsSchema = z.strictObject({
  name: z.string(),
  isTrusted: z.boolean(),
  ...ownedShape,
});
export type LanguageFacts = z.infer<typeof languageFactsSchema>;

export const castFactsSchema = z.strictObject({
  source: z.string(),
  target: z.string(),
  method: z.enum(CAST_METHODS),
  context: z.enum(CAST_CONTEXTS),
  /** `schema.name(type, ...)`. */
  function: z.string().nullable(),
  comment: z.string().nullable(),
  isOfExtension: z.boolean(),
});
export type CastFacts = z.infer<typeof castFactsSchema>;

export const operatorFactsSchema = z.strictObject({
  ...namedShape,
  /** Null of a prefix operator. */
  left: z.string().nullable(),
  right: z.string().nullable(),
  returns: z.string(),
  /** `schema.name` of the function behind it. */
  function: z.string(),
  /** `schema.sign`. */
  commutator: z.string().nullable(),
  negator: z.string().nullable(),
  isHashable: z.boolean(),
  isMergeable: z.boolean(),
  ...onlyOwned,
});
export type OperatorFacts = z.infer<typeof operatorFactsSchema>;

export const operatorClassFactsSchema = z.strictObject({
  ...namedShape,
  method: z.string(),
  type: z.string(),
  isDefault: z.boolean(),
  /** `schema.name`. */
  family: z.string(),
  ...onlyOwned,
});
export type OperatorClassFacts = z.infer<typeof operatorClassFactsSchema>;

export const publicationFactsSchema = z.strictObject({
  name: z.string(),
  owner: z.string(),
  comment: z.string().nullable(),
  isForAllTables: z.boolean(),
  /** Of insert, update, delete, truncate. */
  operations: z.array(z.string()),
  /** Named one by one. */
  tables: z.array(z.strictObject(namedShape)),
  schemas: z.array(z.string()),
});
export type PublicationFacts = z.infer<typeof publicationFactsSchema>;

/** What objects that a role will make are granted at once. */
export const defaultPrivilegeFactsSchema = z.strictObject({
  role: z.string(),
  /** Null: in every schema. */
  schema: z.string().nullable(),
  on: z.enum(DEFAULT_PRIVILEGE_KINDS),
  grants: grantsSchema,
});
export type DefaultPrivilegeFacts = z.infer<typeof defaultPrivilegeFactsSchema>;

/**
 * Whatever else a database can hold, by Postgres' own name for it (pg_identify_object):
 * collations, conversions, text search objects, extended statistics, operator families, base types,
 * access methods, transforms, foreign-data wrappers, foreign servers, event triggers.
 */
export const otherFactsSchema = z.strictObject({
  /** `statistics object`, `text search configuration`. */
  kind: z.string(),
  /** `public.orders_state_kind`. */
  identity: z.string(),
  /** Of what lives in one. */
  schema: z.string().nullable(),
  owner: z.string().nullable(),
  comment: z.string().nullable(),
  /** Of extended statistics. */
  definition: z.string().nullable(),
  /** Of foreign-data wrappers and foreign servers. */
  grants: grantsSchema,
  isOfExtension: z.boolean(),
});
export type OtherFacts = z.infer<typeof otherFactsSchema>;
