// Judges what the gate said of each case it must refuse; a packet's result can be judged again.
import { finding, weakest, type Finding, type Judgement } from '../kernel/index.ts';
import {
  DRIFT_CLASSES,
  REFUSALS,
  type GateSaid,
  type GateSelftestResult,
  type SelftestFacts,
} from './contract.ts';
import { SAMPLE_COUNT } from './selftest-samples.ts';

export interface GateSelftest {
  readonly result: GateSelftestResult;
  readonly findings: readonly Finding[];
}

/**
 * The whole list is judged, whatever the facts hold: a case that was not tried is not decided. What
 * a result says besides its facts is never read, so that `judgeSelftest(result).result` equals an
 * honest result and differs from a forged one.
 */
export function judgeSelftest(facts: SelftestFacts): GateSelftest {
  const said = facts.byte_identical;
  const identical: GateSelftestResult['byte_identical'] = {
    ...gateSaid(said),
    sealed: said.sealed,
    judgement: isAccepted(said) ? 'HELD' : 'NOT_HELD',
  };
  const drifts = Object.entries(DRIFT_CLASSES).map(([drift, code]) => ({
    drift,
    ...judgeCase(
      facts.drifts.filter((each) => each.drift === drift),
      [code],
      SAMPLE_COUNT - 1,
    ),
  }));
  const refusals = Object.entries(REFUSALS).map(([refusal, expected]) => ({
    refusal,
    ...judgeCase(
      facts.refusals.filter((each) => each.refusal === refusal),
      expected.codes,
      expected.identical,
    ),
  }));
  const findings = [
    ...failureOf('byte-identical', identical),
    ...drifts.flatMap((row) => failureOf(row.drift, row)),
    ...refusals.flatMap((row) => failureOf(row.refusal, row)),
  ];
  const judgements = [identical, ...drifts, ...refusals].map(({ judgement }) => judgement);
  const result: GateSelftestResult = {
    version: 1,
    judgement: weakest(judgements),
    byte_identical: identical,
    drifts,
    refusals,
    findings: findings.map((each) => ({ ...each })),
  };
  return { result, findings };
}

function isAccepted(said: SelftestFacts['byte_identical']): boolean {
  const { gate_judgement: judgement, identical, sealed, found_codes: codes } = said;
  return (
    judgement === 'HELD' &&
    identical === SAMPLE_COUNT &&
    sealed === SAMPLE_COUNT &&
    codes.length === 0
  );
}

type Judged = Omit<GateSelftestResult['drifts'][number], 'drift'>;

/** Held only where the gate refused for exactly the reason at hand, and nothing else by the way. */
function judgeCase(
  said: readonly GateSaid[],
  expected: readonly string[],
  identical: number,
): Judged {
  const [only] = said;
  if (only === undefined || said.length > 1) {
    return {
      ...gateSaid({ gate_judgement: 'NOT_DECIDED', identical: 0, found_codes: [] }),
      expected_codes: [...expected],
      failed_closed: false,
      judgement: 'NOT_DECIDED',
    };
  }
  const failedClosed = only.gate_judgement !== 'HELD' && only.found_codes.length > 0;
  const isRight =
    failedClosed &&
    only.identical === identical &&
    only.found_codes.length === expected.length &&
    expected.every((code) => only.found_codes.includes(code));
  return {
    ...gateSaid(only),
    expected_codes: [...expected],
    failed_closed: failedClosed,
    judgement: isRight ? 'HELD' : 'NOT_HELD',
  };
}

function gateSaid({ gate_judgement, identical, found_codes }: GateSaid): {
  gate_judgement: Judgement;
  identical: number;
  found_codes: string[];
} {
  return { gate_judgement, identical, found_codes: [...found_codes] };
}

function failureOf(
  where: string,
  row: { readonly judgement: Judgement; readonly found_codes: readonly string[] },
): Finding[] {
  if (row.judgement === 'HELD') return [];
  return [
    finding('GATE_SELFTEST_FAILED', where, `found ${row.found_codes.join(', ') || 'nothing'}`),
  ];
}
