// The operator's word for a dump, and whether it was given for these very bytes.
import { stringify } from 'yaml';
import {
  finding,
  formFaults,
  LIMITS,
  readYaml,
  type Finding,
  type Sha256,
} from '../kernel/index.ts';
import { attestationSchema, CONFIRMATION, type Attestation } from './contract.ts';

/** `<dump>.attestation.yaml` */
export function sidecarOf(dumpPath: string): string {
  return `${dumpPath}.attestation.yaml`;
}

export type AttestationReading =
  | { readonly kind: 'read'; readonly attestation: Attestation }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

export function readAttestation(text: string, where: string): AttestationReading {
  const { plain, mistakes, placeOf } = readYaml(text);
  const refused = (whats: readonly Mistake[]): AttestationReading => ({
    kind: 'refused',
    findings: whats
      .slice(0, LIMITS.findingsListed)
      .map(({ place, what }) => finding('ATTESTATION_INVALID', `${where}${place}`, what)),
  });
  // A tag that the parser does not know is a warning to it and a mistake here.
  if (mistakes.length > 0) return refused(mistakes);
  const confirmation: unknown =
    typeof plain === 'object' && plain !== null ? Reflect.get(plain, 'confirmation') : undefined;
  if (confirmation !== undefined && confirmation !== CONFIRMATION) {
    const what = `the confirmation is not "${CONFIRMATION}", word for word`;
    return { kind: 'refused', findings: [finding('ATTESTATION_NOT_CONFIRMED', where, what)] };
  }
  const parsed = attestationSchema.safeParse(plain);
  if (parsed.success) return { kind: 'read', attestation: parsed.data };
  return refused(
    formFaults(parsed.error, attestationSchema, plain).map(({ path, what }) => ({
      place: placeOf(path),
      what: `${path.length === 0 ? 'the file' : `"${path.map(String).join('.')}"`}: ${what}`,
    })),
  );
}

interface Mistake {
  readonly place: string;
  readonly what: string;
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
