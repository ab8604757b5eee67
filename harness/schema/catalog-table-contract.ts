// Facts of tables and views, and of what hangs on them.
import { z } from 'zod';
import {
  FIRING_MODES,
  FOREIGN_KEY_ACTIONS,
  grantsSchema,
  IDENTITIES,
  MATCH_TYPES,
  namedShape,
  onTableShape,
  optionsSchema,
  ownedShape,
  POLICY_COMMANDS,
  RELATION_KINDS,
  REPLICA_IDENTITIES,
  RULE_EVENTS,
  STORAGES,
  TRIGGER_EVENTS,
  TRIGGER_LEVELS,
  TRIGGER_TIMINGS,
} from './catalog-shared-contract.ts';

const columnFactsSchema = z.strictObject({
  name: z.string(),
  /** As format_type writes it under `search_path = pg_catalog`. */
  type: z.string(),
  isNullable: z.boolean(),
  /** Expression; null where there is none, and for generated columns. */
  default: z.string().nullable(),
  /** Its sequence is among the sequences. */
  identity: z.enum(IDENTITIES).nullable(),
  generated: z.string().nullable(),
  /** False of a virtual generated column (18 and later). */
  isStored: z.boolean(),
  /** `schema.name`; null where it is the type's own. */
  collation: z.string().nullable(),
  /** Null where it is the type's own. */
  storage: z.enum(STORAGES).nullable(),
  compression: z.string().nullable(),
  /** Null where the server's setting decides. */
  statistics: z.int().nullable(),
  comment: z.string().nullable(),
  /** Of the column itself; those of the table hold beside them. */
  grants: grantsSchema,
  /** Comes from a parent alone. */
  isInherited: z.boolean(),
});
export type ColumnFacts = z.infer<typeof columnFactsSchema>;

export const relationFactsSchema = z.strictObject({
  ...namedShape,
  kind: z.enum(RELATION_KINDS),
  persistence: z.enum(['permanent', 'unlogged']),
  ...ownedShape,
  hasRowSecurity: z.boolean(),
  hasForcedRowSecurity: z.boolean(),
  /** False only for a materialized view without data: it cannot be read. */
  isPopulated: z.boolean(),
  /** In the table's own order. */
  columns: z.array(columnFactsSchema),
  /** Null where there is none: views, partitioned and foreign tables. */
  accessMethod: z.string().nullable(),
  options: optionsSchema,
  replicaIdentity: z.enum(REPLICA_IDENTITIES),
  replicaIndex: z.string().nullable(),
  /** What it inherits from or is a partition of, in order. */
  parents: z.array(z.strictObject(namedShape)),
  isPartition: z.boolean(),
  /** `RANGE (at)`: pg_get_partkeydef. */
  partitionKey: z.string().nullable(),
  /** `FOR VALUES FROM (1) TO (2)`, `DEFAULT`. */
  partitionBound: z.string().nullable(),
  /** pg_get_viewdef, of views and materialized views. */
  definition: z.string().nullable(),
  /** Of a foreign table. */
  server: z.string().nullable(),
});
export type RelationFacts = z.infer<typeof relationFactsSchema>;

export const constraintFactsSchema = z.strictObject({
  ...onTableShape,
  kind: z.enum(['primary key', 'unique', 'foreign key', 'check', 'exclusion']),
  /** In the constraint's order. */
  columns: z.array(z.string()),
  /** Columns that its index only carries. */
  include: z.array(z.string()),
  /** pg_get_constraintdef. */
  definition: z.string(),
  /** Of a check. */
  expression: z.string().nullable(),
  /** False while existing rows were never checked (NOT VALID, NOT ENFORCED). */
  isValidated: z.boolean(),
  isDeferrable: z.boolean(),
  isInitiallyDeferred: z.boolean(),
  isNullsNotDistinct: z.boolean(),
  isNoInherit: z.boolean(),
  /** Comes from a parent table. */
  isInherited: z.boolean(),
  comment: z.string().nullable(),
  references: z
    .strictObject({
      schema: z.string(),
      table: z.string(),
      columns: z.array(z.string()),
      onUpdate: z.enum(FOREIGN_KEY_ACTIONS),
      onDelete: z.enum(FOREIGN_KEY_ACTIONS),
      /** Those that `set null` or `set default` is about; empty: all. */
      onDeleteColumns: z.array(z.string()),
      match: z.enum(MATCH_TYPES),
    })
    .nullable(),
});
export type ConstraintFacts = z.infer<typeof constraintFactsSchema>;

export const indexFactsSchema = z.strictObject({
  ...onTableShape,
  method: z.string(),
  isUnique: z.boolean(),
  /** False for what a failed CREATE INDEX CONCURRENTLY leaves. */
  isValid: z.boolean(),
  /** Key columns in order; `column` is null for an expression. */
  keys: z.array(z.strictObject({ column: z.string().nullable(), expression: z.string() })),
  include: z.array(z.string()),
  predicate: z.string().nullable(),
  /** pg_get_indexdef: order, operator classes and collations of the keys stand there. */
  definition: z.string(),
  isNullsNotDistinct: z.boolean(),
  isClustered: z.boolean(),
  options: optionsSchema,
  comment: z.string().nullable(),
  /** The constraint that made it. */
  constraint: z.string().nullable(),
  /** A part of a partitioned index. */
  isInherited: z.boolean(),
  isOfExtension: z.boolean(),
});
export type IndexFacts = z.infer<typeof indexFactsSchema>;

export const triggerFactsSchema = z.strictObject({
  ...onTableShape,
  timing: z.enum(TRIGGER_TIMINGS),
  events: z.array(z.enum(TRIGGER_EVENTS)),
  level: z.enum(TRIGGER_LEVELS),
  /** Fires in an ordinary session. */
  isEnabled: z.boolean(),
  fires: z.enum(FIRING_MODES),
  functionSchema: z.string(),
  functionName: z.string(),
  /** `update of` these columns. */
  columns: z.array(z.string()),
  /** pg_get_triggerdef: its condition and arguments stand there. */
  definition: z.string(),
  isConstraint: z.boolean(),
  isDeferrable: z.boolean(),
  isInitiallyDeferred: z.boolean(),
  oldTable: z.string().nullable(),
  newTable: z.string().nullable(),
  comment: z.string().nullable(),
  /** Comes from a partitioned table. */
  isInherited: z.boolean(),
  isOfExtension: z.boolean(),
});
export type TriggerFacts = z.infer<typeof triggerFactsSchema>;

export const policyFactsSchema = z.strictObject({
  ...onTableShape,
  command: z.enum(POLICY_COMMANDS),
  isPermissive: z.boolean(),
  /** Sorted; `public` for everyone. */
  roles: z.array(z.string()),
  using: z.string().nullable(),
  check: z.string().nullable(),
  comment: z.string().nullable(),
});
export type PolicyFacts = z.infer<typeof policyFactsSchema>;

/** Rewrite rules, but for the one that makes a view a view. */
export const ruleFactsSchema = z.strictObject({
  ...onTableShape,
  event: z.enum(RULE_EVENTS),
  isInstead: z.boolean(),
  fires: z.enum(FIRING_MODES),
  /** pg_get_ruledef. */
  definition: z.string(),
  comment: z.string().nullable(),
  isOfExtension: z.boolean(),
});
export type RuleFacts = z.infer<typeof ruleFactsSchema>;
