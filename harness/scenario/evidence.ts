// Puts together what the witnesses of one scenario saw, and judges it; the proof is judged later.
import { CODES, finding, weakest, type Finding, type Judgement } from '../kernel/index.ts';
import type { Fingerprint, ResidueItem } from '../witness/contract.ts';
import type { Scenario, ScenarioEvidence, ScenarioRun, Witnesses } from './contract.ts';

/** What applying a scenario gave: `inside` is the look after apply, null where there was none. */
export interface Trial {
  readonly inside: Fingerprint | null;
  readonly findings: readonly Finding[];
  readonly applyMs: number;
  readonly rollbackMs: number;
}

export interface ScenarioParts {
  readonly scenario: Scenario;
  readonly role: string;
  readonly prints: {
    readonly baseline: Fingerprint;
    readonly before: Fingerprint;
    readonly after: Fingerprint;
  };
  readonly trial: Trial;
  readonly residue: readonly ResidueItem[];
  readonly changedParts: Witnesses['changedParts'];
}

export function scenarioRun(parts: ScenarioParts): ScenarioRun {
  const { scenario, prints, trial } = parts;
  const hashOf = hashFor(scenario.kind);
  const changed = trial.inside === null ? [] : parts.changedParts(prints.before, trial.inside);
  const notRestored = parts
    .changedParts(prints.before, prints.after)
    .filter((part) => scenario.kind !== 'transactional' || part !== 'sequence values');
  const findings = [
    ...trial.findings,
    ...(prints.before.hash === prints.baseline.hash
      ? []
      : [
          finding(
            'SCENARIO_CLONE_DIFFERS',
            scenario.id,
            'its clone did not equal the baseline before',
          ),
        ]),
    ...notRestored.map((part) =>
      finding('SCENARIO_NOT_RESTORED', scenario.id, `"${part}" is not as before`),
    ),
    ...parts.residue
      .filter(({ undoable }) => undoable)
      .map(({ kind, name }) => finding('SCENARIO_LEFT_RESIDUE', scenario.id, `${kind} "${name}"`)),
    ...expectationFindings(scenario, changed, prints.before, trial.inside),
  ];
  const evidence: ScenarioEvidence = {
    id: scenario.id,
    title: scenario.title,
    kind: scenario.kind,
    role: parts.role,
    judgement: judge(parts, findings),
    rollback_class: ROLLBACK_CLASS[scenario.kind],
    files: { ...scenario.files },
    tables_changed: changed,
    verified: verifiedAs(scenario, trial),
    before_hash: hashOf(prints.before),
    after_apply_hash: trial.inside === null ? null : hashOf(trial.inside),
    after_rollback_hash: hashOf(prints.after),
    row_count_before: prints.before.rowCount,
    row_count_after: prints.after.rowCount,
    not_restored: notRestored,
    residue: [...parts.residue],
    findings: findings.map((each) => ({ ...each })),
  };
  return { evidence, findings, applyMs: trial.applyMs, rollbackMs: trial.rollbackMs };
}

const ROLLBACK_CLASS = {
  'read-only': null,
  transactional: 'RB-CLONE-TXN',
  snapshot: 'RB-CLONE-SNAP',
} as const;

/** A ROLLBACK cannot move a sequence back: that is residue, named, and not part of its hashes. */
function hashFor(kind: Scenario['kind']): (print: Fingerprint) => string {
  return kind === 'transactional' ? (print) => print.transactionalHash : (print) => print.hash;
}

function judge(parts: ScenarioParts, findings: readonly Finding[]): Judgement {
  const { scenario, trial, prints } = parts;
  const hashOf = hashFor(scenario.kind);
  const claims: Judgement[] = [
    findings.some(({ code }) => CODES[code].forces !== null) ? 'NOT_HELD' : 'HELD',
    hashOf(prints.after) === hashOf(prints.baseline) ? 'HELD' : 'NOT_HELD',
  ];
  if (scenario.kind !== 'read-only') {
    claims.push(
      trial.inside === null
        ? 'NOT_DECIDED'
        : hashOf(trial.inside) === hashOf(prints.before)
          ? 'NOT_HELD'
          : 'HELD',
    );
  }
  return weakest(claims);
}

function verifiedAs(scenario: Scenario, trial: Trial): ScenarioEvidence['verified'] {
  if (scenario.verify.length === 0) return 'NOT_ASKED';
  if (trial.findings.some(({ code }) => code === 'SCENARIO_NOT_VERIFIED')) return 'NOT_HELD';
  return trial.findings.length === 0 ? 'HELD' : 'NOT_DECIDED';
}

/** Tables that changed although the scenario does not name them. */
function expectationFindings(
  scenario: Scenario,
  changed: readonly string[],
  before: Fingerprint,
  inside: Fingerprint | null,
): Finding[] {
  if (scenario.tables.length === 0 || inside === null) return [];
  const expected = new Set(scenario.tables);
  // Of both: a table that was dropped stands only in the first, a new one only in the second.
  const rootOf = new Map(
    [...before.tables, ...inside.tables].map(({ table, root }) => [table, root]),
  );
  return changed
    .filter((part) => rootOf.has(part))
    .filter((part) => !expected.has(part) && !expected.has(rootOf.get(part) ?? part))
    .map((part) =>
      finding('SCENARIO_TOUCHED_OTHER', scenario.id, `"${part}" changed and is not named`),
    );
}
