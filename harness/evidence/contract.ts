// What a packet is made of: the closed list of its files, and the one JSON file this stage owns.
import { z } from 'zod';
import type { Finding, Judgement, Sha256 } from '../kernel/index.ts';
import type { IsolationProof } from '../sandbox/contract.ts';
import type { ExecutorFile } from '../scenario/evidence-contract.ts';

/** JSON inside the tree: each has one schema, and is written as canonical JSON. */
export const TREE_JSON_FILES = [
  'bad-input-probes.json',
  'blockers.json',
  'ci-seal-vs-bytes-gate-selftest-result.json',
  'clone-provenance.json',
  'clone-rehearsal-execution-evidence.json',
  'clone-rollback-evidence.json',
  'decision-packet.json',
  'forbidden-surface-proof.json',
  'hardened-validator-result.json',
  'isolation-proof.json',
  'rehearsal-target-lock.json',
  'restore-evidence.json',
  'schema-compatibility.json',
] as const;
export type TreeJsonFile = (typeof TREE_JSON_FILES)[number];

/** Markdown inside the tree. */
export const TREE_TEXT_FILES = ['decision-packet.md', 'report.md'] as const;
export type TreeTextFile = (typeof TREE_TEXT_FILES)[number];
export type TreeFile = TreeJsonFile | TreeTextFile;

/** Outside the tree: what varies from run to run. A packet is whole without them. */
export const OUTSIDE_FILES = [
  'junit.xml',
  'log.jsonl',
  'packet.intoto.json',
  'report.html',
  'run.json',
  'timings.json',
] as const;
export type OutsideFile = (typeof OUTSIDE_FILES)[number];

/** The packet as an in-toto Statement; made of the other files. */
export const STATEMENT_FILE = 'packet.intoto.json';
/** The same form as the tree's manifest, over the files outside it; itself listed nowhere. */
export const OUTSIDE_MANIFEST_FILE = 'packet_outside.sha256';

/** `<sha256>  <name>` for each file of the tree, sorted by bytes; its own sha256 is the tree hash. */
export const MANIFEST_FILE = 'packet_tree.sha256';

/** Every name that may stand in a packet, and whether the tree hash covers it. */
export const PACKET_FILES: readonly { readonly name: string; readonly hashed: boolean }[] = [
  ...[...TREE_JSON_FILES, ...TREE_TEXT_FILES].sort().map((name) => ({ name, hashed: true })),
  { name: MANIFEST_FILE, hashed: false },
  ...[...OUTSIDE_FILES, OUTSIDE_MANIFEST_FILE].map((name) => ({ name, hashed: false })),
];

/** One schema for every JSON file, in the tree and outside. */
export type PacketSchemas = Readonly<
  Record<TreeJsonFile | Extract<OutsideFile, `${string}.json`>, z.ZodType>
>;

/** JSON values and Markdown texts, by file name. */
export type TreeContents = Readonly<Record<TreeJsonFile, unknown>> &
  Readonly<Record<TreeTextFile, string>>;

/** A value for a `.json` file, a text for every other; the Statement is made of them. */
export type OutsideContents = Readonly<
  Record<Exclude<OutsideFile, typeof STATEMENT_FILE>, unknown>
>;

export interface ComposeRequest {
  readonly files: TreeContents;
  readonly schemas: PacketSchemas;
  /** Host name, absolute paths, temporary names, run id: refused in every file of the tree. */
  readonly neverMention: readonly string[];
}

/** The tree as it will be written, byte for byte. */
export interface PacketTree {
  readonly texts: ReadonlyMap<TreeFile, string>;
  readonly manifest: string;
  /** sha256 of the manifest's bytes. */
  readonly treeHash: Sha256;
}

export type Composed =
  | { readonly kind: 'composed'; readonly tree: PacketTree }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

export interface WriteRequest extends ComposeRequest {
  /** Where the packet will stand; must not exist, or be an empty folder. */
  readonly folder: string;
  /** Files outside the tree, built once the tree hash is known: run.json is to hold it. */
  readonly outside: (treeHash: Sha256) => OutsideContents;
  /** Path of a link that is to point at this packet, in the same folder as it; none where null. */
  readonly latestLink: string | null;
}

export type Written =
  | { readonly kind: 'written'; readonly treeHash: Sha256; readonly findings: readonly Finding[] }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

/** What one path in a packet is, read without following anything. */
export type PacketEntry =
  | { readonly kind: 'file'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'not-a-file' | 'too-large'; readonly name: string }
  | { readonly kind: 'unreadable'; readonly name: string; readonly why: string };

export interface PacketVerdict {
  readonly judgement: Judgement;
  /** Of the manifest as it stands; null where there is none. */
  readonly treeHash: Sha256 | null;
  readonly findings: readonly Finding[];
}

/** Why a surface is as it is said to be; decides which measured facts are asked. */
export const SURFACE_BASES = ['network', 'request', 'secrets', 'files'] as const;

/** One row of the lane's list of what a rehearsal never touches. */
export const surfaceRowSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: z.string().trim().min(1).max(200),
  /**
   * `network`: could only be reached over one. `request`: only where asked for. `secrets`: only
   * with what the sandbox was given. `files`: files of this project that a run might change.
   */
  basis: z.enum(SURFACE_BASES),
});
export type SurfaceRow = z.infer<typeof surfaceRowSchema>;

/** Measured in this run; what was not measured is never read as "none". */
export interface SurfaceFacts {
  /** Whether any container was started at all; `none` is a fact of its own. */
  readonly container: 'none' | 'started';
  /** What was measured on it; null where measuring failed, or there was none. */
  readonly isolation: IsolationProof | null;
  /** What the request asks to be done, e.g. `['rehearse']`. */
  readonly requestedActions: readonly string[];
  /** Files whose bytes were read before and after the whole run. */
  readonly watchedFiles: readonly ExecutorFile[];
}

export const SURFACE_STATES = ['UNTOUCHED', 'NOT_REQUESTED', 'NOT_DECIDED'] as const;

/** `forbidden-surface-proof.json`. */
export const forbiddenSurfaceProofSchema = z.strictObject({
  version: z.literal(1),
  judgement: z.enum(['HELD', 'NOT_DECIDED']),
  surfaces: z
    .array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        state: z.enum(SURFACE_STATES),
        reason: z.string().min(1),
      }),
    )
    .min(1),
  findings: z.array(z.strictObject({ code: z.string(), where: z.string(), what: z.string() })),
});
export type ForbiddenSurfaceProof = z.infer<typeof forbiddenSurfaceProofSchema>;
