// What facts of several kinds have in common: owners, comments, grants, and closed lists of words.
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
export const MATCH_TYPES = ['simple', 'full', 'partial'] as const;
export const TRIGGER_TIMINGS = ['before', 'after', 'instead of'] as const;
export const TRIGGER_EVENTS = ['insert', 'delete', 'update', 'truncate'] as const;
export const TRIGGER_LEVELS = ['row', 'statement'] as const;
export const RULE_EVENTS = ['select', 'update', 'insert', 'delete'] as const;
export const FIRING_MODES = ['origin', 'always', 'replica', 'disabled'] as const;
export const POLICY_COMMANDS = ['all', 'select', 'insert', 'update', 'delete'] as const;
export const STORAGES = ['plain', 'external', 'extended', 'main'] as const;
export const REPLICA_IDENTITIES = ['default', 'nothing', 'full', 'index'] as const;
export const FUNCTION_KINDS = ['function', 'procedure', 'aggregate', 'window'] as const;
export const VOLATILITIES = ['immutable', 'stable', 'volatile'] as const;
export const PARALLELS = ['safe', 'restricted', 'unsafe'] as const;
export const CAST_CONTEXTS = ['explicit', 'assignment', 'implicit'] as const;
export const CAST_METHODS = ['function', 'inout', 'binary'] as const;
export const DEFAULT_PRIVILEGE_KINDS = [
  'tables',
  'sequences',
  'functions',
  'types',
  'schemas',
  'large objects',
] as const;

/**
 * What a role may do, in force: Postgres' own defaults and the owner's rights are among them.
 * A privilege that may be handed on ends in ` with grant option`.
 */
export const grantsSchema = z.array(
  z.strictObject({ role: z.string(), privileges: z.array(z.string()) }),
);
export type Grants = z.infer<typeof grantsSchema>;

export const ownedShape = {
  owner: z.string(),
  comment: z.string().nullable(),
  /** Sorted by role; `public` for everyone. */
  grants: grantsSchema,
  /** Brought by CREATE EXTENSION. */
  isOfExtension: z.boolean(),
};

export const namedShape = { schema: z.string(), name: z.string() };
export const onTableShape = { schema: z.string(), table: z.string(), name: z.string() };
/** Storage parameters, as Postgres keeps them: texts. */
export const optionsSchema = z.record(z.string(), z.string());
