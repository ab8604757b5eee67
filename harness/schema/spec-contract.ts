// The spec file: what a clone must look like, and what its rows must satisfy. Every key but ids is
// optional; what is not named is not demanded. Names are literal, `schema.name` or `name` (public).
// In an expression a function of the dump's own is written with its schema: `public.f(a)`.
import { z } from 'zod';
import {
  FOREIGN_KEY_ACTIONS,
  IDENTITIES,
  POLICY_COMMANDS,
  TRIGGER_EVENTS,
  TRIGGER_LEVELS,
  TRIGGER_TIMINGS,
} from './catalog-contract.ts';

/** Postgres cuts names at 63 bytes; a qualified, quoted one is at most this long. */
const name = z.string().min(1).max(260);
const names = z.array(name).min(1).max(1600);
const expression = z.string().min(1).max(10_000);
const count = z.int().nonnegative();
const scalar = z.union([z.string().max(10_000), z.number(), z.boolean()]);

/** A number of rows; at least one bound. */
const rowCountSchema = z.strictObject({
  atLeast: count.optional(),
  atMost: count.optional(),
  equals: count.optional(),
});
export type RowCountDemand = z.infer<typeof rowCountSchema>;

/**
 * One rule over a table's rows. It speaks of `column`, of `unique` columns, or of rows `where`
 * columns have these values; exactly one of the three.
 * Of a column: null is left alone unless `notNull`; `matches` is a Postgres regular expression.
 */
const expectationSchema = z.strictObject({
  column: name.optional(),
  in: z.array(scalar).min(1).max(1000).optional(),
  matches: z.string().min(1).max(1000).optional(),
  notNull: z.literal(true).optional(),
  unique: names.optional(),
  where: z.record(name, scalar).optional(),
  /** Bounds of the value for `column`, of the number of rows for `where`. */
  atLeast: z.number().optional(),
  atMost: z.number().optional(),
  equals: count.optional(),
});
export type Expectation = z.infer<typeof expectationSchema>;

const columnObjectSchema = z.strictObject({
  type: name.optional(),
  nullable: z.boolean().optional(),
  /** `false`: must have none. */
  default: z.union([expression, z.literal(false)]).optional(),
  identity: z.union([z.enum(IDENTITIES), z.literal(false)]).optional(),
  generated: z.union([expression, z.literal(false)]).optional(),
});
export type ColumnDemand = z.infer<typeof columnObjectSchema>;

/** A column in short is its type, with `not null` or `null` behind it where that is demanded. */
const columnsSchema = z.record(name, z.union([name, columnObjectSchema]));
export type ColumnsDemand = z.infer<typeof columnsSchema>;

const foreignKeySchema = z.strictObject({
  columns: names,
  references: name,
  /** Columns it points at. */
  to: names.optional(),
  onDelete: z.enum(FOREIGN_KEY_ACTIONS).optional(),
  onUpdate: z.enum(FOREIGN_KEY_ACTIONS).optional(),
});
export type ForeignKeyDemand = z.infer<typeof foreignKeySchema>;

/** Any index that is so; its name does not matter. `columns` holds names or expressions, in order. */
const indexSchema = z.strictObject({
  columns: z.array(expression).min(1).max(32),
  unique: z.boolean().optional(),
  method: name.optional(),
  /** `false`: must not be partial. */
  where: z.union([expression, z.literal(false)]).optional(),
});
export type IndexDemand = z.infer<typeof indexSchema>;

const policySchema = z.strictObject({
  command: z.enum(POLICY_COMMANDS).optional(),
  permissive: z.boolean().optional(),
  roles: names.optional(),
  using: expression.optional(),
  check: expression.optional(),
});
export type PolicyDemand = z.infer<typeof policySchema>;

const triggerSchema = z.strictObject({
  timing: z.enum(TRIGGER_TIMINGS).optional(),
  events: z.array(z.enum(TRIGGER_EVENTS)).min(1).optional(),
  level: z.enum(TRIGGER_LEVELS).optional(),
  function: name.optional(),
  /** Whether it fires in ordinary sessions; true where not said. */
  enabled: z.boolean().optional(),
});
export type TriggerDemand = z.infer<typeof triggerSchema>;

const tableSchema = z.strictObject({
  kind: z.enum(['table', 'partitioned']).optional(),
  persistence: z.enum(['permanent', 'unlogged']).optional(),
  owner: name.optional(),
  columns: columnsSchema.optional(),
  /** Whether columns beyond those listed may be there; they may where not said. */
  extraColumns: z.enum(['allow', 'refuse']).optional(),
  primaryKey: names.optional(),
  unique: z.array(names).min(1).optional(),
  foreignKeys: z.array(foreignKeySchema).min(1).optional(),
  /** Expressions; one that says the same in other words of Postgres' own counts. */
  checks: z.array(expression).min(1).optional(),
  indexes: z.array(indexSchema).min(1).optional(),
  rowSecurity: z.union([z.boolean(), z.literal('forced')]).optional(),
  policies: z.record(name, policySchema).optional(),
  triggers: z.record(name, triggerSchema).optional(),
  rowCount: rowCountSchema.optional(),
  /** Lets rules hold where there is no value to check; without it that is undecided. */
  mayBeEmpty: z.literal(true).optional(),
  expect: z.array(expectationSchema).min(1).optional(),
});
export type TableDemand = z.infer<typeof tableSchema>;

const sequenceSchema = z.strictObject({
  type: name.optional(),
  increment: z.int().optional(),
  cycle: z.boolean().optional(),
  /** `table.column` or `schema.table.column`. */
  ownedBy: name.optional(),
});
export type SequenceDemand = z.infer<typeof sequenceSchema>;

const functionSchema = z.strictObject({
  kind: z.enum(['function', 'procedure', 'aggregate', 'window']).optional(),
  language: name.optional(),
  securityDefiner: z.boolean().optional(),
  returns: name.optional(),
});
export type FunctionDemand = z.infer<typeof functionSchema>;

const viewSchema = z.strictObject({
  kind: z.enum(['view', 'materialized']).optional(),
  owner: name.optional(),
  columns: columnsSchema.optional(),
  extraColumns: z.enum(['allow', 'refuse']).optional(),
});
export type ViewDemand = z.infer<typeof viewSchema>;

const extensionSchema = z.strictObject({
  version: name.optional(),
  schema: name.optional(),
});
export type ExtensionDemand = z.infer<typeof extensionSchema>;

const surfaceSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'words of a-z and 0-9 with "-" between')
    .max(100),
  title: z.string().min(1).max(300),
  /** `when`: required only if the clone has something of that surface; its own id may be named. */
  required: z.union([z.literal(true), z.strictObject({ when: z.string().min(1) })]),
  database: name.optional(),
  encoding: name.optional(),
  schemas: names.optional(),
  extensions: z.record(name, extensionSchema).optional(),
  /** Labels in their order, none more and none less. */
  enums: z.record(name, z.array(z.string()).min(1)).optional(),
  tables: z.record(name, tableSchema).optional(),
  views: z.record(name, viewSchema).optional(),
  sequences: z.record(name, sequenceSchema).optional(),
  /** By name and argument types: `touch_updated_at()`, `audit.changes_of(text)`. */
  functions: z.record(name, functionSchema).optional(),
});
export type Surface = z.infer<typeof surfaceSchema>;

export const schemaSpecSchema = z.strictObject({
  version: z.literal(1),
  title: z.string().min(1).max(300).optional(),
  surfaces: z.array(surfaceSchema).min(1).max(500),
});
export type SchemaSpec = z.infer<typeof schemaSpecSchema>;
