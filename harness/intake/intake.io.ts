// Intake: a dump at a path in, a judged and privately staged dump out.
import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  finding,
  LIMITS,
  Problem,
  sortFindings,
  type Allowance,
  type Finding,
} from '../kernel/index.ts';
import { writeOut } from '../output/index.ts';
import { attestationText, judgeBinding, readAttestation, sidecarOf } from './attestation.ts';
import { listed } from './bounded-findings.ts';
import {
  attestationSchema,
  CONFIRMATION,
  type Attestation,
  type DumpFacts,
  type IntakeOutcome,
} from './contract.ts';
import { readDump } from './read.io.ts';
import { isNotThere, measureDump, stageDump } from './staging.io.ts';

export interface IntakeRequest {
  readonly dumpPath: string;
  /** What messages call the dump; they may end up in the packet. */
  readonly where: string;
  /** Private folder; the staged copy is made in it. */
  readonly workFolder: string;
  /** What the lane lets through, each with its reason; none where absent. */
  readonly allowances?: readonly Allowance[];
  /** More than this is not unpacked; no bound where absent. */
  readonly budgetBytes?: number;
  /** Heeded while the dump is copied and read. */
  readonly signal?: AbortSignal;
}

/**
 * Nothing is started here, and nothing of the operator's is written.
 * @throws the reason of an aborted signal
 */
export async function takeIn({
  dumpPath,
  where,
  workFolder,
  allowances = [],
  budgetBytes = Number.POSITIVE_INFINITY,
  signal,
}: IntakeRequest): Promise<IntakeOutcome> {
  const staging = await stageDump(dumpPath, workFolder, where, signal);
  if (staging.kind === 'missing')
    return { kind: 'missing', facts: {}, findings: [dumpMissing(where)], allowed: [] };
  if (staging.kind === 'refused')
    return { kind: 'refused', facts: {}, findings: staging.findings, allowed: [] };
  const { staged } = staging;

  const sidecar = await readSidecar(dumpPath, where);
  const attested = sidecar.attestation;
  const bounds = { budgetBytes, signal };
  const { facts, contents, findings } = await readDump(staged, where, attested, bounds);
  const sorted = sortFindings(
    [
      ...findings,
      ...sidecar.findings,
      ...(attested === null ? [] : judgeBinding(attested, staged, sidecarOf(where))),
    ],
    allowances,
  );
  const [refused, allowed, notes] = [
    listed(sorted.refused),
    listed(sorted.allowed),
    listed(sorted.notes),
  ];
  const isMissing = refused.every(({ code }) => code === 'ATTESTATION_MISSING');
  const read =
    contents === null || facts.serverMajor === undefined
      ? null
      : // `readDump` has refused a dump that lacks another fact
        { facts: facts as DumpFacts, contents, stagedPath: staged.stagedPath };
  if (refused.length > 0 || attested === null || read === null) {
    return {
      kind: isMissing ? 'missing' : 'refused',
      facts,
      ...(attested === null ? {} : { attestation: attested }),
      ...(read === null ? {} : { readable: read }),
      findings: [...refused, ...notes],
      allowed,
    };
  }
  return { kind: 'accepted', dump: { ...read, attestation: attested }, findings: notes, allowed };
}

function dumpMissing(where: string): Finding {
  const what =
    'there is no dump; make one of a sanitized copy with ' +
    `"pg_dump --format=custom --file=${where} DATABASE", then run "make attest DUMP=${where}"`;
  return finding('INTAKE_DUMP_MISSING', where, what);
}

async function readSidecar(
  dumpPath: string,
  dumpName: string,
): Promise<{ readonly attestation: Attestation | null; readonly findings: readonly Finding[] }> {
  const file = sidecarOf(dumpPath);
  const where = sidecarOf(dumpName);
  const invalid = (what: string): Finding => finding('ATTESTATION_INVALID', where, what);
  let text: string;
  try {
    const facts = await stat(file);
    if (!facts.isFile()) return { attestation: null, findings: [invalid('it is no plain file')] };
    if (facts.size > LIMITS.attestationBytes) {
      return { attestation: null, findings: [invalid('it is too large to be one')] };
    }
    // Another file may stand there by now: the open itself waits for nobody who writes into a pipe.
    await using handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const { size } = await handle.stat();
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(LIMITS.attestationBytes + 1));
    if (bytesRead !== size) {
      return { attestation: null, findings: [invalid('it changed while it was read')] };
    }
    text = buffer.toString('utf8', 0, bytesRead);
  } catch (error) {
    if (!isNotThere(error)) return { attestation: null, findings: [invalid('it cannot be read')] };
    const what = `nobody has confirmed this dump; run "make attest DUMP=${dumpName}"`;
    return { attestation: null, findings: [finding('ATTESTATION_MISSING', where, what)] };
  }
  const reading = readAttestation(text, where);
  return reading.kind === 'read'
    ? { attestation: reading.attestation, findings: [] }
    : { attestation: null, findings: reading.findings };
}

export interface AttestRequest {
  readonly dumpPath: string;
  readonly where: string;
  /** Not needed any more: the dump is hashed where it stands. */
  readonly workFolder?: string;
  readonly operator: string;
  readonly sanitizedWith: string;
  readonly confirmation: string;
  readonly database?: string | undefined;
  /** Replace a sidecar that is bound to other bytes. */
  readonly replace: boolean;
}

/** Writes the sidecar, aside and renamed. @throws Problem with every reason it is not written */
export async function writeAttestation(
  request: AttestRequest,
): Promise<{ readonly sidecar: string }> {
  const { dumpPath, where } = request;
  const sidecar = sidecarOf(dumpPath);
  if (request.confirmation !== CONFIRMATION) {
    const what = `the confirmation is not "${CONFIRMATION}", word for word`;
    throw new Problem([finding('ATTESTATION_NOT_CONFIRMED', where, what)]);
  }
  const measuring = await measureDump(dumpPath, where);
  if (measuring.kind === 'missing') throw new Problem([dumpMissing(where)]);
  if (measuring.kind === 'refused') throw new Problem(measuring.findings);
  const { measured } = measuring;
  const attestation = attestationSchema.safeParse({
    version: 1,
    operator: request.operator,
    sanitizedWith: request.sanitizedWith,
    confirmation: request.confirmation,
    sha256: measured.sha256,
    byteLength: measured.byteLength,
    ...(request.database === undefined ? {} : { database: request.database }),
  });
  if (!attestation.success) {
    throw new Problem(
      attestation.error.issues.map(({ path: keys, message }) =>
        finding('ATTESTATION_INVALID', where, `"${keys.join('.')}": ${message}`),
      ),
    );
  }
  const earlier = (await readSidecar(dumpPath, where)).attestation;
  const isOther = earlier !== null && earlier.sha256 !== measured.sha256;
  if (isOther && !request.replace) {
    throw new Problem([
      finding('ATTESTATION_EXISTS', sidecarOf(where), 'it is bound to other bytes'),
    ]);
  }
  const text = attestationText(attestation.data);
  await writeOut({ file: path.resolve(sidecar), text, how: 'replace' });
  return { sidecar };
}
