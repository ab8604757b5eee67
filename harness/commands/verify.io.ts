// `rehearse validate` and `rehearse verify`: a packet from anywhere, judged without Docker.
import { open, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { verifyPacket } from '../evidence/index.ts';
import { explain, finding, LIMITS, messageOf, Problem } from '../kernel/index.ts';
import { validateRollbackEvidence } from '../proof/index.ts';
import { toStderr, toStdout } from '../output/index.ts';
import { PACKET_SCHEMAS } from '../run/schemas.ts';
import { executionEvidenceSchema } from '../scenario/index.ts';

const PROOF = 'clone-rollback-evidence.json';

export async function validateCommand(packet: string): Promise<number> {
  const verdict = validateRollbackEvidence(await readProof(packet), await plannedIn(packet));
  for (const each of verdict.findings) toStderr(explain(each));
  for (const { id, judgement } of verdict.entries) toStdout(`${judgement.padEnd(12)} ${id}`);
  toStdout(`proof: ${verdict.judgement}`);
  return verdict.judgement === 'HELD' ? 0 : 1;
}

/** `expectedTree`: a tree hash that came another way than the packet itself. */
export async function verifyCommand(packet: string, expectedTree: string | null): Promise<number> {
  const verdict = await verifyPacket(packet, PACKET_SCHEMAS, expectedTree);
  const unread = verdict.findings.filter(({ code }) => code === 'PACKET_NOT_FOUND');
  if (unread.length > 0) throw new Problem(unread);
  for (const each of verdict.findings) toStderr(explain(each));
  if (verdict.treeHash !== null) toStdout(`packet tree  ${verdict.treeHash}`);
  toStdout(`packet: ${verdict.judgement}`);
  return verdict.judgement === 'HELD' ? 0 : 1;
}

/**
 * The rollbacks that the packet's own execution evidence speaks of, so that an entry which was
 * taken out of the proof is missed; unknown where only the proof was handed over.
 */
async function plannedIn(packet: string): Promise<readonly string[] | undefined> {
  const file = path.join(packet, 'clone-rehearsal-execution-evidence.json');
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return undefined;
  const parsed = executionEvidenceSchema.safeParse(JSON.parse(text));
  if (!parsed.success) {
    throw new Problem([finding('PACKET_SCHEMA_BROKEN', path.basename(file), 'not as documented')]);
  }
  return parsed.data.scenarios.flatMap(({ id, rollbacks }) =>
    rollbacks.map(({ rollback_class: rollbackClass, way }) => `${id}/${rollbackClass}/${way}`),
  );
}

async function readProof(packet: string): Promise<Uint8Array> {
  try {
    const file = (await stat(packet)).isDirectory() ? path.join(packet, PROOF) : packet;
    await using handle = await open(file, 'r');
    if ((await handle.stat()).size > LIMITS.proofBytes)
      throw new Error('it is too large to be a proof');
    return await handle.readFile();
  } catch (cause) {
    throw new Problem([finding('PACKET_NOT_FOUND', packet, messageOf(cause))], { cause });
  }
}
