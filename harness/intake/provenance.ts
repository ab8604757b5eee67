// Table A: what could have been rehearsed on, and what was. Built from what intake found.
import { CODES, type AllowedFinding, type Code, type Finding } from '../kernel/index.ts';
import type {
  Attestation,
  CloneProvenance,
  ContentScan,
  DumpFacts,
  IntakeOutcome,
} from './contract.ts';

type Answer = 'YES' | 'NO' | 'NOT_DECIDED';

/** What was found in all content, and what a lane says to it. */
export interface ContentEvidence {
  readonly scan: ContentScan;
  /** What refuses, and notes. */
  readonly findings: readonly Finding[];
  readonly allowed: readonly AllowedFinding[];
}

/**
 * `isolated`: what RX-0 measured, `NOT_DECIDED` before or without it. `content`: null where nobody
 * looked into it.
 */
export function provenanceOf(
  outcome: IntakeOutcome,
  isolated: Answer,
  content: ContentEvidence | null = null,
): CloneProvenance {
  const scan = content?.scan ?? null;
  const facts = outcome.kind === 'accepted' ? outcome.dump.facts : outcome.facts;
  const attestation = outcome.kind === 'accepted' ? outcome.dump.attestation : outcome.attestation;
  const isThere = facts.sha256 !== undefined;
  const { format, compression, serverVersion, databaseName, encoding, sha256, byteLength } = facts;
  const isKnown =
    format !== undefined &&
    compression !== undefined &&
    serverVersion !== undefined &&
    databaseName !== undefined &&
    encoding !== undefined &&
    sha256 !== undefined &&
    byteLength !== undefined;
  return {
    version: 1,
    dump: isKnown
      ? { format, compression, serverVersion, databaseName, encoding, sha256, byteLength }
      : null,
    attestation:
      attestation === undefined
        ? null
        : {
            operator: attestation.operator,
            sanitizedWith: attestation.sanitizedWith,
            confirmation: attestation.confirmation,
            boundToDump: isBound(attestation, facts),
          },
    candidates: [
      {
        candidate: 'operator dump',
        source: 'a pg_dump delivered by the operator',
        production_shaped: 'NOT_DECIDED',
        isolated,
        contains_secrets: containsSecrets(scan),
        allowed: isAllowed(outcome, scan),
        present: isThere ? 'YES' : 'NO',
        note: `${NOTES[outcome.kind]}${outcome.kind === 'accepted' ? noteOn(scan) : ''}`,
      },
      neverAllowed('production', 'the live production database'),
      neverAllowed('replica', 'a live replica or a shared staging server'),
      SYNTHETIC,
    ],
    scan,
    findings: [...outcome.findings, ...(content?.findings ?? [])].map((each) => ({ ...each })),
    allowed: [...outcome.allowed, ...(content?.allowed ?? [])].map((each) => ({ ...each })),
  };
}

const NOTES: Readonly<Record<IntakeOutcome['kind'], string>> = {
  accepted: 'attested as sanitized and bound to its sha256; its shape is judged in Table B; ',
  missing: 'the operator has not delivered all of it; the findings say what is missing',
  refused: 'refused; the findings say why',
};

/** A secret that the lane allows is still one. */
function containsSecrets(scan: ContentScan | null): Answer {
  if (scan?.hits.some(({ code }) => forces(code)) === true) return 'YES';
  return scan?.judgement === 'HELD' ? 'NO' : 'NOT_DECIDED';
}

/** The judgement of the scan knows what the lane allows; content that nobody read is undecided. */
function isAllowed(outcome: IntakeOutcome, scan: ContentScan | null): Answer {
  if (outcome.kind !== 'accepted') return 'NO';
  if (scan === null) return 'NOT_DECIDED';
  return scan.judgement === 'HELD' ? 'YES' : 'NO';
}

/** A code that the registry does not know is taken for one that refuses. */
function forces(code: string): boolean {
  return !Object.hasOwn(CODES, code) || CODES[code as Code].forces !== null; // it has the key
}

function noteOn(scan: ContentScan | null): string {
  if (scan === null) return 'for the absence of secrets only the attestation speaks';
  switch (scan.judgement) {
    case 'HELD':
      return 'all its content was scanned, and nothing found that refuses and is not allowed';
    case 'NOT_HELD':
      return 'all its content was scanned; what was found is listed';
    case 'NOT_DECIDED':
    case 'N/A_NO_CLONE':
      return 'its content was not scanned to the end';
  }
}

/** Bound: given for the very bytes that were measured; where none were, nobody can say. */
function isBound({ sha256, byteLength }: Attestation, facts: Partial<DumpFacts>): Answer {
  if (facts.sha256 === undefined) return 'NOT_DECIDED';
  return sha256 === facts.sha256 && byteLength === facts.byteLength ? 'YES' : 'NO';
}

/** It shows that the harness works, and nothing about anybody's production. */
const SYNTHETIC: CloneProvenance['candidates'][number] = {
  candidate: 'synthetic demo',
  source: 'a dump that the harness makes of computed rows',
  production_shaped: 'NO',
  isolated: 'NOT_DECIDED',
  contains_secrets: 'NO',
  allowed: 'YES',
  present: 'NOT_DECIDED',
  note: 'shows that the harness works, nothing about production; rehearsed only when delivered as the operator dump',
};

/** Reachable systems are listed so that their refusal is on record; none of them is ever looked for. */
function neverAllowed(candidate: string, source: string): CloneProvenance['candidates'][number] {
  return {
    candidate,
    source,
    production_shaped: 'YES',
    isolated: 'NO',
    contains_secrets: 'NOT_DECIDED',
    allowed: 'NO',
    present: 'NOT_DECIDED',
    note: 'never a target of a rehearsal; not looked for',
  };
}
