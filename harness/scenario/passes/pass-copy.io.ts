// Ways back from a copy that was made before the change: a template database, a dump, a backup.
import { finding, serverMessage, type Finding } from '../../kernel/index.ts';
import type { Clone, CloneSettings } from '../../sandbox/ground-contract.ts';
import type { Fingerprint } from '../../witness/contract.ts';
import { applyAndLook } from './applied.io.ts';
import type { RehearsalGround, Scenario, StartingPoint } from '../contract.ts';
import { fromLayer, notBegun, type Pass } from './pass.ts';

/** A program inside that did not end well, in words that may be repeated. */
export class ProgramFailure extends Error {
  override readonly name = 'ProgramFailure';
}

/** How one copy is made, and how it is brought back. No session of ours is open meanwhile. */
export interface CopyWay {
  readonly way: 'template' | 'logical' | 'pitr';
  readonly settings: CloneSettings;
  /** Whether it replaces the clone's server. */
  readonly recovers: boolean;
  /** @throws ProgramFailure, or what the server threw */
  prepare(clone: Clone): Promise<void>;
  /** Until the database may be written again. @throws as above */
  goBack(clone: Clone): Promise<void>;
}

export async function copyPass(
  scenario: Scenario,
  ground: RehearsalGround,
  start: StartingPoint,
  copy: CopyWay,
): Promise<Pass> {
  const { witnesses } = ground;
  if (copy.recovers && ground.ground.method !== 'overlay') {
    const what = `"${copy.way}" needs a server of its own for each clone`;
    return notBegun(copy.way, start, finding('SCENARIO_METHOD_UNAVAILABLE', scenario.id, what));
  }
  await using clone = await ground.ground.fresh({ ...fromLayer(start), settings: copy.settings });
  const { database } = clone;
  const preparing = performance.now();
  const unprepared = await failureOf(scenario, copy, () => copy.prepare(clone));
  const prepareMs = performance.now() - preparing;
  if (unprepared !== null) return notBegun(copy.way, start, unprepared);

  const witness = await witnesses.open({ server: clone, database, start: start.print });
  const { before } = witness;
  const residueBefore = await witness.residue(before);
  const applied = await applyAndLook(scenario, ground, clone, witness);
  await witness[Symbol.asyncDispose]();
  const findings: Finding[] = [...applied.findings];

  const rolling = performance.now();
  const failed = await failureOf(scenario, copy, () => copy.goBack(clone));
  const rollbackMs = performance.now() - rolling;
  let rolledBack: Fingerprint | null = null;
  let residue: Pass['residue'] = [];
  if (failed === null) {
    // Every byte of it is another copy: all of it is read.
    rolledBack = await witnesses.lookWhole(clone, database);
    const residueAfter = await witnesses.residue(clone, database, rolledBack);
    residue = witnesses.residueBetween(residueBefore, residueAfter, 'snapshot');
  } else {
    findings.push(failed);
  }
  return {
    way: copy.way,
    expected: start.print,
    before,
    applied: applied.look?.print ?? null,
    change: applied.change,
    rolledBack,
    again: null,
    residue,
    findings,
    times: { way: copy.way, prepareMs, applyMs: applied.applyMs, rollbackMs },
  };
}

async function failureOf(
  scenario: Scenario,
  { way }: CopyWay,
  work: () => Promise<void>,
): Promise<Finding | null> {
  try {
    await work();
    return null;
  } catch (error) {
    // What a program said has been cleaned where it was run; a server's own words are cleaned here.
    const said = error instanceof ProgramFailure ? error.message : serverMessage(error);
    return finding('SCENARIO_METHOD_FAILED', scenario.id, `${way}: ${said}`);
  }
}
