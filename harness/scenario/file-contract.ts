// What an author writes: `scenario.yaml`, or the same as an object in `scenario.ts`.
import { z } from 'zod';
import { LOCK_MODES } from '../witness/witness-contract.ts';

export const SCENARIO_KINDS = [
  'read-only',
  'transactional',
  'snapshot',
  'revert',
  'up-down-up',
] as const;
export type ScenarioKind = (typeof SCENARIO_KINDS)[number];

/** Ways to go back, each carried out for real. */
export const ROLLBACK_METHODS = [
  'transaction',
  'revert',
  'storage',
  'template',
  'logical',
  'pitr',
] as const;
export type RollbackMethod = (typeof ROLLBACK_METHODS)[number];

/** Folder layouts of migration tools; `auto` looks at the files' names. */
export const MIGRATION_LAYOUTS = [
  'auto',
  'numbered',
  'sqitch',
  'node-pg-migrate',
  'flyway',
  'dbmate',
  'golang-migrate',
] as const;
export type MigrationLayout = (typeof MIGRATION_LAYOUTS)[number];

const name = z.string().min(1).max(200);
const count = z.int().nonnegative();
const path = z.string().min(1).max(1000);

/** What the change is expected to do; one that is not met fails the scenario with its own code. */
export const expectationsSchema = z.strictObject({
  /** Rows changed, by table; a count that is left out is 0, a table that is left out is not asked. */
  rows: z
    .record(
      name,
      z.strictObject({
        inserted: count.default(0),
        updated: count.default(0),
        deleted: count.default(0),
      }),
    )
    .optional(),
  /** The strongest lock on any relation that was there before. */
  strongestLock: z.enum(LOCK_MODES).optional(),
  /** The longest time that a lock which keeps writers or readers out may be held. */
  longestLockMs: count.optional(),
  /** false: no table and no index may be given new storage. */
  rewrites: z.literal(false).optional(),
  /** WAL that the change may write. */
  walMiB: z.number().positive().optional(),
  /** Sequences that may move, and no others. */
  sequences: z.array(name).optional(),
});
export type Expectations = z.infer<typeof expectationsSchema>;

const common = {
  version: z.literal(1),
  /** Kebab-case; also the folder's name. */
  id: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    .max(80),
  title: z.string().trim().min(1).max(200),
  why: z.string().trim().min(1).max(2000),
  /** Tables that the change may touch, and no others; not asked where absent. */
  tables: z.array(name).optional(),
  /** Role that applies it, instead of the configuration's. */
  role: z.string().min(1).max(63).optional(),
};

/** One change with its way back. Which SQL files belong to it: docs/scenarios.md. */
export const scenarioFileSchema = z.strictObject({
  ...common,
  kind: z.enum(SCENARIO_KINDS),
  /** Ways back to rehearse; the kind's own where absent. */
  methods: z.array(z.enum(ROLLBACK_METHODS)).min(1).optional(),
  /** `whole`: apply.sql is one transaction. `statement`: each statement commits by itself. */
  transaction: z.enum(['whole', 'statement']).optional(),
  /** A file named under `executor` in the configuration, applied instead of apply.sql. */
  executor: path.optional(),
  expect: expectationsSchema.optional(),
});
export type ScenarioFile = z.infer<typeof scenarioFileSchema>;

/** A folder of migrations in a tool's own layout: each becomes a step of a chain. */
export const migrationsFileSchema = z.strictObject({
  ...common,
  migrations: z.strictObject({
    /** Relative to the scenario's folder. */
    folder: path,
    layout: z.enum(MIGRATION_LAYOUTS).default('auto'),
    /** Only those behind this one (its version or name): what production has already. */
    after: name.optional(),
    /** The last one to rehearse. */
    until: name.optional(),
  }),
  methods: z.array(z.enum(ROLLBACK_METHODS)).min(1).optional(),
});
export type MigrationsFile = z.infer<typeof migrationsFileSchema>;

/** SQL of a `scenario.ts`; each as it would stand in the file of that name. */
export interface ScenarioSql {
  readonly setup?: string;
  readonly apply: string;
  readonly verify?: string;
  readonly revert?: string;
}

/** What `defineScenario` takes: the keys of `scenario.yaml` but `version`, and the SQL. */
export type ScenarioDefinition = Omit<z.input<typeof scenarioFileSchema>, 'version'> & ScenarioSql;
