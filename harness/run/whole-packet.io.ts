// Reads a packet once, and hands on its verdict together with the very bytes that were judged.
import { judgePacket, readPacket, type PacketVerdict } from '../evidence/index.ts';
import { Problem } from '../kernel/index.ts';
import { PACKET_SCHEMAS } from './schemas.ts';
import { packetStory } from './story/packet-story.io.ts';

export interface PacketRead {
  readonly verdict: PacketVerdict;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** @throws Problem PACKET_NOT_FOUND */
export async function readWholePacket(
  folder: string,
  expectedTree: string | null = null,
): Promise<PacketRead> {
  const { entries, findings } = await readPacket(folder);
  if (findings.length > 0) throw new Problem(findings);
  const verdict = judgePacket(entries, PACKET_SCHEMAS, expectedTree, await packetStory());
  const files = new Map(
    entries.flatMap((entry) => (entry.kind === 'file' ? [[entry.name, entry.bytes] as const] : [])),
  );
  return { verdict, files };
}
