// What a spec can demand of the rows of a table, and of what stands in its columns.
import { z } from 'zod';
import { count, name, names, scalar } from './spec-shared-contract.ts';

/** A number of rows; at least one bound. */
export const rowCountSchema = z.strictObject({
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
export const expectationSchema = z.strictObject({
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

const HASHES = ['md5', 'sha1', 'sha256'] as const;
/** What a mask leaves of every value that is not null. */
const maskSchema = z.union([
  z.literal('null'),
  z.strictObject({ constant: scalar }),
  /** A Postgres regular expression. */
  z.strictObject({ pattern: z.string().min(1).max(1000) }),
  z.strictObject({ emailDomain: z.string().min(1).max(255) }),
  z.strictObject({ hash: z.enum(HASHES) }),
]);
export type MaskShape = z.infer<typeof maskSchema>;

/** What stands in the columns: nothing personal, values made up, or what a mask left. */
export const classesSchema = z.strictObject({
  public: names.optional(),
  synthetic: names.optional(),
  masked: z.record(name, maskSchema).optional(),
});
export type ClassesDemand = z.infer<typeof classesSchema>;
