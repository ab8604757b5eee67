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
  | 'SEAL_ENCODING'
  | 'SEAL_JSON_REENCODED'
  | 'SEAL_UNICODE_DRIFT'
  | 'SEAL_LENGTH_DIFFERS';

/** What the bytes would be without some kinds of drift; equal to the sealed ones it names them. */
export interface Undone {
  /** Several where drifts came together, as a byte order mark and CR LF do. */
  readonly codes: readonly DriftCode[];
  /** In words that end the sentence `equal again `. */
  readonly how: string;
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

/** What the gate must refuse beside them, with its codes and how many samples stay identical. */
export const REFUSALS = {
  'mixed-drift': { codes: ['SEAL_BOM', 'SEAL_LINE_ENDINGS'], identical: 2 },
  'other-encoding': { codes: ['SEAL_ENCODING'], identical: 2 },
  'link-out-of-tree': { codes: ['SEAL_PATH_LEAVES_TREE'], identical: 2 },
  'absolute-link': { codes: ['SEAL_PATH_LEAVES_TREE'], identical: 2 },
  'folder-link-out-of-tree': { codes: ['SEAL_PATH_LEAVES_TREE'], identical: 2 },
  'link-loop': { codes: ['SEAL_NOT_A_FILE'], identical: 2 },
  'folder-in-place-of-file': { codes: ['SEAL_NOT_A_FILE'], identical: 2 },
  'manifest-traversal': { codes: ['SEAL_PATH_FORBIDDEN'], identical: 0 },
  'manifest-absolute-path': { codes: ['SEAL_PATH_FORBIDDEN'], identical: 0 },
  'manifest-decomposed-path': { codes: ['SEAL_PATH_FORBIDDEN'], identical: 0 },
  'duplicate-entry': { codes: ['SEAL_PATH_TWICE'], identical: 0 },
  'case-collision': { codes: ['SEAL_PATH_TWICE'], identical: 0 },
  'form-collision': { codes: ['SEAL_PATH_TWICE'], identical: 0 },
  'empty-manifest': { codes: ['SEAL_MANIFEST_EMPTY'], identical: 0 },
  'missing-manifest': { codes: ['SEAL_MANIFEST_MISSING'], identical: 0 },
  'damaged-manifest': { codes: ['SEAL_MANIFEST_INVALID'], identical: 0 },
  'manifest-link': { codes: ['SEAL_NOT_A_FILE'], identical: 0 },
  'manifest-too-large': { codes: ['SEAL_UNREADABLE'], identical: 0 },
  'forged-manifest-elsewhere': {
    codes: ['SEAL_CONTENT_EDITED', 'SEAL_MANIFEST_DIFFERS'],
    identical: 2,
  },
  'pattern-traversal': { codes: ['SEAL_PATH_FORBIDDEN'], identical: 3 },
  'pattern-without-files': { codes: ['SEAL_NOTHING_TO_SEAL'], identical: 3 },
  'unsealed-file': { codes: ['SEAL_FILE_UNSEALED'], identical: 3 },
  'unsealed-dot-file': { codes: ['SEAL_FILE_UNSEALED'], identical: 3 },
  'unsealed-link': { codes: ['SEAL_FILE_UNSEALED'], identical: 3 },
  'unsealed-in-new-folder': { codes: ['SEAL_FILE_UNSEALED'], identical: 3 },
  'makefile-taken-over': { codes: ['SEAL_FILE_UNSEALED'], identical: 3 },
  'npm-options-unsealed': { codes: ['SEAL_FILE_UNSEALED'], identical: 3 },
  'pinned-file-differs': { codes: ['SEAL_PINNED_DIFFERS'], identical: 3 },
  'pinned-file-missing': { codes: ['SEAL_FILE_MISSING'], identical: 3 },
} as const satisfies Record<string, { codes: readonly Code[]; identical: number }>;
export type Refusal = keyof typeof REFUSALS;

/** What the gate said of one set of files; the rest of a row follows from it. */
const gateSaid = {
  gate_judgement: z.enum(JUDGEMENTS),
  /** Sealed files whose bytes were the sealed ones. */
  identical: z.int().nonnegative(),
  found_codes: z.array(z.string()),
};
const judged = {
  ...gateSaid,
  expected_codes: z.array(z.string()),
  failed_closed: z.boolean(),
  judgement: z.enum(JUDGEMENTS),
};

/** `ci-seal-vs-bytes-gate-selftest-result.json` */
export const gateSelftestSchema = z.strictObject({
  version: z.literal(1),
  judgement: z.enum(JUDGEMENTS),
  byte_identical: z.strictObject({
    ...gateSaid,
    judgement: z.enum(JUDGEMENTS),
    sealed: z.int().nonnegative(),
  }),
  drifts: z.array(z.strictObject({ drift: z.string(), ...judged })),
  refusals: z.array(z.strictObject({ refusal: z.string(), ...judged })),
  findings: z.array(z.strictObject({ code: z.string(), where: z.string(), what: z.string() })),
});
export type GateSelftestResult = z.infer<typeof gateSelftestSchema>;

/** What the gate said of each case: all that a result is judged by. A result holds it too. */
export interface GateSaid {
  readonly gate_judgement: Judgement;
  readonly identical: number;
  readonly found_codes: readonly string[];
}
export interface SelftestFacts {
  readonly byte_identical: GateSaid & { readonly sealed: number };
  readonly drifts: readonly (GateSaid & { readonly drift: string })[];
  readonly refusals: readonly (GateSaid & { readonly refusal: string })[];
}
