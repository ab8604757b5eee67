// Lays out what an owner may choose, and what keeps them from it. It selects nothing and closes
// nothing: no evidence, good or bad, changes the default.
import type { Status } from '../kernel/index.ts';
import {
  DEFAULT_OPTION,
  EVIDENCE_NAMES,
  VERDICTS,
  type Blockers,
  type Decision,
  type EvidenceFacts,
  type LaneFile,
} from './contract.ts';
import { SHOWN_AT } from './shown-at.ts';

/** The lane's options and blockers, the latter narrowed by what this run has shown. */
export function decide(lane: LaneFile, status: Status, evidence: EvidenceFacts): Decision {
  return {
    packet: {
      version: 1,
      lane: lane.lane,
      title: lane.title,
      status: fullStatus(lane.status_prefix, status),
      production_authority: 'NONE',
      statement: lane.statement,
      selected: null,
      default: DEFAULT_OPTION,
      options: lane.options.map((option) => ({
        id: option.id,
        title: option.title,
        is_default: option.id === DEFAULT_OPTION,
        means: option.means,
        needs: [...option.needs],
        blocked_by: lane.blockers
          .filter(({ blocks }) => blocks.includes(option.id))
          .map(({ id }) => id),
      })),
    },
    blockers: {
      version: 1,
      blockers: lane.blockers.map((blocker) => narrowed(blocker, evidence)),
    },
  };
}

/** A verdict carries the lane's prefix; a usage error or a fault is never dressed as one. */
export function fullStatus(prefix: string, status: Status): string {
  return VERDICTS.some((verdict) => verdict === status) ? `${prefix}${status}` : status;
}

type Way = LaneFile['blockers'][number]['narrowed_by'][number];

function narrowed(
  { status: _open, narrowed_by: ways, ...blocker }: LaneFile['blockers'][number],
  facts: EvidenceFacts,
): Blockers['blockers'][number] {
  const isShown = ({ evidence }: Way): boolean =>
    evidence.length > 0 && evidence.every((name) => facts[name] === 'HELD');
  const shown = ways.filter(isShown);
  const named = new Set(ways.flatMap(({ evidence }) => evidence));
  return {
    ...blocker,
    status: shown.length > 0 ? 'NARROWED' : 'OPEN',
    narrowed_by: shown,
    not_shown: ways.filter((way) => !isShown(way)),
    evidence: EVIDENCE_NAMES.filter((name) => named.has(name)).map((name) => ({
      name,
      judgement: facts[name],
      shown_at: [...SHOWN_AT[name]],
    })),
  };
}
