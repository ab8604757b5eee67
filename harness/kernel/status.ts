// The final statuses of a run and the exit code each one carries; nothing else may name a verdict.

/** Every way a run can end. `USAGE_ERROR` and `INTERNAL_FAULT` are not verdicts on a dump. */
export const STATUSES = {
  ROLLBACK_READY: { exitCode: 0 },
  /** Everything of one part of a divided rehearsal held: no verdict on the whole. */
  PART_HELD: { exitCode: 0 },
  ROLLBACK_NOT_PROVEN: { exitCode: 1 },
  USAGE_ERROR: { exitCode: 2 },
  READY_NOT_APPLIED: { exitCode: 3 },
  INPUT_REJECTED: { exitCode: 4 },
  INTERNAL_FAULT: { exitCode: 70 },
} as const;

export type Status = keyof typeof STATUSES;

/** Process exit code of a status (0, 1, 2, 3, 4 or 70). */
export function exitCodeOf(status: Status): number {
  return STATUSES[status].exitCode;
}

/**
 * What one check came to. There is no boolean verdict in this house: what could not be checked is
 * `NOT_DECIDED`, and only `HELD` counts as good.
 */
export const JUDGEMENTS = ['HELD', 'NOT_HELD', 'NOT_DECIDED'] as const;
export type Judgement = (typeof JUDGEMENTS)[number];

/** The weakest of several judgements; an empty list decides nothing. */
export function weakest(judgements: readonly Judgement[]): Judgement {
  if (judgements.includes('NOT_HELD')) return 'NOT_HELD';
  if (judgements.length === 0 || judgements.includes('NOT_DECIDED')) return 'NOT_DECIDED';
  return 'HELD';
}
