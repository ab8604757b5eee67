// The operator's word for a dump, and whether it was given for these very bytes.
import { parseDocument, stringify } from 'yaml';
import { finding, LIMITS, type Finding, type Sha256 } from '../kernel/index.ts';
import { attestationSchema, CONFIRMATION, type Attestation } from './contract.ts';

/** `<dump>.attestation.yaml` */
export function sidecarOf(dumpPath: string): string {
  return `${dumpPath}.attestation.yaml`;
}

export type AttestationReading =
  | { readonly kind: 'read'; readonly attestation: Attestation }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

export function readAttestation(text: string, where: string): AttestationReading {
  const refused = (whats: readonly string[]): AttestationReading => ({
    kind: 'refused',
    findings: whats
      .slice(0, LIMITS.findingsListed)
      .map((what) => finding('ATTESTATION_INVALID', where, what)),
  });
  const document = parseDocument(text, { uniqueKeys: true });
  // A tag that the parser does not know is a warning to it and a mistake here.
  const problems = [...document.errors, ...document.warnings];
  if (problems.length > 0)
    return refused(problems.map(({ message }) => message.split('\n')[0] ?? ''));
  let plain: unknown;
  try {
    plain = document.toJS({ maxAliasCount: 0 });
  } catch {
    return refused(['YAML aliases are not used here']);
  }
  const confirmation: unknown =
    typeof plain === 'object' && plain !== null ? Reflect.get(plain, 'confirmation') : undefined;
  if (confirmation !== undefined && confirmation !== CONFIRMATION) {
    const what = `the confirmation is not "${CONFIRMATION}", word for word`;
    return { kind: 'refused', findings: [finding('ATTESTATION_NOT_CONFIRMED', where, what)] };
  }
  const parsed = attestationSchema.safeParse(plain);
  if (parsed.success) return { kind: 'read', attestation: parsed.data };
  return refused(
    parsed.error.issues.map(
      ({ path, message }) =>
        `${path.length === 0 ? 'the file' : `"${path.join('.')}"`}: ${message}`,
    ),
  );
}

/** Findings where the word was given for other bytes. */
export function judgeBinding(
  attestation: Attestation,
  measured: { readonly sha256: Sha256; readonly byteLength: number },
  where: string,
): Finding[] {
  if (attestation.sha256 === measured.sha256 && attestation.byteLength === measured.byteLength)
    return [];
  const what =
    attestation.byteLength === measured.byteLength
      ? `the dump's sha256 is ${measured.sha256}, attested is ${attestation.sha256}`
      : `the dump has ${measured.byteLength} bytes, attested are ${attestation.byteLength}`;
  return [finding('ATTESTATION_OTHER_BYTES', where, what)];
}

export function attestationText(attestation: Attestation): string {
  return `# Who sanitized this dump, and how; bound to its bytes.\n${stringify(attestationSchema.parse(attestation))}`;
}
