// `rehearse merge`: the packets of all parts of a divided rehearsal become one; needs no Docker.
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Command } from 'commander';
import { writePacket, type PacketStory } from '../evidence/index.ts';
import { finding, Problem, type Finding } from '../kernel/index.ts';
import { mergedOutside } from '../run/merge/outside.ts';
import { partsOf, type PartPacket, type VerifiedPacket } from '../run/merge/parts.ts';
import { mergedSources } from '../run/merge/sources.ts';
import type { Outcome } from '../rehearse.ts';
import { machineWords, packetPlace, type PacketPlace } from '../run/packet.io.ts';
import { PACKET_SCHEMAS } from '../run/schemas.ts';
import { derive } from '../run/story/derive.ts';
import { packetDocuments } from '../run/story/documents.ts';
import { packetStory } from '../run/story/packet-story.io.ts';
import { readWholePacket } from '../run/whole-packet.io.ts';
import { partWords } from '../scenario/index.ts';
import type { Door } from './door.ts';
import { examples } from './options.io.ts';
import { tellOutcome } from './run.io.ts';

interface MergeOptions {
  readonly out: string;
}

export function addMerge(program: Command, door: Door): void {
  program
    .command('merge')
    .description('put the parts of a divided rehearsal together; needs no Docker')
    .argument('<packet...>', 'folders of the packets that "run --shard" made, all of them')
    .requiredOption('--out <dir>', 'where the packet of the whole goes')
    .addHelpText('after', examples('merge evidence/part-1 evidence/part-2 --out evidence/whole'))
    .action(
      async (packets: string[], options: MergeOptions) =>
        await mergeCommand(packets, options, door),
    );
}

/** Answers with the exit code of the whole. @throws Problem MERGE_*, and there is no packet then */
async function mergeCommand(
  packets: readonly string[],
  { out }: MergeOptions,
  door: Door,
): Promise<void> {
  const place = await packetPlace(path.resolve(out));
  const story = await packetStory();
  const read = partsOf(await verified(packets), story.version);
  if (read.kind === 'refused') throw new Problem(read.findings);
  for (const { where, treeHash, sources } of read.parts) {
    door.say(`${partWords(sources.execution.plan) ?? ''}  ${treeHash}  ${where}`);
  }
  await tellOutcome(await written(read.parts, place, story), process.cwd(), door);
}

/** Each has to hold by itself, before anything is made of it. */
async function verified(packets: readonly string[]): Promise<VerifiedPacket[]> {
  const findings: Finding[] = [];
  const read: VerifiedPacket[] = [];
  for (const where of packets) {
    const { verdict, files } = await readWholePacket(where);
    const values = new Map(
      [...files].map(([name, bytes]): [string, unknown] => [name, valueOf(name, bytes)]),
    );
    const documents = verdict.judgement === 'HELD' ? packetDocuments(values, PACKET_SCHEMAS) : null;
    if (documents === null || verdict.treeHash === null) {
      const what = `it is ${verdict.judgement}`;
      findings.push(finding('MERGE_PART_NOT_HELD', where, what), ...verdict.findings);
    } else read.push({ where, treeHash: verdict.treeHash, documents });
  }
  if (findings.length > 0) throw new Problem(findings);
  return read;
}

/** Of a packet that verified: canonical JSON, and text. */
function valueOf(name: string, bytes: Uint8Array): unknown {
  const text = Buffer.from(bytes).toString('utf8');
  return name.endsWith('.json') ? JSON.parse(text) : text;
}

async function written(
  parts: readonly [PartPacket, ...PartPacket[]],
  place: PacketPlace,
  story: PacketStory,
): Promise<Outcome> {
  // By the code of a run, from the facts of all parts: no verdict of a part is taken over.
  const derived = derive(mergedSources(parts));
  const packet = await writePacket({
    ...place,
    files: derived.files,
    schemas: PACKET_SCHEMAS,
    story,
    neverMention: machineWords(process.cwd()),
    outside: (treeHash) =>
      mergedOutside({
        parts,
        derived,
        treeHash,
        runId: `merge-${randomBytes(4).toString('hex')}`,
        version: story.version,
        node: process.version,
      }),
    latestLink: null,
  });
  if (packet.kind === 'refused') throw new Problem(packet.findings);
  const { status, fullStatus, findings } = derived;
  const { inputs } = parts[0].record;
  return {
    status,
    fullStatus,
    findings,
    packet: { folder: place.folder, treeHash: packet.treeHash },
    inputs,
  };
}
