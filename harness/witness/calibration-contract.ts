// What the instrument showed of itself on the operator's own schema, before it is believed.
import { z } from 'zod';
import { JUDGEMENTS, type Finding } from '../kernel/index.ts';
import type { Server } from '../sandbox/ground-contract.ts';
import type { DiskWord, Reference } from './witness-contract.ts';
import type { Fingerprint } from './contract.ts';

/** One tiny mutation, and whether the fingerprint saw it come and go. */
const trial = z.strictObject({
  /** e.g. `a flipped value`, `a function body`. */
  kind: z.string(),
  /** What was changed, as SQL names it: the operator's own, or a table made for this. */
  place: z.string(),
  own: z.enum(['operator', 'harness']),
  seen: z.enum(JUDGEMENTS),
  restored: z.enum(JUDGEMENTS),
});

export const calibrationSchema = z.strictObject({
  judgement: z.enum(JUDGEMENTS),
  /** Kinds that were seen to come and to go, of all kinds tried. */
  seen: z.int().nonnegative(),
  of: z.int().nonnegative(),
  /** Whether the schema, dumped and restored once more on this server, reads the same. */
  schema_restored_twice: z.enum(JUDGEMENTS),
  trials: z.array(trial),
});
export type Calibration = z.infer<typeof calibrationSchema>;
export type CalibrationTrial = Calibration['trials'][number];

export interface CalibrationRequest {
  /** A thin clone of the baseline, spent on this. */
  readonly server: Server;
  readonly database: string;
  /** A folder inside with room for a dump of the schema. */
  readonly keptFolder: string;
  readonly start: Fingerprint;
  /** Whether the server ends with the clone: a second database on it is not dropped before. */
  readonly isServerSpent?: boolean;
  /** Asks the disk which files changed; null where that cannot be asked: then all is read. */
  readonly disk?: () => Promise<DiskWord | null>;
  /** As scenarios have it: then the instrument is tried with it. */
  readonly reference?: Reference;
}

export interface CalibrationResult {
  readonly evidence: Calibration;
  readonly findings: readonly Finding[];
}
