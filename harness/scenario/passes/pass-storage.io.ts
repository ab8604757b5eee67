// The way back by storage: the written clone is dropped, and a new one stands where it began.
import type { Finding } from '../../kernel/index.ts';
import { applyAgain, applyAndLook } from './applied.io.ts';
import type { RehearsalGround, Scenario, StartingPoint } from '../contract.ts';
import { missedFindings } from './missed.io.ts';
import { openClone } from './opened.io.ts';
import { fromLayer, type Pass } from './pass.ts';

export async function storagePass(
  scenario: Scenario,
  ground: RehearsalGround,
  start: StartingPoint,
): Promise<Pass> {
  const { witnesses } = ground;
  await using written = new AsyncDisposableStack();
  const opened = written.use(await openClone(ground, start));
  const { clone, witness: seen, before, residueBefore } = opened;
  const {
    look,
    change,
    findings: found,
    applyMs,
  } = await applyAndLook(scenario, ground, clone, seen);
  const findings: Finding[] = [...found, ...(await missedFindings(scenario, clone, seen))];

  const rolling = performance.now();
  await written.disposeAsync();
  await using restored = await ground.ground.fresh(fromLayer(start));
  const rollbackMs = performance.now() - rolling;
  await using witness = await witnesses.open({
    server: restored,
    database: restored.database,
    start: start.print,
  });
  // What the change touched, and the catalog, are read again here, not taken to be what they were.
  const { print: rolledBack } = await witness.lookAfresh(look?.touched ?? [], look?.blocks);
  const residueAfter = await witness.residue(rolledBack);

  let again: Pass['again'] = null;
  if (findings.length === 0) {
    findings.push(...(await applyAgain(scenario, ground, restored)));
    if (findings.length === 0) again = (await witness.look()).print;
  }
  return {
    way: 'storage',
    expected: start.print,
    before,
    applied: look?.print ?? null,
    change,
    rolledBack,
    again,
    residue: witnesses.residueBetween(residueBefore, residueAfter, 'snapshot'),
    findings,
    times: { way: 'storage', prepareMs: 0, applyMs, rollbackMs },
  };
}
