// The gate: a file passes only where its raw bytes are the sealed ones. Why not is said, and no help.
import { finding, weakest, type Code, type Finding, type Judgement } from '../kernel/index.ts';
import { shownPath } from './manifest.ts';
import type { FileFact, SealEntry, SealManifest, SealVerdict } from './contract.ts';

/**
 * `facts` holds what stands at each path; a path that was not looked at is a missing file.
 * `unsealed` names files that ought to be sealed and are not in the manifest.
 */
export function verifySeal(
  { entries }: SealManifest,
  facts: ReadonlyMap<string, FileFact>,
  unsealed: readonly string[] = [],
): SealVerdict {
  const verdicts = entries.map((entry) => judge(entry, facts.get(entry.path)));
  const findings = [
    ...verdicts.flatMap((verdict) => verdict.findings),
    ...unsealed.map((path) =>
      finding('SEAL_FILE_UNSEALED', shownPath(path), 'it is not in the manifest'),
    ),
  ];
  return {
    judgement: weakest([
      ...verdicts.map(({ judgement }) => judgement),
      ...unsealed.map((): Judgement => 'NOT_HELD'),
    ]),
    identical: verdicts.filter(({ judgement }) => judgement === 'HELD').length,
    sealed: entries.length,
    findings,
  };
}

/** What a manifest that cannot be used comes to. */
export function sealUndecided(findings: readonly Finding[]): SealVerdict {
  return { judgement: 'NOT_DECIDED', identical: 0, sealed: 0, findings };
}

export interface FileVerdict {
  readonly judgement: Judgement;
  readonly findings: readonly Finding[];
}

function judge(entry: SealEntry, fact: FileFact | undefined): FileVerdict {
  if (fact === undefined) return drifted('SEAL_FILE_MISSING', entry, 'nothing was found there');
  if (fact.kind === 'file') return judgeBytes(entry, fact);
  return {
    // It may be the sealed file or not: nobody could tell.
    judgement: fact.kind === 'unreadable' ? 'NOT_DECIDED' : 'NOT_HELD',
    findings: [finding(ABSENCES[fact.kind], entry.path, fact.why)],
  };
}

/** Why there are no bytes to compare. */
export const ABSENCES = {
  missing: 'SEAL_FILE_MISSING',
  'not-a-file': 'SEAL_NOT_A_FILE',
  'leaves-tree': 'SEAL_PATH_LEAVES_TREE',
  unreadable: 'SEAL_UNREADABLE',
} as const;

function judgeBytes(entry: SealEntry, fact: FileFact & { readonly kind: 'file' }): FileVerdict {
  const isSameLength = fact.byteLength === entry.byteLength;
  if (fact.sha256 === entry.sha256 && isSameLength) return { judgement: 'HELD', findings: [] };
  const lengths = `${fact.byteLength} bytes, sealed with ${entry.byteLength}`;
  const hashes = `sha256 ${fact.sha256.slice(0, 12)}, sealed with ${entry.sha256.slice(0, 12)}`;
  const guess = fact.undone.find(({ sha256 }) => sha256 === entry.sha256);
  if (guess === undefined) {
    const code = isSameLength ? 'SEAL_CONTENT_EDITED' : 'SEAL_LENGTH_DIFFERS';
    return drifted(code, entry, `${lengths}; ${hashes}`);
  }
  const what = `${lengths}; ${hashes}; equal again ${guess.how}`;
  return {
    judgement: 'NOT_HELD',
    findings: guess.codes.map((code) => finding(code, entry.path, what)),
  };
}

function drifted(code: Code, entry: SealEntry, what: string): FileVerdict {
  return { judgement: 'NOT_HELD', findings: [finding(code, entry.path, what)] };
}

/** One pinned file against the hash that the configuration gives; its own is never believed. */
export function judgePin(path: string, pinned: string, fact: FileFact): FileVerdict {
  if (fact.kind !== 'file') {
    return {
      judgement: fact.kind === 'unreadable' ? 'NOT_DECIDED' : 'NOT_HELD',
      findings: [finding(ABSENCES[fact.kind], path, fact.why)],
    };
  }
  if (fact.sha256 === pinned) return { judgement: 'HELD', findings: [] };
  const guess = fact.undone.find(({ sha256 }) => sha256 === pinned);
  const again = guess === undefined ? '' : `; equal again ${guess.how}`;
  const what = `sha256 ${fact.sha256.slice(0, 12)}, pinned as ${pinned.slice(0, 12)}${again}`;
  return { judgement: 'NOT_HELD', findings: [finding('SEAL_PINNED_DIFFERS', path, what)] };
}
