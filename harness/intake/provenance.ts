// Table A: what could have been rehearsed on, and what was. Built from what intake found.
import type { Attestation, CloneProvenance, DumpFacts, IntakeOutcome } from './contract.ts';

type Answer = 'YES' | 'NO' | 'NOT_DECIDED';

/** `isolated`: what RX-0 measured, `NOT_DECIDED` before or without it. */
export function provenanceOf(outcome: IntakeOutcome, isolated: Answer): CloneProvenance {
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
        contains_secrets: 'NOT_DECIDED',
        allowed: outcome.kind === 'accepted' ? 'YES' : 'NO',
        present: isThere ? 'YES' : 'NO',
        note: NOTES[outcome.kind],
      },
      neverAllowed('production', 'the live production database'),
      neverAllowed('replica', 'a live replica or a shared staging server'),
      SYNTHETIC,
    ],
    findings: outcome.findings.map((each) => ({ ...each })),
  };
}

const NOTES: Readonly<Record<IntakeOutcome['kind'], string>> = {
  accepted:
    'attested as sanitized and bound to its sha256; its shape is judged in Table B; for the absence of secrets only the attestation speaks',
  missing: 'the operator has not delivered all of it; the findings say what is missing',
  refused: 'refused; the findings say why',
};

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
