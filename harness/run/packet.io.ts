// Writes the packet: the tree, and beside it what varies from run to run.
import { randomBytes } from 'node:crypto';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import {
  checkPacketFolder,
  homeOf,
  writePacket,
  type OutsideContents,
  type PacketStory,
  type RunRecord,
  type Timings,
} from '../evidence/index.ts';
import { CODES, finding, Problem, type Finding, type Sha256 } from '../kernel/index.ts';
import { guardText, guardValue } from '../output/index.ts';
import { junitXml, reportHtml } from '../report/index.ts';
import type { WorkFolder } from '../sandbox/index.ts';
import { CATALOG_ORDER } from '../witness/index.ts';
import type { Assembled } from './assemble.ts';
import { runTime } from './clock.io.ts';
import type { CloneFacts, RunInputs, RunRequest } from './contract.ts';
import { hostVariables } from './host-variables.io.ts';
import { logText } from './log-text.ts';
import { PACKET_SCHEMAS } from './schemas.ts';
import { packetStory } from './story/packet-story.io.ts';

export interface Packet {
  /** Absolute path of the packet's folder. */
  readonly folder: string;
  readonly treeHash: Sha256;
}

export interface EvidenceRequest {
  readonly request: RunRequest;
  readonly inputs: RunInputs;
  readonly assembled: Assembled;
  readonly work: WorkFolder;
  readonly clone: CloneFacts | null;
  readonly startedAt: Date;
  /** As `choosePacketFolder` gave it. */
  readonly place: PacketPlace;
  /** The run's own where absent; a probe's packet, which nobody is handed, is told by less. */
  readonly story?: PacketStory;
}

/** Where a packet will stand, as it was when the run began. */
export interface PacketPlace {
  readonly folder: string;
  /** Where the folder above it really is. */
  readonly home: string;
}

/** Where the packet will stand. @throws Problem EVIDENCE_* before a run is spent on it */
export async function choosePacketFolder(
  { config, out }: Pick<RunRequest, 'config' | 'out'>,
  startedAt: Date,
): Promise<PacketPlace> {
  const folder = path.resolve(out ?? path.join(config.root, config.evidence, nameOf(startedAt)));
  return await packetPlace(folder);
}

/** Tried by writing as much as a packet there. @throws Problem EVIDENCE_* */
export async function packetPlace(folder: string): Promise<PacketPlace> {
  const findings = await checkPacketFolder(folder);
  if (findings.length > 0) throw new Problem(findings);
  return { folder, home: await homeOf(folder) };
}

/** @throws Problem EVIDENCE_* where the packet cannot be written; then there is none */
export async function writeEvidence(parts: EvidenceRequest): Promise<Packet> {
  const { request, assembled, work, place } = parts;
  const { folder } = place;
  const { config } = request;
  const story = parts.story ?? (await packetStory());
  const done = request.progress.stage('packet');
  request.signal.throwIfAborted();
  const written = await writePacket({
    ...place,
    files: assembled.files,
    schemas: PACKET_SCHEMAS,
    story,
    neverMention: neverMention(config.root, work),
    outside: (treeHash) => outsideFiles(parts, treeHash, story.version),
    latestLink: request.out === null ? path.join(path.dirname(folder), 'latest') : null,
    signal: request.signal,
  });
  if (written.kind === 'refused') throw new Problem(written.findings.map(asLost));
  for (const each of written.findings) request.progress.say(`${each.where}: ${each.what}`);
  done(path.relative(process.cwd(), folder));
  return { folder, treeHash: written.treeHash };
}

/** The folder was fit when the run began: nobody is told that nothing was started. */
function asLost(found: Finding): Finding {
  if (CODES[found.code].forces !== 'USAGE_ERROR') return found;
  const what = `${CODES[found.code].title}, unlike when the run began: ${found.what}`;
  return finding('EVIDENCE_NOT_WRITTEN', found.where, what);
}

/** Sorts by time; the random end keeps two runs of one second apart. */
function nameOf(startedAt: Date): string {
  const stamp = startedAt.toISOString().replaceAll(/[-:]/g, '').replace(/\..*$/, 'Z');
  return `${stamp}-${randomBytes(3).toString('hex')}`;
}

/** Words that would tie the tree to this machine or this run. */
function neverMention(root: string, work: WorkFolder): string[] {
  return [work.path, work.runId, ...machineWords(root)];
}

/** Words that would tie a tree to this machine. */
export function machineWords(root: string): string[] {
  // A host called "postgres" or "db" would forbid an ordinary word.
  const host = hostname().length > 8 ? [hostname()] : [];
  return [root, tmpdir() === '/tmp' ? '/tmp/clone-rehearsal' : tmpdir(), ...host];
}

function outsideFiles(
  { request, inputs, assembled, work, clone, startedAt }: EvidenceRequest,
  treeHash: Sha256,
  version: string,
): OutsideContents {
  const scenarioTimes = (clone?.runs ?? []).map(({ evidence, times }) => ({
    scenario: evidence.id,
    walBytes: times.walBytes,
    rollbacks: times.rollbacks.map(({ way, prepareMs, applyMs, rollbackMs }) => ({
      way,
      prepareMs: Math.round(prepareMs),
      applyMs: Math.round(applyMs),
      rollbackMs: Math.round(rollbackMs),
    })),
    locks: times.locks.map(({ relation, mode, heldMs }) => ({
      relation,
      mode,
      heldMs: Math.round(heldMs),
    })),
  }));
  const record: RunRecord = guarded({
    version: 1,
    run_id: work.runId,
    status: assembled.fullStatus,
    packet_tree: treeHash,
    started_at: startedAt.toISOString(),
    ended_at: runTime().toISOString(),
    harness: { version },
    node: process.version,
    server: clone?.serverVersion ?? null,
    clones: clone?.ground?.method ?? null,
    thin_clones_refused: clone?.ground?.refusal ?? null,
    transport: clone?.crossing.transport ?? null,
    transport_reason: clone?.crossing.reason ?? null,
    dump: request.dumpName,
    inputs: [...inputs.files],
    merged_from: null,
  });
  const stages = request.progress.laps.map(({ stage, startMs, ms }) => ({ stage, startMs, ms }));
  const timings: Timings = guarded({ version: 1, stages, scenarios: scenarioTimes });
  return {
    'run.json': record,
    'timings.json': timings,
    'report.html': reportHtml(assembled.view, { record, timings, catalogOrder: CATALOG_ORDER }),
    'junit.xml': junitXml(assembled.view, { record, timings }),
    'log.jsonl': guardText(
      logText({
        stages,
        findings: assembled.findings,
        variables: hostVariables(inputs.lane.surfaces, clone?.isolation.observed ?? null),
        fullStatus: assembled.fullStatus,
      }),
    ),
  };
}

/** Same keys and shapes, strings guarded: a page made of it is the one that the files give again. */
function guarded<Value>(value: Value): Value {
  return guardValue(value) as Value; // it changes strings, and nothing else
}
