// What a spec can demand of a table or a view, of what hangs on it, and of its rows.
import { z } from 'zod';
import {
  FIRING_MODES,
  FOREIGN_KEY_ACTIONS,
  IDENTITIES,
  MATCH_TYPES,
  POLICY_COMMANDS,
  REPLICA_IDENTITIES,
  RULE_EVENTS,
  STORAGES,
  TRIGGER_EVENTS,
  TRIGGER_LEVELS,
  TRIGGER_TIMINGS,
} from './catalog-contract.ts';
import { classesSchema, expectationSchema, rowCountSchema } from './spec-rows-contract.ts';
import {
  anyNames,
  bigint,
  comment,
  count,
  exactTable,
  expression,
  grants,
  name,
  names,
  options,
  ownedDemand,
  statement,
} from './spec-shared-contract.ts';

const identityOptionsSchema = z.strictObject({
  kind: z.enum(IDENTITIES),
  type: name.optional(),
  start: bigint.optional(),
  increment: bigint.optional(),
  minimum: bigint.optional(),
  maximum: bigint.optional(),
  cache: bigint.optional(),
  cycle: z.boolean().optional(),
});
export type IdentityDemand = z.infer<typeof identityOptionsSchema>;

const columnObjectSchema = z.strictObject({
  type: name.optional(),
  nullable: z.boolean().optional(),
  /** `false`: must have none. */
  default: z.union([expression, z.literal(false)]).optional(),
  identity: z.union([z.enum(IDENTITIES), z.literal(false), identityOptionsSchema]).optional(),
  generated: z.union([expression, z.literal(false)]).optional(),
  /** Whether a generated column is stored. */
  stored: z.boolean().optional(),
  /** `false`: the type's own. */
  collation: z.union([name, z.literal(false)]).optional(),
  /** `false`: the type's own. */
  storage: z.union([z.enum(STORAGES), z.literal(false)]).optional(),
  compression: z.union([z.enum(['pglz', 'lz4']), z.literal(false)]).optional(),
  /** Target of ANALYZE; `false`: the server's. */
  statistics: z.union([count, z.literal(false)]).optional(),
  comment: comment.optional(),
  /** Of the column itself. */
  grants: grants.optional(),
});
export type ColumnDemand = z.infer<typeof columnObjectSchema>;

/** A column in short is its type, with `not null` or `null` behind it where that is demanded. */
export const columnsSchema = z.record(name, z.union([name, columnObjectSchema]));
export type ColumnsDemand = z.infer<typeof columnsSchema>;

/** `immediate`, `deferred`: deferrable, and initially so. */
const deferrable = z.union([z.literal(false), z.enum(['immediate', 'deferred'])]);
export type DeferrableDemand = z.infer<typeof deferrable>;

const constraintShape = {
  name: name.optional(),
  deferrable: deferrable.optional(),
  comment: comment.optional(),
};

const keySchema = z.strictObject({
  columns: names,
  include: anyNames.optional(),
  nullsNotDistinct: z.boolean().optional(),
  ...constraintShape,
});
export type KeyDemand = z.infer<typeof keySchema>;

const foreignKeySchema = z.strictObject({
  columns: names,
  references: name,
  /** Columns it points at. */
  to: names.optional(),
  onDelete: z.enum(FOREIGN_KEY_ACTIONS).optional(),
  /** Columns that `set null` or `set default` is about. */
  onDeleteColumns: anyNames.optional(),
  onUpdate: z.enum(FOREIGN_KEY_ACTIONS).optional(),
  match: z.enum(MATCH_TYPES).optional(),
  /** True where not said. */
  validated: z.boolean().optional(),
  ...constraintShape,
});
export type ForeignKeyDemand = z.infer<typeof foreignKeySchema>;

const checkSchema = z.strictObject({
  expression,
  name: name.optional(),
  noInherit: z.boolean().optional(),
  /** True where not said. */
  validated: z.boolean().optional(),
  comment: comment.optional(),
});
export type CheckDemand = z.infer<typeof checkSchema>;

const exclusionSchema = z.strictObject({
  /** As in EXCLUDE: `room with =`, `during with &&`. */
  elements: z.array(expression).min(1).max(32),
  method: name.optional(),
  where: z.union([expression, z.literal(false)]).optional(),
  include: anyNames.optional(),
  ...constraintShape,
});
export type ExclusionDemand = z.infer<typeof exclusionSchema>;

/**
 * Any index that is so; the one of that name where there is a name. `columns` holds names or
 * expressions in order, each with what CREATE INDEX takes behind it: `born_at desc nulls last`,
 * `title text_pattern_ops`, `title collate "C"`.
 */
const indexSchema = z.strictObject({
  columns: z.array(expression).min(1).max(32).optional(),
  name: name.optional(),
  unique: z.boolean().optional(),
  method: name.optional(),
  include: anyNames.optional(),
  /** `false`: must not be partial. */
  where: z.union([expression, z.literal(false)]).optional(),
  nullsNotDistinct: z.boolean().optional(),
  clustered: z.boolean().optional(),
  options: options.optional(),
  /** The whole of it, as CREATE INDEX says it. */
  definition: statement.optional(),
  comment: comment.optional(),
});
export type IndexDemand = z.infer<typeof indexSchema>;

const policySchema = z.strictObject({
  command: z.enum(POLICY_COMMANDS).optional(),
  permissive: z.boolean().optional(),
  roles: names.optional(),
  using: z.union([expression, z.literal(false)]).optional(),
  check: z.union([expression, z.literal(false)]).optional(),
  comment: comment.optional(),
});
export type PolicyDemand = z.infer<typeof policySchema>;

const triggerSchema = z.strictObject({
  timing: z.enum(TRIGGER_TIMINGS).optional(),
  events: z.array(z.enum(TRIGGER_EVENTS)).min(1).optional(),
  level: z.enum(TRIGGER_LEVELS).optional(),
  function: name.optional(),
  /** What the function is given. */
  arguments: z.array(z.string().max(10_000)).max(100).optional(),
  /** `update of` these; empty: of any. */
  columns: anyNames.optional(),
  when: z.union([expression, z.literal(false)]).optional(),
  /** Whether it fires in ordinary sessions; true where not said. */
  enabled: z.boolean().optional(),
  fires: z.enum(FIRING_MODES).optional(),
  constraint: z.boolean().optional(),
  deferrable: deferrable.optional(),
  oldTable: z.union([name, z.literal(false)]).optional(),
  newTable: z.union([name, z.literal(false)]).optional(),
  comment: comment.optional(),
});
export type TriggerDemand = z.infer<typeof triggerSchema>;

const ruleSchema = z.strictObject({
  event: z.enum(RULE_EVENTS).optional(),
  instead: z.boolean().optional(),
  fires: z.enum(FIRING_MODES).optional(),
  /** As CREATE RULE says it. */
  definition: statement.optional(),
  comment: comment.optional(),
});
export type RuleDemand = z.infer<typeof ruleSchema>;

const partitioningSchema = z.strictObject({
  by: z.enum(['range', 'list', 'hash']).optional(),
  /** Columns or expressions, with collation and operator class behind them where they matter. */
  key: z.array(expression).min(1).max(32).optional(),
});
export type PartitioningDemand = z.infer<typeof partitioningSchema>;

export const tableSchema = z.strictObject({
  kind: z.enum(['table', 'partitioned', 'foreign']).optional(),
  persistence: z.enum(['permanent', 'unlogged']).optional(),
  ...ownedDemand,
  /** What the spec does not name of it is refused. */
  exact: exactTable.optional(),
  columns: columnsSchema.optional(),
  /** Whether columns beyond those listed may be there; they may where not said. */
  extraColumns: z.enum(['allow', 'refuse']).optional(),
  accessMethod: name.optional(),
  options: options.optional(),
  replicaIdentity: z
    .union([z.enum(REPLICA_IDENTITIES).exclude(['index']), z.strictObject({ index: name })])
    .optional(),
  /** Parents, in order; empty: none. */
  inherits: anyNames.optional(),
  partitioning: partitioningSchema.optional(),
  /** Of which table it is a partition; `false`: of none. */
  partitionOf: z.union([name, z.literal(false)]).optional(),
  /** Partitions by name, each with its bound: `FOR VALUES FROM (1) TO (2)`, `DEFAULT`. */
  partitions: z.record(name, expression).optional(),
  /** Of a foreign table. */
  server: name.optional(),
  primaryKey: z.union([names, keySchema]).optional(),
  unique: z
    .array(z.union([names, keySchema]))
    .min(1)
    .optional(),
  foreignKeys: z.array(foreignKeySchema).min(1).optional(),
  /** Expressions; one that says the same in other words of Postgres' own counts. */
  checks: z
    .array(z.union([expression, checkSchema]))
    .min(1)
    .optional(),
  exclusions: z.array(exclusionSchema).min(1).optional(),
  indexes: z.array(indexSchema).min(1).optional(),
  rowSecurity: z.union([z.boolean(), z.literal('forced')]).optional(),
  policies: z.record(name, policySchema).optional(),
  triggers: z.record(name, triggerSchema).optional(),
  rules: z.record(name, ruleSchema).optional(),
  classes: classesSchema.optional(),
  rowCount: rowCountSchema.optional(),
  /** Lets rules hold where there is no value to check; without it that is undecided. */
  mayBeEmpty: z.literal(true).optional(),
  expect: z.array(expectationSchema).min(1).optional(),
});
export type TableDemand = z.infer<typeof tableSchema>;

export const viewSchema = z.strictObject({
  kind: z.enum(['view', 'materialized']).optional(),
  ...ownedDemand,
  exact: exactTable.optional(),
  columns: columnsSchema.optional(),
  extraColumns: z.enum(['allow', 'refuse']).optional(),
  /** The query; one that the server words the same counts. */
  definition: statement.optional(),
  options: options.optional(),
  /** Whether a materialized view holds its rows. */
  populated: z.boolean().optional(),
  indexes: z.array(indexSchema).min(1).optional(),
  triggers: z.record(name, triggerSchema).optional(),
  rules: z.record(name, ruleSchema).optional(),
});
export type ViewDemand = z.infer<typeof viewSchema>;
