// What the schema check reads and hands on: the spec, the catalog, Table B.
import { z } from 'zod';
import { JUDGEMENTS, SHA256_PATTERN, type Code, type Finding } from '../kernel/index.ts';

export * from './catalog-contract.ts';
export * from './spec-contract.ts';

/** What a clone answers; never a value of a row. */
export type Answer =
  /** How many values a rule looked at, and how many of them break it. */
  | { readonly kind: 'counted'; readonly checked: number; readonly failing: number }
  /** To an assertion: how many rows (2: more than one), and the value of the first. */
  | {
      readonly kind: 'asserted';
      readonly rows: number;
      readonly value: 'true' | 'false' | 'null' | 'other';
    }
  /** To a definition: as the server words it. */
  | { readonly kind: 'worded'; readonly text: string }
  /** `why` holds no row data. */
  | { readonly kind: 'failed'; readonly why: string };

/** By `questionId`; a question without an answer is undecided. */
export type Answers = ReadonlyMap<string, Answer>;

/** Hands a value over as a parameter and returns its placeholder. */
export type Bind = (value: string | readonly string[]) => string;

/** One question about rows. Boolean expressions over a row of the table, names already quoted. */
export type Question =
  | {
      readonly kind: 'rows';
      readonly id: string;
      readonly schema: string;
      readonly table: string;
      /** Which rows count as checked, and which as failing. */
      readonly conditions: (bind: Bind) => { readonly checked: string; readonly failing: string };
    }
  | {
      readonly kind: 'duplicates';
      readonly id: string;
      readonly schema: string;
      readonly table: string;
      readonly columns: readonly string[];
    }
  | {
      readonly kind: 'assertion';
      readonly id: string;
      readonly sql: string;
      readonly timeoutSeconds: number;
    }
  /** How the server would word the query of a view, had it been made from this text. */
  | { readonly kind: 'wording'; readonly id: string; readonly definition: string };

/** One way in which a clone is not what the spec says. */
export interface Difference {
  readonly code: Code;
  /** Keys of the spec within the surface, e.g. `tables.birth_registry.columns.status.type`. */
  readonly path: string;
  readonly what: string;
  /** What the clone has; null where it has nothing of the kind, or where it is not known. */
  readonly found: string | null;
  readonly expected: string | null;
}

/** `schema-compatibility.json`, Table B. */
export const schemaCompatibilitySchema = z.strictObject({
  version: z.literal(1),
  judgement: z.enum([...JUDGEMENTS, 'N/A_NO_CLONE']),
  /** Over the spec as canonical JSON. */
  spec_sha256: z.string().regex(SHA256_PATTERN),
  /** In the spec's order. */
  surfaces: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      required: z.enum(['YES', 'NO', 'NOT_DECIDED']),
      clone_has: z.enum(['YES', 'NO', 'N/A_NO_CLONE']),
      judgement: z.enum([...JUDGEMENTS, 'NOT_REQUIRED', 'BLOCKER_INPUT_MISSING']),
      demands_checked: z.int().nonnegative(),
      differences: z.array(
        z.strictObject({
          code: z.string(),
          path: z.string(),
          what: z.string(),
          found: z.string().nullable(),
          expected: z.string().nullable(),
        }),
      ),
    }),
  ),
  /** Of the columns of the clone's tables, how many have no class; null where nobody could look. */
  classes: z
    .strictObject({
      columns: z.int().nonnegative(),
      without_class: z.int().nonnegative(),
      /** The first of them. */
      named: z.array(z.string()),
    })
    .nullable(),
  /** Every difference once, and the note on columns without a class where the spec allows them. */
  findings: z.array(z.strictObject({ code: z.string(), where: z.string(), what: z.string() })),
});
export type ClassCoverage = NonNullable<z.infer<typeof schemaCompatibilitySchema>['classes']>;
export type SchemaCompatibility = z.infer<typeof schemaCompatibilitySchema>;

export interface SchemaCheck {
  readonly table: SchemaCompatibility;
  /** The differences; the table's findings hold notes too. */
  readonly findings: readonly Finding[];
}
