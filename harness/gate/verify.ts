// The gate: a file passes only where its raw bytes are the sealed ones. Why not is said, and no help.
import { finding, weakest, type Code, type Finding, type Judgement } from '../kernel/index.ts';
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
    ...unsealed.map((path) => finding('SEAL_FILE_UNSEALED', path, 'it is not in the manifest')),
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

interface FileVerdict {
  readonly judgement: Judgement;
  readonly findings: readonly Finding[];
}

function judge(entry: SealEntry, fact: FileFact | undefined): FileVerdict {
  if (fact === undefined) return drifted('SEAL_FILE_MISSING', entry, 'nothing was found there');
  switch (fact.kind) {
    case 'file':
      return judgeBytes(entry, fact);
    case 'missing':
      return drifted('SEAL_FILE_MISSING', entry, fact.why);
    case 'not-a-file':
      return drifted('SEAL_NOT_A_FILE', entry, fact.why);
    case 'leaves-tree':
      return drifted('SEAL_PATH_LEAVES_TREE', entry, fact.why);
    case 'unreadable':
      return {
        judgement: 'NOT_DECIDED',
        findings: [finding('SEAL_UNREADABLE', entry.path, fact.why)],
      };
  }
}

function judgeBytes(entry: SealEntry, fact: FileFact & { readonly kind: 'file' }): FileVerdict {
  const isSameLength = fact.byteLength === entry.byteLength;
  if (fact.sha256 === entry.sha256 && isSameLength) return { judgement: 'HELD', findings: [] };
  const guess = fact.undone.find(({ sha256 }) => sha256 === entry.sha256);
  const code: Code = guess?.code ?? (isSameLength ? 'SEAL_CONTENT_EDITED' : 'SEAL_LENGTH_DIFFERS');
  const lengths = `${fact.byteLength} bytes, sealed with ${entry.byteLength}`;
  const hashes = `sha256 ${fact.sha256.slice(0, 12)}, sealed with ${entry.sha256.slice(0, 12)}`;
  return drifted(code, entry, `${lengths}; ${hashes}`);
}

function drifted(code: Code, entry: SealEntry, what: string): FileVerdict {
  return { judgement: 'NOT_HELD', findings: [finding(code, entry.path, what)] };
}
