// What a packet is derived from: the facts that nothing else in it says, from a run or from a packet.
import { laneFileSchema, type LaneFile } from '../../decision/contract.ts';
import { statusIn } from '../../report/index.ts';
import type { ExecutionRecord } from '../../scenario/evidence-contract.ts';
import type { TreeDocuments } from './documents.ts';

/** Files that hold measured facts, as they stand; all others are derived from these. */
export interface PacketSources extends Pick<
  TreeDocuments,
  | 'bad-input-probes.json'
  | 'ci-seal-vs-bytes-gate-selftest-result.json'
  | 'clone-provenance.json'
  | 'isolation-proof.json'
  | 'restore-evidence.json'
  | 'rehearsal-target-lock.json'
  | 'schema-compatibility.json'
> {
  readonly execution: ExecutionRecord;
  /** What the lane file says, as far as it enters a packet. */
  readonly lane: LaneFile;
}

/** null where the lane's words in a packet could not come from any lane file. */
export function sourcesIn(tree: TreeDocuments): PacketSources | null {
  const lane = laneIn(tree);
  if (lane === null) return null;
  const { steps: _derived, ...execution } = tree['clone-rehearsal-execution-evidence.json'];
  return {
    'bad-input-probes.json': tree['bad-input-probes.json'],
    'ci-seal-vs-bytes-gate-selftest-result.json':
      tree['ci-seal-vs-bytes-gate-selftest-result.json'],
    'clone-provenance.json': tree['clone-provenance.json'],
    'isolation-proof.json': tree['isolation-proof.json'],
    'restore-evidence.json': tree['restore-evidence.json'],
    'rehearsal-target-lock.json': tree['rehearsal-target-lock.json'],
    'schema-compatibility.json': tree['schema-compatibility.json'],
    execution,
    lane,
  };
}

/** Read back from the files that it went into, and held against the form of a lane file. */
function laneIn(tree: TreeDocuments): LaneFile | null {
  const packet = tree['decision-packet.json'];
  const status = statusIn(packet.status);
  if (status === null) return null;
  const parsed = laneFileSchema.safeParse({
    version: 1,
    lane: packet.lane,
    title: packet.title,
    statement: packet.statement,
    status_prefix: packet.status.slice(0, -status.length),
    options: packet.options.map(({ id, title, is_default, means, needs }) => ({
      id,
      title,
      default: is_default,
      means,
      needs,
    })),
    blockers: tree['blockers.json'].blockers.map(
      ({ narrowed_by, not_shown, evidence: _shown, ...blocker }) => ({
        ...blocker,
        status: 'OPEN',
        narrowed_by: [...narrowed_by, ...not_shown],
      }),
    ),
    surfaces: tree['forbidden-surface-proof.json'].surfaces.map(
      ({ state: _state, facts: _facts, reason: _reason, ...row }) => row,
    ),
  });
  return parsed.success ? parsed.data : null;
}
