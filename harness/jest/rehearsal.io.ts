// A whole scenario from within a suite: every way back, the proof of it and the validator, as a run.
import {
  CODES,
  Problem,
  statusOf,
  weakest,
  type Finding,
  type Judgement,
} from '../kernel/index.ts';
import { exerciseValidator, rollbackProof } from '../proof/index.ts';
import {
  loadScenarios,
  rehearsalPlan,
  rehearsePlanned,
  type Planned,
  type ScenarioEvidence,
} from '../scenario/index.ts';
import type { Rehearsal } from './index.cjs';
import type { ScenarioEntry } from '../config/index.ts';
import type { HeldBaseline } from './baseline.io.ts';

/** Begins from the baseline, on clones of its own. @throws Problem where it cannot be begun */
export async function rehearseEntry(
  baseline: HeldBaseline,
  entry: ScenarioEntry,
): Promise<Rehearsal> {
  const { config } = baseline.inputs;
  const loaded = await loadScenarios(config.root, [entry], config.executor);
  const [planned] = loaded.planned;
  if (planned === undefined || statusOf(loaded.findings) !== null) {
    throw new Problem(loaded.findings);
  }
  using _room = await roomFor(baseline);
  const runs = await rehearsePlanned(planned, baseline.rehearsal);
  const scenarios = runs.map(({ evidence }) => evidence);
  const proven = proofOf(planned, baseline, scenarios);
  const calibration = await baseline.calibrated;
  const judgement = weakest([
    // No run is no proof, and what an instrument saw that does not see everything is none either.
    weakest(scenarios.map((each) => each.judgement)),
    proven.judgement,
    ...(calibration.length === 0 ? [] : ['NOT_DECIDED' as const]),
  ]);
  const findings = [
    ...loaded.findings,
    ...runs.flatMap((run) => run.findings),
    ...proven.findings,
    ...calibration,
  ];
  return {
    kind: 'clone-rehearsal rehearsal',
    judgement,
    findings: findings.map((each) => ({ ...each, hint: CODES[each.code].hint })),
    scenarios,
  };
}

/** Copies that share a server are made one at a time: then a rehearsal waits for suites' clones. */
async function roomFor({ ground, clones, rehearsals }: HeldBaseline): Promise<Disposable> {
  return await (ground.method === 'template' ? clones : rehearsals).take();
}

function proofOf(
  planned: Planned,
  { ground }: HeldBaseline,
  scenarios: readonly ScenarioEvidence[],
): { readonly judgement: Judgement; readonly findings: readonly Finding[] } {
  const { rollbacks } = rehearsalPlan([planned], ground.method);
  const ids = rollbacks.map(({ scenario, way, rollback_class: rollbackClass }) => ({
    scenario,
    way,
    rollbackClass,
  }));
  // What only reads has no way back to be proven; the validator's own examples are tried all the same.
  const { result, findings } = exerciseValidator(
    ids.length === 0 ? null : rollbackProof(ids, scenarios),
  );
  const { judgement } = ids.length === 0 ? result.selftest : result;
  return { judgement: judgement === 'N/A_NO_CLONE' ? 'NOT_DECIDED' : judgement, findings };
}
