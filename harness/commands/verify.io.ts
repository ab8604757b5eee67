// `rehearse verify`: a packet from anywhere, recomputed without Docker.
import { verifyPacket } from '../evidence/index.ts';
import { explain, Problem } from '../kernel/index.ts';
import { toStderr, toStdout } from '../output/index.ts';
import { PACKET_SCHEMAS } from '../run/schemas.ts';
import { packetStory } from '../run/story/packet-story.io.ts';

/** `expectedTree`: a tree hash that came another way than the packet itself. */
export async function verifyCommand(packet: string, expectedTree: string | null): Promise<number> {
  const verdict = await verifyPacket(packet, PACKET_SCHEMAS, expectedTree, await packetStory());
  const unread = verdict.findings.filter(({ code }) => code === 'PACKET_NOT_FOUND');
  if (unread.length > 0) throw new Problem(unread);
  for (const each of verdict.findings) toStderr(explain(each));
  if (verdict.treeHash !== null) toStdout(`packet tree  ${verdict.treeHash}`);
  toStdout(`packet: ${verdict.judgement}`);
  return verdict.judgement === 'HELD' ? 0 : 1;
}
