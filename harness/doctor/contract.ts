// What the doctor answers: one check a line, judged from what was measured, with what to do about it.
import { z } from 'zod';
import { CODE_NAMES, JUDGEMENTS } from '../kernel/index.ts';

export const CHECK_GROUPS = ['machine', 'project', 'engine', 'sandbox'] as const;
export type CheckGroup = (typeof CHECK_GROUPS)[number];

export const CHECK_IDS = [
  'node',
  'clock',
  'temporary-folder',
  'temporary-space',
  'open-files',
  'docker-command',
  'configuration',
  'inputs',
  'seal',
  'evidence-folder',
  'dump',
  'engine',
  'api-version',
  'engine-kind',
  'storage-driver',
  'bounds',
  'security',
  'engine-clock',
  'memory',
  'image',
  'leftovers',
  'sandbox',
  'network',
  'isolation',
  'bounds-in-effect',
  'transport',
  'exec',
  'thin-clones',
  'engine-space',
  'disposal',
] as const;
export type CheckId = (typeof CHECK_IDS)[number];

export const doctorCheckSchema = z.strictObject({
  id: z.enum(CHECK_IDS),
  group: z.enum(CHECK_GROUPS),
  /** What the check is called for people. */
  title: z.string(),
  judgement: z.enum(JUDGEMENTS),
  /** Whether a rehearsal is stopped, or worth nothing, where this does not hold. */
  needed: z.boolean(),
  measured: z.string(),
  /** What to do; null exactly where the check held. */
  remedy: z.string().nullable(),
});
export type DoctorCheck = z.infer<typeof doctorCheckSchema>;

/** The object that `rehearse doctor --json` prints. */
export const doctorReportSchema = z.strictObject({
  version: z.literal(1),
  /** The weakest of the needed checks. */
  judgement: z.enum(JUDGEMENTS),
  checks: z.array(doctorCheckSchema).length(CHECK_IDS.length),
  exitCode: z.union([z.literal(0), z.literal(1)]),
  /** What stands behind checks that a registered problem decided. */
  findings: z.array(
    z.strictObject({ code: z.enum(CODE_NAMES), where: z.string(), what: z.string() }),
  ),
});
export type DoctorReport = z.infer<typeof doctorReportSchema>;

/** A fact, or why it could not be had. */
export type Read<Value> =
  | { readonly kind: 'read'; readonly value: Value }
  | { readonly kind: 'unread'; readonly why: string };
