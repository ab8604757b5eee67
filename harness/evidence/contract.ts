// What a packet is made of: the closed list of its files, and what each part of it rests on.
import type { z } from 'zod';
import type { Finding, Judgement, Sha256 } from '../kernel/index.ts';

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

/** What this build of the harness knows of how a packet's files hang together. */
export interface PacketStory {
  /** Of the harness, its build included: another one may tell a packet otherwise. */
  readonly version: string;
  /** By file name: JSON as parsed, other files as text; only such as have their form. */
  readonly judge: (files: ReadonlyMap<string, unknown>) => readonly Finding[];
}

export interface WriteRequest extends ComposeRequest {
  /** Where the packet will stand; must not exist, or be an empty folder. */
  readonly folder: string;
  /** As `homeOf` gave it when the run began; where it is elsewhere by now, nothing is written. */
  readonly home?: string;
  /** Read back, the packet must tell one story: else there is none. */
  readonly story: PacketStory;
  /** Files outside the tree, built once the tree hash is known: run.json is to hold it. */
  readonly outside: (treeHash: Sha256) => OutsideContents;
  /** Path of a link that is to point at this packet, in the same folder as it; none where null. */
  readonly latestLink: string | null;
  /** Ends the writing, until the packet has its name. */
  readonly signal?: AbortSignal;
}

export type Written =
  | { readonly kind: 'written'; readonly treeHash: Sha256; readonly findings: readonly Finding[] }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

/** What one path in a packet is, read without following anything. */
export type PacketEntry =
  | { readonly kind: 'file'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'not-a-file' | 'too-large' | 'unknown'; readonly name: string }
  | { readonly kind: 'unreadable'; readonly name: string; readonly why: string };

export interface PacketVerdict {
  readonly judgement: Judgement;
  /** Of the manifest as it stands; null where there is none. */
  readonly treeHash: Sha256 | null;
  readonly findings: readonly Finding[];
}
