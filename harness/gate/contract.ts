// The seal gate: what a manifest says of files, what is found on disk, and what the selftest shows.
import { z } from 'zod';
import {
  JUDGEMENTS,
  type Code,
  type Finding,
  type Judgement,
  type Sha256,
} from '../kernel/index.ts';

/** One sealed file. */
export interface SealEntry {
  /** Plain path from the sealed folder, with `/`. */
  readonly path: string;
  readonly sha256: Sha256;
  readonly byteLength: number;
}

export interface SealManifest {
  /** Sorted by the bytes of their paths. */
  readonly entries: readonly SealEntry[];
}

export type ParsedManifest =
  | { readonly kind: 'parsed'; readonly manifest: SealManifest }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

/** How bytes may have drifted: named to help, and refused all the same. */
export type DriftCode =
  | 'SEAL_LINE_ENDINGS'
  | 'SEAL_BOM'
  | 'SEAL_JSON_REENCODED'
  | 'SEAL_UNICODE_DRIFT'
  | 'SEAL_LENGTH_DIFFERS'
  | 'SEAL_CONTENT_EDITED';

/** What the bytes would be without one kind of drift; equal to the sealed ones it names the kind. */
export interface Undone {
  readonly code: DriftCode;
  readonly sha256: Sha256;
}

/** What stands at a sealed path. Hashes are of the raw bytes: nothing is decoded before. */
export type FileFact =
  | {
      readonly kind: 'file';
      readonly sha256: Sha256;
      readonly byteLength: number;
      readonly undone: readonly Undone[];
    }
  | {
      readonly kind: 'missing' | 'not-a-file' | 'leaves-tree' | 'unreadable';
      readonly why: string;
    };

export interface SealVerdict {
  readonly judgement: Judgement;
  /** Files whose bytes are the sealed ones. */
  readonly identical: number;
  readonly sealed: number;
  readonly findings: readonly Finding[];
}

/** The drift classes that the selftest makes on real files, with the code each must get. */
export const DRIFT_CLASSES = {
  'edited-content': 'SEAL_CONTENT_EDITED',
  'byte-length-mismatch': 'SEAL_LENGTH_DIFFERS',
  'unicode-drift': 'SEAL_UNICODE_DRIFT',
  'json-reencoded': 'SEAL_JSON_REENCODED',
  'byte-order-mark': 'SEAL_BOM',
  'line-endings': 'SEAL_LINE_ENDINGS',
  'missing-file': 'SEAL_FILE_MISSING',
} as const satisfies Record<string, Code>;
export type DriftClass = keyof typeof DRIFT_CLASSES;

/** `ci-seal-vs-bytes-gate-selftest-result.json` */
export const gateSelftestSchema = z.strictObject({
  version: z.literal(1),
  judgement: z.enum(JUDGEMENTS),
  byte_identical: z.strictObject({
    judgement: z.enum(JUDGEMENTS),
    sealed: z.int().nonnegative(),
    found_codes: z.array(z.string()),
  }),
  drifts: z.array(
    z.strictObject({
      drift: z.string(),
      expected_codes: z.array(z.string()),
      found_codes: z.array(z.string()),
      failed_closed: z.boolean(),
      judgement: z.enum(JUDGEMENTS),
    }),
  ),
  findings: z.array(z.strictObject({ code: z.string(), where: z.string(), what: z.string() })),
});
export type GateSelftestResult = z.infer<typeof gateSelftestSchema>;
