// What many parts of a spec are written with: names, expressions, grants, comments, and `exact`.
import { z } from 'zod';

/** Postgres cuts names at 63 bytes; a qualified, quoted one is at most this long. */
export const name = z.string().min(1).max(260);
export const names = z.array(name).min(1).max(1600);
/** May say that there are none. */
export const anyNames = z.array(name).max(1600);
export const expression = z.string().min(1).max(10_000);
/** Whole statements: definitions of views, bodies of functions. */
export const statement = z.string().min(1).max(1_000_000);
export const count = z.int().nonnegative();
export const scalar = z.union([z.string().max(10_000), z.number(), z.boolean()]);
/** A bigint that does not fit a number is written as a text. */
export const bigint = z.union([z.int(), z.string().regex(/^-?\d{1,19}$/, 'a whole number')]);
/** `false`: must have none. */
export const comment = z.union([z.string().min(1).max(100_000), z.literal(false)]);

/**
 * By role (`public` for everyone): exactly these privileges and no other; an empty list for none.
 * `select`, `update with grant option`, `all`. Roles that are not named may have what they have.
 */
export const grants = z.record(name, z.array(z.string().min(1).max(100)).max(30));
export type GrantsDemand = z.infer<typeof grants>;

/** Storage parameters: `{ fillfactor: 70 }`. */
export const options = z.record(name, scalar);
export type OptionsDemand = z.infer<typeof options>;

/** What can be refused where the spec does not name it: in the whole spec or in a surface. */
export const EXACT_KINDS = [
  'schemas',
  'extensions',
  'enums',
  'domains',
  'composites',
  'ranges',
  'tables',
  'views',
  'sequences',
  'functions',
  'languages',
  'casts',
  'operators',
  'operatorClasses',
  'publications',
  'defaultPrivileges',
  'roles',
  'others',
  'grants',
] as const;
export type ExactKind = (typeof EXACT_KINDS)[number];

/** The same within a table. `properties`: what the spec does not say of what it names. */
export const EXACT_TABLE_KINDS = [
  'columns',
  'constraints',
  'indexes',
  'triggers',
  'rules',
  'policies',
  'partitions',
  'grants',
  'properties',
] as const;
export type ExactTableKind = (typeof EXACT_TABLE_KINDS)[number];

export const exact = z.union([z.literal(true), z.array(z.enum(EXACT_KINDS)).min(1)]);
export type ExactDemand = z.infer<typeof exact>;
export const exactTable = z.union([z.literal(true), z.array(z.enum(EXACT_TABLE_KINDS)).min(1)]);
export type ExactTableDemand = z.infer<typeof exactTable>;

export const ownedDemand = {
  owner: name.optional(),
  comment: comment.optional(),
  grants: grants.optional(),
};
