// Reads a packet from anywhere without following anything, and has it judged.
import { constants } from 'node:fs';
import { lstat, open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { finding, LIMITS, messageOf, type Finding } from '../kernel/index.ts';
import { PACKET_FILES } from './contract.ts';
import type { PacketEntry, PacketSchemas, PacketStory, PacketVerdict } from './contract.ts';
import { errnoOf } from './folder.io.ts';
import { judgePacket } from './verify.ts';

/**
 * What `rehearse verify` does: every file from its raw bytes, against the manifest and the schemas, and
 * all of them together against the story that they must tell.
 */
export async function verifyPacket(
  folder: string,
  schemas: PacketSchemas,
  expectedTree: string | null,
  story: PacketStory,
): Promise<PacketVerdict> {
  const { entries, findings } = await readPacket(folder);
  if (findings.length > 0) return { judgement: 'NOT_DECIDED', treeHash: null, findings };
  return judgePacket(entries, schemas, expectedTree, story);
}

/** Every entry of a packet's folder as it is, sorted by name; links, FIFOs and folders are not opened. */
export async function readPacket(folder: string): Promise<{
  readonly entries: readonly PacketEntry[];
  readonly findings: readonly Finding[];
}> {
  const place = path.resolve(folder);
  let names: string[];
  try {
    // `evidence/latest` is a link, and fine to name: what must not be followed is inside.
    names = (await readdir(place)).sort();
  } catch (error) {
    return { entries: [], findings: [finding('PACKET_NOT_FOUND', folder, messageOf(error))] };
  }
  if (names.length > LIMITS.packetNames) {
    const what = `${names.length} names stand in it, ${LIMITS.packetNames} at the most`;
    return { entries: [], findings: [finding('PACKET_FILE_UNKNOWN', folder, what)] };
  }
  const entries: PacketEntry[] = [];
  for (const name of names) entries.push(await readEntry(place, name));
  return { entries, findings: [] };
}

const KNOWN: ReadonlySet<string> = new Set(PACKET_FILES.map(({ name }) => name));

async function readEntry(folder: string, name: string): Promise<PacketEntry> {
  const place = path.join(folder, name);
  try {
    if (!(await lstat(place)).isFile()) return { kind: 'not-a-file', name };
    // Of a file that no packet has, its name is all that is told.
    if (!KNOWN.has(name)) return { kind: 'unknown', name };
    // The entry may be swapped meanwhile: the open itself follows no link and waits for no FIFO.
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    await using file = await open(place, flags);
    const facts = await file.stat();
    if (!facts.isFile()) return { kind: 'not-a-file', name };
    if (facts.size > LIMITS.proofBytes) return { kind: 'too-large', name };
    // One byte more than it claims: it may grow without end while it is read.
    const { bytesRead, buffer } = await file.read(Buffer.alloc(facts.size + 1));
    return bytesRead === facts.size
      ? { kind: 'file', name, bytes: buffer.subarray(0, bytesRead) }
      : { kind: 'unreadable', name, why: 'its length changed while it was read' };
  } catch (error) {
    if (errnoOf(error) === 'ELOOP') return { kind: 'not-a-file', name };
    return { kind: 'unreadable', name, why: errnoOf(error) || 'it cannot be read' };
  }
}
