// Pushes every probe through its door and judges the answers; what cannot be told is not good.
import {
  finding,
  forbiddenTokensIn,
  weakest,
  type Code,
  type Finding,
  type Judgement,
} from '../kernel/index.ts';
import type { DoorAnswer, Probe, ProbeDoors, ProbesResult } from './contract.ts';
import { askControl, PROBES } from './probes.ts';

export interface ProbesRun {
  readonly result: ProbesResult;
  readonly findings: readonly Finding[];
}

type Row = ProbesResult['probes'][number];

export async function runProbes(doors: ProbeDoors): Promise<ProbesRun> {
  const rows: Row[] = [];
  for (const probe of PROBES) rows.push(await runProbe(probe, doors));
  const control = await answerOf(() => askControl(doors));
  const controlAllowed = control?.allowed === true;
  const leaked = rows.some(({ token_leaked: each }) => each) || hasToken(control);
  const findings = [
    ...rows.flatMap(rowFindings),
    ...(controlAllowed ? [] : [finding('PROBE_CONTROL_REFUSED', 'control', whyRefused(control))]),
    ...(hasToken(control) ? [finding('PROBE_TOKEN_LEAKED', 'control', 'in its answer')] : []),
  ];
  const result: ProbesResult = {
    version: 1,
    judgement: weakest([
      ...rows.map(({ outcome }) => JUDGEMENT_OF[outcome]),
      controlAllowed ? 'HELD' : 'NOT_DECIDED',
      leaked ? 'NOT_HELD' : 'HELD',
    ]),
    probes: rows,
    control_allowed: controlAllowed,
    any_fail_open: rows.some(({ outcome }) => outcome === 'FAILED_OPEN'),
    forbidden_token_leaked: leaked,
    findings: findings.map((each) => ({ ...each })),
  };
  return { result, findings };
}

const JUDGEMENT_OF: Readonly<Record<Row['outcome'], Judgement>> = {
  FAILED_CLOSED: 'HELD',
  FAILED_OPEN: 'NOT_HELD',
  NOT_DECIDED: 'NOT_DECIDED',
};

async function runProbe(probe: Probe, doors: ProbeDoors): Promise<Row> {
  const answer = await answerOf(() => probe.ask(doors));
  const twin = await answerOf(() => probe.askTwin(doors));
  const found = codesOf(answer);
  const twinAllowed = twin?.allowed === true;
  return {
    id: probe.id,
    kind: probe.kind,
    tries: probe.tries,
    expected_codes: [...probe.codes],
    found_codes: found,
    twin_allowed: twinAllowed,
    token_leaked: hasToken(answer) || hasToken(twin),
    outcome: outcomeOf(answer, twinAllowed && isSameSet(probe.codes, found)),
  };
}

/** Let through is open, whatever else was said; refused counts only for the right reason. */
function outcomeOf(answer: DoorAnswer | null, isForItsReason: boolean): Row['outcome'] {
  if (answer?.allowed === true) return 'FAILED_OPEN';
  return answer !== null && isForItsReason ? 'FAILED_CLOSED' : 'NOT_DECIDED';
}

/** A door that breaks has decided nothing; what it threw may hold anything and is not repeated. */
async function answerOf(ask: () => Promise<DoorAnswer>): Promise<DoorAnswer | null> {
  try {
    return await ask();
  } catch {
    return null;
  }
}

function hasToken(answer: DoorAnswer | null): boolean {
  if (answer === null) return false;
  const said = answer.findings.flatMap(({ where, what }) => [where, what]);
  return [...said, answer.output ?? ''].some((text) => forbiddenTokensIn(text).length > 0);
}

function rowFindings(row: Row): Finding[] {
  const expected = row.expected_codes.join(', ') || 'a refusal';
  const found = row.found_codes.join(', ') || 'nothing';
  const twin = row.twin_allowed ? '' : '; its good twin was refused too';
  return [
    ...(row.outcome === 'FAILED_OPEN'
      ? [finding('PROBE_FAILED_OPEN', row.id, `it ${row.tries}, and was let through`)]
      : []),
    ...(row.outcome === 'NOT_DECIDED'
      ? [finding('PROBE_NOT_DECIDED', row.id, `expected ${expected}, found ${found}${twin}`)]
      : []),
    ...(row.token_leaked
      ? [finding('PROBE_TOKEN_LEAKED', row.id, 'in the answer of its door')]
      : []),
  ];
}

function whyRefused(answer: DoorAnswer | null): string {
  return answer === null ? 'its door broke' : `found ${codesOf(answer).join(', ') || 'nothing'}`;
}

function codesOf(answer: DoorAnswer | null): Code[] {
  return [...new Set((answer?.findings ?? []).map(({ code }) => code))];
}

function isSameSet(expected: readonly string[], found: readonly string[]): boolean {
  return expected.length === found.length && expected.every((code) => found.includes(code));
}
