// `rehearse validate`: the rollback proof of a packet from anywhere, judged without Docker.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { explain, finding, LIMITS, Problem, type Finding } from '../kernel/index.ts';
import { toStderr, toStdout } from '../output/index.ts';
import {
  errnoOf,
  readPacketFile,
  validatePacketProof,
  validateRollbackEvidence,
  type ProofVerdict,
} from '../proof/index.ts';

const PROOF = 'clone-rollback-evidence.json';
const EXECUTION = 'clone-rehearsal-execution-evidence.json';

/** `packet`: a packet's folder, or a proof alone. @throws Problem PACKET_NOT_FOUND */
export async function validateCommand(packet: string): Promise<number> {
  const { judgement, entries, findings } = (await isFolder(packet))
    ? await judgeFolder(packet)
    : await judgeAlone(packet);
  for (const each of findings.slice(0, LIMITS.findingsListed)) toStderr(explain(each));
  const more = findings.length - LIMITS.findingsListed;
  if (more > 0) toStderr(`${more} more findings are not listed`);
  for (const { id, judgement: own } of entries) toStdout(`${own.padEnd(12)} ${id}`);
  toStdout(`proof: ${judgement}`);
  return judgement === 'HELD' ? 0 : 1;
}

/** A folder is a whole packet: without its account of the run nobody knows what is missing. */
async function judgeFolder(packet: string): Promise<ProofVerdict> {
  const proof = await bytesIn(packet, PROOF);
  const execution = await bytesIn(packet, EXECUTION);
  if (proof.bytes !== null && execution.bytes !== null) {
    return validatePacketProof(proof.bytes, execution.bytes);
  }
  const findings = [...proof.findings, ...execution.findings];
  const judged = proof.bytes === null ? null : validateRollbackEvidence(proof.bytes);
  return {
    judgement: judged?.judgement === 'NOT_HELD' ? 'NOT_HELD' : 'NOT_DECIDED',
    entries: judged?.entries ?? [],
    findings: [...findings, ...(judged?.findings ?? [])],
  };
}

async function judgeAlone(file: string): Promise<ProofVerdict> {
  const read = await readPacketFile(file, file, { followsLink: true });
  if (read.kind === 'absent') throw notFound(file, 'nothing is there');
  if (read.kind === 'refused') {
    return { judgement: 'NOT_DECIDED', entries: [], findings: [read.finding] };
  }
  toStderr(
    `note: this is the proof alone. Whether it has an entry for every rollback that was planned\n` +
      '  cannot be known from it; name the packet\u2019s folder to have that judged too.',
  );
  return validateRollbackEvidence(read.bytes);
}

async function bytesIn(
  packet: string,
  name: string,
): Promise<{ readonly bytes: Uint8Array | null; readonly findings: readonly Finding[] }> {
  const read = await readPacketFile(path.join(packet, name), name, { followsLink: false });
  switch (read.kind) {
    case 'read':
      return { bytes: read.bytes, findings: [] };
    case 'absent':
      return {
        bytes: null,
        findings: [finding('PACKET_FILE_MISSING', name, 'every packet holds it')],
      };
    case 'refused':
      return { bytes: null, findings: [read.finding] };
  }
}

async function isFolder(packet: string): Promise<boolean> {
  try {
    return (await stat(packet)).isDirectory();
  } catch (cause) {
    throw notFound(packet, errnoOf(cause) || 'it cannot be looked at', cause);
  }
}

function notFound(packet: string, what: string, cause?: unknown): Problem {
  return new Problem([finding('PACKET_NOT_FOUND', packet, what)], { cause });
}
