// The final status. It starts unproven; only a complete list of claims that all held says ready.
import { statusOf, weakest, type Finding, type Judgement, type Status } from './kernel/index.ts';

/** Every claim a verdict rests on; `null` where the run never came to it. */
export interface Claims {
  readonly isolation: Judgement | null;
  /** That all content of the dump was read, and nothing in it refuses. */
  readonly content: Judgement | null;
  readonly restore: Judgement | null;
  readonly schema: Judgement | null;
  /** One part of a divided rehearsal: it can hold, and is never ready. */
  readonly isPart: boolean;
  /** RX-0 to RX-6. */
  readonly steps: readonly (Judgement | 'NOT_IN_PART' | null)[];
  /** Of the fingerprint, on this clone. */
  readonly calibration: Judgement | null;
  /** Every scenario by itself, expectations included. */
  readonly scenarios: readonly (Judgement | null)[];
  readonly validator: Judgement | null;
  readonly probes: Judgement | null;
  readonly gateSelftest: Judgement | null;
  readonly surfaces: Judgement | null;
}

const STEP_COUNT = 7;

export function decideStatus(findings: readonly Finding[], claims: Claims): Status {
  const forced = statusOf(findings);
  if (forced !== null) return forced;
  const { steps, scenarios, isPart, ...others } = claims;
  // What falls to other parts is theirs to show; in a whole rehearsal nothing does.
  const own = steps.filter((step) => !(isPart && step === 'NOT_IN_PART'));
  const all = [...Object.values(others), ...own, ...scenarios].map((claim) =>
    claim === null || claim === 'NOT_IN_PART' ? 'NOT_DECIDED' : claim,
  );
  const isComplete = steps.length === STEP_COUNT && scenarios.length > 0;
  if (!isComplete || weakest(all) !== 'HELD') return 'ROLLBACK_NOT_PROVEN';
  return isPart ? 'PART_HELD' : 'ROLLBACK_READY';
}
