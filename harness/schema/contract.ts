// The schema spec (what production looks like), the catalog of a clone, and Table B.
import { z } from 'zod';
import { JUDGEMENTS, type Finding } from '../kernel/index.ts';

const name = z.string().min(1).max(200);
/** `schema.table`. */
const qualified = z.string().regex(/^[^.]+\.[^.]+$/, 'must be written schema.name');
const columns = z.array(name).min(1);

const columnSpec = z.strictObject({
  /** As SQL writes it, modifiers included: `varchar(64)`, `numeric(4,1)`, `text[]`, `birth_status`. */
  type: name,
  nullable: z.boolean().optional(),
  /** The default's expression; `null` demands that there is none. */
  default: z.string().nullable().optional(),
  identity: z.enum(['always', 'by default', 'none']).optional(),
  generated: z.enum(['stored', 'virtual', 'none']).optional(),
});

const action = z.enum(['no action', 'restrict', 'cascade', 'set null', 'set default']);
const foreignKeySpec = z.strictObject({
  columns,
  references: qualified,
  to: columns,
  onDelete: action.optional(),
  onUpdate: action.optional(),
});

/** A rule about values; exactly one of the kinds. NULL breaks all but `unique` and `orNull`. */
const expectation = z.union([
  z.strictObject({ column: name, notNull: z.literal(true) }),
  z.strictObject({
    column: name,
    in: z.array(z.string()).min(1),
    orNull: z.boolean().default(false),
  }),
  z.strictObject({ column: name, matches: z.string().min(1), orNull: z.boolean().default(false) }),
  z.strictObject({ unique: columns }),
]);
export type Expectation = z.infer<typeof expectation>;

const tableSpec = z
  .strictObject({
    kind: z.enum(['table', 'partitioned', 'view', 'materialized view']).default('table'),
    columns: z.record(name, columnSpec).default({}),
    extraColumns: z.enum(['allow', 'refuse']).default('allow'),
    primaryKey: columns.optional(),
    foreignKeys: z.array(foreignKeySpec).default([]),
    unique: z.array(columns).default([]),
    /** Check constraints by name. */
    checks: z.array(name).default([]),
    indexes: z.array(name).default([]),
    triggers: z.array(name).default([]),
    policies: z.array(name).default([]),
    rowSecurity: z.boolean().optional(),
    rows: z
      .strictObject({
        atLeast: z.int().nonnegative().optional(),
        atMost: z.int().nonnegative().optional(),
      })
      .refine(
        ({ atLeast = 0, atMost }) => atLeast > 0 || atMost !== undefined,
        'demands no number of rows',
      )
      .refine(
        ({ atLeast = 0, atMost = atLeast }) => atLeast <= atMost,
        'no number of rows is within these bounds',
      )
      .optional(),
    expect: z.array(expectation).default([]),
  })
  .refine(
    ({ kind, rows, expect }) => kind !== 'view' || (rows === undefined && expect.length === 0),
    'the rows of a view are computed, not stored: ask the tables under it',
  );
export type TableSpec = z.infer<typeof tableSpec>;

const surfaceSpec = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
    title: name,
    /** `true`, or only where the clone has this table. */
    required: z.union([z.literal(true), z.strictObject({ whenTable: qualified })]).default(true),
    database: z.strictObject({ name: name.optional(), encoding: name.optional() }).optional(),
    schemas: z.array(name).default([]),
    tables: z.record(qualified, tableSpec).default({}),
    /** Labels in their order. */
    enums: z.record(name, z.array(z.string()).min(1)).default({}),
    sequences: z.array(qualified).default([]),
    functions: z.array(qualified).default([]),
    extensions: z.array(name).default([]),
  })
  .refine(
    (surface) =>
      Object.keys(surface.database ?? {}).length > 0 ||
      [surface.schemas, surface.sequences, surface.functions, surface.extensions].some(
        (list) => list.length > 0,
      ) ||
      Object.keys(surface.tables).length + Object.keys(surface.enums).length > 0,
    'demands nothing: a surface that cannot fail proves nothing',
  );
export type SurfaceSpec = z.infer<typeof surfaceSpec>;

/** `schema-spec/*.yaml` */
export const schemaSpecSchema = z
  .strictObject({
    version: z.literal(1),
    title: name,
    surfaces: z.array(surfaceSpec).min(1),
  })
  .superRefine(({ surfaces }, context) => {
    surfaces.forEach(({ id }, index) => {
      if (surfaces.findIndex((each) => each.id === id) === index) return;
      context.addIssue({
        code: 'custom',
        path: ['surfaces', index, 'id'],
        message: 'the id is used twice',
      });
    });
  });
export type SchemaSpec = z.infer<typeof schemaSpecSchema>;

export interface CatalogColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly default: string | null;
  readonly identity: 'always' | 'by default' | 'none';
  readonly generated: 'stored' | 'virtual' | 'none';
}

export interface CatalogKey {
  readonly name: string;
  readonly kind: 'primary' | 'unique' | 'foreign' | 'check' | 'exclusion';
  readonly columns: readonly string[];
  readonly references: string | null;
  readonly to: readonly string[];
  readonly onDelete: string | null;
  readonly onUpdate: string | null;
}

export interface CatalogTable {
  /** `schema.table` */
  readonly name: string;
  readonly kind: 'table' | 'partitioned' | 'view' | 'materialized view' | 'foreign table';
  readonly rowSecurity: boolean;
  readonly columns: readonly CatalogColumn[];
  readonly keys: readonly CatalogKey[];
  readonly indexes: readonly string[];
  readonly triggers: readonly string[];
  readonly policies: readonly string[];
}

/** What a clone has, read from its catalog. */
export interface Catalog {
  readonly database: string;
  readonly encoding: string;
  readonly schemas: readonly string[];
  readonly tables: readonly CatalogTable[];
  /** By `schema.name`, labels in their order. */
  readonly enums: Readonly<Record<string, readonly string[]>>;
  readonly sequences: readonly string[];
  readonly functions: readonly string[];
  readonly extensions: readonly string[];
}

/** Answers about values, by question id; `null` where a question could not be answered. */
export type Answers = ReadonlyMap<string, number | null>;

const difference = z.strictObject({
  /** Where in the spec: `public.birth_registry.status`. */
  path: z.string(),
  /** In words, exact: `column status is text, spec says birth_status`. */
  what: z.string(),
  expected: z.string(),
  found: z.string(),
});
export type Difference = z.infer<typeof difference>;

/** `schema-compatibility.json`, Table B. */
export const schemaCompatibilitySchema = z.strictObject({
  version: z.literal(1),
  spec: z.string(),
  judgement: z.enum([...JUDGEMENTS, 'N/A_NO_CLONE']),
  surfaces: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      clone_has: z.enum(['YES', 'NO', 'N/A_NO_CLONE']),
      judgement: z.enum([...JUDGEMENTS, 'N/A_NO_CLONE']),
      /** What the clone lacks is the operator's to deliver, not a fault of the design. */
      classified: z.enum([
        'COMPATIBLE',
        'INCOMPATIBLE',
        'NOT_MODELLED',
        'NOT_DECIDED',
        'BLOCKER_INPUT_MISSING',
      ]),
      differences: z.array(difference),
    }),
  ),
  findings: z.array(z.strictObject({ code: z.string(), where: z.string(), what: z.string() })),
});
export type SchemaCompatibility = z.infer<typeof schemaCompatibilitySchema>;

export interface SchemaCheck {
  readonly table: SchemaCompatibility;
  readonly findings: readonly Finding[];
}
