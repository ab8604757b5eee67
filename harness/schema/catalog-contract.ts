// Facts of a clone as its catalogs tell them: what a spec is held against. Judges nothing.
import { z } from 'zod';

export const RELATION_KINDS = ['table', 'partitioned', 'view', 'materialized', 'foreign'] as const;
export type RelationKind = (typeof RELATION_KINDS)[number];

export const IDENTITIES = ['always', 'by default'] as const;
export const FOREIGN_KEY_ACTIONS = [
  'no action',
  'restrict',
  'cascade',
  'set null',
  'set default',
] as const;
export const TRIGGER_TIMINGS = ['before', 'after', 'instead of'] as const;
export const TRIGGER_EVENTS = ['insert', 'delete', 'update', 'truncate'] as const;
export const TRIGGER_LEVELS = ['row', 'statement'] as const;
export const POLICY_COMMANDS = ['all', 'select', 'insert', 'update', 'delete'] as const;

const columnFactsSchema = z.strictObject({
  name: z.string(),
  /** As format_type writes it under `search_path = pg_catalog`. */
  type: z.string(),
  isNullable: z.boolean(),
  /** Expression; null where there is none, and for generated columns. */
  default: z.string().nullable(),
  identity: z.enum(IDENTITIES).nullable(),
  generated: z.string().nullable(),
});
export type ColumnFacts = z.infer<typeof columnFactsSchema>;

const relationSchema = z.strictObject({
  schema: z.string(),
  name: z.string(),
  kind: z.enum(RELATION_KINDS),
  persistence: z.enum(['permanent', 'unlogged']),
  owner: z.string(),
  comment: z.string().nullable(),
  hasRowSecurity: z.boolean(),
  hasForcedRowSecurity: z.boolean(),
  /** False only for a materialized view without data: it cannot be read. */
  isPopulated: z.boolean(),
  /** In the table's own order. */
  columns: z.array(columnFactsSchema),
});
export type RelationFacts = z.infer<typeof relationSchema>;

const onTable = { schema: z.string(), table: z.string(), name: z.string() };

const constraintSchema = z.strictObject({
  ...onTable,
  kind: z.enum(['primary key', 'unique', 'foreign key', 'check', 'exclusion']),
  /** In the constraint's order. */
  columns: z.array(z.string()),
  /** pg_get_constraintdef. */
  definition: z.string(),
  /** Of a check. */
  expression: z.string().nullable(),
  /** False while existing rows were never checked (NOT VALID, NOT ENFORCED). */
  isValidated: z.boolean(),
  references: z
    .strictObject({
      schema: z.string(),
      table: z.string(),
      columns: z.array(z.string()),
      onUpdate: z.enum(FOREIGN_KEY_ACTIONS),
      onDelete: z.enum(FOREIGN_KEY_ACTIONS),
    })
    .nullable(),
});
export type ConstraintFacts = z.infer<typeof constraintSchema>;

const indexSchema = z.strictObject({
  ...onTable,
  method: z.string(),
  isUnique: z.boolean(),
  /** False for what a failed CREATE INDEX CONCURRENTLY leaves. */
  isValid: z.boolean(),
  /** Key columns in order; `column` is null for an expression. */
  keys: z.array(z.strictObject({ column: z.string().nullable(), expression: z.string() })),
  predicate: z.string().nullable(),
  definition: z.string(),
});
export type IndexFacts = z.infer<typeof indexSchema>;

const triggerSchema = z.strictObject({
  ...onTable,
  timing: z.enum(TRIGGER_TIMINGS),
  events: z.array(z.enum(TRIGGER_EVENTS)),
  level: z.enum(TRIGGER_LEVELS),
  /** Fires in an ordinary session. */
  isEnabled: z.boolean(),
  functionSchema: z.string(),
  functionName: z.string(),
  definition: z.string(),
});
export type TriggerFacts = z.infer<typeof triggerSchema>;

const policySchema = z.strictObject({
  ...onTable,
  command: z.enum(POLICY_COMMANDS),
  isPermissive: z.boolean(),
  /** Sorted; `public` for everyone. */
  roles: z.array(z.string()),
  using: z.string().nullable(),
  check: z.string().nullable(),
});
export type PolicyFacts = z.infer<typeof policySchema>;

export const catalogSchema = z.strictObject({
  database: z.strictObject({ name: z.string(), encoding: z.string() }),
  schemas: z.array(z.strictObject({ name: z.string(), owner: z.string() })),
  /** Tables of every kind, and views. */
  relations: z.array(relationSchema),
  constraints: z.array(constraintSchema),
  indexes: z.array(indexSchema),
  triggers: z.array(triggerSchema),
  policies: z.array(policySchema),
  enums: z.array(
    z.strictObject({ schema: z.string(), name: z.string(), labels: z.array(z.string()) }),
  ),
  sequences: z.array(
    z.strictObject({
      schema: z.string(),
      name: z.string(),
      type: z.string(),
      /** As text: a bigint does not always fit a JSON number. */
      increment: z.string(),
      isCycling: z.boolean(),
      ownedBy: z
        .strictObject({ schema: z.string(), table: z.string(), column: z.string() })
        .nullable(),
    }),
  ),
  functions: z.array(
    z.strictObject({
      schema: z.string(),
      name: z.string(),
      /** Types of the input arguments, as format_type writes them. */
      arguments: z.array(z.string()),
      kind: z.enum(['function', 'procedure', 'aggregate', 'window']),
      language: z.string(),
      isSecurityDefiner: z.boolean(),
      returns: z.string().nullable(),
    }),
  ),
  extensions: z.array(
    z.strictObject({ name: z.string(), version: z.string(), schema: z.string() }),
  ),
});
export type Catalog = z.infer<typeof catalogSchema>;
