// Judges what the doors answered; what cannot be told is not good. The same facts, the same result.
import { finding, type Finding } from '../kernel/index.ts';
import type {
  AttemptFacts,
  Probe,
  ProbeAttempt,
  ProbeOutcome,
  ProbesFacts,
  ProbesResult,
  ProbesRun,
} from './contract.ts';
import { attemptKey, PROBES } from './list.ts';

type Row = ProbesResult['probes'][number];
type AttemptRow = Row['attempts'][number];

export function judgeProbes(facts: ProbesFacts): ProbesRun {
  const rows = PROBES.map((probe) => rowOf(probe, facts));
  const { answer, found_codes: found, token_leaked: leaked } = facts.control;
  const control = { answer, found_codes: [...found], token_leaked: leaked };
  const findings = [
    ...rows.flatMap(rowFindings),
    ...controlFindings(control),
    ...leftoverFindings(facts),
  ];
  const attempts = rows.flatMap((row) => row.attempts);
  const result: ProbesResult = {
    version: 1,
    judgement: judgementOf(rows, findings, facts),
    with_clone: facts.withClone,
    probes: rows,
    control,
    control_allowed: answer === 'ALLOWED',
    any_fail_open: rows.some(({ outcome }) => outcome === 'FAILED_OPEN'),
    forbidden_token_leaked: [control, ...attempts].some((each) => each.token_leaked),
    leftovers: facts.leftovers,
    findings: findings.map((each) => ({ ...each })),
  };
  return { result, findings };
}

/**
 * A recorded result, judged once more from nothing but the answers in it: one that was not changed
 * comes out equal. What it leaves out was not asked, what it adds is dropped.
 */
export function rejudgeProbes(result: ProbesResult): ProbesResult {
  const attempts = new Map<string, AttemptFacts>();
  for (const row of result.probes) {
    for (const each of row.attempts) attempts.set(attemptKey(row.id, each.id), each);
  }
  const { with_clone: withClone, control, leftovers } = result;
  return judgeProbes({ withClone, attempts, control, leftovers }).result;
}

const NOT_ASKED: AttemptFacts = {
  answer: 'NOT_ASKED',
  twin: 'NOT_ASKED',
  found_codes: [],
  token_leaked: false,
};

function rowOf({ id, kind, tries, attempts }: Probe, facts: ProbesFacts): Row {
  const rows = attempts.map((each) => {
    const seen = facts.attempts.get(attemptKey(id, each.id)) ?? NOT_ASKED;
    return attemptRow(each, seen, facts.withClone);
  });
  const outcome = WORST_FIRST.find((one) => rows.some((row) => row.outcome === one));
  return { id, kind, tries, attempts: rows, outcome: outcome ?? 'NOT_DECIDED' };
}

const WORST_FIRST: readonly ProbeOutcome[] = [
  'FAILED_OPEN',
  'NOT_DECIDED',
  'N/A_NO_CLONE',
  'FAILED_CLOSED',
];

function attemptRow(asked: ProbeAttempt, seen: AttemptFacts, withClone: boolean): AttemptRow {
  const { id, door, input, needsClone, codes } = asked;
  return {
    id,
    door,
    input,
    needs_clone: needsClone,
    expected_codes: [...codes],
    found_codes: [...seen.found_codes],
    answer: seen.answer,
    twin: seen.twin,
    token_leaked: seen.token_leaked,
    outcome: outcomeOf(asked, seen, withClone),
  };
}

/** Let through is open, whatever else was said; refused counts only for the right reason. */
function outcomeOf(asked: ProbeAttempt, seen: AttemptFacts, withClone: boolean): ProbeOutcome {
  switch (seen.answer) {
    case 'ALLOWED':
      return 'FAILED_OPEN';
    case 'BROKE':
      return 'NOT_DECIDED';
    case 'NOT_ASKED':
      return asked.needsClone && !withClone ? 'N/A_NO_CLONE' : 'NOT_DECIDED';
    case 'REFUSED': {
      // Who refused, where there was nobody to ask?
      if (asked.needsClone && !withClone) return 'NOT_DECIDED';
      const isForItsReason = seen.twin === 'ALLOWED' && isSameSet(asked.codes, seen.found_codes);
      return isForItsReason ? 'FAILED_CLOSED' : 'NOT_DECIDED';
    }
  }
}

function judgementOf(
  rows: readonly Row[],
  findings: readonly Finding[],
  { withClone }: ProbesFacts,
): ProbesResult['judgement'] {
  const has = (code: Finding['code']): boolean => findings.some((each) => each.code === code);
  if (has('PROBE_FAILED_OPEN') || has('PROBE_TOKEN_LEAKED') || has('PROBE_LEFT_BEHIND'))
    return 'NOT_HELD';
  if (findings.length > 0) return 'NOT_DECIDED';
  if (!withClone) return 'N/A_NO_CLONE';
  return rows.every(({ outcome }) => outcome === 'FAILED_CLOSED') ? 'HELD' : 'NOT_DECIDED';
}

function rowFindings(row: Row): Finding[] {
  return row.attempts.flatMap((each) => {
    const where = attemptKey(row.id, each.id);
    return [
      ...(each.outcome === 'FAILED_OPEN'
        ? [finding('PROBE_FAILED_OPEN', where, `${each.input}: it was let through`)]
        : []),
      ...(each.outcome === 'NOT_DECIDED'
        ? [finding('PROBE_NOT_DECIDED', where, whyUndecided(each))]
        : []),
      ...(each.token_leaked
        ? [finding('PROBE_TOKEN_LEAKED', where, 'in the answer of its door')]
        : []),
    ];
  });
}

function whyUndecided({
  answer,
  twin,
  expected_codes: expected,
  found_codes: found,
}: AttemptRow): string {
  if (answer === 'BROKE') return 'its door broke';
  if (answer === 'NOT_ASKED') return 'its door was not asked';
  const wanted = expected.join(', ') || 'a refusal';
  const why = `expected ${wanted}, found ${found.join(', ') || 'nothing'}`;
  return twin === 'ALLOWED' ? why : `${why}; its good twin was not let through either`;
}

function controlFindings({
  answer,
  found_codes: found,
  token_leaked: leaked,
}: ProbesResult['control']): Finding[] {
  const why = answer === 'REFUSED' ? `found ${found.join(', ') || 'nothing'}` : 'its door broke';
  return [
    ...(answer === 'ALLOWED' ? [] : [finding('PROBE_CONTROL_REFUSED', 'control', why)]),
    ...(leaked ? [finding('PROBE_TOKEN_LEAKED', 'control', 'in the answer of its door')] : []),
  ];
}

/** What the probes started must be gone, and somebody must have asked. */
function leftoverFindings({ withClone, leftovers }: ProbesFacts): Finding[] {
  if (leftovers === null) {
    return withClone
      ? [finding('PROBE_NOT_DECIDED', 'leftovers', 'the engine was not asked what is left')]
      : [];
  }
  const { containers, volumes, networks, socket_folders_gone: isGone } = leftovers;
  if (containers + volumes + networks === 0 && isGone) return [];
  const what = `${containers} containers, ${volumes} volumes, ${networks} networks`;
  return [finding('PROBE_LEFT_BEHIND', 'leftovers', `${what}${isGone ? '' : ', a socket folder'}`)];
}

function isSameSet(expected: readonly string[], found: readonly string[]): boolean {
  return expected.length === found.length && expected.every((code) => found.includes(code));
}
