// `run.json` and `timings.json`: what a run says of itself, outside the tree because it varies.
import { z } from 'zod';
import { SHA256_PATTERN } from '../kernel/index.ts';

const hash = z.string().regex(SHA256_PATTERN);
const time = z.iso.datetime();
const duration = z.number().nonnegative();

/** A file that the run was told by: its name from the configuration's folder, and its bytes. */
export const inputFileSchema = z.strictObject({ name: z.string().min(1), sha256: hash });
export type InputFile = z.infer<typeof inputFileSchema>;

/** A part that a merged packet was made of, as its own record told of it. */
const mergedPart = z.strictObject({
  number: z.int().positive(),
  of: z.int().positive(),
  packet_tree: hash,
  run_id: z.string().min(1),
  started_at: time,
  ended_at: time,
});

/** `run.json` */
export const runRecordSchema = z.strictObject({
  version: z.literal(1),
  run_id: z.string().min(1),
  /** With the lane's prefix. */
  status: z.string().min(1),
  /** sha256 of packet_tree.sha256. */
  packet_tree: hash,
  started_at: time,
  ended_at: time,
  harness: z.strictObject({ version: z.string().min(1) }),
  node: z.string().min(1),
  server: z.string().nullable(),
  clones: z.enum(['overlay', 'template']).nullable(),
  thin_clones_refused: z.string().nullable(),
  /** How sessions reached the clone, and why in this way; null without a clone. */
  transport: z.enum(['socket', 'exec']).nullable(),
  transport_reason: z.string().nullable(),
  /** What messages call the dump: its path from the configuration's folder, else its bare name. */
  dump: z.string().min(1),
  /** Sorted by name: configuration, spec, lane, executors, scenarios, seal manifest. */
  inputs: z.array(inputFileSchema).min(1),
  /** Null of a rehearsal that was not divided, and of a part. */
  merged_from: z.array(mergedPart).min(1).nullable(),
});
export type RunRecord = z.infer<typeof runRecordSchema>;

/** `timings.json` */
export const timingsSchema = z.strictObject({
  version: z.literal(1),
  /** In the order in which they ended; `startMs` counts from the start of the run. */
  stages: z.array(z.strictObject({ stage: z.string(), startMs: duration, ms: duration })),
  scenarios: z.array(
    z.strictObject({
      scenario: z.string(),
      walBytes: z.number().nonnegative().nullable(),
      rollbacks: z.array(
        z.strictObject({
          way: z.string(),
          prepareMs: duration,
          applyMs: duration,
          rollbackMs: duration,
        }),
      ),
      locks: z.array(
        z.strictObject({
          relation: z.string(),
          mode: z.string(),
          heldMs: duration,
        }),
      ),
    }),
  ),
});
export type Timings = z.infer<typeof timingsSchema>;
