// Applies a change for good, watched, checks it, and looks at what it came to.
import type { Finding } from '../../kernel/index.ts';
import type { Clone } from '../../sandbox/ground-contract.ts';
import type { ChangeObserved, Look, Witness } from '../../witness/witness-contract.ts';
import { runCommitted } from './apply.io.ts';
import type { RehearsalGround, Scenario } from '../contract.ts';
import { actingRole, openScenarioSession, verifyCommitted } from './session.io.ts';

export interface Applied {
  /** Null where the change failed or was not verified. */
  readonly look: Look | null;
  readonly change: ChangeObserved | null;
  readonly findings: readonly Finding[];
  readonly applyMs: number;
}

export async function applyAndLook(
  scenario: Scenario,
  ground: RehearsalGround,
  clone: Clone,
  witness: Witness,
): Promise<Applied> {
  const findings: Finding[] = [];
  let change: ChangeObserved | null = null;
  const started = performance.now();
  let applyMs: number;
  {
    await using session = await openScenarioSession(scenario, ground, clone, clone.database);
    const { client } = session;
    const watch = await witness.watch(client);
    const failed = await runCommitted({
      session,
      script: scenario.apply,
      transaction: scenario.transaction,
      role: actingRole(scenario, ground),
      failure: 'SCENARIO_APPLY_FAILED',
      watch,
    });
    applyMs = performance.now() - started;
    if (failed === null) change = await watch.finish();
    else findings.push(failed);
  }
  if (findings.length === 0) {
    findings.push(...(await verifyCommitted(scenario, ground, clone, clone.database)));
  }
  // What is not verified is not what was meant: no hash of it stands for the change.
  const look = findings.length === 0 ? await witness.look() : null;
  return { look, change, findings, applyMs };
}

/** The change once more, for the comparison alone. */
export async function applyAgain(
  scenario: Scenario,
  ground: RehearsalGround,
  clone: Clone,
): Promise<Finding[]> {
  await using session = await openScenarioSession(scenario, ground, clone, clone.database);
  const failed = await runCommitted({
    session,
    script: scenario.apply,
    transaction: scenario.transaction,
    role: actingRole(scenario, ground),
    failure: 'SCENARIO_APPLY_FAILED',
    watch: null,
  });
  if (failed === null) return [];
  return [{ ...failed, what: `applied a second time: ${failed.what}` }];
}

/** The way back by script. */
export async function runRevert(
  scenario: Scenario,
  ground: RehearsalGround,
  clone: Clone,
): Promise<Finding[]> {
  const { revert } = scenario;
  if (revert === null) throw new TypeError(`scenario "${scenario.id}" has no revert script`);
  await using session = await openScenarioSession(scenario, ground, clone, clone.database);
  const failed = await runCommitted({
    session,
    script: revert,
    transaction: scenario.transaction,
    role: actingRole(scenario, ground),
    failure: 'SCENARIO_REVERT_FAILED',
    watch: null,
  });
  return failed === null ? [] : [failed];
}
