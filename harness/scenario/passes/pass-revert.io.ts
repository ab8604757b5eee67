// The way back by a down-script, and up again: what a migration tool would do.
import type { Finding } from '../../kernel/index.ts';
import type { Fingerprint } from '../../witness/contract.ts';
import { applyAgain, applyAndLook, runRevert } from './applied.io.ts';
import type { RehearsalGround, Scenario, StartingPoint } from '../contract.ts';
import { missedFindings } from './missed.io.ts';
import { openClone } from './opened.io.ts';
import type { Pass } from './pass.ts';

export async function revertPass(
  scenario: Scenario,
  ground: RehearsalGround,
  start: StartingPoint,
): Promise<Pass> {
  await using opened = await openClone(ground, start);
  const { clone, witness, before, residueBefore } = opened;
  const applied = await applyAndLook(scenario, ground, clone, witness);
  const findings: Finding[] = [...applied.findings];

  let rolledBack: Fingerprint | null = null;
  let residue: Pass['residue'] = [];
  let rollbackMs = 0;
  if (applied.look !== null) {
    const rolling = performance.now();
    findings.push(...(await runRevert(scenario, ground, clone)));
    rollbackMs = performance.now() - rolling;
    rolledBack = (await witness.look()).print;
    const residueAfter = await witness.residue(rolledBack);
    residue = ground.witnesses.residueBetween(residueBefore, residueAfter, 'transaction');
  }

  let again: Fingerprint | null = null;
  if (findings.length === 0 && isBack(before, rolledBack)) {
    // A migration tool goes up again on what is there. Elsewhere only the change is compared with
    // itself, and numbers that go on counting are no difference of it.
    if (scenario.kind !== 'up-down-up') await witness.putSequencesBack(before);
    findings.push(...(await applyAgain(scenario, ground, clone)));
    if (findings.length === 0) again = (await witness.look()).print;
  }
  findings.push(...(await missedFindings(scenario, clone, witness)));
  return {
    way: 'revert',
    expected: start.print,
    before,
    applied: applied.look?.print ?? null,
    change: applied.change,
    rolledBack,
    again,
    residue,
    findings,
    times: { way: 'revert', prepareMs: 0, applyMs: applied.applyMs, rollbackMs },
  };
}

/** On what is not back, a second apply would say nothing but that. */
function isBack(before: Fingerprint, rolledBack: Fingerprint | null): boolean {
  return rolledBack?.transactionalHash === before.transactionalHash;
}
