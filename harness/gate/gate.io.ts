// Writes a seal and checks one, on real files.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { finding, weakest, type Finding } from '../kernel/index.ts';
import { writeOut } from '../output/index.ts';
import type { FileFact, SealEntry, SealVerdict } from './contract.ts';
import { factAt, filesOf } from './files.io.ts';
import { formatSealManifest, parseSealManifest, pathFindings } from './manifest.ts';
import { pathProblem } from './paths.ts';
import { sealUndecided, verifySeal } from './verify.ts';

export interface SealWritten {
  /** How many files the new manifest holds; 0 where it was not written. */
  readonly sealed: number;
  readonly findings: readonly Finding[];
}

/**
 * Seals every file that the patterns mean (`**` any folders, `*` within a name) and writes
 * `manifestPath`, a path within `root`. Nothing is written where anything is amiss.
 */
export async function writeSeal(
  root: string,
  patterns: readonly string[],
  manifestPath: string,
): Promise<SealWritten> {
  const { paths, findings } = await expand(root, patterns, manifestPath);
  const entries: SealEntry[] = [];
  const problems = [...findings, ...pathFindings(paths)];
  for (const each of paths) {
    const fact = await factAt(root, each);
    if (fact.kind === 'file') {
      entries.push({ path: each, sha256: fact.sha256, byteLength: fact.byteLength });
    } else problems.push(finding(CODE_OF[fact.kind], each, fact.why));
  }
  if (entries.length === 0 && problems.length === 0) {
    problems.push(finding('SEAL_NOTHING_TO_SEAL', manifestPath, 'no pattern is given'));
  }
  if (problems.length > 0) return { sealed: 0, findings: problems };
  const text = formatSealManifest({ entries });
  await writeOut({ file: path.join(root, manifestPath), text, how: 'replace' });
  return { sealed: entries.length, findings: [] };
}

/**
 * Checks every sealed file against its raw bytes. `patterns` says what ought to be sealed: a file
 * that one of them means and the manifest lacks is refused too.
 */
export async function checkSeal(
  root: string,
  manifestPath: string,
  patterns: readonly string[] = [],
): Promise<SealVerdict> {
  const bytes = await bytesOf(path.join(root, manifestPath));
  if (bytes === null) {
    return sealUndecided([finding('SEAL_MANIFEST_MISSING', manifestPath, 'it cannot be read')]);
  }
  const parsed = parseSealManifest(bytes);
  if (parsed.kind === 'refused') return sealUndecided(parsed.findings);
  const facts = new Map<string, FileFact>();
  for (const entry of parsed.manifest.entries) {
    facts.set(entry.path, await factAt(root, entry.path));
  }
  const { paths, findings } = await expand(root, patterns, manifestPath);
  const unsealed = paths.filter((each) => !facts.has(each));
  const verdict = verifySeal(parsed.manifest, facts, unsealed);
  return {
    ...verdict,
    // What ought to be sealed could not be told: the gate may not say that it holds.
    judgement:
      findings.length === 0 ? verdict.judgement : weakest([verdict.judgement, 'NOT_DECIDED']),
    findings: [...verdict.findings, ...findings],
  };
}

const CODE_OF = {
  missing: 'SEAL_FILE_MISSING',
  'not-a-file': 'SEAL_NOT_A_FILE',
  'leaves-tree': 'SEAL_PATH_LEAVES_TREE',
  unreadable: 'SEAL_UNREADABLE',
} as const;

/** The manifest itself is never sealed: it cannot hold its own hash. */
async function expand(
  root: string,
  patterns: readonly string[],
  manifestPath: string,
): Promise<{ paths: string[]; findings: Finding[] }> {
  const paths = new Set<string>();
  const findings: Finding[] = [];
  for (const pattern of patterns) {
    const problem = pathProblem(pattern);
    if (problem !== null) {
      findings.push(finding('SEAL_PATH_FORBIDDEN', pattern, problem));
      continue;
    }
    const listing = await filesOf(root, pattern);
    const found = listing.paths.filter((each) => each !== manifestPath);
    if (listing.problem !== null) {
      findings.push(finding('SEAL_UNREADABLE', pattern, listing.problem));
    } else if (found.length === 0) {
      findings.push(finding('SEAL_NOTHING_TO_SEAL', pattern, 'no file is there'));
    }
    for (const each of found) paths.add(each);
  }
  return { paths: [...paths], findings };
}

async function bytesOf(file: string): Promise<Uint8Array | null> {
  try {
    return await readFile(file);
  } catch {
    return null; // whatever the reason, there is no manifest to check by
  }
}
