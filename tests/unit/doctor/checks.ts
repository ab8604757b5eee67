// Finds one check among those that a judge made.
import type { CheckId, DoctorCheck } from '../../../harness/doctor/index.ts';

/** What a test looks at: how it was judged, what was measured, what to do. */
export function checkOf(
  checks: readonly DoctorCheck[],
  wanted: CheckId,
): Pick<DoctorCheck, 'judgement' | 'measured' | 'remedy'> {
  const found = checks.find(({ id }) => id === wanted);
  if (found === undefined) throw new Error(`no check "${wanted}"`);
  const { judgement, measured, remedy } = found;
  return { judgement, measured, remedy };
}
