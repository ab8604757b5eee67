// Writes a seal and checks one, on real files.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import {
  finding,
  isSha256,
  LIMITS,
  weakest,
  type Finding,
  type Judgement,
} from '../kernel/index.ts';
import { writeOut } from '../output/index.ts';
import type { FileFact, SealEntry, SealManifest, SealVerdict } from './contract.ts';
import { takesOver } from './doors.ts';
import { factAt, filesOf } from './files.io.ts';
import { formatSealManifest, parseSealManifest, pathFindings, shownPath } from './manifest.ts';
import { inByteOrder } from './paths.ts';
import { errnoOf, readUnlinked } from './read.io.ts';
import { ABSENCES, judgePin, sealUndecided, verifySeal, type FileVerdict } from './verify.ts';

/** Files that an operator has pinned: sha256 by path. */
export type Pins = Readonly<Record<string, string>>;

export interface SealWritten {
  /** How many files the new manifest holds; 0 where it was not written. */
  readonly sealed: number;
  readonly findings: readonly Finding[];
}

/**
 * Seals every file that the patterns mean (`**` any folders, `*` within a name), and every pinned
 * one, and writes `manifestPath`, a path within `root`. Nothing is written where anything is amiss.
 */
export async function writeSeal(
  root: string,
  patterns: readonly string[],
  manifestPath: string,
  pinned: Pins = {},
): Promise<SealWritten> {
  const { paths, findings } = await expand(root, patterns, manifestPath);
  const wanted = [...new Set([...paths, ...Object.keys(pinned)])];
  const facts = await inBatches(
    wanted.map((each) => ({ path: each })),
    async (each) => await factAt(root, each.path),
  );
  const entries = facts.flatMap(({ path, fact }): SealEntry[] =>
    fact.kind === 'file' ? [{ path, sha256: fact.sha256, byteLength: fact.byteLength }] : [],
  );
  const problems = [
    ...pathFindings([manifestPath]),
    ...findings,
    ...pathFindings(wanted),
    ...facts.flatMap(({ path, fact }) =>
      fact.kind === 'file' ? [] : [finding(ABSENCES[fact.kind], path, fact.why)],
    ),
    ...(await doorFindings(root, wanted)),
    // A pinned file that is not there was named already.
    ...(await judgePins(root, pinned)).flatMap((pin) => (pin.isThere ? pin.findings : [])),
  ];
  if (entries.length === 0 && problems.length === 0) {
    problems.push(finding('SEAL_NOTHING_TO_SEAL', manifestPath, 'no pattern is given'));
  }
  if (problems.length > 0) return { sealed: 0, findings: problems };
  const text = formatSealManifest({ entries });
  const readBack = parseSealManifest(text);
  if (readBack.kind === 'refused') return { sealed: 0, findings: readBack.findings };
  await writeOut({ file: path.join(root, manifestPath), text, how: 'replace' });
  return { sealed: entries.length, findings: [] };
}

export interface CheckOptions {
  readonly pinned?: Pins;
  /**
   * The tree whose manifest is believed, where it is not the one that is checked: whoever changed
   * a file there could have sealed it anew.
   */
  readonly manifestRoot?: string;
}

/**
 * Checks every sealed file against its raw bytes. `patterns` says what ought to be sealed: a file
 * that one of them means and the manifest lacks is refused too.
 */
export async function checkSeal(
  root: string,
  manifestPath: string,
  patterns: readonly string[] = [],
  { pinned = {}, manifestRoot = root }: CheckOptions = {},
): Promise<SealVerdict> {
  const read = await readManifest(manifestRoot, manifestPath);
  if (read.manifest === null) return sealUndecided(read.findings);
  const { entries } = read.manifest;
  const sealed = await inBatches(
    entries,
    async (each) => await factAt(root, each.path, each.sha256),
  );
  const facts = new Map(sealed.map(({ path, fact }) => [path, fact]));
  const { paths, findings } = await expand(root, patterns, manifestPath);
  const pins = await judgePins(root, pinned);
  const wanted = [...paths, ...pins.flatMap((pin) => (pin.isThere ? [pin.path] : []))];
  const unsealed = [...new Set(wanted)].filter((each) => !facts.has(each));
  const verdict = verifySeal(read.manifest, facts, unsealed);
  const doors = await doorFindings(root, [...facts.keys(), ...unsealed]);
  const own = manifestRoot === root ? [] : await ownManifest(root, manifestPath, read.bytes);
  return {
    ...verdict,
    judgement: weakest([
      verdict.judgement,
      ...pins.map((pin) => pin.judgement),
      ...[...own, ...doors].map((): Judgement => 'NOT_HELD'),
      // What ought to be sealed could not be told: the gate may not say that it holds.
      ...findings.map((): Judgement => 'NOT_DECIDED'),
    ]),
    findings: [
      ...verdict.findings,
      ...doors,
      ...pins.flatMap((pin) => pin.findings),
      ...own,
      ...findings,
    ],
  };
}

/** What lies in the root, takes over what is run there, and is not among the `known` files. */
async function doorFindings(root: string, known: readonly string[]): Promise<Finding[]> {
  try {
    const names = inByteOrder(await readdir(root));
    return names
      .filter((name) => takesOver(name) && !known.includes(name))
      .map((name) => finding('SEAL_FILE_UNSEALED', shownPath(name), TAKES_OVER));
  } catch (error) {
    return [finding('SEAL_UNREADABLE', 'the root', `it cannot be listed (${errnoOf(error)})`)];
  }
}

const TAKES_OVER =
  'it takes over what the commands here run; remove it, or name it under "sealed" first';

type ManifestRead =
  | { readonly manifest: SealManifest; readonly bytes: Uint8Array }
  | { readonly manifest: null; readonly findings: readonly Finding[] };

async function readManifest(root: string, manifestPath: string): Promise<ManifestRead> {
  const forbidden = pathFindings([manifestPath]);
  if (forbidden.length > 0) return { manifest: null, findings: forbidden };
  const read = await readUnlinked(root, manifestPath, LIMITS.sealManifestBytes);
  if (read.kind !== 'read') {
    const code = read.kind === 'missing' ? 'SEAL_MANIFEST_MISSING' : ABSENCES[read.kind];
    return { manifest: null, findings: [finding(code, manifestPath, read.why)] };
  }
  const parsed = parseSealManifest(read.bytes);
  return parsed.kind === 'refused'
    ? { manifest: null, findings: parsed.findings }
    : { manifest: parsed.manifest, bytes: read.bytes };
}

/** A tree elsewhere needs no manifest; one that it brings may be no other than the trusted one. */
async function ownManifest(
  root: string,
  manifestPath: string,
  trusted: Uint8Array,
): Promise<Finding[]> {
  const read = await readUnlinked(root, manifestPath, LIMITS.sealManifestBytes);
  if (read.kind === 'missing') return [];
  if (read.kind !== 'read') return [finding(ABSENCES[read.kind], manifestPath, read.why)];
  if (Buffer.compare(read.bytes, trusted) === 0) return [];
  return [finding('SEAL_MANIFEST_DIFFERS', manifestPath, 'its bytes are not the trusted ones')];
}

type Pin = FileVerdict & { readonly path: string; readonly isThere: boolean };

async function judgePins(root: string, pinned: Pins): Promise<Pin[]> {
  const files = Object.entries(pinned).map(([path, hash]) => ({ path, hash }));
  const facts = await inBatches(
    files,
    async ({ path, hash }) => await factAt(root, path, isSha256(hash) ? hash : null),
  );
  return facts.map(({ path, hash, fact }) => {
    const forbidden = pathFindings([path]);
    const { judgement, findings } = judgePin(path, hash, fact);
    return {
      path,
      isThere: fact.kind === 'file',
      judgement: forbidden.length === 0 ? judgement : 'NOT_HELD',
      findings: [...forbidden, ...findings],
    };
  });
}

/** The manifest itself is never sealed: it cannot hold its own hash. */
async function expand(
  root: string,
  patterns: readonly string[],
  manifestPath: string,
): Promise<{ readonly paths: readonly string[]; readonly findings: readonly Finding[] }> {
  const listings = [];
  for (const pattern of patterns) listings.push(await filesOf(root, pattern, manifestPath));
  return {
    paths: [...new Set(listings.flatMap(({ paths }) => paths))],
    findings: listings.flatMap(({ findings }) => findings),
  };
}

/** Files that are in memory at a time. */
const BATCH = 8;

/** In the order given, whatever is read first. */
async function inBatches<Item extends { readonly path: string }>(
  items: readonly Item[],
  read: (item: Item) => Promise<FileFact>,
): Promise<(Item & { readonly fact: FileFact })[]> {
  const facts: (Item & { readonly fact: FileFact })[] = [];
  for (let from = 0; from < items.length; from += BATCH) {
    const batch = items.slice(from, from + BATCH);
    facts.push(
      ...(await Promise.all(batch.map(async (item) => ({ ...item, fact: await read(item) })))),
    );
  }
  return facts;
}
