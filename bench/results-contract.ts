// The form of bench/results.json: what was measured, where, and what it comes to.
import { z } from 'zod';
import { SHAPES, SIZES } from './data/shapes.ts';
import { ROWS } from './rows/contract.ts';

const spread = { median: z.number(), low: z.number(), high: z.number() };

const keysOf = <Key extends string>(record: Readonly<Record<Key, unknown>>): Key[] =>
  Object.keys(record) as Key[]; // the record's own keys

export const machineSchema = z.strictObject({
  processors: z.int(),
  model: z.string(),
  memoryMiB: z.int(),
  kernel: z.string(),
  filesystem: z.string(),
  engine: z.string(),
  storageDriver: z.string(),
  postgres: z.string(),
  stockImage: z.string(),
  node: z.string(),
});
export type Machine = z.infer<typeof machineSchema>;

const measuredSchema = z.strictObject({
  row: z.enum(keysOf(ROWS)),
  shape: z.enum(keysOf(SHAPES)),
  size: z.enum(keysOf(SIZES)),
  date: z.iso.date(),
  /** Of the project when it was measured, and the first digits over the program's own files. */
  commit: z.string(),
  harness: z.string(),
  /**
   * Lap by lap, in the order of time: seconds, MiB where the name says memory, and `load`, that of the
   * machine when the lap began (what is measured makes some of it, from the second lap on).
   */
  laps: z.array(z.record(z.string(), z.number())).min(1),
  measures: z.record(z.string(), z.strictObject(spread)),
  bars: z.array(
    z.strictObject({ id: z.string(), ...spread, most: z.number(), holds: z.boolean() }),
  ),
});
export type Measured = z.infer<typeof measuredSchema>;

export const resultsSchema = z.strictObject({
  version: z.literal(1),
  machine: machineSchema,
  measured: z.array(measuredSchema),
});
export type Results = z.infer<typeof resultsSchema>;
