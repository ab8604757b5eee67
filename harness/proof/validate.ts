// The hardened validator: judges a proof from outside, starts unproven, and fails closed.
import {
  defuseTokens,
  finding,
  LIMITS,
  weakest,
  type Code,
  type Finding,
  type Judgement,
} from '../kernel/index.ts';
import { CLAIMS } from './claims.ts';
import {
  untrustedEvidenceSchema,
  type EntryVerdict,
  type ProofVerdict,
  type RollbackEntry,
} from './contract.ts';
import { readStrictJson, type JsonFault } from './strict-json.ts';
import { twinsOf } from './twins.ts';

const WHERE = 'clone-rollback-evidence.json';
const FAULT_CODES: Readonly<Record<JsonFault, Code>> = {
  'too-large': 'ROLLBACK_PROOF_TOO_LARGE',
  'not-utf8': 'ROLLBACK_PROOF_NOT_UTF8',
  'not-json': 'ROLLBACK_PROOF_NOT_JSON',
  'key-twice': 'ROLLBACK_PROOF_KEY_TWICE',
  'key-reserved': 'ROLLBACK_PROOF_KEY_RESERVED',
  'number-inexact': 'ROLLBACK_PROOF_NUMBER_INEXACT',
};

/**
 * Judges the bytes (or text) of `clone-rollback-evidence.json`. `expectedIds` names the entries
 * that the rehearsal must have made, where that is known: none may be absent, none added.
 */
export function validateRollbackEvidence(
  input: string | Uint8Array,
  expectedIds?: readonly string[],
): ProofVerdict {
  const read = readStrictJson(input);
  if (read.kind === 'refused') {
    return unreadable([finding(FAULT_CODES[read.fault], WHERE, read.what)]);
  }
  const parsed = untrustedEvidenceSchema.safeParse(read.value);
  if (!parsed.success) return unreadable(shapeFindings(read.value, parsed.error.issues));

  const judged = parsed.data.entries.map(judgeEntry);
  const whole = documentFindings(parsed.data.entries, expectedIds);
  const findings = [...whole, ...judged.flatMap((each) => each.findings)];
  const entries = judged.map((each) => each.verdict);
  const judgement = weakest([
    ...entries.map((entry) => entry.judgement),
    ...whole.map((): Judgement => 'NOT_DECIDED'),
  ]);
  return { judgement, entries, findings };
}

function unreadable(findings: readonly Finding[]): ProofVerdict {
  return { judgement: 'NOT_DECIDED', entries: [], findings };
}

function judgeEntry(entry: RollbackEntry): { verdict: EntryVerdict; findings: Finding[] } {
  const id = defuseTokens(entry.id);
  const findings: Finding[] = [];
  const judgements: Judgement[] = [];
  for (const claim of CLAIMS) {
    const verdict = claim(entry);
    judgements.push(verdict.judgement);
    if (verdict.judgement !== 'HELD' && verdict.code !== null) {
      findings.push(finding(verdict.code, id, verdict.what));
    }
  }
  const codes = [...new Set(findings.map((each): Code => each.code))];
  return { verdict: { id, judgement: weakest(judgements), codes }, findings };
}

/** What only the whole document can show. */
function documentFindings(
  entries: readonly RollbackEntry[],
  expectedIds: readonly string[] | undefined,
): Finding[] {
  if (entries.length === 0) return [finding('ROLLBACK_NO_ENTRIES', WHERE, 'there is no entry')];
  const found = new Set<string>();
  const twice = new Set<string>();
  for (const { id } of entries) (found.has(id) ? twice : found).add(id);
  const expected = new Set(expectedIds ?? found);
  return [
    ...[...twice].map((id) => about('ROLLBACK_ENTRY_DUPLICATE', id, 'it stands more than once')),
    ...twinsOf([...found]).map(([id, twin]) =>
      about('ROLLBACK_ENTRY_DUPLICATE', id, `it is easily taken for ${defuseTokens(twin)}`),
    ),
    ...[...expected]
      .filter((id) => !found.has(id))
      .map((id) => about('ROLLBACK_ENTRY_ABSENT', id, 'it was rehearsed and has no entry')),
    ...[...found]
      .filter((id) => !expected.has(id))
      .map((id) => about('ROLLBACK_ENTRY_UNEXPECTED', id, 'it was not rehearsed in this run')),
  ];
}

function about(code: Code, id: string, what: string): Finding {
  return finding(code, defuseTokens(id), what);
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function shapeFindings(value: unknown, issues: readonly Issue[]): Finding[] {
  const version: unknown = Reflect.get(Object(value) as object, 'version'); // whatever it is
  const unknownVersion = version !== undefined && version !== 1;
  return [
    ...(unknownVersion
      ? [finding('ROLLBACK_PROOF_VERSION_UNKNOWN', `${WHERE}.version`, 'it is not 1')]
      : []),
    ...issues
      .filter(({ path }) => !(unknownVersion && path[0] === 'version'))
      .slice(0, LIMITS.findingsListed)
      .map(({ path, message }) =>
        finding(
          'ROLLBACK_PROOF_SHAPE',
          placeOf(path),
          lowerFirst(defuseTokens(message.slice(0, 300))),
        ),
      ),
  ];
}

function placeOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (place, key) => (typeof key === 'number' ? `${place}[${key}]` : `${place}.${String(key)}`),
    WHERE,
  );
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
