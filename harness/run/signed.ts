// Whether a Statement that was signed is the one of this packet.
import type { KeyObject } from 'node:crypto';
import {
  MANIFEST_FILE,
  openEnvelope,
  SIGNED_OUTSIDE,
  STATEMENT_FILE,
  statementSchema,
  type Opened,
} from '../evidence/index.ts';
import { finding, sha256, type Finding } from '../kernel/index.ts';
import { readStrictJson } from '../proof/index.ts';

/** An envelope that two readers could open to two payloads is none. */
export function openStrictly(bytes: Uint8Array, key: KeyObject, where: string): Opened {
  const read = readStrictJson(bytes);
  return read.kind === 'refused'
    ? { kind: 'refused', findings: [finding('SIGNATURE_ENVELOPE_BROKEN', where, read.what)] }
    : openEnvelope(bytes, key, where);
}

/** Empty where the payload is the packet's own Statement, and is about the packet's own tree. */
export function signedFindings(
  opened: Opened,
  files: ReadonlyMap<string, Uint8Array>,
  where: string,
): Finding[] {
  if (opened.kind === 'refused') return [...opened.findings];
  const statement = files.get(STATEMENT_FILE);
  const manifest = files.get(MANIFEST_FILE);
  if (statement === undefined || manifest === undefined) {
    return [finding('PACKET_STATEMENT_MISSING', STATEMENT_FILE, 'it is not there')];
  }
  const other = (what: string): Finding => finding('SIGNATURE_OTHER_STATEMENT', where, what);
  const findings: Finding[] = [];
  if (Buffer.compare(opened.payload, statement) !== 0) {
    findings.push(other(`its payload is not ${STATEMENT_FILE}`));
  }
  const parsed = statementSchema.safeParse(valueOf(opened.payload));
  const subjects = parsed.data?.subject ?? [];
  const isAbout = (file: string, bytes: Uint8Array | undefined): boolean =>
    bytes !== undefined &&
    subjects.some(({ name, digest }) => name === file && digest.sha256 === sha256(bytes));
  if (!isAbout(MANIFEST_FILE, manifest)) {
    findings.push(other('it is not about this packet\u2019s tree'));
  }
  // By their bytes: the packet's own Statement may have been made anew of what somebody changed.
  for (const name of SIGNED_OUTSIDE) {
    if (!isAbout(name, files.get(name))) findings.push(other(`it is not about this ${name}`));
  }
  return findings;
}

function valueOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return null;
  }
}
