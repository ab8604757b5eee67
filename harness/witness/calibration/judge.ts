// Judges what the instrument saw of each test change: pure, and nothing is believed for free.
import { finding, weakest, type Finding, type Judgement } from '../../kernel/index.ts';
import type { Calibration, CalibrationResult, CalibrationTrial } from '../calibration-contract.ts';
import type { Fingerprint } from '../contract.ts';
import { changedParts } from '../fingerprint.ts';
import type { Place } from './kind.ts';

/** A test change as it went. Looks are null where they were not reached. */
export interface TrialFacts {
  readonly kind: string;
  /** null: there was no place where it could be made. */
  readonly place: Place | null;
  readonly before: Fingerprint;
  readonly after: Fingerprint | null;
  readonly back: Fingerprint | null;
  /** Why it ended early: a refusal of the server's, in its words. */
  readonly refusal: string | null;
}

export interface JudgedTrial {
  readonly trial: CalibrationTrial;
  readonly findings: readonly Finding[];
}

/** Seen only where the part that was meant differs; restored only where everything is as before. */
export function judgeTrial(facts: TrialFacts): JudgedTrial {
  const { kind, place, before, after, back, refusal } = facts;
  const own = place?.own ?? 'harness';
  const trial = (seen: Judgement, restored: Judgement): CalibrationTrial => {
    return { kind, place: place?.place ?? 'none', own, seen, restored };
  };
  const where = `calibration: ${kind}`;
  if (place === null || after === null) {
    const what = `it could not be made${place === null ? ' anywhere' : ` at ${place.place}`}`;
    const why = refusal === null ? '' : `: ${refusal}`;
    return {
      trial: trial('NOT_DECIDED', 'NOT_DECIDED'),
      findings: [finding('CALIBRATION_NOT_TRIED', where, `${what}${why}`)],
    };
  }
  const findings: Finding[] = [];
  const changed = changedParts(before, after);
  const seen: Judgement =
    after.hash !== before.hash && changed.includes(place.part) ? 'HELD' : 'NOT_HELD';
  if (seen === 'NOT_HELD') {
    const what = `at ${place.place}, "${place.part}" reads as before; what differs: ${listed(changed)}`;
    findings.push(finding('CALIBRATION_BLIND', where, what));
  }
  if (back === null) {
    const what = `at ${place.place}: ${refusal ?? 'nothing was read after it'}`;
    findings.push(finding('CALIBRATION_NOT_BACK', where, what));
    return { trial: trial(seen, 'NOT_HELD'), findings };
  }
  const restored: Judgement = back.hash === before.hash ? 'HELD' : 'NOT_HELD';
  if (restored === 'NOT_HELD') {
    const what = `at ${place.place}; what differs: ${listed(changedParts(before, back))}`;
    findings.push(finding('CALIBRATION_NOT_BACK', where, what));
  }
  return { trial: trial(seen, restored), findings };
}

/** The score; one trial or one comparison that did not hold, or none at all, and nothing is shown. */
export function judgeCalibration(
  judged: readonly JudgedTrial[],
  schema: { readonly judgement: Judgement; readonly findings: readonly Finding[] },
): CalibrationResult {
  const trials = judged.map(({ trial }) => trial);
  const each = trials.map(({ seen, restored }) => weakest([seen, restored]));
  const evidence: Calibration = {
    judgement: weakest([weakest(each), schema.judgement]),
    seen: each.filter((judgement) => judgement === 'HELD').length,
    of: trials.length,
    schema_restored_twice: schema.judgement,
    trials,
  };
  return {
    evidence,
    findings: [...judged.flatMap(({ findings }) => findings), ...schema.findings],
  };
}

function listed(parts: readonly string[]): string {
  if (parts.length === 0) return 'nothing';
  const few = parts.slice(0, 5).map((part) => `"${part}"`);
  return parts.length > few.length ? `${few.join(', ')} and more` : few.join(', ');
}
