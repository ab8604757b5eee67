// Whether packets are the parts of one rehearsal: each once, all of them, from the same inputs, and
// of one mind in everything that is the same for all. Pure; the packets were verified before.
import { finding, type Finding, type Sha256 } from '../../kernel/index.ts';
import type { RunRecord, Timings } from '../../evidence/record-contract.ts';
import { shareOf, type Part } from '../../scenario/index.ts';
import { differences } from '../story/differences.ts';
import { EXECUTION, type PacketDocuments } from '../story/documents.ts';
import { sourcesIn, type PacketSources } from '../story/sources.ts';

/** A packet that verified, as whoever merges named it. */
export interface VerifiedPacket {
  readonly where: string;
  readonly treeHash: Sha256;
  readonly documents: PacketDocuments;
}

export interface PartPacket extends VerifiedPacket {
  readonly part: Part;
  readonly record: RunRecord;
  readonly timings: Timings;
  readonly log: string;
  readonly sources: PacketSources;
}

export type Parts =
  | { readonly kind: 'parts'; readonly parts: readonly [PartPacket, ...PartPacket[]] }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

/** By their numbers, or every reason why they are no whole. `build`: of the harness that merges. */
export function partsOf(packets: readonly VerifiedPacket[], build: string): Parts {
  const read = packets.map((packet) => partOf(packet, build));
  const alone = read.flatMap((each) => (each.kind === 'refused' ? each.findings : []));
  if (alone.length > 0) return { kind: 'refused', findings: alone };
  const [first, ...others] = read
    .flatMap((each) => (each.kind === 'part' ? [each.packet] : []))
    .sort((one, other) => one.part.number - other.part.number);
  if (first === undefined) {
    const what = 'no packet was given';
    return { kind: 'refused', findings: [finding('MERGE_PART_MISSING', '(all)', what)] };
  }
  const parts = [first, ...others] as const;
  const findings = [
    ...countFindings(parts),
    ...others.flatMap((each) => unlike(first, each)),
    ...coverFindings(first, parts),
  ];
  return findings.length > 0 ? { kind: 'refused', findings } : { kind: 'parts', parts };
}

type PartRead =
  | { readonly kind: 'part'; readonly packet: PartPacket }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

function partOf(packet: VerifiedPacket, build: string): PartRead {
  const { where, documents } = packet;
  const { part } = documents.tree[EXECUTION].plan;
  const { record, timings, 'log.jsonl': log } = documents;
  const sources = sourcesIn(documents.tree);
  const refused = (each: Finding): PartRead => ({ kind: 'refused', findings: [each] });
  if (part === null) {
    return refused(finding('MERGE_NOT_A_PART', where, 'it tells of a whole rehearsal'));
  }
  if (record === null || timings === null || log === null || sources === null) {
    const what = 'its files outside the tree were taken away';
    return refused(finding('MERGE_RECORD_MISSING', where, what));
  }
  if (record.harness.version !== build) {
    const what = `made by "${record.harness.version}", merged by "${build}"`;
    return refused(finding('MERGE_OTHER_BUILD', where, what));
  }
  return { kind: 'part', packet: { ...packet, part, record, timings, log, sources } };
}

function countFindings(parts: readonly [PartPacket, ...PartPacket[]]): Finding[] {
  const [{ part: first }] = parts;
  const numbers = parts.map(({ part }) => part.number);
  const twice = parts.filter(({ part }, index) => numbers.indexOf(part.number) !== index);
  const missing = Array.from({ length: first.of }, (_, index) => index + 1).filter(
    (number) => !numbers.includes(number),
  );
  return [
    ...parts
      .filter(({ part }) => part.of !== first.of)
      .map(({ where, part }) =>
        finding('MERGE_INPUT_DIFFERS', where, `it is one of ${part.of} parts, not of ${first.of}`),
      ),
    ...twice.map(({ where, part }) =>
      finding('MERGE_PART_TWICE', where, `part ${part.number} of ${part.of} was given already`),
    ),
    ...missing.map((number) =>
      finding('MERGE_PART_MISSING', `part ${number} of ${first.of}`, 'no packet of it was given'),
    ),
  ];
}

/** What must be the same; of parts from different inputs nothing else is worth comparing. */
function unlike(first: PartPacket, other: PartPacket): Finding[] {
  const inputs = inputFindings(first, other);
  if (inputs.length > 0) return inputs;
  const [one, two] = [sharedFacts(first), sharedFacts(other)];
  const of = `part ${first.part.number}`;
  return Object.keys(one).flatMap((file) =>
    differences(Reflect.get(one, file), Reflect.get(two, file)).map((place) =>
      finding('MERGE_FACT_DIFFERS', `${other.where} ${file} ${place}`, `${of} says otherwise`),
    ),
  );
}

function inputFindings(first: PartPacket, other: PartPacket): Finding[] {
  const hashes = ({ record, documents }: PartPacket): Map<string, string> =>
    new Map([
      ['the dump', documents.tree['clone-provenance.json'].dump?.sha256 ?? 'none'],
      ['the name of the dump', record.dump],
      ['the server', record.server ?? 'none'],
      ...record.inputs.map(({ name, sha256 }) => [name, sha256] as const),
    ]);
  const [one, two] = [hashes(first), hashes(other)];
  return [...new Set([...one.keys(), ...two.keys()])]
    .filter((name) => one.get(name) !== two.get(name))
    .map((name) => {
      const said = `"${two.get(name) ?? 'none'}", and "${one.get(name) ?? 'none'}"`;
      return finding('MERGE_INPUT_DIFFERS', `${other.where} ${name}`, `${said} in ${first.where}`);
    });
}

/** Facts that no scenario changes. What each part measured of its own end is weighed, not compared. */
function sharedFacts({ sources }: PartPacket): Readonly<Record<string, unknown>> {
  const { execution, lane, ...files } = sources;
  const { plan, baseline, executor, clone_method: method } = execution;
  return {
    ...files,
    lane,
    [EXECUTION]: {
      clone_method: method,
      plan: { scenarios: plan.scenarios, rollbacks: plan.rollbacks },
      baseline: baseline === null ? null : { ...baseline, exit_hash: null },
      executor: executor.map(({ file, sha256_before: before }) => ({ file, before })),
    },
  };
}

function coverFindings(first: PartPacket, parts: readonly PartPacket[]): Finding[] {
  const { plan } = first.sources.execution;
  const owners = plan.scenarios.map((id) => ({
    id,
    owners: parts.filter(({ sources }) => shareOf(sources.execution.plan).scenarios.includes(id)),
  }));
  return owners.flatMap(({ id, owners: those }) => {
    if (those.length === 1) return [];
    const [code, what] =
      those.length === 0
        ? (['MERGE_SCENARIO_MISSING', 'no part that was given rehearsed it'] as const)
        : (['MERGE_SCENARIO_TWICE', those.map(({ where }) => where).join(' and ')] as const);
    return [finding(code, id, what)];
  });
}
