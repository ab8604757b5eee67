// `rehearse validate`: the rollback proof of a packet from anywhere, judged without Docker.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { finding, LIMITS, Problem, type Finding } from '../kernel/index.ts';
import {
  errnoOf,
  readPacketFile,
  validatePacketProof,
  validateRollbackEvidence,
  type PacketProofVerdict,
} from '../proof/index.ts';
import type { Door } from './door.ts';
import { examples } from './options.io.ts';

const PROOF = 'clone-rollback-evidence.json';
const EXECUTION = 'clone-rehearsal-execution-evidence.json';

export function addValidate(program: Command, door: Door): void {
  program
    .command('validate')
    .description('judge the rollback proof of a packet; needs no Docker')
    .argument('<packet>', 'folder of a packet, or a clone-rollback-evidence.json')
    .addHelpText(
      'after',
      examples(
        'validate evidence/latest',
        'validate evidence/latest/clone-rollback-evidence.json --json',
      ),
    )
    .action(async (packet: string) => await validateCommand(packet, door));
}

/** `packet`: a packet's folder, or a proof alone. @throws Problem PACKET_NOT_FOUND */
async function validateCommand(packet: string, door: Door): Promise<void> {
  const { judgement, entries, findings, part } = (await isFolder(packet))
    ? await judgeFolder(packet)
    : await judgeAlone(packet, door);
  door.complain(findings.slice(0, LIMITS.findingsListed));
  const more = findings.length - LIMITS.findingsListed;
  if (more > 0) door.note(`${more} more findings are not listed; --json lists them all`);
  for (const { id, judgement: own } of entries) door.tell(`${own.padEnd(12)} ${id}`);
  const exitCode = judgement === 'HELD' ? 0 : 1;
  const told = part === null ? `proof: ${judgement}` : `proof: ${judgement} (${part})`;
  door.answer({ exitCode, judgement, part, entries, findings }, told);
}

/** A folder is a whole packet: without its account of the run nobody knows what is missing. */
async function judgeFolder(packet: string): Promise<PacketProofVerdict> {
  const proof = await bytesIn(packet, PROOF);
  const execution = await bytesIn(packet, EXECUTION);
  if (proof.bytes !== null && execution.bytes !== null) {
    return validatePacketProof(proof.bytes, execution.bytes);
  }
  const findings = [...proof.findings, ...execution.findings];
  const judged = proof.bytes === null ? null : validateRollbackEvidence(proof.bytes);
  return {
    part: null,
    judgement: judged?.judgement === 'NOT_HELD' ? 'NOT_HELD' : 'NOT_DECIDED',
    entries: judged?.entries ?? [],
    findings: [...findings, ...(judged?.findings ?? [])],
  };
}

async function judgeAlone(file: string, door: Door): Promise<PacketProofVerdict> {
  const read = await readPacketFile(file, file, { followsLink: true });
  if (read.kind === 'absent') throw notFound(file, 'nothing is there');
  if (read.kind === 'refused') {
    return { part: null, judgement: 'NOT_DECIDED', entries: [], findings: [read.finding] };
  }
  door.note(
    `note: this is the proof alone. Whether it has an entry for every rollback that was planned\n` +
      '  cannot be known from it; name the packet\u2019s folder to have that judged too.',
  );
  return { ...validateRollbackEvidence(read.bytes), part: null };
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
